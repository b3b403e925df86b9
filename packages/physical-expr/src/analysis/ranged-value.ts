import type { DataType, ScalarValue, TypeKind } from '@datafusion-ts/common';

/** A value of a type whose values lie on a line: integers, floats, dates, timestamps. */
export interface RangedValue {
  readonly type: DataType;
  /** Position on the line. `<` and `>` compare numbers and bigints exactly; as numbers, large bigints would be alike. */
  readonly value: number | bigint;
}

const SMALL: ReadonlySet<TypeKind> = new Set<TypeKind>([
  'Int8',
  'Int16',
  'Int32',
  'UInt8',
  'UInt16',
  'UInt32',
  'Date32',
]);
const WIDE: ReadonlySet<TypeKind> = new Set<TypeKind>(['Int64', 'UInt64', 'Date64', 'Timestamp', 'Duration']);
const FLOATS: ReadonlySet<TypeKind> = new Set<TypeKind>(['Float32', 'Float64']);

/** True for types this module handles. */
export const isRanged = (type: DataType): boolean =>
  SMALL.has(type.kind) || WIDE.has(type.kind) || FLOATS.has(type.kind);

/** A literal as a value of a column's type; undefined when it has no exact counterpart. */
export function valueAs(type: DataType, literal: ScalarValue): RangedValue | undefined {
  const raw = literal.value;
  if (typeof raw !== 'number' && typeof raw !== 'bigint') return undefined;
  if (WIDE.has(type.kind)) {
    if (typeof raw === 'bigint') return { type, value: raw };
    return Number.isInteger(raw) ? { type, value: BigInt(raw) } : undefined;
  }
  return { type, value: Number(raw) };
}

/** The smallest value above. */
export function nextAbove(value: RangedValue): RangedValue {
  return { type: value.type, value: step(value, 1) };
}

/** The largest value below. */
export function nextBelow(value: RangedValue): RangedValue {
  return { type: value.type, value: step(value, -1) };
}

/** DataFusion does not step from one date to the next: bounds of dates stay closed. */
function step({ type, value }: RangedValue, direction: 1 | -1): number | bigint {
  if (type.kind === 'Date32' || type.kind === 'Date64') return value;
  if (typeof value === 'bigint') return value + BigInt(direction);
  return FLOATS.has(type.kind) ? nextFloat(value, direction) : value + direction;
}

/** The neighbouring double. */
function nextFloat(value: number, direction: 1 | -1): number {
  if (!Number.isFinite(value)) return value;
  if (value === 0) return direction * Number.MIN_VALUE;
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigInt64(0);
  view.setBigInt64(0, bits + BigInt(value > 0 ? direction : -direction));
  return view.getFloat64(0);
}

/** Number of values from one to the other, both included (floats: their distance). */
export function distance(from: RangedValue, to: RangedValue): number {
  const [a, b] = [from.value, to.value];
  const span = typeof a === 'bigint' && typeof b === 'bigint' ? Number(b - a) : Number(b) - Number(a);
  return FLOATS.has(from.type.kind) ? span : span + 1;
}
