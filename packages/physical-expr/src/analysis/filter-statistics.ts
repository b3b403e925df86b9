import {
  ABSENT,
  exact,
  inexact,
  mapPrecision,
  ScalarValue,
  toInexact,
  UNKNOWN_COLUMN,
  withEstimatedSelectivity,
  type ColumnStatistics,
  type Schema,
  type Statistics,
} from '@datafusion-ts/common';
import type { Operator, PhysicalExpr } from '@datafusion-ts/expr-common';
import { BinaryExpr } from '../expressions/binary.js';
import { CastExpr } from '../expressions/cast.js';
import { Column } from '../expressions/column.js';
import { splitConjunction } from '../utils/conjunction.js';
import { distance, isRanged, nextAbove, nextBelow, valueAs, type RangedValue } from './ranged-value.js';

/** Smallest and largest value a column can have; undefined where nothing is known. */
interface Bounds {
  readonly lower: RangedValue | undefined;
  readonly upper: RangedValue | undefined;
}

/**
 * What a filter leaves, estimated by narrowing the range of every column that is compared to literals: the share of
 * rows is the product of how much each range shrinks. Undefined when the predicate is of another kind and the caller
 * should assume its default.
 */
export function filterStatistics(predicate: PhysicalExpr, schema: Schema, input: Statistics): Statistics | undefined {
  const parts = splitConjunction(predicate);
  const pairs = parts.map((part) => columnPairOf(part, schema));
  const comparisons = parts.filter((_, i) => pairs[i] === undefined).map((part) => comparisonOf(part, schema));
  if (comparisons.some((comparison) => comparison === undefined)) return undefined;
  const before = new Map<number, Bounds>();
  const after = new Map<number, Bounds>();
  for (const comparison of comparisons) {
    const { column, op, value } = comparison!;
    if (!before.has(column)) before.set(column, boundsOf(input.columnStatistics[column] ?? UNKNOWN_COLUMN));
    const bounds = after.get(column) ?? before.get(column)!;
    if (isOutside(bounds, op, value)) return nothing(schema);
    after.set(column, narrow(bounds, op, value));
  }
  for (const pair of pairs) {
    if (pair === undefined) continue;
    for (const column of pair) {
      if (!before.has(column)) before.set(column, boundsOf(input.columnStatistics[column] ?? UNKNOWN_COLUMN));
    }
    const [a, b] = pair.map((column) => after.get(column) ?? before.get(column)!) as [Bounds, Bounds];
    const common = { lower: tighter(a.lower, b.lower, 1), upper: tighter(a.upper, b.upper, -1) };
    for (const column of pair) after.set(column, common);
  }
  let share = 1;
  for (const [column, bounds] of after) share *= shrinkage(before.get(column)!, bounds);
  return {
    numRows: withEstimatedSelectivity(input.numRows, share),
    totalByteSize: withEstimatedSelectivity(input.totalByteSize, share),
    columnStatistics: schema.fields.map((field, i) =>
      narrowedColumn(input.columnStatistics[i] ?? UNKNOWN_COLUMN, after.get(i), field.dataType),
    ),
  };
}

/** Columns of one ranged type that a part holds equal: both keep the range they share. */
function columnPairOf(part: PhysicalExpr, schema: Schema): readonly [number, number] | undefined {
  if (!(part instanceof BinaryExpr) || part.op !== 'Eq') return undefined;
  const { left, right } = part;
  if (!(left instanceof Column) || !(right instanceof Column)) return undefined;
  const [a, b] = [schema.fields[left.index]?.dataType, schema.fields[right.index]?.dataType];
  return a !== undefined && a.kind === b?.kind && isRanged(a) ? [left.index, right.index] : undefined;
}

interface Comparison {
  readonly column: number;
  readonly op: 'Eq' | 'Lt' | 'LtEq' | 'Gt' | 'GtEq';
  readonly value: RangedValue;
}

const FLIPPED = { Eq: 'Eq', Lt: 'Gt', LtEq: 'GtEq', Gt: 'Lt', GtEq: 'LtEq' } as const;
const isRangeOp = (op: Operator): op is keyof typeof FLIPPED => op in FLIPPED;

function comparisonOf(part: PhysicalExpr, schema: Schema): Comparison | undefined {
  if (!(part instanceof BinaryExpr) || !isRangeOp(part.op)) return undefined;
  const left = columnOf(part.left);
  const right = columnOf(part.right);
  if (left !== undefined && part.right.literal !== undefined)
    return comparison(left, part.op, part.right.literal, schema);
  if (right !== undefined && part.left.literal !== undefined)
    return comparison(right, FLIPPED[part.op], part.left.literal, schema);
  return undefined;
}

const columnOf = (expr: PhysicalExpr): Column | undefined =>
  expr instanceof Column ? expr : expr instanceof CastExpr ? columnOf(expr.arg) : undefined;

function comparison(
  column: Column,
  op: Comparison['op'],
  literal: ScalarValue,
  schema: Schema,
): Comparison | undefined {
  const type = schema.fields[column.index]?.dataType;
  if (type === undefined || literal.isNull || !isRanged(type) || !isRanged(literal.dataType)) return undefined;
  const value = valueAs(type, literal);
  return value === undefined ? undefined : { column: column.index, op, value };
}

function boundsOf(column: ColumnStatistics): Bounds {
  const value = (precision: ColumnStatistics['minValue']): RangedValue | undefined =>
    precision.kind === 'Absent' || precision.value.isNull || !isRanged(precision.value.dataType)
      ? undefined
      : { type: precision.value.dataType, value: precision.value.value as number | bigint };
  return { lower: value(column.minValue), upper: value(column.maxValue) };
}

/** True when no value within the bounds can satisfy the comparison. */
function isOutside({ lower, upper }: Bounds, op: Comparison['op'], { value }: RangedValue): boolean {
  const isAbove = lower !== undefined && (op === 'Lt' ? lower.value >= value : lower.value > value);
  const isBelow = upper !== undefined && (op === 'Gt' ? upper.value <= value : upper.value < value);
  return (isAbove && (op === 'Lt' || op === 'LtEq' || op === 'Eq')) || (isBelow && op !== 'Lt' && op !== 'LtEq');
}

/** What is left where nothing can be. */
function nothing(schema: Schema): Statistics {
  return {
    numRows: inexact(0),
    totalByteSize: inexact(0),
    columnStatistics: schema.fields.map(({ dataType }) => {
      const none = exact(ScalarValue.null(dataType));
      const zero = exact(0);
      return { minValue: none, maxValue: none, sumValue: none, nullCount: zero, distinctCount: zero, byteSize: zero };
    }),
  };
}

function narrow(bounds: Bounds, op: Comparison['op'], value: RangedValue): Bounds {
  const lower = op === 'Gt' ? nextAbove(value) : op === 'GtEq' || op === 'Eq' ? value : undefined;
  const upper = op === 'Lt' ? nextBelow(value) : op === 'LtEq' || op === 'Eq' ? value : undefined;
  return { lower: tighter(bounds.lower, lower, 1), upper: tighter(bounds.upper, upper, -1) };
}

function tighter(a: RangedValue | undefined, b: RangedValue | undefined, sign: 1 | -1): RangedValue | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return (sign === 1 ? a.value >= b.value : a.value <= b.value) ? a : b;
}

/** How many of the values in the first range are in the second, 0 to 1; 1 when either is open. */
function shrinkage(before: Bounds, after: Bounds): number {
  if (after.lower !== undefined && after.upper !== undefined && after.lower.value > after.upper.value) return 0;
  if (
    before.lower === undefined ||
    before.upper === undefined ||
    after.lower === undefined ||
    after.upper === undefined
  )
    return 1;
  const whole = distance(before.lower, before.upper);
  return whole <= 0 ? 1 : Math.min(1, distance(after.lower, after.upper) / whole);
}

function narrowedColumn(
  column: ColumnStatistics,
  bounds: Bounds | undefined,
  type: Schema['fields'][number]['dataType'],
): ColumnStatistics {
  const base = {
    ...column,
    nullCount: toInexact(column.nullCount),
    byteSize: toInexact(column.byteSize),
    sumValue: ABSENT,
  };
  if (bounds === undefined) {
    return {
      ...base,
      minValue: toInexact(column.minValue),
      maxValue: toInexact(column.maxValue),
      distinctCount: toInexact(column.distinctCount),
    };
  }
  const { lower, upper } = bounds;
  const scalar = (value: RangedValue): ScalarValue => new ScalarValue(type, value.value);
  const single = lower !== undefined && upper !== undefined && lower.value === upper.value;
  const precision = single ? exact<ScalarValue> : inexact<ScalarValue>;
  return {
    ...base,
    minValue: lower === undefined ? ABSENT : precision(scalar(lower)),
    maxValue: upper === undefined ? ABSENT : precision(scalar(upper)),
    distinctCount: single ? exact(1) : mapPrecision(toInexact(column.distinctCount), (count) => count),
  };
}
