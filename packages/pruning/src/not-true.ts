/**
 * The rows that a predicate does not keep, as a predicate: where it is false or NULL. When statistics exclude all such
 * rows of a container, every row of it satisfies the predicate. Conjunctions turn by De Morgan's laws; what cannot be turned
 * exactly gives up, as does what statistics do not cover (NaN is missing in the bounds of floats).
 */
import { ScalarValue, type Schema } from '@datafusion-ts/common';
import type { Operator, PhysicalExpr } from '@datafusion-ts/expr-common';
import {
  BinaryExpr,
  Column,
  DynamicFilterPhysicalExpr,
  InListExpr,
  IsNotNullExpr,
  IsNullExpr,
  LikeExpr,
  Literal,
  NotExpr,
} from '@datafusion-ts/physical-expr';

const OPPOSITES: ReadonlyMap<Operator, Operator> = new Map<Operator, Operator>([
  ['Eq', 'NotEq'],
  ['NotEq', 'Eq'],
  ['Lt', 'GtEq'],
  ['GtEq', 'Lt'],
  ['Gt', 'LtEq'],
  ['LtEq', 'Gt'],
]);

/** The predicate for rows where `expr`, over columns of `schema`, is not true; undefined when there is no exact one. */
export function notTrue(expr: PhysicalExpr, schema: Schema): PhysicalExpr | undefined {
  if (expr instanceof DynamicFilterPhysicalExpr) return notTrue(expr.current(), schema);
  if (expr instanceof Literal) return new Literal(ScalarValue.boolean(expr.literal.value !== true));
  if (expr instanceof IsNullExpr) return isExact(expr.arg, schema) ? new IsNotNullExpr(expr.arg) : undefined;
  if (expr instanceof IsNotNullExpr) return isExact(expr.arg, schema) ? new IsNullExpr(expr.arg) : undefined;
  if (expr instanceof Column) return orNull(new NotExpr(expr), expr, schema);
  if (expr instanceof NotExpr) return orNull(expr.arg, expr.arg, schema);
  if (expr instanceof InListExpr) {
    const values = expr.staticValues;
    if (values === undefined || values.some((value) => value.isNull)) return undefined;
    return orNull(new InListExpr(expr.arg, expr.list, !expr.negated), expr.arg, schema);
  }
  if (expr instanceof LikeExpr) {
    if (!isValue(expr.pattern)) return undefined;
    return orNull(new LikeExpr(!expr.negated, expr.caseInsensitive, expr.arg, expr.pattern), expr.arg, schema);
  }
  return expr instanceof BinaryExpr ? binary(expr, schema) : undefined;
}

function binary({ left, op, right }: BinaryExpr, schema: Schema): PhysicalExpr | undefined {
  if (op === 'And' || op === 'Or') {
    const parts = [notTrue(left, schema), notTrue(right, schema)] as const;
    if (parts[0] === undefined || parts[1] === undefined) return undefined;
    return new BinaryExpr(parts[0], op === 'And' ? 'Or' : 'And', parts[1]);
  }
  const opposite = OPPOSITES.get(op);
  if (opposite === undefined) return undefined;
  const turned = new BinaryExpr(left, opposite, right);
  if (isValue(right)) return orNull(turned, left, schema);
  return isValue(left) ? orNull(turned, right, schema) : undefined;
}

/** The turned condition, or that the only column it speaks of is NULL. */
function orNull(turned: PhysicalExpr, column: PhysicalExpr, schema: Schema): PhysicalExpr | undefined {
  return isExact(column, schema) ? new BinaryExpr(turned, 'Or', new IsNullExpr(column)) : undefined;
}

/** A column whose bounds cover all its values. */
function isExact(expr: PhysicalExpr, schema: Schema): boolean {
  if (!(expr instanceof Column)) return false;
  const index = schema.indexOf(expr.name);
  return index >= 0 && !schema.field(index).dataType.kind.startsWith('Float');
}

const isValue = (expr: PhysicalExpr): boolean => expr.literal?.isNull === false;
