import type { Schema } from '@datafusion-ts/common';
import { Arena, type Batch } from '@datafusion-ts/compute';
import { checkCancelled, type TaskContext } from '@datafusion-ts/execution';
import {
  unknownPartitioning,
  unspecifiedDistribution,
  EquivalenceProperties,
  type Distribution,
} from '@datafusion-ts/physical-expr';
import type { DisplayFormat } from '../display/display-format.js';
import { displayPlanIndent } from '../display/plan-indent.js';
import type { BatchStream, ExecutionPlan } from '../execution-plan.js';
import { humanReadableDuration } from '../metrics/format.js';
import type { MetricCategory, MetricFilter, MetricType } from '../metrics/metrics-set.js';
import { planProperties, type PlanProperties } from '../plan-properties.js';
import { batchStream } from '../stream/batch-stream.js';
import { executeStream } from '../stream/collect.js';
import { textBatch } from './explain.js';

/** What EXPLAIN ANALYZE prints. */
export interface AnalyzeOptions {
  readonly verbose: boolean;
  readonly showStatistics: boolean;
  /** Metrics by level; default all. */
  readonly types?: readonly MetricType[];
  /** Metrics by category; default all. */
  readonly categories?: readonly MetricCategory[];
}

/** EXPLAIN ANALYZE: runs a plan to its end, throws its rows away, and gives out its text with metrics. */
export class AnalyzeExec implements ExecutionPlan {
  readonly name = 'AnalyzeExec';
  readonly input: ExecutionPlan;
  readonly options: AnalyzeOptions;
  readonly schema: Schema;
  readonly properties: PlanProperties;

  constructor(options: AnalyzeOptions, input: ExecutionPlan, schema: Schema) {
    this.options = options;
    this.input = input;
    this.schema = schema;
    this.properties = planProperties({
      equivalence: new EquivalenceProperties(schema),
      partitioning: unknownPartitioning(1),
      boundedness: input.properties.boundedness,
      emissionType: 'Final',
    });
  }

  children(): readonly ExecutionPlan[] {
    return [this.input];
  }

  withNewChildren(children: readonly ExecutionPlan[]): ExecutionPlan {
    return new AnalyzeExec(this.options, children[0]!, this.schema);
  }

  requiredInputDistribution(): readonly Distribution[] {
    return [unspecifiedDistribution];
  }

  benefitsFromInputPartitioning(): readonly boolean[] {
    return [false];
  }

  execute(_partition: number, context: TaskContext): BatchStream {
    return batchStream(this.schema, () => this.#run(context));
  }

  async *#run(context: TaskContext): AsyncGenerator<Batch, void, undefined> {
    const start = performance.now();
    let rows = 0;
    for await (const batch of executeStream(this.input, context)) {
      checkCancelled(context);
      rows += batch.rowCount;
    }
    const nanoseconds = (performance.now() - start) * 1e6;
    const arena = new Arena();
    try {
      yield textBatch(this.schema, this.#report(rows, nanoseconds), arena);
    } finally {
      arena.release();
    }
  }

  #report(rows: number, nanoseconds: number): readonly (readonly [string, string])[] {
    const { verbose, showStatistics, types, categories } = this.options;
    const metricFilter: MetricFilter = {
      ...(types === undefined ? {} : { types }),
      ...(categories === undefined ? {} : { categories }),
    };
    const text = (metrics: 'aggregated' | 'full'): string =>
      displayPlanIndent(this.input, { verbose, showStatistics, metrics, metricFilter });
    const report: (readonly [string, string])[] = [['Plan with Metrics', text('aggregated')]];
    if (verbose) {
      report.push(['Plan with Full Metrics', text('full')]);
      report.push(['Output Rows', String(rows)]);
      report.push(['Duration', humanReadableDuration(nanoseconds)]);
    }
    return report;
  }

  fmtAs(format: DisplayFormat): string {
    return format === 'tree' ? '' : `AnalyzeExec verbose=${this.options.verbose}`;
  }
}
