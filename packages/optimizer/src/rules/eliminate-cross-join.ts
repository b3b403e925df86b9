/**
 * Finds keys for joins written as a list of tables with conditions in WHERE.
 *
 * `Filter: a.x = b.x AND b.y = c.y` over `a, c, b` becomes `(a JOIN b ON a.x = b.x) JOIN c ON b.y = c.y`: the inputs of
 * neighbouring inner joins are joined anew, always with one that shares a key with what is joined so far, in the order in
 * which they were written. An equality in every branch of an OR counts too. Only what is no longer needed leaves the filter.
 */
import { rewritten, unchanged, type Transformed } from '@datafusion-ts/common';
import {
  PLAN_BITS,
  columnExprsOf,
  conjunction,
  exprKey,
  findValidEquijoinKeyPair,
  joinNode,
  makeFilter,
  mapPlanInputs,
  mapPlanSubqueries,
  or,
  projection,
  schemaOf,
  and,
  type Expr,
  type Join,
  type JoinKeyPair,
  type LogicalPlan,
} from '@datafusion-ts/expr';
import type { OptimizerRule } from '../optimizer-rule.js';

export const eliminateCrossJoin: OptimizerRule = {
  name: 'eliminate_cross_join',
  concerns: { nodes: PLAN_BITS.Join },
  rewrite: (plan) => rewritePlan(plan),
};

/** Pairs of equal expressions, whichever side they are written on. */
class KeySet {
  readonly #pairs = new Map<string, readonly [Expr, Expr]>();

  add(left: Expr, right: Expr): void {
    if (!this.has(left, right)) this.#pairs.set(pairKey(left, right), [left, right]);
  }

  has(left: Expr, right: Expr): boolean {
    return this.#pairs.has(pairKey(left, right)) || this.#pairs.has(pairKey(right, left));
  }

  get isEmpty(): boolean {
    return this.#pairs.size === 0;
  }

  values(): Iterable<readonly [Expr, Expr]> {
    return this.#pairs.values();
  }
}

const pairKey = (left: Expr, right: Expr): string => `${exprKey(left)}=${exprKey(right)}`;

function rewritePlan(plan: LogicalPlan): Transformed<LogicalPlan> {
  if (plan.kind === 'Filter' && canFlatten(plan.input)) return unlessSame(plan, rejoin(plan.input, plan.predicate));
  if (plan.kind === 'Join' && canFlatten(plan)) return unlessSame(plan, rejoin(plan, undefined));
  return rewriteInputs(plan);
}

const unlessSame = (plan: LogicalPlan, result: LogicalPlan): Transformed<LogicalPlan> =>
  isSame(plan, result) ? unchanged(plan) : rewritten(result);

/** True when the joins and filters on top of both plans are alike, over the same inputs: nothing was found then. */
function isSame(a: LogicalPlan, b: LogicalPlan): boolean {
  if (a === b) return true;
  if (a.kind === 'Filter' && b.kind === 'Filter')
    return a.predicate === b.predicate && a.having === b.having && isSame(a.input, b.input);
  return (
    a.kind === 'Join' &&
    b.kind === 'Join' &&
    a.schema === b.schema &&
    a.joinType === b.joinType &&
    a.joinConstraint === b.joinConstraint &&
    a.nullEquality === b.nullEquality &&
    a.nullAware === b.nullAware &&
    a.filter === b.filter &&
    a.on.length === b.on.length &&
    a.on.every(([left, right], i) => left === b.on[i]![0] && right === b.on[i]![1]) &&
    isSame(a.left, b.left) &&
    isSame(a.right, b.right)
  );
}

function rewriteInputs(plan: LogicalPlan): Transformed<LogicalPlan> {
  const withInputs = mapPlanInputs(plan, rewritePlan);
  const withSubqueries = mapPlanSubqueries(withInputs.node, rewritePlan);
  return withInputs.changed || withSubqueries.changed ? rewritten(withSubqueries.node) : unchanged(plan);
}

const isInner = (plan: LogicalPlan): plan is Join =>
  plan.kind === 'Join' && plan.joinType === 'Inner' && plan.nullEquality === 'NullEqualsNothing';

/** Only inner joins are taken apart, and only where every inner join below can be. */
function canFlatten(plan: LogicalPlan): boolean {
  return (
    isInner(plan) &&
    [plan.left, plan.right].every((input) => input.kind !== 'Join' || input.joinType !== 'Inner' || canFlatten(input))
  );
}

function rejoin(plan: LogicalPlan, predicate: Expr | undefined): LogicalPlan {
  const keys = new KeySet();
  const inputs: LogicalPlan[] = [];
  const filters: Expr[] = [];
  // Keys that joins have come before those that are found.
  flatten(plan, keys, inputs, filters);
  if (predicate !== undefined) collectKeys(predicate, keys);
  const used = new KeySet();
  let joined = inputs.shift()!;
  while (inputs.length > 0) joined = joinNext(joined, inputs, keys, used);
  let result = rewriteInputs(joined).node;
  const wanted = schemaOf(plan);
  if (!sameColumns(wanted, schemaOf(result))) result = projection(columnExprsOf(wanted), result);
  const joinFilter = conjunction(filters);
  if (joinFilter !== undefined) result = makeFilter(joinFilter, result);
  const remaining = predicate === undefined ? undefined : used.isEmpty ? predicate : withoutKeys(predicate, used);
  return remaining === undefined ? result : makeFilter(remaining, result);
}

function sameColumns(a: ReturnType<typeof schemaOf>, b: ReturnType<typeof schemaOf>): boolean {
  if (a === b) return true;
  const [left, right] = [a.columns(), b.columns()];
  return left.length === right.length && left.every((column, i) => column.equals(right[i]!));
}

function flatten(plan: LogicalPlan, keys: KeySet, inputs: LogicalPlan[], filters: Expr[]): void {
  if (!isInner(plan)) {
    inputs.push(plan);
    return;
  }
  if (plan.filter !== undefined) filters.push(plan.filter);
  for (const [left, right] of plan.on) keys.add(left, right);
  flatten(plan.left, keys, inputs, filters);
  flatten(plan.right, keys, inputs, filters);
}

/** Joins with the first input that shares keys, or, when none does, makes a cross join with the first one. */
function joinNext(left: LogicalPlan, inputs: LogicalPlan[], keys: KeySet, used: KeySet): LogicalPlan {
  for (const [i, right] of inputs.entries()) {
    const on: JoinKeyPair[] = [];
    for (const [a, b] of keys.values()) {
      const pair = findValidEquijoinKeyPair(a, b, schemaOf(left), schemaOf(right));
      if (pair !== undefined) on.push(pair);
    }
    if (on.length === 0) continue;
    for (const [a, b] of on) used.add(a, b);
    inputs.splice(i, 1);
    return joinNode({ left, right, on, joinType: 'Inner', joinConstraint: 'On' });
  }
  return joinNode({ left, right: inputs.shift()!, on: [], joinType: 'Inner', joinConstraint: 'On' });
}

/** Equalities that hold whenever the expression is true. */
function collectKeys(expr: Expr, keys: KeySet): void {
  if (expr.kind !== 'BinaryExpr') return;
  if (expr.op === 'Eq') keys.add(expr.left, expr.right);
  else if (expr.op === 'And') {
    collectKeys(expr.left, keys);
    collectKeys(expr.right, keys);
  } else if (expr.op === 'Or') {
    const [left, right] = [new KeySet(), new KeySet()];
    collectKeys(expr.left, left);
    collectKeys(expr.right, right);
    for (const [a, b] of left.values()) if (right.has(a, b)) keys.add(a, b);
  }
}

/** The expression without equalities that joins test already; undefined when nothing is left. */
function withoutKeys(expr: Expr, keys: KeySet): Expr | undefined {
  if (expr.kind !== 'BinaryExpr') return expr;
  if (expr.op === 'Eq') return keys.has(expr.left, expr.right) ? undefined : expr;
  if (expr.op !== 'And' && expr.op !== 'Or') return expr;
  const [left, right] = [withoutKeys(expr.left, keys), withoutKeys(expr.right, keys)];
  if (left === expr.left && right === expr.right) return expr;
  if (expr.op === 'And') return left === undefined || right === undefined ? (left ?? right) : and(left, right);
  // A branch that is true now makes the whole OR true.
  return left === undefined || right === undefined ? undefined : or(left, right);
}
