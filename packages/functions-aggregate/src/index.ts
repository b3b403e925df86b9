import type { AggregateUDF } from '@datafusion-ts/expr';
import { approxDistinct } from './functions/approx-distinct.js';
import { approxMedian } from './functions/approx-median.js';
import { approxPercentileCont } from './functions/approx-percentile-cont.js';
import { approxPercentileContWithWeight } from './functions/approx-percentile-cont-with-weight.js';
import { arrayAgg } from './functions/array-agg.js';
import { avg } from './functions/avg.js';
import { bitAnd } from './functions/bit-and.js';
import { bitOr } from './functions/bit-or.js';
import { bitXor } from './functions/bit-xor.js';
import { boolAnd } from './functions/bool-and.js';
import { boolOr } from './functions/bool-or.js';
import { corr } from './functions/corr.js';
import { count } from './functions/count.js';
import { covarPop } from './functions/covar-pop.js';
import { covarSamp } from './functions/covar-samp.js';
import { firstValue } from './functions/first-value.js';
import { grouping } from './functions/grouping.js';
import { lastValue } from './functions/last-value.js';
import { max } from './functions/max.js';
import { median } from './functions/median.js';
import { min } from './functions/min.js';
import { nthValue } from './functions/nth-value.js';
import { percentileCont } from './functions/percentile-cont.js';
import { regrAvgx } from './functions/regr-avgx.js';
import { regrAvgy } from './functions/regr-avgy.js';
import { regrCount } from './functions/regr-count.js';
import { regrIntercept } from './functions/regr-intercept.js';
import { regrR2 } from './functions/regr-r2.js';
import { regrSlope } from './functions/regr-slope.js';
import { regrSxx } from './functions/regr-sxx.js';
import { regrSxy } from './functions/regr-sxy.js';
import { regrSyy } from './functions/regr-syy.js';
import { stddev } from './functions/stddev.js';
import { stddevPop } from './functions/stddev-pop.js';
import { stringAgg } from './functions/string-agg.js';
import { sum } from './functions/sum.js';
import { varPop } from './functions/var-pop.js';
import { varSamp } from './functions/var-samp.js';

export {
  approxDistinct,
  approxMedian,
  approxPercentileCont,
  approxPercentileContWithWeight,
  arrayAgg,
  avg,
  bitAnd,
  bitOr,
  bitXor,
  boolAnd,
  boolOr,
  corr,
  count,
  covarPop,
  covarSamp,
  firstValue,
  grouping,
  lastValue,
  max,
  median,
  min,
  nthValue,
  percentileCont,
  regrAvgx,
  regrAvgy,
  regrCount,
  regrIntercept,
  regrR2,
  regrSlope,
  regrSxx,
  regrSxy,
  regrSyy,
  stddev,
  stddevPop,
  stringAgg,
  sum,
  varPop,
  varSamp,
};

/** Order of lists and structs for least and greatest values. */
export { compareNested } from './support/nested-order.js';

/** Syntax of aggregate functions (`count(*)`), for the SQL planner. */
export { aggregateFunctionPlanner } from './planner.js';

// For packs of further functions (functions-spark): what the functions of this package are written with.
export { activeRows, type RowMask } from './support/active-rows.js';
export { ArrayAggGroups } from './support/array-agg-groups.js';
export { booleanColumn, fixedColumn } from './support/columns.js';
export { DistinctCountGroups } from './support/distinct-count-groups.js';
export { DistinctValues, listScalar } from './support/distinct-values.js';
export { GroupBuffer } from './support/group-buffer.js';
export { eachList } from './support/read-values.js';
export { nullsOfBytes } from './support/seen-groups.js';
export { listField, stateField } from './support/state-fields.js';
export { withScratch } from './support/scratch.js';

/** Every aggregate function DataFusion has by default; registering one registers its aliases. */
export function allDefaultAggregateFunctions(): readonly AggregateUDF[] {
  return [
    arrayAgg,
    firstValue,
    lastValue,
    covarSamp,
    covarPop,
    corr,
    sum,
    min,
    max,
    median,
    percentileCont,
    count,
    regrSlope,
    regrIntercept,
    regrCount,
    regrR2,
    regrAvgx,
    regrAvgy,
    regrSxx,
    regrSyy,
    regrSxy,
    varSamp,
    varPop,
    stddev,
    stddevPop,
    approxMedian,
    approxDistinct,
    approxPercentileContWithWeight,
    approxPercentileCont,
    stringAgg,
    bitAnd,
    bitOr,
    bitXor,
    boolAnd,
    boolOr,
    avg,
    grouping,
    nthValue,
  ];
}
