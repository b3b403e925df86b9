import { type Column, InternalError, type JoinType, type NullEquality, PlanError } from '@datafusion-ts/common';
import type { Expr } from '../expr/expr.js';
import { and, binaryExpr, columnExpr, conjunction } from '../expr/expr-fn.js';
import type { LogicalPlan } from '../plan/logical-plan.js';
import { makeFilter } from '../plan/nodes/filter.js';
import { joinNode } from '../plan/nodes/join.js';
import { schemaOf } from '../plan/schema-of.js';
import { canHash, exprToColumns } from '../utils/columns.js';
import { checkedKeyPair, columnOf, type JoinKeyPair, normalizeKeyPair } from './join-keys.js';
import { normalizeCol, normalizeColumn, normalizeColWithSchemas } from './normalize.js';

/** The ways to say a join; all of them end in a Join node with qualified keys and filter. */

/** Key columns of the left and of the right input, pairwise. */
export type JoinKeys = readonly [left: readonly (string | Column)[], right: readonly (string | Column)[]];

/** Rarely needed properties of a join. */
export interface JoinOptions {
  readonly nullEquality?: NullEquality;
  readonly nullAware?: boolean;
}

/** A join on pairs of columns and a filter over both inputs. Without either only an inner (cross) join is allowed. */
export function joinDetailed(
  left: LogicalPlan,
  right: LogicalPlan,
  joinType: JoinType,
  keys: JoinKeys,
  filter: Expr | undefined,
  options: JoinOptions = {},
): LogicalPlan {
  const [leftKeys, rightKeys] = keys;
  checkLengths(leftKeys, rightKeys);
  const normalized =
    filter === undefined ? undefined : normalizeColWithSchemas(filter, [[schemaOf(left), schemaOf(right)]], []);
  const on = leftKeys.map((key, i): JoinKeyPair => {
    const [l, r] = normalizeKeyPair(left, right, columnOf(key), columnOf(rightKeys[i]!));
    return [columnExpr(l), columnExpr(r)];
  });
  if (joinType !== 'Inner' && on.length === 0 && normalized === undefined) {
    throw new PlanError('join condition should not be empty');
  }
  return joinNode({ left, right, on, filter: normalized, joinType, ...options });
}

/** A join on conditions over both inputs, all of which must hold. */
export function joinOn(
  left: LogicalPlan,
  right: LogicalPlan,
  joinType: JoinType,
  conditions: Iterable<Expr>,
): LogicalPlan {
  return joinDetailed(left, right, joinType, [[], []], conjunction(conditions));
}

/** A join on columns of the same names, which merge in `*`. Keys that cannot be hashed become a filter. */
export function joinUsing(
  left: LogicalPlan,
  right: LogicalPlan,
  joinType: JoinType,
  keys: readonly (string | Column)[],
): LogicalPlan {
  const columns = keys.map(columnOf);
  const leftKeys = columns.map((c) => normalizeColumn(left, c));
  const rightKeys = columns.map((c) => normalizeColumn(right, c));
  const on: JoinKeyPair[] = [];
  let filter: Expr | undefined;
  leftKeys.forEach((l, i) => {
    const r = rightKeys[i]!;
    const pair: JoinKeyPair = [columnExpr(l), columnExpr(r)];
    if (canHash(schemaOf(left).fieldFromColumn(l).dataType)) return void on.push(pair);
    const equal = binaryExpr(pair[0], 'Eq', pair[1]);
    filter = filter === undefined ? equal : and(equal, filter);
  });
  if (on.length > 0) return joinNode({ left, right, on, filter, joinType, joinConstraint: 'Using' });
  if (filter === undefined) throw new InternalError('filters should not be None here');
  const crossed = crossJoin(left, right);
  return makeFilter(normalizeCol(filter, crossed), crossed);
}

/** Every row of one input with every row of the other. */
export function crossJoin(left: LogicalPlan, right: LogicalPlan): LogicalPlan {
  return joinNode({ left, right, on: [], joinType: 'Inner' });
}

/** A join on pairs of expressions, each over one input. */
export function joinWithExprKeys(
  left: LogicalPlan,
  right: LogicalPlan,
  joinType: JoinType,
  keys: readonly [left: readonly Expr[], right: readonly Expr[]],
  filter: Expr | undefined,
  options: JoinOptions = {},
): LogicalPlan {
  const [leftKeys, rightKeys] = keys;
  checkLengths(leftKeys, rightKeys);
  const schemas = [schemaOf(left), schemaOf(right)];
  const normalized = (expr: Expr): Expr => normalizeColWithSchemas(expr, [schemas], [exprToColumns(expr)]);
  const on = leftKeys.map((l, i) => checkedKeyPair(normalized(l), normalized(rightKeys[i]!), schemas[0]!, schemas[1]!));
  return joinNode({ left, right, on, filter, joinType, ...options });
}

function checkLengths(left: readonly unknown[], right: readonly unknown[]): void {
  if (left.length !== right.length) throw new PlanError('left_keys and right_keys were not the same length');
}
