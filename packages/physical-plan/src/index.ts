// The node interface and its properties
export type { ColumnNeeds } from './column-needs.js';
export type { BatchStream, ExecutionPlan, FilterRequest, OrderingRequirement } from './execution-plan.js';
export {
  BOUNDED,
  longestPermutation,
  mayBeOrdered,
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
  resetPlan,
  requiredInputDistribution,
  requiredInputOrdering,
  statisticsOf,
  supportsLimitPushdown,
  withFetch,
  withNewChildrenIfNecessary,
} from './plan-defaults.js';
export { batchRows } from './stream/batch-rows.js';
export { batchStream, emptyStream, meteredStream, streamOf } from './stream/batch-stream.js';
export { pause } from './stream/cooperate.js';
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
// Streams
export { chainStreams, collect, collectPartitioned, executeStream } from './stream/collect.js';
export { mergeStreams, spawnBuffered } from './stream/merge-streams.js';
export { deriveContext, endExecution, findByContext, onExecutionEnd, perExecution } from './stream/per-execution.js';
// Display
export type { DisplayFormat } from './display/display-format.js';
export { displayNode, displayPlanIndent, displaySchema, type IndentOptions } from './display/plan-indent.js';
export { displayPlanTree } from './display/plan-tree.js';
export { displayPlanGraphviz } from './display/plan-graphviz.js';
// Operators
export { AnalyzeExec, type AnalyzeOptions } from './operators/analyze.js';
export { AsyncFuncExec, type AsyncCall } from './operators/async-func.js';
export { BufferExec } from './operators/buffer.js';
export { BatchCoalescer } from './coalesce/batch-coalescer.js';
export { CoalesceBatchesExec } from './coalesce/coalesce-batches.js';
export { CoalescePartitionsExec } from './coalesce/coalesce-partitions.js';
export { CooperativeExec } from './operators/cooperative.js';
export { COUNT_SCHEMA, DataSinkExec, type DataSink } from './operators/data-sink.js';
export { EmptyExec } from './operators/empty.js';
export { EXPLAIN_SCHEMA, ExplainExec, textBatch } from './operators/explain.js';
export { DEFAULT_FILTER_SELECTIVITY, FilterExec, keepRows, type FilterOptions } from './operators/filter.js';
export { GlobalLimitExec } from './limits/global-limit.js';
export { LocalLimitExec } from './limits/local-limit.js';
export { limitBatches } from './limits/limit-batches.js';
export { LazyMemoryExec, type LazyBatchGenerator } from './operators/lazy-memory.js';
export { OutputRequirementExec } from './operators/output-requirement.js';
export { PlaceholderRowExec } from './operators/placeholder-row.js';
export {
  formatProjectionExpr,
  ProjectionExec,
  projectionStatistics,
  type ProjectionExpr,
} from './operators/projection.js';
export { projectBatch } from './operators/project-batch.js';
export { RecursiveQueryExec } from './operators/recursive-query.js';
export { RepartitionExec } from './operators/repartition.js';
export { executeShared, leafToRun, shareGroups, type SharedSubPlanParts } from './operators/shared/share-sub-plans.js';
export { narrows } from './operators/shared/filter-effect.js';
export { keepsAllRows, passesAllRows } from './operators/all-rows.js';
export { shareSubPlans } from './operators/shared/begin-sharing.js';
export { ScalarSubqueryExec, type ScalarSubqueryLink } from './operators/scalar-subquery.js';
export { StreamingTableExec, type PartitionStream, type StreamingTableParts } from './operators/streaming-table.js';
export { canInterleave, InterleaveExec, UnionExec } from './operators/union.js';
export { mergeStatistics } from './operators/merge-statistics.js';
export { UnnestExec, type ListUnnest } from './operators/unnest.js';
export { WorkTable, WorkTableExec } from './operators/work-table.js';
// Sorting
export { SortExec, type SortExecOptions } from './sorts/sort.js';
export { SortPreservingMergeExec } from './sorts/sort-preserving-merge.js';
export { PartialSortExec } from './sorts/partial-sort.js';
export { mergeSortedStreams, type MergeInput } from './sorts/merge.js';
export { sortBatches, takeSorted, type SortedRows } from './sorts/sort-batches.js';
export { splitByPrefix, type PrefixComparer } from './sorts/prefix-groups.js';
// Spilling
export { SpillFile } from './spill/spill-file.js';
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
// Joins
export type { ColumnIndex, JoinFilter, JoinOn } from './joins/join-parts.js';
export { joinSchema, type JoinedSchema } from './joins/join-schema.js';
export { estimateJoinStatistics, maxDistinctCount } from './joins/join-statistics.js';
export { HashJoinExec, type HashJoinExecParts, type PartitionMode } from './joins/hash-join.js';
export { NestedLoopJoinExec, type NestedLoopJoinExecParts } from './joins/nested-loop-join.js';
export { CrossJoinExec } from './joins/cross-join.js';
// Windows
export { WindowAggExec } from './windows/window-agg.js';
export { BoundedWindowAggExec } from './windows/bounded-window-agg.js';
export { usesBoundedMemory } from './windows/uses-bounded-memory.js';
export { windowSchema } from './windows/window-requirements.js';
export { SortMergeJoinExec, type SortMergeJoinExecParts } from './joins/sort-merge-join.js';
export {
  PiecewiseMergeJoinExec,
  type PiecewiseMergeJoinExecParts,
  type RangeOperator,
} from './joins/piecewise-merge-join.js';
