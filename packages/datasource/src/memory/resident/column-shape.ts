import type { DataType } from '@datafusion-ts/common';
import { childTypesOf, physicalTypeOf } from '@datafusion-ts/compute';

/** True for strings and binaries of any length. */
export const isTextual = (type: DataType): boolean => type.kind !== 'Dictionary' && physicalTypeOf(type) === 'view';

/** True for types whose values may be codes into entries of a batch, and what has them in it. */
export const hasDictionary = (type: DataType): boolean =>
  type.kind === 'Dictionary' || type.kind === 'RunEndEncoded' || childTypesOf(type).some(hasDictionary);
