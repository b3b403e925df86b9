import type { ScalarData, ScalarValue } from '@datafusion-ts/common';

interface Options {
  readonly descending: boolean;
  readonly nullsFirst: boolean;
}

/** The order of two values of one type, written to be read: the oracle of sorting and row encoding. */
export function compareScalars(a: ScalarValue, b: ScalarValue, options: Options): number {
  if (isUnion(a.value) && isUnion(b.value)) {
    const order = memberOf(a) - memberOf(b);
    if (order !== 0) return options.descending ? -order : order;
    return compareScalars(a.value.value, b.value.value, options);
  }
  if (a.isNull || b.isNull) {
    if (a.isNull && b.isNull) return 0;
    return a.isNull === options.nullsFirst ? -1 : 1;
  }
  if (Array.isArray(a.value)) return compareNested(a.value as ScalarValue[], b.value as ScalarValue[], options);
  const order = compareData(a.value, b.value);
  return options.descending ? -order : order;
}

const isUnion = (data: ScalarData): data is { readonly typeId: number; readonly value: ScalarValue } =>
  data !== null && typeof data === 'object' && 'typeId' in data;

function memberOf(scalar: ScalarValue): number {
  const { dataType, value } = scalar;
  return dataType.kind === 'Union' && isUnion(value) ? dataType.fields.findIndex((f) => f.typeId === value.typeId) : -1;
}

function compareNested(a: readonly ScalarValue[], b: readonly ScalarValue[], options: Options): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const order = compareScalars(a[i]!, b[i]!, options);
    if (order !== 0) return order;
  }
  return options.descending ? b.length - a.length : a.length - b.length;
}

function compareData(a: ScalarData, b: ScalarData): number {
  if (typeof a === 'number' && typeof b === 'number') return compareNumbers(a, b);
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b);
  if (typeof a === 'object' && typeof b === 'object' && a !== null && b !== null) {
    const other = new Map(Object.entries(b));
    for (const [key, value] of Object.entries(a)) {
      const order = compareData(value as ScalarData, other.get(key) as ScalarData);
      if (order !== 0) return order;
    }
    return 0;
  }
  return a! < b! ? -1 : a! > b! ? 1 : 0;
}

/** Total order: -0 before 0, NaN last. */
function compareNumbers(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  if (a === b) return Number(Object.is(b, -0)) - Number(Object.is(a, -0));
  return a < b ? -1 : 1;
}
