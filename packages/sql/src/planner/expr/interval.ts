import { DataTypes, DFSchema, NotImplementedError, ScalarValue } from '@datafusion-ts/common';
import { parseInterval } from '@datafusion-ts/compute';
import { binaryExpr, type Expr, lit } from '@datafusion-ts/expr';
import type * as ast from '../../ast/index.js';
import type { Planner } from '../planner.js';
import { PlannerContext } from '../planner-context.js';
import { astDebug } from '../support/ast-debug.js';
import { dateTimeFieldToSql } from '../support/sql-text.js';

/**
 * INTERVAL expressions. The text and the field behind it are read together (`INTERVAL '5' MONTH` is `5 MONTH`); bare numbers
 * are seconds. `INTERVAL '1 day' + x` is parsed with the sum inside the interval, so sums and differences are taken apart.
 */

/** The literal (or sum of literals) of an interval; `negative` when a minus sign stands before it. */
export function intervalToExpr(planner: Planner, interval: ast.IntervalExpr, negative: boolean): Expr {
  refuseQualifiers(interval);
  const { value, leadingField } = interval;
  if (value.kind === 'BinaryOp') return intervalSum(planner, interval, value, negative);
  const text = intervalText(value, negative);
  const parsed = parseInterval(
    leadingField === undefined ? text : `${text} ${dateTimeFieldToSql(leadingField)}`,
    'second',
  );
  return lit(new ScalarValue(DataTypes.interval('MonthDayNano'), parsed));
}

function refuseQualifiers(interval: ast.IntervalExpr): void {
  if (interval.leadingPrecision !== undefined) {
    throw new NotImplementedError(
      `Unsupported Interval Expression with leading_precision Some(${interval.leadingPrecision})`,
    );
  }
  if (interval.lastField !== undefined) {
    const name = interval.lastField.kind === 'Field' ? interval.lastField.name : astDebug(interval.lastField.name);
    throw new NotImplementedError(`Unsupported Interval Expression with last_field Some(${name})`);
  }
  if (interval.fractionalSecondsPrecision !== undefined) {
    throw new NotImplementedError(
      `Unsupported Interval Expression with fractional_seconds_precision Some(${interval.fractionalSecondsPrecision})`,
    );
  }
}

function intervalSum(planner: Planner, interval: ast.IntervalExpr, sum: ast.BinaryOpExpr, negative: boolean): Expr {
  if (sum.op !== 'Plus' && sum.op !== 'Minus')
    throw new NotImplementedError(`Unsupported interval operator: ${astDebug(sum.op)}`);
  const part = (value: ast.Expr): ast.IntervalExpr => ({
    kind: 'Interval',
    value,
    ...(interval.leadingField === undefined ? {} : { leadingField: interval.leadingField }),
  });
  if (sum.right.kind === 'Value') {
    return binaryExpr(
      intervalToExpr(planner, part(sum.left), negative),
      sum.op,
      intervalToExpr(planner, part(sum.right), false),
    );
  }
  if (interval.leadingField !== undefined) {
    throw new NotImplementedError(`Unsupported interval argument. Expected string literal, got: ${astDebug(sum)}`);
  }
  const left = intervalToExpr(planner, part(sum.left), negative);
  return binaryExpr(left, sum.op, planner.logicalExpr(sum.right, DFSchema.empty, new PlannerContext()));
}

function intervalText(value: ast.Expr, negative: boolean): string {
  const sign = negative ? '-' : '';
  if (
    value.kind === 'Value' &&
    (value.value.kind === 'SingleQuotedString' || value.value.kind === 'DoubleQuotedString')
  ) {
    return sign + value.value.value;
  }
  if (value.kind === 'Value' && value.value.kind === 'Number') {
    if (value.value.long)
      throw new NotImplementedError(`Unsupported interval argument. Long number not supported: ${astDebug(value)}`);
    return sign + value.value.value;
  }
  if (value.kind === 'UnaryOp' && (value.op === 'Minus' || value.op === 'Plus')) {
    return intervalText(value.expr, value.op === 'Minus' ? !negative : negative);
  }
  throw new NotImplementedError(
    `Unsupported interval argument. Expected string literal or number, got: ${astDebug(value)}`,
  );
}
