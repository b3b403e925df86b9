import { DataTypes, ExecutionError, PlanError, ScalarValue } from '@datafusion-ts/common';
import { type Expr, lit, placeholder } from '@datafusion-ts/expr';
import type * as ast from '../../ast/index.js';
import { decimalLiteral } from '../support/decimal.js';
import type { Planner } from '../planner.js';
import type { PlannerContext } from '../planner-context.js';

/**
 * Literals and parameters. A number is Int64 if it fits, else UInt64, else Float64 (or a decimal, by configuration); text is
 * Utf8; `x'…'` is Binary.
 */

/** The expression of a literal or parameter. */
export function valueToExpr(planner: Planner, value: ast.Value, context: PlannerContext): Expr {
  switch (value.kind) {
    case 'Number':
      return numberToExpr(planner, value.value, false);
    case 'SingleQuotedString':
    case 'DoubleQuotedString':
    case 'EscapedStringLiteral':
    case 'DollarQuotedString':
      return lit(value.value);
    case 'Null':
      return lit(ScalarValue.null());
    case 'Boolean':
      return lit(value.value);
    case 'Placeholder':
      return placeholderToExpr(value.value, context);
    case 'HexStringLiteral':
      return hexToExpr(value.value);
    default:
      throw new PlanError(`Unsupported Value '${value.kind}("${value.value}")'`);
  }
}

const I64_MIN = -(1n << 63n);
const I64_MAX = (1n << 63n) - 1n;
const U64_MAX = (1n << 64n) - 1n;

/** The literal of a number as written, with a minus sign before it when `negative`. */
export function numberToExpr(planner: Planner, text: string, negative: boolean): Expr {
  if (/^\d+$/.test(text)) {
    const value = negative ? -BigInt(text) : BigInt(text);
    if (value >= I64_MIN && value <= I64_MAX) return lit(value);
    if (!negative && value <= U64_MAX) return lit(ScalarValue.uint64(value));
  }
  if (planner.options.parseFloatAsDecimal) return lit(decimalLiteral(text, negative));
  const signed = negative ? `-${text}` : text;
  const value = Number(signed);
  if (Number.isNaN(value)) throw new ExecutionError(`Cannot parse ${signed} as f64`);
  return lit(ScalarValue.float64(value));
}

function placeholderToExpr(id: string, context: PlannerContext): Expr {
  const digits = id.slice(1);
  if (!/^\+?\d+$/.test(digits)) {
    if (context.paramFields.length > 0) throw new PlanError(`Unknown placeholder: ${id}`);
    return placeholder(id);
  }
  const index = Number(digits);
  if (index === 0) throw new PlanError(`Invalid placeholder, zero is not a valid index: ${id}`);
  return placeholder(id, context.paramFields[index - 1]);
}

function hexToExpr(digits: string): Expr {
  if (!/^[0-9a-fA-F]*$/.test(digits)) throw new PlanError(`Invalid HexStringLiteral '${digits}'`);
  const padded = digits.length % 2 === 0 ? digits : `0${digits}`;
  const bytes = Uint8Array.from({ length: padded.length / 2 }, (_, i) =>
    Number.parseInt(padded.slice(2 * i, 2 * i + 2), 16),
  );
  return lit(new ScalarValue(DataTypes.Binary, bytes));
}
