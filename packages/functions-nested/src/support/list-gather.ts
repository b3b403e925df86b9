/**
 * Lists put together from elements that exist already: row numbers of elements are collected, then all are taken at once.
 *
 * Example: reversing [a, b], NULL, [c] pushes 1, 0, closes, closes NULL, pushes 2, closes.
 */
import { ResourcesExhaustedError, type DataType } from '@datafusion-ts/common';
import {
  allocBitmap,
  type Arena,
  clearBit,
  type ColumnVector,
  type FlatVector,
  mem,
  NO_ROW,
  takeVector,
  takeVectorOrNull,
} from '@datafusion-ts/compute';
import { listVector } from './lists.js';

/** Elements of which the numbers fill half of the engine's memory; their values take at least as much. */
const MOST_ELEMENTS = 0x1fff_ffff;

/** Collects element numbers, list by list. */
export class ListGather {
  readonly #arena: Arena;
  readonly #count: number;
  readonly #offsets: number;
  #elements: Uint32Array;
  #size = 0;
  #row = 0;
  #validity = 0;
  #nullCount = 0;
  #hasMissing = false;

  /** For `count` lists with about `capacity` elements in all. */
  constructor(count: number, capacity: number, arena: Arena) {
    this.#arena = arena;
    this.#count = count;
    this.#offsets = arena.alloc((count + 1) * 4);
    mem.i32[this.#offsets >>> 2] = 0;
    this.#elements = new Uint32Array(Math.max(capacity, 16));
  }

  /** Adds an element to the list being put together. */
  push(element: number): void {
    if (this.#size === this.#elements.length) this.#grow(this.#size + 1);
    this.#elements[this.#size++] = element;
  }

  /** Adds a NULL element. */
  pushMissing(): void {
    this.#hasMissing = true;
    this.push(NO_ROW);
  }

  /** Adds consecutive elements. */
  pushRange(start: number, end: number): void {
    if (end <= start) return;
    this.#grow(this.#size + end - start);
    const elements = this.#elements;
    let at = this.#size;
    for (let element = start; element < end; element++) elements[at++] = element;
    this.#size = at;
  }

  /** Adds an element `times` times. */
  pushRepeated(element: number, times: number): void {
    if (times <= 0) return;
    this.#grow(this.#size + times);
    this.#elements.fill(element, this.#size, this.#size + times);
    this.#size += times;
    if (element === NO_ROW) this.#hasMissing = true;
  }

  /** Ends a list. */
  close(): void {
    mem.i32[(this.#offsets >>> 2) + ++this.#row] = this.#size;
  }

  /** Makes the row NULL. */
  closeNull(): void {
    if (this.#validity === 0) this.#validity = allocBitmap(this.#count, true, this.#arena);
    clearBit(this.#validity, this.#row);
    this.#nullCount++;
    this.close();
  }

  /** The lists, of type `type`, with elements of `source`. */
  finish(type: DataType, source: ColumnVector): FlatVector {
    const arena = this.#arena;
    const rows = arena.alloc(this.#size * 4);
    mem.u32.set(this.#elements.subarray(0, this.#size), rows >>> 2);
    const take = this.#hasMissing ? takeVectorOrNull : takeVector;
    const elements = take(source, rows, this.#size, arena);
    return listVector(type, this.#count, this.#offsets, elements, {
      validity: this.#validity,
      nullCount: this.#nullCount,
    });
  }

  #grow(size: number): void {
    if (size <= this.#elements.length) return;
    if (size > MOST_ELEMENTS) {
      throw new ResourcesExhaustedError(`Arrays of ${size} elements are more than a batch can hold`);
    }
    const larger = new Uint32Array(Math.min(Math.max(size, this.#elements.length * 2), MOST_ELEMENTS));
    larger.set(this.#elements.subarray(0, this.#size));
    this.#elements = larger;
  }
}
