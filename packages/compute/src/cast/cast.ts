import { NotImplementedError, type DataType, type ScalarValue } from '@datafusion-ts/common';
import type { Arena } from '../memory/arena.js';
import type { ColumnVector } from '../vector/column-vector.js';
/** `safe`: values that do not convert become null instead of an error. */
export interface CastOptions {
  readonly safe: boolean;
}
/** `vector` as `toType`; throws ArrowError (`Cast error: …`) for values that do not convert unless `safe`. */
export function cast(vector: ColumnVector, toType: DataType, options: CastOptions, arena: Arena): ColumnVector {
  throw new NotImplementedError(`cast ${vector.type.kind} ${toType.kind} ${String(options.safe)} ${arena.allocatedBytes}`);
}
/** One value as `toType`. */
export function castScalar(value: ScalarValue, toType: DataType, options: CastOptions): ScalarValue {
  throw new NotImplementedError(`cast ${value.dataType.kind} ${toType.kind} ${String(options.safe)}`);
}
