import type { DataType } from '../data-type.js';

const BITS: Readonly<Partial<Record<DataType['kind'], readonly [bits: number, signed: boolean]>>> = {
  Int8: [8, true],
  Int16: [16, true],
  Int32: [32, true],
  Int64: [64, true],
  UInt8: [8, false],
  UInt16: [16, false],
  UInt32: [32, false],
  UInt64: [64, false],
  Date32: [32, true],
  Date64: [64, true],
  Time32: [32, true],
  Time64: [64, true],
  Timestamp: [64, true],
  Duration: [64, true],
};

/** Whether values of the type are held as bigint rather than number. */
export const isBigKind = (type: DataType): boolean => BITS[type.kind]?.[0] === 64;

/** Smallest and largest value of types stored as plain integers; undefined for other types. */
export function integerRange(type: DataType): readonly [min: bigint, max: bigint] | undefined {
  const found = BITS[type.kind];
  if (found === undefined) return undefined;
  const [bits, signed] = found;
  const size = 1n << BigInt(bits);
  return signed ? [-(size >> 1n), (size >> 1n) - 1n] : [0n, size - 1n];
}

const DECIMAL_BITS = { Decimal32: 32n, Decimal64: 64n, Decimal128: 128n, Decimal256: 256n } as const;

/** Smallest and largest unscaled value that the storage of a decimal holds, whatever its precision. */
export function decimalStorageRange(kind: keyof typeof DECIMAL_BITS): readonly [min: bigint, max: bigint] {
  const half = 1n << (DECIMAL_BITS[kind] - 1n);
  return [-half, half - 1n];
}
