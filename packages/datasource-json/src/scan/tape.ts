/**
 * Parsed JSON as a flat list of elements, without objects: `{"a":[1]}` is object, string, list, number.
 *
 * An element is three numbers. Objects and lists know the element behind their last, so that values can be skipped;
 * strings and numbers where their bytes begin and end.
 */
import type { ByteWindow } from '@datafusion-ts/datasource';

/** Kinds of elements: these two end where their last element does. */
export const OBJECT = 1;
export const LIST = 2;
/** A string whose bytes are what it means. */
export const STRING = 3;
/** A string with escapes: its bytes are not yet what it means. */
export const ESCAPED = 4;
/** A number, as it is written. */
export const NUMBER = 5;
export const TRUE = 6;
export const FALSE = 7;
export const NULL = 8;

const WIDTH = 3;

/** Elements, in the order of the text; one tape is used again and again. */
export class Tape {
  #elements = new Int32Array(1024 * WIDTH);
  length = 0;
  readonly #window: ByteWindow;

  /** A tape of bytes in a window. */
  constructor(window: ByteWindow) {
    this.#window = window;
  }

  /** What the elements point into. */
  get bytes(): Uint8Array {
    return this.#window.bytes;
  }

  push(kind: number, a: number, b: number): number {
    const at = this.length * WIDTH;
    if (at === this.#elements.length) {
      const larger = new Int32Array(at * 2);
      larger.set(this.#elements);
      this.#elements = larger;
    }
    this.#elements[at] = kind;
    this.#elements[at + 1] = a;
    this.#elements[at + 2] = b;
    return this.length++;
  }

  kind(index: number): number {
    return this.#elements[index * WIDTH]!;
  }
  /** First byte of a string or number; the element behind an object or list. */
  first(index: number): number {
    return this.#elements[index * WIDTH + 1]!;
  }
  /** The byte behind a string or number. */
  last(index: number): number {
    return this.#elements[index * WIDTH + 2]!;
  }

  /** Ends an object or list: what follows is behind it. */
  close(index: number): void {
    this.#elements[index * WIDTH + 1] = this.length;
  }

  /** The element behind a value. */
  after(index: number): number {
    const kind = this.kind(index);
    return kind === OBJECT || kind === LIST ? this.first(index) : index + 1;
  }
}
