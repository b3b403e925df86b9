import { defaultOptimizerRules, type OptimizerRule } from '../../src/index.js';

/** The default rule of DataFusion's name. */
function rule(name: string): OptimizerRule {
  const found = defaultOptimizerRules().find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no rule ${name}`);
  return found;
}

export const commonSubExpressionEliminate = rule('common_sub_expression_eliminate');
export const decorrelateLateralJoin = rule('decorrelate_lateral_join');
export const decorrelatePredicateSubquery = rule('decorrelate_predicate_subquery');
export const eliminateCrossJoin = rule('eliminate_cross_join');
export const eliminateGroupByConstant = rule('eliminate_group_by_constant');
export const eliminateOuterJoin = rule('eliminate_outer_join');
export const extractEquijoinPredicate = rule('extract_equijoin_predicate');
export const optimizeProjections = rule('optimize_projections');
export const propagateEmptyRelation = rule('propagate_empty_relation');
export const pushDownFilter = rule('push_down_filter');
export const pushDownLimit = rule('push_down_limit');
export const rewriteSetComparison = rule('rewrite_set_comparison');
export const scalarSubqueryToJoin = rule('scalar_subquery_to_join');
export const simplifyExpressions = rule('simplify_expressions');
export const singleDistinctAggregationToGroupBy = rule('single_distinct_aggregation_to_group_by');
export const unionsToFilter = rule('unions_to_filter');
