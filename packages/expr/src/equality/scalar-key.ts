import { displayType, ScalarValue, type ScalarData } from '@datafusion-ts/common';

/** Text equal exactly for literals of the same type and value; NaN equals NaN, 0 and -0 differ. */
export function scalarKey(scalar: ScalarValue): string {
  return `${displayType(scalar.dataType)}:${dataKey(scalar.value)}`;
}

function dataKey(data: ScalarData): string {
  if (data === null) return 'null';
  if (typeof data === 'string') return JSON.stringify(data);
  if (typeof data !== 'object') return Object.is(data, -0) ? '-0' : String(data);
  if (data instanceof Uint8Array) return `x${data.join(',')}`;
  if (isScalars(data)) return `[${data.map(scalarKey).join(',')}]`;
  return `{${Object.entries(data)
    .map(([name, value]) => `${name}=${value instanceof ScalarValue ? scalarKey(value) : String(value)}`)
    .join(',')}}`;
}

const isScalars = (data: object): data is readonly ScalarValue[] => Array.isArray(data);
