/** ORDER BY inside aggregate calls. */
import { ScalarValue, type Field } from '@datafusion-ts/common';
import { compareScalars, getScalar, type ColumnVector } from '@datafusion-ts/compute';
import type { AccumulatorArgs } from '@datafusion-ts/expr-common';

/** The keys of a call, in order. */
export type OrderKeys = AccumulatorArgs['orderBy'];

/** A value with its keys. */
export interface Keyed {
  readonly value: ScalarValue;
  readonly keys: readonly ScalarValue[];
}

/** Order of two lists of keys. */
export function compareKeys(a: readonly ScalarValue[], b: readonly ScalarValue[], orderBy: OrderKeys): number {
  for (const [i, { descending, nullsFirst }] of orderBy.entries()) {
    const order = compareKey(a[i]!, b[i]!, descending, nullsFirst);
    if (order !== 0) return order;
  }
  return 0;
}

/** Order of two values under a direction and a place for nulls. */
export function compareKey(a: ScalarValue, b: ScalarValue, descending: boolean, nullsFirst: boolean): number {
  if (a.isNull || b.isNull) {
    if (a.isNull && b.isNull) return 0;
    return a.isNull === nullsFirst ? -1 : 1;
  }
  const order = compareScalars(a, b) ?? 0;
  return descending ? -order : order;
}

/** Keys of a row of the argument columns. */
export const keysOfRow = (values: readonly ColumnVector[], row: number, orderBy: OrderKeys): readonly ScalarValue[] =>
  orderBy.map(({ inputIndex }) => getScalar(values[inputIndex]!, row));

/** Sorts by keys; equal ones keep their order. */
export const sortKeyed = <K extends Keyed>(items: readonly K[], orderBy: OrderKeys): K[] =>
  orderBy.length === 0 ? [...items] : [...items].sort((a, b) => compareKeys(a.keys, b.keys, orderBy));

/** A list of structs of the keys, for intermediate state. */
export function keysScalar(items: readonly Keyed[], fields: readonly Field[]): ScalarValue {
  const type = { kind: 'Struct', fields } as const;
  const rows = items.map(({ keys }) => new ScalarValue(type, keys));
  return new ScalarValue({ kind: 'List', field: { name: 'item', dataType: type, nullable: true } }, rows);
}
