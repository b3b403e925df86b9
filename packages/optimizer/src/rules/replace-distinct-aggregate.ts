/**
 * Turns DISTINCT into a grouping.
 *
 * `Distinct: t` becomes `Aggregate: groupBy=[[all columns]]`, unless the columns are known to be unique together, when it
 * goes away. DISTINCT ON becomes a grouping by its keys with `first_value` of everything selected, in the order asked for.
 */
import { InternalError, rewritten, unchanged } from '@datafusion-ts/common';
import {
  PLAN_BITS,
  aggregate,
  aggregateFunction,
  alias,
  columnExprsOf,
  LogicalPlanBuilder,
  normalizeCols,
  projectionWithSchema,
  schemaOf,
  type Distinct,
  type LogicalPlan,
} from '@datafusion-ts/expr';
import type { OptimizerConfig } from '../optimizer-config.js';
import type { OptimizerRule } from '../optimizer-rule.js';

export const replaceDistinctAggregate: OptimizerRule = {
  name: 'replace_distinct_aggregate',
  concerns: { nodes: PLAN_BITS.Distinct },
  applyOrder: 'bottomUp',
  rewrite(plan, config) {
    if (plan.kind !== 'Distinct') return unchanged(plan);
    return rewritten(plan.on === undefined ? groupByAll(plan.input) : groupByKeys(plan, config));
  },
};

function groupByAll(input: LogicalPlan): LogicalPlan {
  const schema = schemaOf(input);
  if (isUnique(input)) return input;
  return aggregate(input, columnExprsOf(schema), []);
}

/** True when the columns are what the rows were grouped by already, in that order. */
function isUnique(input: LogicalPlan): boolean {
  const schema = schemaOf(input);
  return schema.functionalDependencies.items.some(
    ({ sourceIndices }) =>
      sourceIndices.length >= schema.length && schema.fields.every((_, i) => sourceIndices[i] === i),
  );
}

function groupByKeys(plan: Distinct, { functions }: OptimizerConfig): LogicalPlan {
  if (plan.on === undefined) throw new InternalError('DISTINCT ON without its keys');
  const { onExprs, selectExprs, sortExprs, schema } = plan.on;
  const firstValue = functions.udaf('first_value');
  const firsts = selectExprs.map((expr) => aggregateFunction(firstValue, [expr], { orderBy: sortExprs ?? [] }));
  const grouped = aggregate(plan.input, normalizeCols(onExprs, plan.input), firsts);
  const sorted =
    sortExprs === undefined
      ? grouped
      : LogicalPlanBuilder.from(grouped).sort(sortExprs.slice(0, onExprs.length)).build();
  const outputs = columnExprsOf(schemaOf(grouped)).slice(-selectExprs.length);
  const named = schema.qualifiedFields().map(({ qualifier, field }, i) => alias(outputs[i]!, field.name, qualifier));
  return projectionWithSchema(named, sorted, schema);
}
