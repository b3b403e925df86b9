import { assertNever, type Column, InternalError } from '@datafusion-ts/common';
import type { Expr } from '../expr/expr.js';
import { withSortExprs } from '../expr/expr-children.js';
import { columnExpr } from '../expr/expr-fn.js';
import type { DdlNode, Join, LogicalPartitioning, LogicalPlan, StatementNode } from './logical-plan.js';

/**
 * The traversal table of plans: inputs and expressions of each node and how to put others in their places. Schemas are
 * kept as they are; `withNewExprs` and `recomputeSchema` compute them anew. Plans inside subquery expressions are not
 * inputs (see `subqueriesOf`).
 */

/** The direct inputs of a node. */
export function inputsOf(plan: LogicalPlan): readonly LogicalPlan[] {
  switch (plan.kind) {
    case 'Projection':
    case 'Filter':
    case 'Window':
    case 'Aggregate':
    case 'Sort':
    case 'Repartition':
    case 'SubqueryAlias':
    case 'Limit':
    case 'Distinct':
    case 'Dml':
    case 'Copy':
    case 'Unnest':
    case 'Analyze':
      return [plan.input];
    case 'Join':
      return [plan.left, plan.right];
    case 'Union':
      return plan.inputs;
    case 'Subquery':
      return [plan.subquery];
    case 'Explain':
      return [plan.plan];
    case 'Extension':
      return plan.node.inputs();
    case 'RecursiveQuery':
      return [plan.staticTerm, plan.recursiveTerm];
    case 'Ddl':
      return ddlInputs(plan.ddl);
    case 'Statement':
      return plan.statement.kind === 'Prepare' ? [plan.statement.input] : [];
    case 'TableScan':
    case 'EmptyRelation':
    case 'Values':
    case 'DescribeTable':
      return [];
    default:
      return assertNever(plan);
  }
}

/** The same node over other inputs; its schema and expressions are kept. Itself when no input differs. */
export function withPlanInputs(plan: LogicalPlan, inputs: readonly LogicalPlan[]): LogicalPlan {
  const current = inputsOf(plan);
  if (current.length !== inputs.length) {
    throw new InternalError(`${plan.kind} takes ${current.length} inputs, got ${inputs.length}`);
  }
  if (current.every((input, i) => input === inputs[i])) return plan;
  const [first, second] = inputs as readonly [LogicalPlan, LogicalPlan];
  switch (plan.kind) {
    case 'Projection':
    case 'Filter':
    case 'Window':
    case 'Aggregate':
    case 'Sort':
    case 'Repartition':
    case 'SubqueryAlias':
    case 'Limit':
    case 'Distinct':
    case 'Dml':
    case 'Copy':
    case 'Unnest':
    case 'Analyze':
      return { ...plan, input: first };
    case 'Join':
      return { ...plan, left: first, right: second };
    case 'Union':
      return { ...plan, inputs };
    case 'Subquery':
      return { ...plan, subquery: first };
    case 'Explain':
      return { ...plan, plan: first };
    case 'Extension':
      return { kind: 'Extension', node: plan.node.withExprsAndInputs(plan.node.expressions(), inputs) };
    case 'RecursiveQuery':
      return { ...plan, staticTerm: first, recursiveTerm: second };
    case 'Ddl':
      return { kind: 'Ddl', ddl: { ...plan.ddl, input: first } as DdlNode };
    case 'Statement':
      return { kind: 'Statement', statement: { ...plan.statement, input: first } as StatementNode };
    case 'TableScan':
    case 'EmptyRelation':
    case 'Values':
    case 'DescribeTable':
      return plan;
    default:
      return assertNever(plan);
  }
}

/**
 * The expressions a node evaluates, in a fixed order: join keys as left, right, left, right …, then the filter;
 * grouping expressions before aggregates; keys of an ORDER BY without their directions; DISTINCT ON's keys, outputs,
 * then order.
 */
export function expressionsOf(plan: LogicalPlan): readonly Expr[] {
  switch (plan.kind) {
    case 'Projection':
      return plan.exprs;
    case 'Filter':
      return [plan.predicate];
    case 'Window':
      return plan.windowExprs;
    case 'Aggregate':
      if (plan.aggrExprs.length === 0) return plan.groupExprs;
      return plan.groupExprs.length === 0 ? plan.aggrExprs : [...plan.groupExprs, ...plan.aggrExprs];
    case 'Sort':
      return plan.exprs.map((s) => s.expr);
    case 'Join':
      return joinExprs(plan);
    case 'Repartition':
      return plan.partitioning.kind === 'RoundRobin' ? [] : plan.partitioning.exprs;
    case 'TableScan':
      return plan.filters;
    case 'Limit':
      return [...optional(plan.skip), ...optional(plan.fetch)];
    case 'Values':
      return plan.rows.flat();
    case 'Extension':
      return plan.node.expressions();
    case 'Distinct':
      return plan.on === undefined
        ? []
        : [...plan.on.onExprs, ...plan.on.selectExprs, ...(plan.on.sortExprs ?? []).map((s) => s.expr)];
    case 'Unnest':
      return plan.execColumns.map((c) => columnExpr(c));
    case 'Statement':
      return plan.statement.kind === 'Execute' ? plan.statement.parameters : [];
    case 'Union':
    case 'EmptyRelation':
    case 'Subquery':
    case 'SubqueryAlias':
    case 'Explain':
    case 'Analyze':
    case 'Dml':
    case 'Ddl':
    case 'Copy':
    case 'DescribeTable':
    case 'RecursiveQuery':
      return [];
    default:
      return assertNever(plan);
  }
}

/** The same node over other expressions, in the order of {@link expressionsOf}; the schema is kept. Itself when none differs. */
export function withPlanExpressions(plan: LogicalPlan, exprs: readonly Expr[]): LogicalPlan {
  const current = expressionsOf(plan);
  if (current.length !== exprs.length) {
    throw new InternalError(`${plan.kind} has ${current.length} expressions, got ${exprs.length}`);
  }
  if (current.every((expr, i) => expr === exprs[i])) return plan;
  switch (plan.kind) {
    case 'Projection':
      return { ...plan, exprs };
    case 'Filter':
      return { ...plan, predicate: exprs[0]! };
    case 'Window':
      return { ...plan, windowExprs: exprs };
    case 'Aggregate':
      return {
        ...plan,
        groupExprs: exprs.slice(0, plan.groupExprs.length),
        aggrExprs: exprs.slice(plan.groupExprs.length),
      };
    case 'Sort':
      return { ...plan, exprs: withSortExprs(plan.exprs, exprs) };
    case 'Join':
      return withJoinExprs(plan, exprs);
    case 'Repartition':
      return { ...plan, partitioning: { ...plan.partitioning, exprs } as LogicalPartitioning };
    case 'TableScan':
      return { ...plan, filters: exprs };
    case 'Limit':
      return {
        ...plan,
        ...(plan.skip === undefined ? {} : { skip: exprs[0]! }),
        ...(plan.fetch === undefined ? {} : { fetch: exprs.at(-1)! }),
      };
    case 'Values':
      return { ...plan, rows: regroup(plan.rows, exprs) };
    case 'Extension':
      return { kind: 'Extension', node: plan.node.withExprsAndInputs(exprs, plan.node.inputs()) };
    case 'Distinct':
      return withDistinctOnExprs(plan, exprs);
    case 'Unnest':
      return { ...plan, execColumns: exprs.map(columnOf) };
    case 'Statement':
      return { kind: 'Statement', statement: { ...plan.statement, parameters: exprs } as StatementNode };
    default:
      return plan;
  }
}

function joinExprs(plan: Join): Expr[] {
  const exprs: Expr[] = [];
  for (const [left, right] of plan.on) exprs.push(left, right);
  if (plan.filter !== undefined) exprs.push(plan.filter);
  return exprs;
}

const optional = (expr: Expr | undefined): readonly Expr[] => (expr === undefined ? [] : [expr]);

function ddlInputs(ddl: DdlNode): readonly LogicalPlan[] {
  return ddl.kind === 'CreateMemoryTable' || ddl.kind === 'CreateView' ? [ddl.input] : [];
}

function regroup(rows: readonly (readonly Expr[])[], exprs: readonly Expr[]): Expr[][] {
  let next = 0;
  return rows.map((row) => {
    next += row.length;
    return exprs.slice(next - row.length, next);
  });
}

function columnOf(expr: Expr): Column {
  if (expr.kind !== 'Column') throw new InternalError(`Expected column, found ${expr.toString()}`);
  return expr.column;
}

/** Aliases around join keys come from common subexpression names and mean nothing here. */
function withJoinExprs(plan: Join, exprs: readonly Expr[]): Join {
  const on = plan.on.map((_, i) => [exprs[2 * i]!.unalias(), exprs[2 * i + 1]!.unalias()] as const);
  return plan.filter === undefined ? { ...plan, on } : { ...plan, on, filter: exprs.at(-1)! };
}

function withDistinctOnExprs(plan: Extract<LogicalPlan, { kind: 'Distinct' }>, exprs: readonly Expr[]): LogicalPlan {
  if (plan.on === undefined) return plan;
  const keys = plan.on.onExprs.length;
  const outputs = keys + plan.on.selectExprs.length;
  const on = {
    ...plan.on,
    onExprs: exprs.slice(0, keys),
    selectExprs: exprs.slice(keys, outputs),
    ...(plan.on.sortExprs === undefined ? {} : { sortExprs: withSortExprs(plan.on.sortExprs, exprs.slice(outputs)) }),
  };
  return { kind: 'Distinct', on, input: plan.input };
}
