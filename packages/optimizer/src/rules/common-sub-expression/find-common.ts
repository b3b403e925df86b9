/**
 * Common sub-expressions of a list of expressions.
 *
 * An expression is common when it is computed more than once, at least once in any case: what only one branch of a CASE or
 * the right side of an AND computes does not count alone. Of nested ones the largest are taken. Volatile expressions,
 * literals, columns, calls of aggregate and window functions, and what depends on the parameters of a lambda never are.
 */
import { rewritten, unchanged } from '@datafusion-ts/common';
import { isLeafExpr } from '../leaf-expressions/leaf-exprs.js';
import type { Operator } from '@datafusion-ts/expr-common';
import {
  alias,
  binaryExpr,
  exprChildren,
  exprKey,
  ident,
  isVolatileNode,
  replaceExpr,
  schemaName,
  transformExprDownUp,
  type Expr,
} from '@datafusion-ts/expr';

/** An expression and the name of the column that has its value. */
export interface CommonExpr {
  readonly expr: Expr;
  readonly name: string;
}

export interface Extracted {
  readonly common: readonly CommonExpr[];
  /** The expressions over the new columns, in the same order. */
  readonly exprs: readonly Expr[];
}

type Evaluation = 'surely' | 'perhaps' | 'common';

/** The expressions with common parts replaced by columns; undefined when nothing is common. With `calls` aggregates are parts, too. */
export function extractCommon(exprs: readonly Expr[], nextName: () => string, calls = false): Extracted | undefined {
  const evaluations = new Map<string, Evaluation>();
  let found = false;
  const visit = (expr: Expr, conditional: boolean): boolean => {
    if (isOpaque(expr)) return true;
    let valid = !isVolatileNode(expr) && !isBound(expr);
    const children = exprChildren(expr);
    const sure = surelyEvaluated(expr, children);
    children.forEach((child, i) => {
      if (!visit(child, conditional || i >= sure)) valid = false;
    });
    if (!valid || isIgnored(expr, calls)) return valid;
    const key = commutativeKey(expr);
    const before = evaluations.get(key);
    if (before === undefined) evaluations.set(key, conditional ? 'perhaps' : 'surely');
    else if (before === 'surely' || (before === 'perhaps' && !conditional)) {
      evaluations.set(key, 'common');
      found = true;
    }
    return valid;
  };
  for (const expr of exprs) visit(expr, false);
  if (!found) return undefined;
  const common = new Map<string, CommonExpr>();
  const replaced = exprs.map((expr) => replaceCommon(expr, evaluations, common, nextName, calls));
  return { common: [...common.values()], exprs: replaced };
}

function replaceCommon(
  expr: Expr,
  evaluations: ReadonlyMap<string, Evaluation>,
  common: Map<string, CommonExpr>,
  nextName: () => string,
  calls: boolean,
): Expr {
  let aliases = 0;
  return transformExprDownUp(
    expr,
    (node) => {
      if (isOpaque(node)) return unchanged(node, 'Jump');
      if (node.kind === 'Alias') aliases++;
      if (isIgnored(node, calls)) return unchanged(node);
      const key = commutativeKey(node);
      if (evaluations.get(key) !== 'common') return unchanged(node);
      let item = common.get(key);
      if (item === undefined) common.set(key, (item = { expr: node, name: nextName() }));
      // An alias keeps the names of the expressions around, unless one around gives the name already.
      const column = ident(item.name);
      return rewritten(aliases > 0 ? column : alias(column, schemaName(node)), 'Jump');
    },
    (node) => {
      if (node.kind === 'Alias') aliases--;
      return unchanged(node);
    },
  ).node;
}

/** Not entered: they are computed elsewhere or by other rules. */
function isOpaque(expr: Expr): boolean {
  switch (expr.kind) {
    case 'Wildcard':
      return true;
    default:
      return false;
  }
}

/** Has a value only inside a lambda; so have all expressions around it, up to the call that takes the lambda. */
const isBound = (expr: Expr): boolean => expr.kind === 'Lambda' || expr.kind === 'LambdaVariable';

/** Not worth a column, or not computable below. */
function isIgnored(expr: Expr, calls: boolean): boolean {
  switch (expr.kind) {
    case 'Literal':
    case 'Column':
    case 'ScalarVariable':
    case 'Alias':
    case 'Wildcard':
    case 'GroupingSet':
    case 'OuterReferenceColumn':
    case 'Placeholder':
      return true;
    case 'AggregateFunction':
    case 'WindowFunction':
      return !calls;
    case 'ScalarFunction':
      // Computed at the source by other rules.
      return isLeafExpr(expr);
    default:
      return false;
  }
}

const COMMUTATIVE: ReadonlySet<Operator> = new Set<Operator>([
  'Plus',
  'Multiply',
  'BitwiseAnd',
  'BitwiseOr',
  'BitwiseXor',
  'Eq',
  'NotEq',
]);
const commutativeKeys = new WeakMap<Expr, string>();

/** The same for `a + b` and `b + a`. */
function commutativeKey(expr: Expr): string {
  let key = commutativeKeys.get(expr);
  if (key === undefined) {
    const ordered = replaceExpr(expr, (node) =>
      node.kind === 'BinaryExpr' && COMMUTATIVE.has(node.op) && exprKey(node.left) > exprKey(node.right)
        ? binaryExpr(node.right, node.op, node.left)
        : undefined,
    );
    key = exprKey(ordered);
    commutativeKeys.set(expr, key);
  }
  return key;
}

/** How many of the children are computed whenever the expression is. */
function surelyEvaluated(expr: Expr, children: readonly Expr[]): number {
  switch (expr.kind) {
    case 'BinaryExpr':
      return expr.op === 'And' || expr.op === 'Or' ? 1 : 2;
    case 'Case':
      return expr.expr === undefined ? 1 : 2;
    case 'ScalarFunction':
      return expr.func.shortCircuits === true ? 1 : children.length;
    default:
      return children.length;
  }
}
