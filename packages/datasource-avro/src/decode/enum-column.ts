/** Enums are dictionaries by nature: symbols once, codes as written. */
import { ArrowError, DataTypes, ScalarValue, type DataType } from '@datafusion-ts/common';
import { Arena, mem, Values, vectorFromScalars, type ColumnVector } from '@datafusion-ts/compute';
import { DecoderBase, larger, type ColumnDecoder } from './column-decoder.js';
import type { Cursor } from './cursor.js';

export class EnumDecoder extends DecoderBase implements ColumnDecoder {
  readonly #symbols: readonly string[];
  #codes = new Int32Array(this.capacity);
  #values: Values | undefined;

  constructor(type: DataType, symbols: readonly string[]) {
    super(type);
    this.#symbols = symbols;
  }

  read(cursor: Cursor): void {
    const code = cursor.int();
    const { length } = this.#symbols;
    if (code < 0 || code >= length) {
      throw new ArrowError(
        'Invalid argument error',
        `Invalid dictionary key ${code} at index ${this.length}, expected 0 <= key < ${length}`,
      );
    }
    const row = this.next();
    this.#codes[row] = code;
  }

  readNull(): void {
    const row = this.nextNull();
    this.#codes[row] = 0;
  }

  finish(arena: Arena): ColumnVector {
    const { length } = this;
    const values = this.#entries();
    arena.keep(values.retain());
    const codes = arena.alloc(length * 4);
    mem.i32.set(this.#codes.subarray(0, length), codes >>> 2);
    const { validity = 0, nullCount = 0 } = this.takeNulls(arena);
    return { encoding: 'dictionary', type: this.type, length, nullCount, validity, codes, width: 4, values };
  }

  release(): void {
    this.#values?.release();
    this.#values = undefined;
  }

  protected override growValues(capacity: number): void {
    this.#codes = larger(this.#codes, capacity);
  }

  #entries(): Values {
    if (this.#values === undefined) {
      const own = new Arena();
      const entries = this.#symbols.map((symbol) => new ScalarValue(DataTypes.Utf8, symbol));
      const column = vectorFromScalars(DataTypes.Utf8, entries, own);
      this.#values = new Values(column, () => own.release());
    }
    return this.#values;
  }
}
