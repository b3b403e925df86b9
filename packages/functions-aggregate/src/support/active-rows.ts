import { InternalError } from '@datafusion-ts/common';
import { andBitmaps, flatten, type Arena, type ColumnVector } from '@datafusion-ts/compute';

/** Address of a bitmap of rows that count: 0 for all of them, undefined for none. */
export type RowMask = number | undefined;

/** Rows a FILTER lets through: true and not null. */
export function filterMask(filter: ColumnVector | undefined, arena: Arena): RowMask {
  if (filter === undefined) return 0;
  if (filter.encoding === 'constant') return filter.value.value === true ? 0 : undefined;
  const flat = flatten(filter, arena);
  if (flat.type.kind !== 'Boolean') throw new InternalError('FILTER of an aggregate is not boolean');
  return andBitmaps(flat.values, flat.validity, flat.length, arena);
}

/** Rows that are not null and pass the filter. */
export function activeRows(vector: ColumnVector, filter: ColumnVector | undefined, arena: Arena): RowMask {
  const passed = filterMask(filter, arena);
  if (passed === undefined) return undefined;
  if (vector.encoding === 'constant') return vector.value.isNull ? undefined : passed;
  return andBitmaps(validityOf(vector, arena), passed, vector.length, arena);
}

/** Validity of the values themselves, entries of dictionaries included. */
function validityOf(vector: Exclude<ColumnVector, { encoding: 'constant' }>, arena: Arena): number {
  if (vector.encoding === 'dictionary' && vector.values.column.nullCount === 0) return vector.validity;
  return flatten(vector, arena).validity;
}
