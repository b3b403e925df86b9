import type { DataType } from '@datafusion-ts/common';
import { isListType } from './lists.js';

/** How many lists are inside each other; 0 for other types. */
export function listDepth(type: DataType): number {
  return isListType(type) ? 1 + listDepth(type.field.dataType) : 0;
}

/** The type inside all lists. */
export function baseType(type: DataType): DataType {
  return isListType(type) ? baseType(type.field.dataType) : type;
}
