/**
 * Casts of the literal instead of the column: `CAST(a AS Int64) = 5` compares an Int32 column with `Int32(5)`.
 * Done only where the literal has exactly that value in the column's type; otherwise every comparison would change.
 */
import type { DataType, ScalarValue } from '@datafusion-ts/common';
import { binaryExpr, inList, lit, type Expr, type ExprOf } from '@datafusion-ts/expr';
import { isInteger, literalInType, numberInType, supportsPropagation, type Operator } from '@datafusion-ts/expr-common';
import type { SimplifyInfo } from './simplify-info.js';

/** `CAST(x) op literal` with the cast gone, or undefined. */
export function unwrapCastInComparison(left: Expr, op: Operator, right: Expr, info: SimplifyInfo): Expr | undefined {
  if (!supportsPropagation(op) && op !== 'IsDistinctFrom' && op !== 'IsNotDistinctFrom') return undefined;
  const onLeft = unwrapped(left, right, op, info);
  if (onLeft !== undefined) return binaryExpr(onLeft.expr, op, onLeft.literal);
  const onRight = unwrapped(right, left, op, info);
  return onRight === undefined ? undefined : binaryExpr(onRight.literal, op, onRight.expr);
}

/** `CAST(x) IN (literals)` with the cast gone, or undefined. */
export function unwrapCastInList(expr: ExprOf<'InList'>, info: SimplifyInfo): Expr | undefined {
  const operand = castOperand(expr.expr);
  if (operand === undefined) return undefined;
  const list: Expr[] = [];
  const type = info.dataTypeOf(operand);
  for (const item of expr.list) {
    const value = item.kind === 'Literal' ? literalInType(item.value, type) : undefined;
    if (value === undefined) return undefined;
    list.push(lit(value));
  }
  return inList(operand, list, expr.negated);
}

function castOperand(expr: Expr): Expr | undefined {
  return expr.kind === 'Cast' || expr.kind === 'TryCast' ? expr.expr : undefined;
}

function unwrapped(
  side: Expr,
  literal: Expr,
  op: Operator,
  info: SimplifyInfo,
): { readonly expr: Expr; readonly literal: Expr } | undefined {
  const operand = castOperand(side);
  if (operand === undefined || literal.kind !== 'Literal') return undefined;
  const type = info.dataTypeOf(operand);
  const value = literalInType(literal.value, type) ?? integerFromText(literal.value, type, op);
  return value === undefined ? undefined : { expr: operand, literal: lit(value) };
}

/** `CAST(n AS Utf8) = '12'` compares numbers when the text is how the number prints. */
function integerFromText(value: ScalarValue, type: DataType, op: Operator): ScalarValue | undefined {
  if ((op !== 'Eq' && op !== 'NotEq') || !isInteger(type) || typeof value.value !== 'string' || !isText(value.dataType))
    return undefined;
  if (!/^(0|-?[1-9]\d{0,19})$/.test(value.value)) return undefined;
  return numberInType(BigInt(value.value), type);
}

const isText = (type: DataType): boolean =>
  type.kind === 'Utf8' || type.kind === 'LargeUtf8' || type.kind === 'Utf8View';
