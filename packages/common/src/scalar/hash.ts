import { displayType } from '../data-type-display.js';
import type { ScalarData, ScalarValue } from '../scalar-value.js';

/**
 * Text that is equal exactly for equal scalars, for sets and maps of values. With `typed` false only the values are
 * told apart: enough when all have one type.
 */
export function scalarKey(scalar: ScalarValue, typed = true): string {
  const value = dataKey(scalar.value);
  return typed ? `${displayType(scalar.dataType)}\u0000${value}` : value;
}

function dataKey(value: ScalarData): string {
  if (value === null) return 'N';
  switch (typeof value) {
    case 'number':
      return Object.is(value, -0) ? 'f-0' : `f${value}`;
    case 'bigint':
      return `i${value}`;
    case 'boolean':
      return value ? 't' : 'b';
    case 'string':
      return `s${value.length}:${value}`;
    default:
      return objectKey(value);
  }
}

function objectKey(value: Exclude<ScalarData, null | number | bigint | boolean | string>): string {
  if (value instanceof Uint8Array) return `x${value.join(',')}`;
  if ('typeId' in value) return `u${value.typeId}:${dataKey(value.value.value)}`;
  if ('months' in value) return `m${value.months},${value.days},${value.nanoseconds}`;
  if ('milliseconds' in value) return `d${value.days},${value.milliseconds}`;
  return `[${value.map((element) => dataKey(element.value)).join(';')}]`;
}
