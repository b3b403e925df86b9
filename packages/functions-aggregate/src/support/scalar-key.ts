import type { ScalarData, ScalarValue } from '@datafusion-ts/common';

/** What a map can use as a key. */
export type ScalarKey = string | number | bigint | boolean | null;

/** A key equal for equal values of one type only: floats by their bits, so that -0 and 0 are two. */
export function scalarKey({ value }: ScalarValue): ScalarKey {
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : value;
  if (value === null || typeof value !== 'object') return value;
  return JSON.stringify(keyParts(value));
}

type KeyParts = string | number | boolean | null | readonly KeyParts[];

function keyParts(value: ScalarData): KeyParts {
  switch (typeof value) {
    case 'bigint':
      return value.toString();
    case 'number':
      return Object.is(value, -0) || !Number.isFinite(value) ? `${Object.is(value, -0) ? '-0' : value}` : value;
    case 'object':
      break;
    default:
      return value;
  }
  if (value === null) return null;
  if (value instanceof Uint8Array) return [...value];
  if (Array.isArray(value)) return (value as readonly ScalarValue[]).map((item) => [keyParts(item.value)]);
  if ('typeId' in value) return [value.typeId, keyParts(value.value.value)];
  if ('months' in value) return [value.months, value.days, value.nanoseconds.toString()];
  if ('milliseconds' in value) return [value.days, value.milliseconds];
  return null;
}
