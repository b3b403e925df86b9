import { Column, DataFusionError, type DFSchema, PlanError } from '@datafusion-ts/common';
import { canHash, allColumnsFromSchema, exprToColumns } from '../utils/columns.js';
import { exprKey } from '../equality/expr-key.js';
import { dataTypeOf } from '../schema/expr-schema.js';
import type { Expr } from '../expr/expr.js';
import { conjunction, splitConjunction } from '../expr/expr-fn.js';
import type { LogicalPlan } from '../plan/logical-plan.js';
import { schemaOf } from '../plan/schema-of.js';
import { normalizeColumn } from './normalize.js';

/** Which side of a join keys belong to, and which parts of a condition are equalities between the sides. */

/** A pair of equal expressions: over the left input, over the right input. */
export type JoinKeyPair = readonly [left: Expr, right: Expr];

/**
 * A pair of key columns, each moved to the side that has it and qualified. Throws a SchemaError when a name is unknown
 * or ambiguous.
 */
export function normalizeKeyPair(
  left: LogicalPlan,
  right: LogicalPlan,
  l: Column,
  r: Column,
): readonly [Column, Column] {
  const has = (plan: LogicalPlan, column: Column): boolean =>
    column.relation !== undefined && schemaOf(plan).hasColumnWithQualifiedName(column.relation, column.name);
  const asGiven = (): readonly [Column, Column] => [normalizeColumn(left, l), normalizeColumn(right, r)];
  if (l.relation !== undefined && r.relation !== undefined) {
    if (has(right, l) && has(left, r)) return [r, l];
    return has(left, l) && has(right, r) ? [l, r] : asGiven();
  }
  if (l.relation !== undefined) {
    if (has(left, l)) return [l, normalizeColumn(right, r)];
    return has(right, l) ? [normalizeColumn(left, r), l] : asGiven();
  }
  if (r.relation !== undefined) {
    if (has(left, r)) return [r, normalizeColumn(right, l)];
    return has(right, r) ? [normalizeColumn(left, l), r] : asGiven();
  }
  return normalizeUnqualifiedPair(left, right, l, r);
}

function normalizeUnqualifiedPair(
  left: LogicalPlan,
  right: LogicalPlan,
  l: Column,
  r: Column,
): readonly [Column, Column] {
  let first: Column;
  try {
    first = normalizeColumn(left, l);
  } catch (error) {
    if (!(error instanceof DataFusionError)) throw error;
    return [normalizeColumn(left, r), normalizeColumn(right, l)];
  }
  return [first, normalizeColumn(right, r)];
}

/** The two keys, left side first, when each uses columns of one input only, and different ones; else undefined. */
export function findValidEquijoinKeyPair(a: Expr, b: Expr, left: DFSchema, right: DFSchema): JoinKeyPair | undefined {
  const [columnsA, columnsB] = [exprToColumns(a), exprToColumns(b)];
  if (columnsA.length === 0 || columnsB.length === 0) return undefined;
  if (allColumnsFromSchema(columnsA, left) && allColumnsFromSchema(columnsB, right)) return [a, b];
  if (allColumnsFromSchema(columnsB, left) && allColumnsFromSchema(columnsA, right)) return [b, a];
  return undefined;
}

/** The keys, or a PlanError when they do not belong to one input each. */
export function checkedKeyPair(a: Expr, b: Expr, left: DFSchema, right: DFSchema): JoinKeyPair {
  const pair = findValidEquijoinKeyPair(a, b, left, right);
  if (pair === undefined) {
    throw new PlanError(
      `can't create join plan, join key should belong to one input, error key: (${a.toString()},${b.toString()})`,
    );
  }
  return pair;
}

/** A condition taken apart: hashable equalities between the sides, and what is left. */
export interface SplitCondition {
  readonly on: readonly JoinKeyPair[];
  readonly filter: Expr | undefined;
}

/**
 * Equalities between the inputs (each pair once) out of the conjuncts of a condition. With `nullEqualsNull` the
 * operator looked for is IS NOT DISTINCT FROM.
 */
export function splitEqAndNonEq(
  condition: Expr,
  left: DFSchema,
  right: DFSchema,
  nullEqualsNull = false,
): SplitCondition {
  const op = nullEqualsNull ? 'IsNotDistinctFrom' : 'Eq';
  const on = new Map<string, JoinKeyPair>();
  const rest: Expr[] = [];
  for (const expr of splitConjunction(condition)) {
    const pair =
      expr.kind === 'BinaryExpr' && expr.op === op
        ? findValidEquijoinKeyPair(expr.left, expr.right, left, right)
        : undefined;
    if (pair !== undefined && canHash(dataTypeOf(pair[0], left)) && canHash(dataTypeOf(pair[1], right))) {
      on.set(`${exprKey(pair[0])}=${exprKey(pair[1])}`, pair);
    } else {
      rest.push(expr);
    }
  }
  return { on: [...on.values()], filter: conjunction(rest) };
}

/** A key column given by its SQL name or as it is. */
export const columnOf = (key: string | Column): Column =>
  typeof key === 'string' ? Column.fromQualifiedName(key) : key;
