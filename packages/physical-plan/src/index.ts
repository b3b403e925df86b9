// The node interface and its properties
export type { BatchStream, ExecutionPlan, OrderingRequirement } from './execution-plan.js';
export {
  BOUNDED,
  planProperties,
  sourceProperties,
  withProperties,
  type Boundedness,
  type EmissionType,
  type EvaluationType,
  type PlanProperties,
  type PlanPropertiesInit,
  type SchedulingType,
} from './plan-properties.js';
export {
  benefitsFromInputPartitioning,
  cardinalityEffect,
  expressionsOf,
  maintainsInputOrder,
  metricsOf,
  outputPartitionCount,
  repartitioned,
  requiredInputDistribution,
  requiredInputOrdering,
  statisticsOf,
  supportsLimitPushdown,
  withFetch,
  withNewChildrenIfNecessary,
} from './plan-defaults.js';
export { batchStream, emptyStream, meteredStream, streamOf } from './stream/batch-stream.js';
// Metrics
export { BaselineMetrics, SpillMetrics } from './metrics/baseline-metrics.js';
export { estimateBatchBytes } from './metrics/batch-size.js';
export {
  MetricsSet,
  type Metric,
  type MetricCategory,
  type MetricFilter,
  type MetricOptions,
  type MetricType,
} from './metrics/metrics-set.js';
export { Count, Gauge, PruningCount, Ratio, Time, Timestamp, type MetricValue } from './metrics/metric-values.js';
export { formatRatio, humanReadableCount, humanReadableDuration } from './metrics/format.js';
// Display
export type { DisplayFormat } from './display/display-format.js';
// Aggregation
export { aggregateSchema, AggregateExec, type AggregateExecParts } from './aggregates/aggregate-exec.js';
export {
  formatInputOrderMode,
  givesStates,
  readsRows,
  type AggregateMode,
  type InputOrderMode,
  type LimitOptions,
} from './aggregates/aggregate-mode.js';
export { GROUPING_ID, PhysicalGroupBy } from './aggregates/physical-group-by.js';
export { finerAggregateOrdering, type AggregateOrdering } from './aggregates/ordering-requirement.js';
export { GroupsAccumulatorAdapter } from './aggregates/groups-adapter.js';
