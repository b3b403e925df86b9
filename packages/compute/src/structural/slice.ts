/** Runs of rows: addresses move, only bitmaps that do not start at a byte are copied. */
import type { Arena } from '../memory/arena.js';
import { countNulls, sliceBitmap } from '../vector/bitmap.js';
import { Batch } from '../vector/batch.js';
import type { ColumnVector, FlatVector } from '../vector/column-vector.js';
import { flatVector } from '../vector/flat-vector.js';
import { physicalTypeOf, valueTypeOf } from '../vector/physical-type.js';

/** Rows `offset` to `offset + length`, sharing the memory of the vector. */
export function sliceVector(vector: ColumnVector, offset: number, length: number, arena: Arena): ColumnVector {
  if (offset < 0 || length < 0 || offset + length > vector.length) {
    throw new RangeError(`slice ${offset}..${offset + length} of ${vector.length} rows`);
  }
  if (offset === 0 && length === vector.length) return vector;
  if (vector.encoding === 'constant') return { ...vector, length };
  const validity = sliceBitmap(vector.validity, offset, length, arena);
  const nullCount = countNulls(validity, length);
  const nulls = { validity: nullCount === 0 ? 0 : validity, nullCount };
  if (vector.encoding === 'dictionary') {
    return { ...vector, length, codes: vector.codes + offset * vector.width, ...nulls };
  }
  return sliceFlat(vector, offset, length, nulls, arena);
}

function sliceFlat(
  flat: FlatVector,
  offset: number,
  length: number,
  nulls: { readonly validity: number; readonly nullCount: number },
  arena: Arena,
): FlatVector {
  const values = flat.values + offset * flat.width;
  const sliceChildren = (scale: number): ColumnVector[] =>
    flat.children.map((child) => sliceVector(child, offset * scale, length * scale, arena));
  switch (physicalTypeOf(flat.type)) {
    case 'null':
    case 'struct':
      return flatVector(flat.type, length, { ...nulls, children: sliceChildren(1) });
    case 'boolean':
      return flatVector(flat.type, length, { ...nulls, values: sliceBitmap(flat.values, offset, length, arena) });
    case 'fixedList': {
      const type = valueTypeOf(flat.type);
      return flatVector(flat.type, length, {
        ...nulls,
        children: sliceChildren(type.kind === 'FixedSizeList' ? type.size : 0),
      });
    }
    case 'union': {
      const dense = flat.aux !== 0;
      const aux = dense ? flat.aux + offset * 4 : 0;
      return flatVector(flat.type, length, {
        values,
        width: 1,
        aux,
        children: dense ? flat.children : sliceChildren(1),
      });
    }
    default:
      return flatVector(flat.type, length, { ...nulls, values, width: flat.width, children: flat.children });
  }
}

/** Rows `offset` to `offset + length` of those that count in a batch. */
export function sliceBatch(batch: Batch, offset: number, length: number, arena: Arena): Batch {
  if (offset === 0 && length === batch.rowCount) return batch;
  const { selection } = batch;
  if (selection !== undefined) {
    const rows = selection.rows + offset * 4;
    return new Batch(batch.schema, batch.columns, length, { rows, count: length });
  }
  const columns = batch.columns.map((column) => sliceVector(column, offset, length, arena));
  return new Batch(batch.schema, columns, length);
}
