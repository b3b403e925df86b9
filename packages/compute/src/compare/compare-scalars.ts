import { NotImplementedError, type ScalarValue } from '@datafusion-ts/common';
import type { Arena } from '../memory/arena.js';
import type { ColumnVector } from '../vector/column-vector.js';
/** Total order of two scalars of one type; undefined when either is null. */
export function compareScalars(a: ScalarValue, b: ScalarValue): number | undefined {
  throw new NotImplementedError(`compareScalars ${a.dataType.kind} ${b.dataType.kind}`);
}
/** True when both have the same value (or both are null) and kind of type. */
export function scalarsEqual(a: ScalarValue, b: ScalarValue): boolean {
  throw new NotImplementedError(`scalarsEqual ${a.dataType.kind} ${b.dataType.kind}`);
}
