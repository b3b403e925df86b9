/**
 * Common sub-expressions of a list of expressions.
 *
 * An expression is common when it is computed more than once, at least once in any case: what only one branch of a CASE or
 * the right side of an AND computes does not count alone. Of nested ones the largest are taken. Volatile expressions,
 * literals, columns, calls of aggregate and window functions, and what depends on the parameters of a lambda never are.
 */
import { rewritten, unchanged } from '@datafusion-ts/common';
import { isLeafExpr } from '../leaf-expressions/leaf-exprs.js';
import {
  alias,
  exprChildren,
  ident,
  isVolatileNode,
  schemaName,
  transformExprDownUp,
  type Expr,
} from '@datafusion-ts/expr';
import { commutativeKey, shapeHash } from './shape-hash.js';

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
  const candidates = exprs.flatMap((expr) => candidatesOf(expr, calls));
  const repeated = repeatedHashes(candidates);
  if (repeated.size === 0) return undefined;
  const evaluations = new Map<string, Evaluation>();
  let found = false;
  for (const { expr, conditional } of candidates) {
    if (!repeated.has(shapeHash(expr))) continue;
    const key = commutativeKey(expr);
    const before = evaluations.get(key);
    if (before === undefined) evaluations.set(key, conditional ? 'perhaps' : 'surely');
    else if (before === 'surely' || (before === 'perhaps' && !conditional)) {
      evaluations.set(key, 'common');
      found = true;
    }
  }
  if (!found) return undefined;
  const isCommon = (node: Expr): boolean =>
    repeated.has(shapeHash(node)) && evaluations.get(commutativeKey(node)) === 'common';
  const common = new Map<string, CommonExpr>();
  const replaced = exprs.map((expr) => replaceCommon(expr, isCommon, common, nextName, calls));
  return { common: [...common.values()], exprs: replaced };
}

/** A part that could get a column, and whether it is computed only under some condition. */
interface Candidate {
  readonly expr: Expr;
  readonly conditional: boolean;
}

interface Visit extends Candidate {
  readonly children: readonly Expr[];
  next: number;
  valid: boolean;
}

/** The parts of an expression that could get a column, children first. A loop, because chains are thousands deep. */
function candidatesOf(root: Expr, calls: boolean): Candidate[] {
  const found: Candidate[] = [];
  const stack = [visitOf(root, false)];
  for (let visit = stack.at(-1); visit !== undefined; visit = stack.at(-1)) {
    if (visit.next < visit.children.length) {
      const conditional = visit.conditional || visit.next >= surelyEvaluated(visit.expr, visit.children);
      stack.push(visitOf(visit.children[visit.next++]!, conditional));
      continue;
    }
    stack.pop();
    const { expr, conditional, valid } = visit;
    const parent = stack.at(-1);
    if (!valid && parent !== undefined) parent.valid = false;
    if (valid && !isOpaque(expr) && !isIgnored(expr, calls)) found.push({ expr, conditional });
  }
  return found;
}

function visitOf(expr: Expr, conditional: boolean): Visit {
  const opaque = isOpaque(expr);
  const valid = opaque || (!isVolatileNode(expr) && !isBound(expr));
  return { expr, conditional, children: opaque ? [] : exprChildren(expr), next: 0, valid };
}

/** Fingerprints of more than one candidate. */
function repeatedHashes(candidates: readonly Candidate[]): ReadonlySet<number> {
  const seen = new Set<number>();
  const repeated = new Set<number>();
  for (const { expr } of candidates) {
    const hash = shapeHash(expr);
    if (seen.has(hash)) repeated.add(hash);
    seen.add(hash);
  }
  return repeated;
}

function replaceCommon(
  expr: Expr,
  isCommon: (node: Expr) => boolean,
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
      if (isIgnored(node, calls) || !isCommon(node)) return unchanged(node);
      const key = commutativeKey(node);
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
