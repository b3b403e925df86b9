import type { Arena, ColumnVector } from '@datafusion-ts/compute';
import type { AvroField } from '../schema/avro-type.js';
import type { ColumnDecoder } from './column-decoder.js';
import type { Cursor } from './cursor.js';
import { makeDecoder } from './make-decoder.js';
import { skipper, type Skip } from './skip.js';

/** Reads the records of a file into the columns at `used`, ascending positions of its fields. */
export class RecordDecoder {
  /** Records since the last `finish`. */
  rows = 0;
  readonly #columns: readonly ColumnDecoder[];
  readonly #steps: readonly Skip[];

  constructor(fields: readonly AvroField[], used: readonly number[]) {
    this.#columns = used.map((index) => makeDecoder(fields[index]!.type));
    this.#steps = fields.map(({ type }, index) => {
      const column = this.#columns[used.indexOf(index)];
      return column === undefined ? skipper(type) : (cursor): void => column.read(cursor);
    });
  }

  /** Reads `count` records. */
  read(cursor: Cursor, count: number): void {
    const steps = this.#steps;
    for (let row = 0; row < count; row++) {
      for (let i = 0; i < steps.length; i++) steps[i]!(cursor);
    }
    this.rows += count;
  }

  /** The columns of the records read, which are forgotten. */
  finish(arena: Arena): { readonly rows: number; readonly columns: readonly ColumnVector[] } {
    const { rows } = this;
    this.rows = 0;
    return { rows, columns: this.#columns.map((column) => column.finish(arena)) };
  }

  release(): void {
    for (const column of this.#columns) column.release?.();
  }
}
