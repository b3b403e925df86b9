import type { ScalarData, ScalarValue } from '@datafusion-ts/common';

/** True when both hold identical data (types are not compared; NaN is itself, -0 is not 0). */
export function sameScalar(a: ScalarValue, b: ScalarValue): boolean {
  return a === b || sameData(a.value, b.value);
}

function sameData(a: ScalarData, b: ScalarData): boolean {
  if (Object.is(a, b)) return true;
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return false;
  if (a instanceof Uint8Array) {
    return b instanceof Uint8Array && a.length === b.length && a.every((byte, i) => byte === b[i]);
  }
  if (Array.isArray(a)) {
    return (
      Array.isArray(b) && a.length === b.length && a.every((v: ScalarValue, i) => sameScalar(v, b[i] as ScalarValue))
    );
  }
  return sameRecord(a, b);
}

function sameRecord(a: object, b: object): boolean {
  const other = new Map(Object.entries(b));
  return Object.entries(a).every(([key, value]) => {
    const matching: unknown = other.get(key);
    if (key === 'value') return sameScalar(value as ScalarValue, matching as ScalarValue);
    return Object.is(value, matching);
  });
}
