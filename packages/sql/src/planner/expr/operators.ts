import { NotImplementedError, PlanError } from '@datafusion-ts/common';
import { binaryExpr, type Expr, dataTypeOf, makeExpr, negative, type RawBinaryExpr } from '@datafusion-ts/expr';
import type { Operator } from '@datafusion-ts/expr-common';
import type { DFSchema } from '@datafusion-ts/common';
import type * as ast from '../../ast/index.js';
import { astDebug } from '../support/ast-debug.js';
import type { Planner } from '../planner.js';
import type { PlannerContext } from '../planner-context.js';
import { intervalToExpr } from './interval.js';
import { numberToExpr } from './value.js';

/** Unary and binary operators. Long chains (`a AND b AND …`, thousands deep in generated queries) are planned in a loop. */

const OPERATORS: Partial<Readonly<Record<ast.BinaryOperator, Operator>>> = {
  Gt: 'Gt',
  GtEq: 'GtEq',
  Lt: 'Lt',
  LtEq: 'LtEq',
  Eq: 'Eq',
  NotEq: 'NotEq',
  Plus: 'Plus',
  Minus: 'Minus',
  Multiply: 'Multiply',
  Divide: 'Divide',
  Modulo: 'Modulo',
  And: 'And',
  Or: 'Or',
  PGRegexMatch: 'RegexMatch',
  PGRegexIMatch: 'RegexIMatch',
  PGRegexNotMatch: 'RegexNotMatch',
  PGRegexNotIMatch: 'RegexNotIMatch',
  PGLikeMatch: 'LikeMatch',
  PGILikeMatch: 'ILikeMatch',
  PGNotLikeMatch: 'NotLikeMatch',
  PGNotILikeMatch: 'NotILikeMatch',
  BitwiseAnd: 'BitwiseAnd',
  BitwiseOr: 'BitwiseOr',
  BitwiseXor: 'BitwiseXor',
  PGBitwiseXor: 'BitwiseXor',
  PGBitwiseShiftRight: 'BitwiseShiftRight',
  PGBitwiseShiftLeft: 'BitwiseShiftLeft',
  StringConcat: 'StringConcat',
  ArrowAt: 'ArrowAt',
  AtArrow: 'AtArrow',
  Arrow: 'Arrow',
  LongArrow: 'LongArrow',
  HashArrow: 'HashArrow',
  HashLongArrow: 'HashLongArrow',
  AtAt: 'AtAt',
  MyIntegerDivide: 'IntegerDivide',
  DuckIntegerDivide: 'IntegerDivide',
  HashMinus: 'HashMinus',
  AtQuestion: 'AtQuestion',
  Question: 'Question',
  QuestionAnd: 'QuestionAnd',
  QuestionPipe: 'QuestionPipe',
  Spaceship: 'IsNotDistinctFrom',
};

/** The operator of expressions for one of SQL; throws NotImplementedError for those without. */
export function operatorOf(op: ast.BinaryOpExpr['op']): Operator {
  const found = typeof op === 'string' ? OPERATORS[op] : undefined;
  if (found === undefined) throw new NotImplementedError(`Unsupported binary operator: ${astDebug(op)}`);
  return found;
}

/** A binary operation, its left-leaning chain unrolled. */
export function binaryOpToExpr(
  planner: Planner,
  sql: ast.BinaryOpExpr,
  schema: DFSchema,
  context: PlannerContext,
): Expr {
  const chain: ast.BinaryOpExpr[] = [];
  let leftmost: ast.Expr = sql;
  while (leftmost.kind === 'BinaryOp') {
    chain.push(leftmost);
    leftmost = leftmost.left;
  }
  let result = planner.logicalExpr(leftmost, schema, context);
  for (let node = chain.pop(); node !== undefined; node = chain.pop()) {
    result = joinOperands(planner, node.op, result, planner.logicalExpr(node.right, schema, context), schema);
  }
  return result;
}

function joinOperands(planner: Planner, op: ast.BinaryOpExpr['op'], left: Expr, right: Expr, schema: DFSchema): Expr {
  let raw: RawBinaryExpr = { op: typeof op === 'string' ? op : astDebug(op), left, right };
  for (const hook of planner.context.getExprPlanners()) {
    const answer = hook.planBinaryOp?.(raw, schema);
    if (answer?.kind === 'planned') return answer.expr;
    if (answer !== undefined) raw = answer.input;
  }
  return binaryExpr(raw.left, operatorOf(op), raw.right);
}

/** `+x`, `-x`, `NOT x`. Signs before numbers and intervals belong to the literal. */
export function unaryOpToExpr(planner: Planner, sql: ast.UnaryOpExpr, schema: DFSchema, context: PlannerContext): Expr {
  switch (sql.op) {
    case 'Not':
      return makeExpr({ kind: 'Not', expr: planner.logicalExpr(sql.expr, schema, context) });
    case 'Plus':
      return plusToExpr(planner, sql, schema, context);
    case 'Minus':
      if (sql.expr.kind === 'Value' && sql.expr.value.kind === 'Number')
        return numberToExpr(planner, sql.expr.value.value, true);
      if (sql.expr.kind === 'Interval') return intervalToExpr(planner, sql.expr, true);
      return negative(planner.logicalExpr(sql.expr, schema, context));
    default:
      throw new NotImplementedError(`Unsupported SQL unary operator ${sql.op}`);
  }
}

function plusToExpr(planner: Planner, sql: ast.UnaryOpExpr, schema: DFSchema, context: PlannerContext): Expr {
  const operand = planner.logicalExpr(sql.expr, schema, context);
  const type = dataTypeOf(operand, schema);
  if (type.kind === 'Interval' || type.kind === 'Timestamp' || isNumericKind(type.kind)) return operand;
  throw new PlanError("Unary operator '+' only supports numeric, interval and timestamp types");
}

const isNumericKind = (kind: string): boolean =>
  /^(U?Int(8|16|32|64)|Float(16|32|64)|Decimal(32|64|128|256))$/.test(kind);

/** Whether an expression is one of these tests. */
export function isTest(sql: ast.Expr): sql is ast.IsTestExpr {
  switch (sql.kind) {
    case 'IsNull':
    case 'IsNotNull':
    case 'IsTrue':
    case 'IsNotTrue':
    case 'IsFalse':
    case 'IsNotFalse':
    case 'IsUnknown':
    case 'IsNotUnknown':
      return true;
    default:
      return false;
  }
}

/** `IS [NOT] NULL|TRUE|FALSE|UNKNOWN`: the test as a node of the same name. */
export function isTestToExpr(sql: ast.IsTestExpr, operand: Expr): Expr {
  return makeExpr({ kind: sql.kind, expr: operand });
}
