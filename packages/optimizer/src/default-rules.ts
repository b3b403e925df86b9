import type { OptimizerRule } from './optimizer-rule.js';
import { commonSubExpressionEliminate } from './rules/common-sub-expression-eliminate.js';
import { decorrelateLateralJoin } from './rules/decorrelate-lateral-join.js';
import { decorrelatePredicateSubquery } from './rules/decorrelate-predicate-subquery.js';
import { eliminateCrossJoin } from './rules/eliminate-cross-join.js';
import { eliminateDuplicatedExpr } from './rules/eliminate-duplicated-expr.js';
import { eliminateFilter } from './rules/eliminate-filter.js';
import { eliminateGroupByConstant } from './rules/eliminate-group-by-constant.js';
import { eliminateJoin } from './rules/eliminate-join.js';
import { eliminateLimit } from './rules/eliminate-limit.js';
import { eliminateOuterJoin } from './rules/eliminate-outer-join.js';
import { extractLeafExpressions } from './rules/extract-leaf-expressions.js';
import { pushDownLeafProjections } from './rules/push-down-leaf-projections.js';
import { extractEquijoinPredicate } from './rules/extract-equijoin-predicate.js';
import { filterNullJoinKeys } from './rules/filter-null-join-keys.js';
import { optimizeProjections } from './rules/optimize-projections.js';
import { optimizeUnions } from './rules/optimize-unions.js';
import { propagateEmptyRelation } from './rules/propagate-empty-relation.js';
import { pushDownFilter } from './rules/push-down-filter.js';
import { pushDownLimit } from './rules/push-down-limit.js';
import { replaceDistinctAggregate } from './rules/replace-distinct-aggregate.js';
import { rewriteSetComparison } from './rules/rewrite-set-comparison.js';
import { scalarSubqueryToJoin } from './rules/scalar-subquery-to-join.js';
import { simplifyExpressions } from './rules/simplify-expressions.js';
import { unionsToFilter } from './rules/unions-to-filter.js';
import { singleDistinctAggregationToGroupBy } from './rules/single-distinct-aggregation-to-group-by.js';

/** The rules of DataFusion 54.1, in their order. */
export function defaultOptimizerRules(): readonly OptimizerRule[] {
  return [
    rewriteSetComparison,
    optimizeUnions,
    unionsToFilter,
    simplifyExpressions,
    replaceDistinctAggregate,
    eliminateJoin,
    decorrelatePredicateSubquery,
    scalarSubqueryToJoin,
    decorrelateLateralJoin,
    extractEquijoinPredicate,
    eliminateDuplicatedExpr,
    eliminateFilter,
    eliminateCrossJoin,
    eliminateLimit,
    propagateEmptyRelation,
    filterNullJoinKeys,
    eliminateOuterJoin,
    pushDownLimit,
    pushDownFilter,
    singleDistinctAggregationToGroupBy,
    eliminateGroupByConstant,
    commonSubExpressionEliminate,
    extractLeafExpressions,
    pushDownLeafProjections,
    optimizeProjections,
  ];
}
