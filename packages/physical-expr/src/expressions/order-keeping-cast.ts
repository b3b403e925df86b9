import type { DataType, TypeKind } from '@datafusion-ts/common';

const NUMBERS: ReadonlySet<TypeKind> = new Set<TypeKind>([
  'Int8',
  'Int16',
  'Int32',
  'Int64',
  'UInt8',
  'UInt16',
  'UInt32',
  'UInt64',
  'Float16',
  'Float32',
  'Float64',
  'Decimal32',
  'Decimal64',
  'Decimal128',
  'Decimal256',
]);
const TIMES: ReadonlySet<TypeKind> = new Set<TypeKind>(['Date32', 'Date64', 'Timestamp']);

/** True when casting keeps the order of values: between numbers, dates and timestamps, from booleans to numbers, not from or to text. */
export function castKeepsOrder(from: DataType, to: DataType): boolean {
  const comparable = (type: DataType): boolean => NUMBERS.has(type.kind) || TIMES.has(type.kind);
  return (comparable(from) && comparable(to)) || (from.kind === 'Boolean' && NUMBERS.has(to.kind));
}
