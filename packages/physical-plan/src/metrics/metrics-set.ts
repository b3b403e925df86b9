import {
  accumulate,
  Count,
  emptyLike,
  formatMetricValue,
  Gauge,
  PruningCount,
  Ratio,
  reportOrder,
  Skew,
  Time,
  Timestamp,
  type MetricKind,
  type MetricValue,
} from './metric-values.js';

/** Who a metric is for: `summary` ones are shown at every level, `dev` ones only at level dev. */
export type MetricType = 'summary' | 'dev';

/** What a metric measures, for `datafusion.explain.analyze_categories`. */
export type MetricCategory = 'rows' | 'bytes' | 'timing' | 'uncategorized';

/** Details of a metric that most do not have. */
export interface MetricOptions {
  /** Default: `dev`. */
  readonly type?: MetricType;
  /** Default: by kind. */
  readonly category?: MetricCategory;
  /** Printed in verbose reports behind the partition: `{partition=0, expr=a + 1}`. */
  readonly labels?: readonly (readonly [name: string, value: string])[];
  /** Report the kind of a count, gauge or time as bytes. */
  readonly bytes?: boolean;
}

/** One figure of one partition of an operator. */
export interface Metric {
  readonly name: string;
  readonly metric: MetricValue;
  readonly partition: number | undefined;
  readonly labels: readonly (readonly [string, string])[];
  readonly type: MetricType;
  readonly category: MetricCategory;
}

/** Which metrics a report shows. */
export interface MetricFilter {
  /** Default: all. */
  readonly types?: readonly MetricType[];
  /** Default: all. */
  readonly categories?: readonly MetricCategory[];
}

/** The figures an operator collects while it runs: one entry a metric and partition. */
export class MetricsSet {
  readonly #metrics: Metric[] = [];

  get metrics(): readonly Metric[] {
    return this.#metrics;
  }

  /** A counter, `name=12.35 K`. */
  counter(name: string, partition: number | undefined, options: MetricOptions = {}): Count {
    const value = new Count();
    this.#add(name, { kind: options.bytes === true ? 'ByteCount' : 'Count', value }, partition, options);
    return value;
  }

  gauge(name: string, partition: number | undefined, options: MetricOptions = {}): Gauge {
    const value = new Gauge();
    this.#add(name, { kind: options.bytes === true ? 'ByteGauge' : 'Gauge', value }, partition, options);
    return value;
  }

  time(name: string, partition: number | undefined, options: MetricOptions = {}): Time {
    const value = new Time();
    this.#add(name, { kind: 'Time', value }, partition, options);
    return value;
  }

  ratio(name: string, partition: number | undefined, options: MetricOptions = {}): Ratio {
    const value = new Ratio();
    this.#add(name, { kind: 'Ratio', value }, partition, options);
    return value;
  }

  /** Adds how evenly the partitions share the rows they give out; to be called once a partition, after `outputRows`. */
  outputRowsSkew(partition: number): void {
    const rows = this.#metrics.find((metric) => metric.name === 'output_rows' && metric.partition === partition);
    const value = new Skew();
    if (rows?.metric.value instanceof Count) value.partitions.push(rows.metric.value);
    this.#add('output_rows_skew', { kind: 'Skew', value }, partition, { category: 'uncategorized' });
  }

  pruning(name: string, partition: number | undefined, options: MetricOptions = {}): PruningCount {
    const value = new PruningCount();
    this.#add(name, { kind: 'PruningMetrics', value }, partition, options);
    return value;
  }

  outputRows(partition: number | undefined): Count {
    return this.#count('output_rows', 'OutputRows', partition, { type: 'summary' });
  }
  outputBytes(partition: number | undefined): Count {
    return this.#count('output_bytes', 'OutputBytes', partition, { type: 'summary' });
  }
  outputBatches(partition: number | undefined): Count {
    return this.#count('output_batches', 'OutputBatches', partition, {});
  }
  spillCount(partition: number | undefined): Count {
    return this.#count('spill_count', 'SpillCount', partition, {});
  }
  spilledBytes(partition: number | undefined): Count {
    return this.#count('spilled_bytes', 'SpilledBytes', partition, {});
  }
  spilledRows(partition: number | undefined): Count {
    return this.#count('spilled_rows', 'SpilledRows', partition, {});
  }

  elapsedCompute(partition: number | undefined): Time {
    const value = new Time();
    this.#add('elapsed_compute', { kind: 'ElapsedCompute', value }, partition, { type: 'summary' });
    return value;
  }

  startTimestamp(partition: number | undefined): Timestamp {
    const value = new Timestamp();
    this.#add('start_timestamp', { kind: 'StartTimestamp', value }, partition, {});
    return value;
  }
  endTimestamp(partition: number | undefined): Timestamp {
    const value = new Timestamp();
    this.#add('end_timestamp', { kind: 'EndTimestamp', value }, partition, {});
    return value;
  }

  /** Rows given out over all partitions; undefined when not measured. */
  totalOutputRows(): number | undefined {
    return this.sumByName('output_rows');
  }

  /** Sum of a counter over all partitions; undefined when there is none of that name. */
  sumByName(name: string): number | undefined {
    const parts = this.#metrics.filter((metric) => metric.name === name);
    if (parts.length === 0) return undefined;
    return parts.reduce(
      (sum, { metric: { value } }) => sum + (value instanceof Count || value instanceof Gauge ? value.value : 0),
      0,
    );
  }

  /** Forgets what was measured. */
  clear(): void {
    this.#metrics.length = 0;
  }

  /** Adds the metrics of another set. */
  extend(other: MetricsSet): void {
    this.#metrics.push(...other.#metrics);
  }

  /** `output_rows=2, elapsed_compute=5.10µs`: partitions added up, in the order of the report, timestamps left out. */
  formatAggregated(filter: MetricFilter = {}): string {
    const totals = new Map<string, Metric>();
    for (const metric of this.#shown(filter)) {
      if (metric.metric.kind === 'StartTimestamp' || metric.metric.kind === 'EndTimestamp') continue;
      const total = totals.get(metric.name) ?? { ...metric, metric: emptyLike(metric.metric) };
      accumulate(total.metric, metric.metric);
      totals.set(metric.name, total);
    }
    return [...totals.values()]
      .sort(
        (a, b) => placeOf(a) - placeOf(b) || pruningOrder(a.name) - pruningOrder(b.name) || compareText(a.name, b.name),
      )
      .map((total) => `${total.name}=${formatMetricValue(total.metric)}`)
      .join(', ');
  }

  /** Every metric of every partition with its labels. */
  formatFull(filter: MetricFilter = {}): string {
    return this.#shown(filter)
      .map(({ name, metric, partition, labels }) => {
        const tags = [...(partition === undefined ? [] : [['partition', String(partition)] as const]), ...labels];
        const suffix = tags.length === 0 ? '' : `{${tags.map(([key, value]) => `${key}=${value}`).join(', ')}}`;
        return `${name}${suffix}=${formatMetricValue(metric)}`;
      })
      .join(', ');
  }

  #shown(filter: MetricFilter): readonly Metric[] {
    return this.#metrics.filter(
      (metric) =>
        (filter.types === undefined || filter.types.includes(metric.type)) &&
        (filter.categories === undefined || filter.categories.includes(metric.category)),
    );
  }

  #count(
    name: string,
    kind: 'OutputRows' | 'OutputBatches' | 'SpillCount' | 'SpilledRows' | 'OutputBytes' | 'SpilledBytes',
    partition: number | undefined,
    options: MetricOptions,
  ): Count {
    const value = new Count();
    this.#add(name, { kind, value }, partition, options);
    return value;
  }

  #add(name: string, metric: MetricValue, partition: number | undefined, options: MetricOptions): void {
    this.#metrics.push({
      name,
      metric,
      partition,
      labels: options.labels ?? [],
      type: options.type ?? 'dev',
      category: options.category ?? categoryOf(metric.kind),
    });
  }
}

function categoryOf(kind: MetricKind): MetricCategory {
  switch (kind) {
    case 'OutputBytes':
    case 'SpilledBytes':
    case 'ByteCount':
    case 'ByteGauge':
    case 'CurrentMemoryUsage':
      return 'bytes';
    case 'ElapsedCompute':
    case 'Time':
    case 'StartTimestamp':
    case 'EndTimestamp':
      return 'timing';
    case 'Gauge':
      return 'uncategorized';
    default:
      return 'rows';
  }
}

/** Pruning figures are reported in the order in which a scan prunes. */
const PRUNING_ORDER = [
  'files_ranges_pruned_statistics',
  'row_groups_pruned_statistics',
  'row_groups_pruned_bloom_filter',
  'page_index_pages_pruned',
  'page_index_pages_skipped_by_fully_matched',
  'page_index_rows_pruned',
  'limit_pruned_row_groups',
];

/** Place in the report by kind; what a scan skips stands among the figures of pruning. */
const placeOf = ({ name, metric }: Metric): number =>
  reportOrder(pruningOrder(name) < 0 ? metric.kind : 'PruningMetrics');

const pruningOrder = (name: string): number => PRUNING_ORDER.indexOf(name);

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
