/** A batch of an ordered input together with its join keys as byte strings that compare as the keys do. */
import {
  compareRows,
  flatten,
  getBit,
  mem,
  RowEncoder,
  type Arena,
  type Batch,
  type EncodedRows,
} from '@datafusion-ts/compute';
import type { PhysicalExpr, SortOptions } from '@datafusion-ts/expr-common';

/** Makes {@link OrderedBatch}es of one input. */
export class KeyOrder {
  readonly #keys: readonly PhysicalExpr[];
  readonly #options: readonly SortOptions[];

  constructor(keys: readonly PhysicalExpr[], options: readonly SortOptions[]) {
    this.#keys = keys;
    this.#options = options;
  }

  /** The batch, which must not have a selection, with its keys; both live in the arena's generation. */
  encode(batch: Batch, arena: Arena): OrderedBatch {
    const columns = this.#keys.map((key) => flatten(key.evaluate(batch, arena), arena));
    const encoder = new RowEncoder(
      columns.map(({ type }, i) => ({ type, ...this.#options[i]! })),
      'order',
    );
    const nulls = columns.filter(({ nullCount, type }) => nullCount > 0 || type.kind === 'Null');
    const validity = nulls.map((column) => (column.type.kind === 'Null' ? 0 : column.validity));
    return new OrderedBatch(batch, encoder.encode(columns, batch.rowCount, arena), validity);
  }
}

/** Rows with comparable keys. */
export class OrderedBatch {
  readonly batch: Batch;
  readonly keys: EncodedRows;
  /** Validity bitmaps of the keys that have nulls; 0 for a key that is always null. */
  readonly #validity: readonly number[];

  constructor(batch: Batch, keys: EncodedRows, validity: readonly number[]) {
    this.batch = batch;
    this.keys = keys;
    this.#validity = validity;
  }

  get rowCount(): number {
    return this.batch.rowCount;
  }

  /** True when some key of the row is null. */
  hasNullKey(row: number): boolean {
    return this.#validity.some((bits) => bits === 0 || !getBit(bits, row));
  }
}

/** Order of two keys: negative, 0 or positive. */
export const compareKeys = (a: OrderedBatch, i: number, b: OrderedBatch, j: number): number =>
  compareRows(a.keys, i, b.keys, j);

/** The row behind the last with the same key as `row`. */
export function endOfRun(rows: OrderedBatch, row: number): number {
  let end = row + 1;
  const { offsets } = rows.keys;
  const { u32 } = mem;
  const length = u32[(offsets >>> 2) + row + 1]! - u32[(offsets >>> 2) + row]!;
  while (end < rows.rowCount) {
    const other = u32[(offsets >>> 2) + end + 1]! - u32[(offsets >>> 2) + end]!;
    if (other !== length || compareKeys(rows, row, rows, end) !== 0) break;
    end++;
  }
  return end;
}
