import { ArrowError, type DFSchema, ExecutionError, PlanError, ScalarValue } from '@datafusion-ts/common';
import {
  checkedWindowFrame,
  type Expr,
  lit,
  newWindowFrame,
  regularizeWindowOrderBy,
  type SortExpr,
  type WindowFrame,
  type WindowFrameBound,
} from '@datafusion-ts/expr';
import type * as ast from '../../ast/index.js';
import { astDebug } from '../support/ast-debug.js';
import { dateTimeFieldToSql } from '../support/sql-text.js';
import type { Planner } from '../planner.js';
import type { PlannerContext } from '../planner-context.js';
import { orderByToSorts } from './order-by.js';

/** The inside of OVER: partition keys, order and frame. */

/** A planned OVER clause. */
export interface WindowParts {
  readonly partitionBy: readonly Expr[];
  readonly orderBy: readonly SortExpr[];
  readonly windowFrame: WindowFrame;
}

/** Plans an OVER clause. Literal partition keys make no partitions and are dropped. */
export function windowParts(
  planner: Planner,
  spec: ast.WindowSpec,
  schema: DFSchema,
  context: PlannerContext,
): WindowParts {
  const partitionBy = spec.partitionBy
    .map((expr) => planner.logicalExpr(expr, schema, context))
    .filter((expr) => expr.kind !== 'Literal');
  const orderBy = orderByToSorts(planner, spec.orderBy, schema, context, { ordinals: false });
  if (spec.windowFrame === undefined)
    return { partitionBy, orderBy, windowFrame: newWindowFrame(isStrict(orderBy, schema)) };
  const windowFrame = frameOf(spec.windowFrame);
  return { partitionBy, orderBy: regularizeWindowOrderBy(windowFrame, orderBy, constantKey), windowFrame };
}

const constantKey = (): SortExpr => lit(ScalarValue.uint64(1n)).sort(true, false);

/** Whether an ordering leaves no ties (its first key is unique); undefined without ordering. */
function isStrict(orderBy: readonly SortExpr[], schema: DFSchema): boolean | undefined {
  const first = orderBy[0]?.expr;
  if (first === undefined) return undefined;
  if (first.kind !== 'Column') return false;
  const index = schema.maybeIndexOfColumn(first.column);
  return schema.functionalDependencies.items.some(
    (dependency) =>
      dependency.mode === 'Single' && dependency.sourceIndices.length === 1 && dependency.sourceIndices[0] === index,
  );
}

function frameOf(frame: ast.WindowFrame): WindowFrame {
  const start = boundOf(frame.startBound, frame.units);
  return checkedWindowFrame(
    frame.units,
    start,
    frame.endBound === undefined ? undefined : boundOf(frame.endBound, frame.units),
  );
}

function boundOf(bound: ast.WindowFrameBound, units: ast.WindowFrame['units']): WindowFrameBound {
  if (bound.kind === 'CurrentRow') return { kind: 'CurrentRow' };
  if (bound.offset === undefined) return { kind: bound.kind, value: ScalarValue.null() };
  return { kind: bound.kind, value: units === 'Range' ? rangeOffset(bound.offset) : rowOffset(bound.offset) };
}

/** Offsets of ROWS and GROUPS count rows. */
function rowOffset(offset: ast.Expr): ScalarValue {
  const text =
    offset.kind === 'Value' && offset.value.kind === 'Number' && !offset.value.long
      ? offset.value.value
      : offset.kind === 'Interval' && offset.leadingField === undefined
        ? intervalText(offset)
        : undefined;
  if (text === undefined)
    throw new PlanError('Invalid window frame: frame offsets for ROWS / GROUPS must be non negative integers');
  if (!/^\s*\+?\d+\s*$/.test(text))
    throw new ArrowError('Cast error', `Cannot cast string '${text}' to value of UInt64 type`);
  return ScalarValue.uint64(BigInt(text.trim().replace('+', '')));
}

/** Offsets of RANGE have the type of the ORDER BY key, which coercion finds out: they stay text. */
function rangeOffset(offset: ast.Expr): ScalarValue {
  if (
    offset.kind === 'Value' &&
    ((offset.value.kind === 'Number' && !offset.value.long) || offset.value.kind === 'SingleQuotedString')
  ) {
    return ScalarValue.utf8(offset.value.value);
  }
  if (offset.kind === 'Interval') {
    const text = intervalText(offset);
    return ScalarValue.utf8(
      offset.leadingField === undefined ? text : `${text} ${dateTimeFieldToSql(offset.leadingField)}`,
    );
  }
  throw new PlanError(
    'Invalid window frame: frame offsets for RANGE must be either a numeric value, a string value or an interval',
  );
}

function intervalText(interval: ast.IntervalExpr): string {
  const value = interval.value;
  if (value.kind === 'Value' && value.value.kind === 'SingleQuotedString') return value.value.value;
  throw new ExecutionError(`INTERVAL expression cannot be ${astDebug(value)}`);
}
