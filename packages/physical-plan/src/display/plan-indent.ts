import { displayStatistics, displayType, type Schema } from '@datafusion-ts/common';
import type { ExecutionPlan } from '../execution-plan.js';
import type { MetricFilter } from '../metrics/metrics-set.js';
import { metricsOf, statisticsOf } from '../plan-defaults.js';

/** What is printed besides the operators. */
export interface IndentOptions {
  readonly verbose?: boolean;
  readonly showStatistics?: boolean;
  readonly showSchema?: boolean;
  /** Metrics added up over partitions, or each by itself. */
  readonly metrics?: 'aggregated' | 'full';
  readonly metricFilter?: MetricFilter;
}

/** A plan with one operator a line, children indented by two: what EXPLAIN prints. */
export function displayPlanIndent(plan: ExecutionPlan, options: IndentOptions = {}): string {
  const lines: string[] = [];
  addLines(plan, 0, options, lines);
  return `${lines.join('\n')}\n`;
}

function addLines(plan: ExecutionPlan, depth: number, options: IndentOptions, lines: string[]): void {
  lines.push('  '.repeat(depth) + displayNode(plan, options));
  for (const child of plan.children()) addLines(child, depth + 1, options, lines);
}

/** One operator's line. */
export function displayNode(plan: ExecutionPlan, options: IndentOptions = {}): string {
  const parts = [plan.fmtAs(options.verbose === true ? 'verbose' : 'default')];
  if (options.metrics !== undefined) parts.push(`metrics=[${metricsText(plan, options)}]`);
  if (options.showStatistics === true) parts.push(`statistics=[${displayStatistics(statisticsOf(plan))}]`);
  if (options.showSchema === true) parts.push(`schema=[${displaySchema(plan.schema)}]`);
  return parts.join(', ');
}

function metricsText(plan: ExecutionPlan, options: IndentOptions): string {
  const metrics = metricsOf(plan);
  if (metrics === undefined) return '';
  return options.metrics === 'full'
    ? metrics.formatFull(options.metricFilter)
    : metrics.formatAggregated(options.metricFilter);
}

/** `a:Int32;N, b:Utf8View`: names, types, and `;N` where null is possible. */
export function displaySchema(schema: Schema): string {
  return schema.fields
    .map((field) => `${field.name}:${displayType(field.dataType)}${field.nullable ? ';N' : ''}`)
    .join(', ');
}
