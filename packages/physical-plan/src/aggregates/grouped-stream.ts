/**
 * GROUP BY by hashing: rows get group numbers from a `GroupTable`, aggregates keep their state in columns by group
 * number, and results come out in batches in order of first appearance.
 *
 * - Ordered input: groups that cannot get more rows are given out at once (`group-order.ts`).
 * - `lim`: reading stops when there are enough groups.
 * - Partial aggregation that does not reduce passes rows on as states (`skip-probe.ts`).
 * - Groups by the million are aggregated partition by partition (`partitioned/`).
 * - Memory refused: partial aggregation gives out what it has, other stages write their states to disk
 *   (`group-spill.ts`).
 * - The grouping set `()` has a group even when there are no rows.
 */
import { InternalError, ScalarValue } from '@datafusion-ts/common';
import {
  Arena,
  Batch,
  concatBatches,
  constantVector,
  mem,
  nullVector,
  sliceBatch,
  sliceVector,
  type ColumnVector,
} from '@datafusion-ts/compute';
import { checkCancelled, MemoryConsumer, type MemoryReservation, type TaskContext } from '@datafusion-ts/execution';
import type { GroupIndices, SpreadGroups } from '@datafusion-ts/expr-common';
import { Column } from '@datafusion-ts/physical-expr';
import type { BatchStream } from '../execution-plan.js';
import { WholeBatches } from '../operators/whole-batch.js';
import { countAggregated, readInLargeBatches } from '../stream/batch-rows.js';
import { meteredStream } from '../stream/batch-stream.js';
import { pause } from '../stream/cooperate.js';
import type { AggregateExec } from './aggregate-exec.js';
import { callInputs, evaluateAll, evaluateArguments, groupKeys, type CallInputs } from './aggregate-inputs.js';
import { givesStates, readsRows, type InputOrderMode } from './aggregate-mode.js';
import { DeferredCharge } from './deferred-charge.js';
import { FinestGroups, keysOfSet, type FinestStates } from './finest-groups.js';
import { GroupMetrics } from './group-metrics.js';
import { makeGroupOrder, type GroupOrder } from './group-order.js';
import { GroupState } from './group-state.js';
import { GroupSpills } from './group-spill.js';
import { SpreadRows } from './spread-rows.js';
import { bestGroups, isTopK } from './best-groups.js';
import { GROUPING_ID } from './physical-group-by.js';
import { Dealing } from './partitioned/dealing.js';
import type { PartitionedGroups } from './partitioned/partitioned-groups.js';
import { PARTITIONS } from './partitioned/row-partitions.js';
import { SetCascade } from './set-cascade.js';
import { SkipProbe } from './skip-probe.js';
import { isResourcesExhausted } from './ungrouped-stream.js';

/** Starts the aggregation of one partition, whose metrics are `measured`'s: by default its own. */
export function groupedStream(
  exec: AggregateExec,
  partition: number,
  context: TaskContext,
  measured: AggregateExec = exec,
): BatchStream {
  const probe = mayProbe(exec);
  const metrics = new GroupMetrics(measured, partition, probe);
  return meteredStream(exec.schema, metrics.baseline, async function* () {
    const run = new GroupedRun(exec, partition, context, metrics, probe);
    try {
      if (exec.limitOptions === undefined) readInLargeBatches(exec.input, context);
      for await (const batch of exec.input.execute(partition, context)) {
        checkCancelled(context);
        countAggregated(context);
        yield* run.consume(batch);
        await run.makeRoom();
        if (run.hasEnough) break;
      }
      yield* run.finish();
    } finally {
      run.release();
    }
  });
}

/** Rows may be passed on ungrouped when a later stage groups them anyway and the order does not matter. */
const mayProbe = (exec: AggregateExec): boolean =>
  exec.mode === 'Partial' && exec.inputOrderMode.kind === 'Linear' && exec.groupBy.isSingle;

/**
 * The order that tells when groups are complete. Keys of grouping sets are NULL in some rows and values in others, so an
 * order of theirs that was derived from constants does not hold.
 */
const emissionOrder = ({ groupBy, inputOrderMode }: AggregateExec): InputOrderMode =>
  groupBy.hasGroupingSet || groupBy.exprs.some(({ alias }) => alias === GROUPING_ID)
    ? { kind: 'Linear' }
    : inputOrderMode;

/** Whether rows that do not count may come along: some aggregate has a use for that, and none a filter of its own. */
const mayAddWhole = ({ mode, groupBy, filters }: AggregateExec, { accumulators }: GroupState): boolean =>
  readsRows(mode) &&
  !groupBy.hasGroupingSet &&
  filters.every((filter) => filter === undefined) &&
  accumulators.some(({ updateSpread }) => updateSpread !== undefined);

/** One partition's aggregation. */
class GroupedRun {
  readonly #exec: AggregateExec;
  readonly #context: TaskContext;
  readonly #metrics: GroupMetrics;
  readonly #calls: readonly CallInputs[];
  readonly #state: GroupState;
  readonly #order: GroupOrder | undefined;
  readonly #probe: SkipProbe | undefined;
  readonly #charge = new DeferredCharge();
  readonly #reservation: MemoryReservation;
  readonly #batchSize: number;
  readonly #spills: GroupSpills | undefined;
  /** Where rows of grouping sets go first. */
  readonly #finest: FinestGroups | undefined;
  /** Scratch of one input batch. */
  readonly #work = new Arena();
  /** Groups taken out and not given out yet. */
  readonly #output = new Arena();
  /** One output batch. */
  readonly #slice = new Arena();
  /** Evaluates on rows that do not count, too, where that is less work. */
  readonly #whole: WholeBatches | undefined;
  readonly #dealing: Dealing;
  /** Holds all groups once there are many. */
  #partitioned: PartitionedGroups | undefined;
  #refused: unknown;
  #sawRows = false;

  constructor(exec: AggregateExec, partition: number, context: TaskContext, metrics: GroupMetrics, probe: boolean) {
    this.#exec = exec;
    this.#context = context;
    this.#metrics = metrics;
    this.#calls = callInputs(exec);
    this.#batchSize = context.config.execution.batchSize;
    const keyTypes = exec.schema.fields.slice(0, exec.groupBy.outputCount).map(({ dataType }) => dataType);
    this.#state = new GroupState(keyTypes, exec.aggregates, this.#charge);
    this.#finest = FinestGroups.for(exec, this.#charge);
    this.#order = makeGroupOrder(emissionOrder(exec), keyTypes, this.#charge);
    const { skipPartialAggregationProbeRowsThreshold: rows, skipPartialAggregationProbeRatioThreshold: ratio } =
      context.config.execution;
    const convertible = this.#state.accumulators.every((accumulator) => accumulator.convertToState !== undefined);
    this.#probe = probe && convertible ? new SkipProbe(rows, ratio) : undefined;
    this.#whole = mayAddWhole(exec, this.#state)
      ? new WholeBatches(this.#calls.flatMap(({ exprs }) => exprs))
      : undefined;
    const canSpill =
      exec.mode !== 'Partial' && exec.inputOrderMode.kind !== 'Sorted' && context.runtime.diskManager.tmpFilesEnabled;
    const names = exec.aggregates.map(({ name }) => name).join(', ');
    this.#reservation = new MemoryConsumer(`GroupedHashAggregateStream[${partition}] (${names})`, canSpill).register(
      context.runtime.memoryPool,
    );
    const parts = { exec, calls: this.#calls, keyTypes, charge: this.#charge };
    this.#dealing = new Dealing(parts, this.#order !== undefined);
    this.#spills = canSpill ? new GroupSpills(exec, context, metrics) : undefined;
  }

  /** True when the soft limit of groups is reached. */
  get hasEnough(): boolean {
    const { limitOptions } = this.#exec;
    if (limitOptions === undefined || limitOptions.descending !== undefined) return false;
    return this.#exec.isUnorderedUnfilteredGroupByDistinct() && this.#state.groupCount >= limitOptions.limit;
  }

  #skipping(): boolean {
    return this.#probe?.shouldSkip ?? false;
  }

  /** Adds a batch; gives out what is complete. */
  *consume(batch: Batch): Generator<Batch, void, undefined> {
    if (batch.rowCount === 0) return;
    this.#sawRows = true;
    this.#work.reset();
    if (this.#skipping()) return yield this.#passOn(batch);
    const { elapsedCompute } = this.#metrics.baseline;
    elapsedCompute.measure(() => {
      this.#add(batch);
      this.#partitioned = this.#dealing.after(batch.rowCount, this.#state) ?? this.#partitioned;
    });
    this.#metrics.reductionFactor?.add(0, batch.rowCount);
    this.#probe?.update(batch.rowCount, this.#state.groupCount);
    if (this.#skipping()) return yield* this.#emit(this.#state.groupCount);
    const complete = this.#order?.complete() ?? 0;
    if (complete > 0) yield* this.#emit(complete);
    yield* this.#settle();
  }

  /** Writes the groups to disk when the last batch did not fit. */
  async makeRoom(): Promise<void> {
    if (this.#refused === undefined || this.#spills === undefined) return;
    this.#refused = undefined;
    for (const sets = this.#handOnSets(); sets.next().done !== true;) await this.#spills.write(this.#state);
    await this.#write(this.#spills);
  }

  /** Writes all groups to disk; from then on one table takes them, as memory is scarce. */
  async #write(spills: GroupSpills): Promise<void> {
    await spills.write(this.#partitioned ?? this.#state);
    this.#partitioned = undefined;
    this.#dealing.stop();
    this.#charge.settle(this.#reservation);
  }

  /** The groups that are left, or all when some were written to disk. */
  async *finish(): AsyncGenerator<Batch, void, undefined> {
    if (!this.#sawRows) this.#addEmptySets();
    if (this.#canCascade && this.#spills?.hasRuns !== true) return yield* this.#emitSets(this.#finest!);
    this.#handOn();
    if (this.#spills?.hasRuns === true) return yield* this.#merge(this.#spills);
    const groups = this.#partitioned;
    if (groups === undefined) return yield* this.#emit(this.#state.groupCount);
    // Groups may take more than the rows that waited.
    if (await this.#inSteps(groups.finish(), () => this.#isGranted())) yield* this.#emitPartitions(groups);
    else yield* this.#merge(this.#spills!);
  }

  /** Gives the first groups out in their order, and the others partition by partition; small ones share batches. */
  *#emitPartitions(groups: PartitionedGroups): Generator<Batch, void, undefined> {
    const { emittingTime, baseline } = this.#metrics;
    const timed = <T>(work: () => T): T => baseline.elapsedCompute.measure(() => emittingTime.measure(work));
    const first = timed(() => groups.takeEarlier(this.#exec.schema, this.#output));
    if (first !== undefined) yield* this.#slices(first);
    this.#output.reset();
    for (let next = 0; next < PARTITIONS;) {
      const parts: Batch[] = [];
      for (let rows = 0; next < PARTITIONS && rows < this.#batchSize; next++) {
        const { columns, count } = timed(() => groups.take(next, false, this.#output));
        if (count > 0) parts.push(new Batch(this.#exec.schema, columns, count));
        rows += count;
      }
      if (parts.length > 0) yield* this.#slices(timed(() => concatBatches(this.#exec.schema, parts, this.#output)));
      this.#output.reset();
    }
  }

  /** Groups of the grouping sets without keys: they exist without rows. */
  #addEmptySets(): void {
    const { groupBy, mode, inputSchema, schema } = this.#exec;
    if (!groupBy.hasGroupingSet || !readsRows(mode)) return;
    const none = constantVector(ScalarValue.boolean(false), 1);
    groupBy.groupingScalars().forEach((id, set) => {
      if (groupBy.groups[set]!.some((missing) => !missing)) return;
      const keys = schema.fields.slice(0, groupBy.exprs.length).map(({ dataType }) => nullVector(dataType, 1));
      const groups = this.#state.intern([...keys, constantVector(id, 1)], 1, this.#work);
      this.#state.accumulators.forEach((accumulator, i) => {
        const values = this.#calls[i]!.exprs.map((expr) => nullVector(expr.dataType(inputSchema), 1));
        accumulator.updateBatch(values, groups, none);
      });
    });
  }

  /** Aggregates the states on disk, which come sorted by the keys. */
  async *#merge(spills: GroupSpills): AsyncGenerator<Batch, void, undefined> {
    await this.#write(spills);
    const keyCount = this.#exec.groupBy.outputCount;
    const widths = this.#exec.aggregates.map((call) => call.stateFields().length);
    for await (const batch of spills.merged()) {
      this.#work.reset();
      const columns = batch.columns.map((_, i) => batch.column(i, this.#work));
      const groups = this.#state.intern(columns.slice(0, keyCount), batch.rowCount, this.#work);
      let at = keyCount;
      this.#state.accumulators.forEach((accumulator, i) => {
        accumulator.mergeBatch(columns.slice(at, at + widths[i]!), groups);
        at += widths[i]!;
      });
      const open = mem.u32[(groups.address >>> 2) + batch.rowCount - 1]!;
      if (open >= this.#batchSize || (open > 0 && !this.#fits())) yield* this.#emit(open);
      this.#charge.settle(this.#reservation);
    }
    yield* this.#emit(this.#state.groupCount);
  }

  /** Asks the pool for what is held now; false when it refuses and groups can be written to disk instead. */
  #isGranted(): boolean {
    if (this.#spills !== undefined) return this.#fits();
    this.#charge.settle(this.#reservation);
    return true;
  }

  /** True when the pool grants what is held now. */
  #fits(): boolean {
    try {
      this.#charge.settle(this.#reservation);
      return true;
    } catch (error) {
      if (isResourcesExhausted(error)) return false;
      throw error;
    }
  }

  release(): void {
    this.#metrics.peakMemory.add(this.#charge.peak);
    this.#state.release();
    this.#partitioned?.release();
    this.#finest?.release();
    this.#order?.release();
    this.#work.release();
    this.#output.release();
    this.#slice.release();
    this.#spills?.release();
    this.#reservation.release();
  }

  #add(batch: Batch): void {
    const { groupBy, inputOrderMode } = this.#exec;
    const arena = this.#work;
    const { argumentsTime, groupIdTime } = this.#metrics;
    const whole = this.#partitioned === undefined ? this.#whole?.of(batch) : undefined;
    if (whole !== undefined) return this.#addWhole(batch, whole);
    const isByFinest = this.#finest?.isUsed === true;
    const sets = groupIdTime.measure(() =>
      isByFinest ? [evaluateAll(groupBy.inputExprs(), batch, arena)] : groupKeys(groupBy, batch, arena),
    );
    const values = argumentsTime.measure(() => this.#calls.map(({ exprs }) => evaluateArguments(exprs, batch, arena)));
    const filters = argumentsTime.measure(() => this.#calls.map(({ filter }) => filter?.evaluate(batch, arena)));
    if (isByFinest) return this.#addToFinest(sets[0]!, values, filters, batch.rowCount);
    if (sets.length > 1 && inputOrderMode.kind !== 'Linear')
      return this.#addByRow(sets, values, filters, batch.rowCount);
    for (const keys of sets) this.#addRows(keys, values, filters, batch.rowCount);
  }

  /** A batch that leaves out few rows: aggregates that can take all of them and pass over the few. */
  #addWhole(batch: Batch, whole: Batch): void {
    const arena = this.#work;
    const { argumentsTime, groupIdTime, aggregationTime } = this.#metrics;
    const spread = groupIdTime.measure(() => this.#spreadGroups(batch, whole));
    const groups = spread.counted;
    const { accumulators } = this.#state;
    const all = argumentsTime.measure(() =>
      this.#whole!.try(() => this.#calls.map(({ exprs }) => evaluateAll(exprs, whole, arena))),
    );
    const left = aggregationTime.measure(() => {
      if (all !== undefined) accumulators.forEach((accumulator, i) => accumulator.announce?.(all[i]!, groups.share!));
      return accumulators.filter(
        (accumulator, i) => all === undefined || accumulator.updateSpread?.(all[i]!, spread) !== true,
      );
    });
    for (const accumulator of left) {
      const { exprs } = this.#calls[accumulators.indexOf(accumulator)]!;
      const values = argumentsTime.measure(() => evaluateAll(exprs, batch, arena));
      aggregationTime.measure(() => accumulator.updateBatch(values, groups, undefined));
    }
  }

  /** Groups of the rows that count; keys that are columns need not be gathered first. */
  #spreadGroups(batch: Batch, whole: Batch): SpreadGroups {
    const { groupBy } = this.#exec;
    const arena = this.#work;
    const selection = batch.selection!;
    if (this.#order === undefined && groupBy.exprs.every(({ expr }) => expr instanceof Column)) {
      const keys = evaluateAll(groupBy.inputExprs(), whole, arena);
      const masked = this.#state.internMasked(keys, whole.rowCount, selection, arena);
      if (masked !== undefined) return masked;
    }
    const [keys] = groupKeys(groupBy, batch, arena);
    const indices = this.#state.intern(keys!, batch.rowCount, arena);
    this.#order?.newRows(keys!, indices.address, batch.rowCount, arena);
    return new SpreadRows(indices, selection, whole.rowCount, arena);
  }

  #addToFinest(
    keys: readonly ColumnVector[],
    values: readonly (readonly ColumnVector[])[],
    filters: readonly (ColumnVector | undefined)[],
    rowCount: number,
  ): void {
    this.#metrics.aggregationTime.measure(() => this.#finest!.add(keys, values, filters, rowCount, this.#work));
    if (this.#finest!.isFull) this.#handOn();
  }

  /** Aggregates the finest groups for every grouping set. */
  #handOn(): void {
    for (const sets = this.#handOnSets(); sets.next().done !== true;);
  }

  /** Aggregates the finest groups for one grouping set after the other. */
  *#handOnSets(taken?: FinestStates): Generator<void, void, undefined> {
    const finest = this.#finest;
    if (finest === undefined || finest.isEmpty) return;
    const { groupBy } = this.#exec;
    const { aggregationTime } = this.#metrics;
    const { count, keys, states } = taken ?? aggregationTime.measure(() => finest.take(this.#work));
    for (const [set, id] of groupBy.groupingScalars().entries()) {
      aggregationTime.measure(() => {
        const own = [...keysOfSet(keys, groupBy.groups[set]!, count), constantVector(id, count)];
        const groups = this.#state.intern(own, count, this.#work);
        this.#state.accumulators.forEach((accumulator, i) => accumulator.mergeBatch(states[i]!, groups));
      });
      yield;
    }
    finest.forget(count);
  }

  /** Whether sets are to be had from one another: all groups are among the finest, and they are not few. */
  get #canCascade(): boolean {
    const finest = this.#finest;
    return finest?.isWhole === true && finest.groupCount > this.#batchSize && this.#state.groupCount === 0;
  }

  /** Gives out all grouping sets, aggregated from one another as far as there is memory. */
  async *#emitSets(finest: FinestGroups): AsyncGenerator<Batch, void, undefined> {
    const { emittingTime, baseline } = this.#metrics;
    const timed = <T>(work: () => T): T => baseline.elapsedCompute.measure(work);
    const states = timed(() => finest.take(this.#work));
    const cascade = new SetCascade(this.#exec, this.#charge);
    try {
      // Not when there is no memory for all sets at once.
      if (await this.#inSteps(cascade.build(states), () => this.#fits())) {
        for (const sets = cascade.take(this.#output); ;) {
          const next = timed(() => emittingTime.measure(() => sets.next()));
          if (next.done === true) return;
          const { columns, count } = next.value;
          yield* this.#slices(new Batch(this.#exec.schema, columns, count));
          this.#output.reset();
        }
      }
    } finally {
      cascade.release();
    }
    for (const sets = this.#handOnSets(states); sets.next().done !== true;) {
      if (this.#spills === undefined) yield* this.#emit(this.#state.groupCount);
      else await this.#spills.write(this.#state);
    }
    if (this.#spills?.hasRuns === true) yield* this.#merge(this.#spills);
  }

  /** Aggregates step by step, others having their turn in between; false, and not to the end, once `goesOn` says so. */
  async #inSteps(steps: Iterator<void, void>, goesOn: () => boolean): Promise<boolean> {
    const { baseline, aggregationTime } = this.#metrics;
    while (baseline.elapsedCompute.measure(() => aggregationTime.measure(() => steps.next())).done !== true) {
      if (!goesOn()) return false;
      await pause(this.#context);
    }
    return true;
  }

  /** Several grouping sets over ordered input: row by row, so that groups stay in the order of the input. */
  #addByRow(
    sets: readonly (readonly ColumnVector[])[],
    values: readonly (readonly ColumnVector[])[],
    filters: readonly (ColumnVector | undefined)[],
    rowCount: number,
  ): void {
    const arena = this.#work;
    for (let row = 0; row < rowCount; row++) {
      const one = (vector: ColumnVector): ColumnVector => sliceVector(vector, row, 1, arena);
      const rowValues = values.map((columns) => columns.map(one));
      const rowFilters = filters.map((filter) => (filter === undefined ? undefined : one(filter)));
      for (const keys of sets) this.#addRows(keys.map(one), rowValues, rowFilters, 1);
    }
  }

  #addRows(
    keys: readonly ColumnVector[],
    values: readonly (readonly ColumnVector[])[],
    filters: readonly (ColumnVector | undefined)[],
    rowCount: number,
  ): void {
    const arena = this.#work;
    const { groupIdTime, aggregationTime } = this.#metrics;
    if (this.#partitioned !== undefined) {
      if (this.#partitioned.add(keys, values, filters, rowCount, arena)) return;
      this.#partitioned.dissolve(this.#state);
      this.#partitioned = undefined;
    }
    const groups = groupIdTime.measure(() => this.#state.intern(keys, rowCount, arena));
    this.#order?.newRows(keys, groups.address, rowCount, arena);
    aggregationTime.measure(() => this.#fold(values, groups, filters));
  }

  #fold(
    values: readonly (readonly ColumnVector[])[],
    groups: GroupIndices,
    filters: readonly (ColumnVector | undefined)[],
  ): void {
    const rows = readsRows(this.#exec.mode);
    const { share } = groups;
    if (rows && share !== undefined) {
      this.#state.accumulators.forEach((accumulator, i) => {
        if (filters[i] === undefined) accumulator.announce?.(values[i]!, share);
      });
    }
    this.#state.accumulators.forEach((accumulator, i) => {
      if (rows) accumulator.updateBatch(values[i]!, groups, filters[i]);
      else accumulator.mergeBatch(values[i]!, groups);
    });
  }

  /** Asks the pool for what the last batch took, and makes room when it refuses. */
  *#settle(): Generator<Batch, void, undefined> {
    try {
      this.#charge.settle(this.#reservation);
    } catch (error) {
      if (!isResourcesExhausted(error)) throw error;
      // Many are handed on set by set, each of which is given out or written before the next one.
      const isLarge = this.#finest?.isLarge === true;
      if (!isLarge) this.#handOn();
      if (this.#partitioned?.hasWaiting === true) {
        this.#partitioned.fold();
        if (this.#fits()) return;
      }
      if (this.#state.groupCount === 0 && this.#partitioned === undefined && !isLarge) throw error;
      if (this.#exec.mode === 'Partial' && this.#order === undefined && (isLarge || this.#state.groupCount > 1)) {
        this.#probe?.forbid();
        for (const sets = this.#handOnSets(); sets.next().done !== true;) yield* this.#emit(this.#state.groupCount);
        yield* this.#emit(this.#state.groupCount);
        this.#charge.settle(this.#reservation);
      } else if (this.#spills !== undefined) this.#refused = error;
      else throw error;
    }
  }

  /** Takes the first `count` groups out and gives them out in batches. */
  *#emit(count: number): Generator<Batch, void, undefined> {
    if (count === 0) return;
    const { emittingTime, baseline } = this.#metrics;
    const all = count === this.#state.groupCount;
    const columns = baseline.elapsedCompute.measure(() =>
      emittingTime.measure(() => this.#state.take(count, givesStates(this.#exec.mode), this.#output)),
    );
    this.#order?.removed(count);
    const groups = new Batch(this.#exec.schema, columns, count);
    const rows = isTopK(this.#exec) ? bestGroups(this.#exec, groups, this.#output) : groups;
    yield* this.#slices(rows);
    if (all) this.#state.releaseKeys();
    this.#output.reset();
  }

  *#slices(rows: Batch): Generator<Batch, void, undefined> {
    for (let from = 0; from < rows.rowCount; from += this.#batchSize) {
      this.#slice.reset();
      const part = sliceBatch(rows, from, Math.min(this.#batchSize, rows.rowCount - from), this.#slice);
      this.#metrics.reductionFactor?.add(part.rowCount, 0);
      yield part;
    }
  }

  /** A batch as states, every row a group of its own. */
  #passOn(batch: Batch): Batch {
    const arena = this.#work;
    const [keys] = groupKeys(this.#exec.groupBy, batch, arena);
    const states = this.#calls.flatMap(({ exprs, filter }, i) => {
      const accumulator = this.#state.accumulators[i]!;
      const values = evaluateAll(exprs, batch, arena);
      const converted = accumulator.convertToState?.(values, filter?.evaluate(batch, arena), arena);
      if (converted === undefined) throw new InternalError('Partial aggregation without conversion to states');
      return converted;
    });
    this.#metrics.skippedRows?.add(batch.rowCount);
    this.#metrics.reductionFactor?.add(batch.rowCount, batch.rowCount);
    return new Batch(this.#exec.schema, [...keys!, ...states], batch.rowCount);
  }
}
