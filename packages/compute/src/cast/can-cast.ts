import { NotImplementedError, type DataType } from '@datafusion-ts/common';
import type { Arena } from '../memory/arena.js';
import type { ColumnVector } from '../vector/column-vector.js';
/** True when {@link cast} knows how to turn one type into the other (values may still fail). */
export function canCast(from: DataType, to: DataType): boolean {
  throw new NotImplementedError(`canCast ${from.kind} ${to.kind}`);
}
