import {
  type Expr,
  EXPR_BITS,
  hasKinds,
  exprListToColumns,
  columnExpr,
  type LogicalPlan,
  LogicalPlanBuilder,
  type UnnestOptions,
} from '@datafusion-ts/expr';
import type { Aggregate } from '@datafusion-ts/expr';
import type { Column } from '@datafusion-ts/common';
import { rewriteUnnests, UnnestCollector } from './unnest-rewriter.js';

/**
 * The final projection of a SELECT, its UNNESTs turned into Unnest nodes: one for each level of nesting that cannot be done at
 * once. UNNESTs in GROUP BY are done below the aggregation. Rows with empty or NULL lists disappear, as in PostgreSQL.
 */

/** Projects a plan; see above. */
export function projectUnnesting(input: LogicalPlan, selectExprs: readonly Expr[]): LogicalPlan {
  let plan = unnestGroups(input);
  let exprs = selectExprs;
  while (exprs.some(hasUnnest)) {
    const collector = new UnnestCollector();
    const outer = rewriteUnnests(plan, collector, exprs);
    if (collector.columns.size === 0) break;
    plan = unnestOver(plan, collector.inner, collector);
    exprs = outer;
  }
  return LogicalPlanBuilder.from(plan).project(exprs).build();
}

const hasUnnest = (expr: Expr): boolean => hasKinds(expr, EXPR_BITS.Unnest);

/** Unnests columns of a projection of the plan. */
function unnestOver(plan: LogicalPlan, projection: readonly Expr[], collector: UnnestCollector): LogicalPlan {
  const columns: Column[] = [];
  const recursions: UnnestOptions['recursions'][number][] = [];
  for (const { column, lists } of collector.columns.values()) {
    columns.push(column);
    for (const list of lists ?? [])
      recursions.push({ inputColumn: column, outputColumn: list.outputColumn, depth: list.depth });
  }
  return LogicalPlanBuilder.from(plan)
    .project(projection)
    .unnestColumnsWithOptions(columns, { preserveNulls: false, recursions })
    .build();
}

/** UNNESTs in GROUP BY (below HAVING filters). */
function unnestGroups(plan: LogicalPlan): LogicalPlan {
  if (plan.kind === 'Filter') {
    const input = unnestGroups(plan.input);
    return input === plan.input ? plan : { ...plan, input };
  }
  return plan.kind === 'Aggregate' && plan.groupExprs.some(hasUnnest) ? unnestBelow(plan) : plan;
}

function unnestBelow(aggregate: Aggregate): LogicalPlan {
  let plan = aggregate.input;
  let groups = aggregate.groupExprs;
  const used = exprListToColumns(aggregate.aggrExprs).map((column) => columnExpr(column));
  for (;;) {
    const collector = new UnnestCollector();
    used.forEach((column) => collector.project(column));
    const outer = rewriteUnnests(plan, collector, groups);
    if (collector.columns.size === 0) break;
    plan = unnestOver(plan, collector.inner, collector);
    groups = outer;
  }
  return LogicalPlanBuilder.from(plan)
    .withOptions({ addImplicitGroupByExprs: true })
    .aggregate(groups, aggregate.aggrExprs)
    .build();
}
