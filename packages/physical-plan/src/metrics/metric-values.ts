import { now } from './clock.js';
import { formatRatio, humanReadableCount, humanReadableDuration, humanReadableSize } from './format.js';

/** A number that only grows. */
export class Count {
  value = 0;

  add(amount: number): void {
    this.value += amount;
  }
}

/** A number that goes up and down; the report shows the last one. */
export class Gauge {
  value = 0;

  add(amount: number): void {
    this.value += amount;
  }

  set(value: number): void {
    this.value = value;
  }

  setMax(value: number): void {
    if (value > this.value) this.value = value;
  }
}

/** Time spent, in nanoseconds. */
export class Time {
  nanoseconds = 0;

  /** Starts a stopwatch; calling the result adds the time since. */
  start(): () => void {
    const begin = now();
    return () => this.addMilliseconds(now() - begin);
  }

  /** Runs something and adds its time, whether it fails or not. */
  measure<T>(work: () => T): T {
    const begin = now();
    try {
      return work();
    } finally {
      this.addMilliseconds(now() - begin);
    }
  }

  addMilliseconds(milliseconds: number): void {
    this.nanoseconds += Math.max(milliseconds * 1e6, 1);
  }
}

/** A share, such as the selectivity of a filter. */
export class Ratio {
  part = 0;
  total = 0;

  add(part: number, total: number): void {
    this.part += part;
    this.total += total;
  }
}

/** How unevenly the partitions share the rows: 0 when all have as many, 1 when one has all. */
export class Skew {
  /** The counted rows of the partitions, as they are when the skew is asked for. */
  readonly partitions: Count[] = [];

  value(): number {
    const count = this.partitions.length;
    const sum = this.partitions.reduce((total, rows) => total + rows.value, 0);
    const squares = this.partitions.reduce((total, rows) => total + rows.value ** 2, 0);
    // As many partitions of one size would do as much.
    return count < 2 || sum === 0 ? 0 : (count - sum ** 2 / squares) / (count - 1);
  }
}

/** How many files, row groups or rows were looked at and skipped. */
export class PruningCount {
  pruned = 0;
  matched = 0;
  fullyMatched = 0;
}

/** A moment, milliseconds since 1970; undefined until recorded. */
export class Timestamp {
  milliseconds: number | undefined;

  record(): void {
    this.milliseconds = Date.now();
  }
}

/** Values of metrics by kind; the order of kinds is the order of the report. */
export type MetricValue =
  | { readonly kind: 'OutputRows' | 'OutputBatches' | 'SpillCount' | 'SpilledRows' | 'Count'; readonly value: Count }
  | { readonly kind: 'OutputBytes' | 'SpilledBytes' | 'ByteCount'; readonly value: Count }
  | { readonly kind: 'ElapsedCompute' | 'Time'; readonly value: Time }
  | { readonly kind: 'CurrentMemoryUsage' | 'ByteGauge' | 'Gauge'; readonly value: Gauge }
  | { readonly kind: 'Ratio'; readonly value: Ratio }
  | { readonly kind: 'Skew'; readonly value: Skew }
  | { readonly kind: 'PruningMetrics'; readonly value: PruningCount }
  | { readonly kind: 'StartTimestamp' | 'EndTimestamp'; readonly value: Timestamp };

export type MetricKind = MetricValue['kind'];

const REPORT_ORDER: readonly MetricKind[] = [
  'OutputRows',
  'ElapsedCompute',
  'OutputBytes',
  'OutputBatches',
  'PruningMetrics',
  'SpillCount',
  'SpilledBytes',
  'SpilledRows',
  'CurrentMemoryUsage',
  'Count',
  'ByteCount',
  'Gauge',
  'ByteGauge',
  'Time',
  'Skew',
  'Ratio',
  'StartTimestamp',
  'EndTimestamp',
];

/** Place of a kind in the report. */
export const reportOrder = (kind: MetricKind): number => REPORT_ORDER.indexOf(kind);

/** The value as EXPLAIN ANALYZE prints it. */
export function formatMetricValue(metric: MetricValue): string {
  switch (metric.kind) {
    case 'OutputRows':
    case 'OutputBatches':
    case 'SpillCount':
    case 'SpilledRows':
    case 'Count':
    case 'Gauge':
      return humanReadableCount(metric.value.value);
    case 'OutputBytes':
    case 'SpilledBytes':
    case 'ByteCount':
    case 'CurrentMemoryUsage':
    case 'ByteGauge':
      return humanReadableSize(metric.value.value);
    case 'ElapsedCompute':
    case 'Time':
      return metric.value.nanoseconds === 0 ? 'NOT RECORDED' : humanReadableDuration(metric.value.nanoseconds);
    case 'Ratio':
      return formatRatio(metric.value.part, metric.value.total);
    case 'Skew':
      return `${Number((metric.value.value() * 100).toPrecision(4))}%`;
    case 'PruningMetrics':
      return formatPruning(metric.value);
    case 'StartTimestamp':
    case 'EndTimestamp':
      return metric.value.milliseconds === undefined ? 'NONE' : formatMoment(metric.value.milliseconds);
  }
}

function formatPruning({ pruned, matched, fullyMatched }: PruningCount): string {
  const total = humanReadableCount(pruned + matched);
  const fully = fullyMatched > 0 ? ` -> ${humanReadableCount(fullyMatched)} fully matched` : '';
  return `${total} total → ${humanReadableCount(matched)} matched${fully}`;
}

const formatMoment = (milliseconds: number): string =>
  `${new Date(milliseconds).toISOString().replace('T', ' ').replace('Z', '')} UTC`;

/** An empty value of the same kind that values of several partitions can be added to. */
export function emptyLike(metric: MetricValue): MetricValue {
  switch (metric.kind) {
    case 'ElapsedCompute':
    case 'Time':
      return { kind: metric.kind, value: new Time() };
    case 'CurrentMemoryUsage':
    case 'ByteGauge':
    case 'Gauge':
      return { kind: metric.kind, value: new Gauge() };
    case 'Ratio':
      return { kind: metric.kind, value: new Ratio() };
    case 'Skew':
      return { kind: metric.kind, value: new Skew() };
    case 'PruningMetrics':
      return { kind: metric.kind, value: new PruningCount() };
    case 'StartTimestamp':
    case 'EndTimestamp':
      return { kind: metric.kind, value: new Timestamp() };
    default:
      return { kind: metric.kind, value: new Count() };
  }
}

/** Adds a value to one of the same kind. */
export function accumulate(total: MetricValue, part: MetricValue): void {
  const [a, b] = [total.value, part.value];
  if (a instanceof Count && b instanceof Count) a.add(b.value);
  else if (a instanceof Gauge && b instanceof Gauge) a.add(b.value);
  else if (a instanceof Time && b instanceof Time) a.nanoseconds += b.nanoseconds;
  else if (a instanceof Ratio && b instanceof Ratio) a.add(b.part, b.total);
  else if (a instanceof Skew && b instanceof Skew) a.partitions.push(...b.partitions);
  else if (a instanceof PruningCount && b instanceof PruningCount) {
    a.pruned += b.pruned;
    a.matched += b.matched;
    a.fullyMatched += b.fullyMatched;
  } else if (a instanceof Timestamp && b instanceof Timestamp) accumulateMoment(total.kind, a, b);
}

function accumulateMoment(kind: MetricKind, a: Timestamp, b: Timestamp): void {
  if (b.milliseconds === undefined) return;
  const pick = kind === 'StartTimestamp' ? Math.min : Math.max;
  a.milliseconds = a.milliseconds === undefined ? b.milliseconds : pick(a.milliseconds, b.milliseconds);
}
