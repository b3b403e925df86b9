import { ArrowError } from '@datafusion-ts/common';
import { clearBit, mem, type Arena } from '@datafusion-ts/compute';
import { printTape } from '../scan/print-tape.js';
import { NULL, type Tape } from '../scan/tape.js';

/** Where the values of a column are on a tape; -1 is a value left out. */
export interface Rows {
  readonly tape: Tape;
  readonly at: Int32Array;
}

/** Whether a row has no value. */
export const isMissing = ({ tape, at }: Rows, row: number): boolean => at[row]! < 0 || tape.kind(at[row]!) === NULL;

/** The error for a value of the wrong shape. */
export const wrongShape = (tape: Tape, index: number, expected: string): ArrowError =>
  new ArrowError('Json error', `expected ${expected} got ${printTape(tape, index)}`);

/** Validity of a column while it is filled: allocated with the first null. */
export class Nulls {
  readonly #arena: Arena;
  readonly #count: number;
  validity = 0;
  nullCount = 0;

  constructor(arena: Arena, count: number) {
    this.#arena = arena;
    this.#count = count;
  }

  add(row: number): void {
    if (this.validity === 0) {
      const bytes = (this.#count + 7) >>> 3;
      this.validity = this.#arena.alloc(bytes);
      mem.u8.fill(255, this.validity, this.validity + bytes);
    }
    clearBit(this.validity, row);
    this.nullCount++;
  }
}
