import {
  ABSENT,
  PlanError,
  projectStatistics,
  statisticsToInexact,
  displayType,
  withEstimatedSelectivity,
  type Schema,
  type Statistics,
} from '@datafusion-ts/common';
import { Arena, type Batch, filterToSelection, selectRows, sliceBatch } from '@datafusion-ts/compute';
import { checkCancelled, type TaskContext } from '@datafusion-ts/execution';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import {
  columnIndices,
  filterFacts,
  filterStatistics,
  ProjectionMapping,
  projectExpr,
  projectPartitioning,
  projectProperties,
  type OrderedColumns,
} from '@datafusion-ts/physical-expr';
import { BatchCoalescer } from '../coalesce/batch-coalescer.js';
import { needsBefore, type ColumnNeeds } from '../column-needs.js';
import type { DisplayFormat } from '../display/display-format.js';
import type { BatchStream, ExecutionPlan, FilterRequest } from '../execution-plan.js';
import { BaselineMetrics } from '../metrics/baseline-metrics.js';
import { MetricsSet } from '../metrics/metrics-set.js';
import { givesAlike, statisticsOf } from '../plan-defaults.js';
import { lazily, orderedColumnsOf, withProperties, type PlanProperties } from '../plan-properties.js';
import { batchRows } from '../stream/batch-rows.js';
import { meteredStream } from '../stream/batch-stream.js';
import { projectBatch } from './project-batch.js';
import { executeShared, isShared } from './shared/share-sub-plans.js';

/** Share of rows, in percent, that a filter is taken to keep when nothing better is known. */
export const DEFAULT_FILTER_SELECTIVITY = 20;

/** Parts of a filter that most do not have. */
export interface FilterOptions {
  /** Output columns by input position; default all. */
  readonly projection?: readonly number[];
  /** Percent, 0 to 100; default {@link DEFAULT_FILTER_SELECTIVITY}. */
  readonly defaultSelectivity?: number;
  /** Stop after so many rows a partition. */
  readonly fetch?: number;
}

/**
 * Keeps the rows for which a predicate is true.
 *
 * Survivors are not copied: batches go on with a selection, and small ones are gathered into full batches. May be
 * reordered with anything that keeps rows apart; not below an operator that numbers or limits rows.
 *
 * Example: `FilterExec: a@0 > 1, projection=[b@1]`.
 */
export class FilterExec implements ExecutionPlan {
  readonly name = 'FilterExec';
  readonly predicate: PhysicalExpr;
  readonly input: ExecutionPlan;
  readonly projection: readonly number[] | undefined;
  readonly defaultSelectivity: number;
  readonly fetch: number | undefined;
  readonly schema: Schema;
  readonly properties: PlanProperties;
  readonly cardinalityEffect = 'LowerEqual';
  readonly supportsLimitPushdown = false;
  readonly #metrics = new MetricsSet();

  /**
   * `kept`: the same filter over an input whose columns and properties are the same; `like`: one of the same rows by the same
   * predicate.
   */
  constructor(
    predicate: PhysicalExpr,
    input: ExecutionPlan,
    options: FilterOptions = {},
    kept?: FilterExec,
    like = kept,
  ) {
    if (like === undefined) checkPredicate(predicate, input.schema);
    this.predicate = predicate;
    this.input = input;
    this.projection = options.projection;
    this.defaultSelectivity = options.defaultSelectivity ?? DEFAULT_FILTER_SELECTIVITY;
    this.fetch = options.fetch;
    this.schema =
      kept?.schema ?? (options.projection === undefined ? input.schema : input.schema.project(options.projection));
    this.properties = kept?.properties ?? filterProperties(predicate, input, options.projection, this.schema);
  }

  /** With a limit, fewer rows are looked at for nothing. */
  get streamedInput(): ExecutionPlan | undefined {
    return this.fetch === undefined ? this.input : undefined;
  }

  get #options(): FilterOptions {
    return {
      defaultSelectivity: this.defaultSelectivity,
      ...(this.projection === undefined ? {} : { projection: this.projection }),
      ...(this.fetch === undefined ? {} : { fetch: this.fetch }),
    };
  }

  children(): readonly ExecutionPlan[] {
    return [this.input];
  }

  withNewChildren(children: readonly ExecutionPlan[]): ExecutionPlan {
    const input = children[0]!;
    return new FilterExec(this.predicate, input, this.#options, givesAlike(input, this.input) ? this : undefined);
  }

  /** The same filter giving out other columns (positions in its input). */
  withProjection(projection: readonly number[] | undefined): FilterExec {
    const { projection: _replaced, ...rest } = this.#options;
    const options = projection === undefined ? rest : { ...rest, projection };
    return new FilterExec(this.predicate, this.input, options, undefined, this);
  }

  withFetch(fetch: number | undefined): ExecutionPlan {
    const { fetch: _replaced, ...rest } = this.#options;
    return new FilterExec(this.predicate, this.input, fetch === undefined ? rest : { ...rest, fetch }, this);
  }

  maintainsInputOrder(): readonly boolean[] {
    return [true];
  }

  expressions(): readonly PhysicalExpr[] {
    return [this.predicate];
  }

  metrics(): MetricsSet {
    return this.#metrics;
  }

  partitionStatistics(partition: number | undefined): Statistics {
    const statistics = estimate(
      statisticsOf(this.input, partition),
      this.predicate,
      this.input.schema,
      this.defaultSelectivity,
    );
    return projectStatistics(statistics, this.projection);
  }

  execute(partition: number, context: TaskContext): BatchStream {
    return executeShared(this, partition, context, (own) => this.#start(partition, own));
  }

  /** Others that read the rows along need them all. */
  executeNeeding(partition: number, context: TaskContext, needs: ColumnNeeds): BatchStream | undefined {
    return isShared(this, context) ? undefined : this.#start(partition, context, needs);
  }

  #start(partition: number, context: TaskContext, needs?: ColumnNeeds): BatchStream {
    const baseline = new BaselineMetrics(this.#metrics, partition);
    const selectivity = this.#metrics.ratio('selectivity', partition, { type: 'summary' });
    const { schema } = this;
    const onRows = (seen: number, passed: number): void => selectivity.add(passed, seen);
    const kept =
      this.#executeInInput(partition, context, onRows, needs) ??
      this.#keepRows(this.#inputRows(partition, context, needs), context, baseline, onRows);
    return meteredStream(schema, baseline, () => this.#coalesced(kept, context));
  }

  /** The rows that pass, when the input leaves out the others itself. */
  #executeInInput(
    partition: number,
    context: TaskContext,
    onRows: FilterRequest['onRows'],
    needs: ColumnNeeds | undefined,
  ): AsyncIterable<Batch> | undefined {
    const { predicate, projection: columns } = this;
    return this.input.executeFiltered?.(partition, context, { predicate, columns, onRows, needs });
  }

  /** The rows to choose from; the predicate's columns are needed whatever becomes of them. */
  #inputRows(partition: number, context: TaskContext, needs: ColumnNeeds | undefined): BatchStream {
    const { input, predicate, projection } = this;
    return (
      input.executeFor?.(partition, context, predicate) ??
      (needs && input.executeNeeding?.(partition, context, needsBefore(needs, projection, columnIndices(predicate)))) ??
      input.execute(partition, context)
    );
  }

  async *#keepRows(
    input: BatchStream,
    context: TaskContext,
    baseline: BaselineMetrics,
    onRows: FilterRequest['onRows'],
  ): AsyncGenerator<Batch, void, undefined> {
    const arena = new Arena();
    try {
      for await (const batch of input) {
        checkCancelled(context);
        arena.reset();
        const kept = baseline.elapsedCompute.measure(() =>
          projectBatch(keepRows(batch, this.predicate, arena), this.schema, this.projection),
        );
        onRows(batch.rowCount, kept.rowCount);
        yield kept;
      }
    } finally {
      arena.release();
    }
  }

  /** Full batches of the rows that pass, up to the limit. */
  async *#coalesced(kept: AsyncIterable<Batch>, context: TaskContext): AsyncGenerator<Batch, void, undefined> {
    const arena = new Arena();
    const coalescer = new BatchCoalescer(this.schema, batchRows(this.#metrics, context));
    let left = this.fetch ?? Infinity;
    try {
      for await (const batch of kept) {
        checkCancelled(context);
        arena.reset();
        for (const full of coalescer.push(limitRows(batch, left, arena))) yield full;
        left -= batch.rowCount;
        if (left <= 0) break;
      }
      yield* coalescer.finish();
    } finally {
      coalescer.release();
      arena.release();
    }
  }

  fmtAs(format: DisplayFormat): string {
    if (format === 'tree') {
      return `${this.fetch === undefined ? '' : `fetch=${this.fetch}\n`}predicate=${this.predicate.fmtSql()}`;
    }
    const columns = this.projection?.map((i) => `${this.input.schema.field(i).name}@${i}`).join(', ');
    const projection = columns === undefined ? '' : `, projection=[${columns}]`;
    const fetch = this.fetch === undefined ? '' : `, fetch=${this.fetch}`;
    return `FilterExec: ${this.predicate.toString()}${projection}${fetch}`;
  }
}

function checkPredicate(predicate: PhysicalExpr, input: Schema): void {
  const type = predicate.dataType(input);
  if (type.kind !== 'Boolean') {
    throw new PlanError(`Filter predicate must return BOOLEAN values, got ${displayType(type)}`);
  }
}

/** The rows of a batch for which the predicate is true, as a selection; the batch itself when all are. */
export function keepRows(batch: Batch, predicate: PhysicalExpr, arena: Arena): Batch {
  if (batch.rowCount === 0) return batch;
  const chosen = filterToSelection(predicate.evaluate(batch, arena), batch.rowCount, arena);
  return chosen.count === batch.rowCount ? batch : selectRows(batch, chosen, arena);
}

const limitRows = (batch: Batch, rows: number, arena: Arena): Batch =>
  batch.rowCount <= rows ? batch : sliceBatch(batch, 0, rows, arena);

function filterProperties(
  predicate: PhysicalExpr,
  input: ExecutionPlan,
  projection: readonly number[] | undefined,
  schema: Schema,
): PlanProperties {
  const facts = lazily(() => filterFacts(predicate, input.properties.equivalence));
  const columns = (): OrderedColumns => orderedColumnsOf(input.properties).filteredBy(predicate);
  if (projection === undefined) {
    return withProperties(input.properties, { equivalence: facts, orderedColumns: columns });
  }
  const mapping = lazily(() => ProjectionMapping.fromIndices(projection, input.schema));
  return withProperties(input.properties, {
    equivalence: () => projectProperties(facts(), mapping(), schema),
    orderedColumns: () => columns().at(projection),
    partitioning: projectPartitioning(input.properties.partitioning, (expr) => projectExpr(facts(), expr, mapping())),
  });
}

function estimate(input: Statistics, predicate: PhysicalExpr, schema: Schema, defaultPercent: number): Statistics {
  const analyzed = filterStatistics(predicate, schema, input);
  if (analyzed !== undefined) return analyzed;
  const share = defaultPercent / 100;
  return {
    ...statisticsToInexact(input),
    numRows: withEstimatedSelectivity(input.numRows, share),
    totalByteSize:
      input.totalByteSize.kind === 'Absent' ? ABSENT : withEstimatedSelectivity(input.totalByteSize, share),
  };
}
