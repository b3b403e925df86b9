/**
 * Turns lateral joins into ordinary ones.
 *
 * `t, LATERAL (SELECT * FROM u WHERE u.x = t.x) s` becomes `t JOIN u AS s ON s.x = t.x`. A lateral aggregation without
 * groups has a row for every outer row: the join is a left one then, and what the aggregates give over no rows is put in
 * by a projection. Subqueries whose predicates cannot be pulled up stay.
 */
import {
  Column,
  rewritten,
  ScalarValue,
  unchanged,
  type TableReference,
  type Transformed,
} from '@datafusion-ts/common';
import {
  PLAN_BITS,
  alias,
  caseExpr,
  columnExpr,
  columnExprsOf,
  conjunction,
  exprToColumns,
  isNullExpr,
  joinNode,
  lit,
  makeExpr,
  makeFilter,
  projection,
  qualifiedCol,
  replaceExpr,
  schemaOf,
  subqueryAlias,
  type Expr,
  type Join,
  type LogicalPlan,
  type SubqueryPlan,
} from '@datafusion-ts/expr';
import type { OptimizerConfig } from '../optimizer-config.js';
import type { OptimizerRule } from '../optimizer-rule.js';
import type { EmptyResults } from './decorrelate/empty-results.js';
import { ALWAYS_TRUE, PullUpCorrelated } from './decorrelate/pull-up-correlated.js';

export const decorrelateLateralJoin: OptimizerRule = {
  name: 'decorrelate_lateral_join',
  concerns: { nodes: PLAN_BITS.Subquery },
  applyOrder: 'topDown',
  rewrite: (plan, config) => (plan.kind === 'Join' ? rewriteJoin(plan, config) : unchanged(plan)),
};

interface Lateral {
  readonly subquery: SubqueryPlan;
  readonly name: TableReference | undefined;
}

function lateralOf(plan: LogicalPlan): Lateral | undefined {
  if (plan.kind === 'Subquery') return { subquery: plan, name: undefined };
  return plan.kind === 'SubqueryAlias' && plan.input.kind === 'Subquery'
    ? { subquery: plan.input, name: plan.alias }
    : undefined;
}

function rewriteJoin(join: Join, config: OptimizerConfig): Transformed<LogicalPlan> {
  const lateral = lateralOf(join.right);
  if (lateral === undefined || (join.joinType !== 'Inner' && join.joinType !== 'Left')) return unchanged(join);
  const pullUp = new PullUpCorrelated({ handleCountBug: true }, config);
  const pulled = pullUp.run(lateral.subquery.subquery);
  const left = schemaOf(join.left);
  // A reference farther out is for a join farther out.
  const own = pullUp.correlatedColumns();
  const isOurs = pullUp.joinFilters
    .flatMap(exprToColumns)
    .every((column) => own.has(column.key) || left.isColumnFromSchema(column));
  // A condition on the aggregates that holds over no rows would have to be checked behind the join.
  if (!pullUp.canPullUp || !isOurs || pullUp.havingExpr !== undefined) return unchanged(join);
  const right = lateral.name === undefined ? pulled : subqueryAlias(pulled, lateral.name);
  const correlated = conjunction(pullUp.joinFilters);
  const renamed =
    correlated === undefined || lateral.name === undefined
      ? correlated
      : underName(correlated, pullUp.correlatedColumns(), lateral.name);
  const results = pullUp.emptyResultsOf(pulled);
  if (!pullUp.pulledUpScalarAggregate || results === undefined) {
    const filter = conjunction([renamed, join.filter].filter((part) => part !== undefined));
    return rewritten(joinNode({ left: join.left, right, on: join.on, filter, joinType: join.joinType }), 'Jump');
  }
  const next = withEmptyResults(
    joinNode({ left: join.left, right, on: join.on, filter: renamed, joinType: 'Left' }),
    results,
    lateral.name,
  );
  if (join.filter === undefined) return rewritten(next, 'Jump');
  return rewritten(
    join.joinType === 'Inner' ? makeFilter(join.filter, next) : nullWhereNot(join.filter, next, left.length),
    'Jump',
  );
}

/** Columns of the right side as NULL where the condition of a left join, which needs the values over no rows, does not hold. */
function nullWhereNot(condition: Expr, plan: LogicalPlan, leftCount: number): LogicalPlan {
  const schema = schemaOf(plan);
  const fails = makeExpr({ kind: 'IsNotTrue', expr: condition });
  const exprs = columnExprsOf(schema).map((column, i) => {
    if (i < leftCount) return column;
    const { qualifier, field } = schema.qualifiedField(i);
    return alias(
      caseExpr(undefined, [{ when: fails, then: lit(ScalarValue.null(field.dataType)) }], column),
      field.name,
      qualifier,
    );
  });
  return projection(exprs, plan);
}

function underName(expr: Expr, columns: ReadonlySet<string>, name: TableReference): Expr {
  return replaceExpr(expr, (node) =>
    node.kind === 'Column' && columns.has(node.column.key) ? columnExpr(new Column(name, node.column.name)) : undefined,
  );
}

/** The join's columns, those of the aggregation with their values over no rows where no row matched. */
function withEmptyResults(join: Join, results: EmptyResults, name: TableReference | undefined): LogicalPlan {
  const leftCount = schemaOf(join.left).length;
  const indicator = qualifiedCol(name, ALWAYS_TRUE);
  const exprs = columnExprsOf(schemaOf(join)).map((column, i) => {
    const result = i >= leftCount && column.kind === 'Column' ? results.get(column.column.name) : undefined;
    if (result === undefined || column.kind !== 'Column' || (result.kind === 'Literal' && result.value.isNull))
      return column;
    const value = caseExpr(undefined, [{ when: isNullExpr(indicator), then: result }], column);
    return alias(value, column.column.name, column.column.relation);
  });
  return projection(exprs, join);
}
