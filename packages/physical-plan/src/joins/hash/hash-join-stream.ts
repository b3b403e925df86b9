/** One partition of a hash join: build (or wait for the build), probe batch by batch, then unmatched build rows. */
import {
  Arena,
  isNull,
  kernels,
  nullCountOf,
  setBit,
  sliceBatch,
  sliceBitmap,
  type Batch,
  type ColumnVector,
} from '@datafusion-ts/compute';
import { checkCancelled, type TaskContext } from '@datafusion-ts/execution';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { BatchCoalescer } from '../../coalesce/batch-coalescer.js';
import type { BuildShare } from '../build-share.js';
import { buildRowsAtEnd } from '../build-rows-at-end.js';
import type { HashJoinExec } from '../hash-join.js';
import { givesBuildRowsAtEnd } from '../join-properties.js';
import type { JoinMetrics } from '../join-metrics.js';
import type { BuildSide } from './build-side.js';
import { batchRows } from '../../stream/batch-rows.js';
import { pause } from '../../stream/cooperate.js';
import { ProbeAhead } from './probe-ahead.js';
import { probeBatch, type ProbePlan } from './probe-batch.js';
import { publishKeys } from './publish-keys.js';

/** The batches of one partition. */
export async function* hashJoinBatches(
  exec: HashJoinExec,
  partition: number,
  context: TaskContext,
  share: BuildShare<BuildSide>,
  metrics: JoinMetrics,
): AsyncGenerator<Batch, void, undefined> {
  const ahead = await ProbeAhead.read(exec, partition, context);
  try {
    if (ahead?.endsJoin === true) return;
    const wanted = ahead?.wantedBuildRows();
    yield* joinedBatches(exec, partition, context, share, metrics, ahead, wanted);
  } finally {
    await ahead?.release();
  }
}

async function* joinedBatches(
  exec: HashJoinExec,
  partition: number,
  context: TaskContext,
  share: BuildShare<BuildSide>,
  metrics: JoinMetrics,
  ahead: ProbeAhead | undefined,
  wanted: PhysicalExpr | undefined,
): AsyncGenerator<Batch, void, undefined> {
  const coalescer = new BatchCoalescer(exec.schema, batchRows(exec.metrics(), context));
  let completed = false;
  let left = exec.fetch ?? Infinity;
  try {
    const build = await share.enter(context, wanted);
    ahead?.releaseKeys();
    const partitionRun = new HashJoinPartition(exec, partition, context, share, build, metrics, ahead);
    try {
      for await (const batch of partitionRun.run()) {
        for (const full of coalescer.push(batch)) {
          if (full.rowCount >= left) {
            yield partitionRun.head(full, left);
            return;
          }
          left -= full.rowCount;
          yield full;
        }
      }
      for (const rest of coalescer.finish()) yield partitionRun.head(rest, left);
    } finally {
      partitionRun.release();
    }
    completed = true;
  } finally {
    coalescer.release();
    await share.leave(completed);
  }
}

class HashJoinPartition {
  readonly #exec: HashJoinExec;
  readonly #partition: number;
  readonly #context: TaskContext;
  readonly #share: BuildShare<BuildSide>;
  readonly #build: BuildSide;
  readonly #metrics: JoinMetrics;
  readonly #ahead: ProbeAhead | undefined;
  readonly #plan: ProbePlan;
  readonly #arena = new Arena();
  /** Some of the pairs of a probe batch. */
  readonly #pieces = new Arena();
  readonly #headArena = new Arena();
  readonly #partArena = new Arena();
  /** Groups that met a partner: enough where no filter asks for pairs. */
  readonly #marks: number;
  readonly #markArena = new Arena();

  constructor(
    exec: HashJoinExec,
    partition: number,
    context: TaskContext,
    share: BuildShare<BuildSide>,
    build: BuildSide,
    metrics: JoinMetrics,
    ahead: ProbeAhead | undefined,
  ) {
    this.#exec = exec;
    this.#partition = partition;
    this.#context = context;
    this.#share = share;
    this.#build = build;
    this.#metrics = metrics;
    this.#ahead = ahead;
    this.#plan = {
      joinType: exec.joinType,
      filter: exec.filter,
      schema: exec.schema,
      columns: exec.columnIndices,
      batchSize: batchRows(exec.metrics(), context),
      keepsProbeOrder: exec.right.properties.outputOrdering !== undefined,
    };
    this.#marks = marksGroups(exec) ? build.table.newMarks(this.#markArena) : 0;
  }

  async *run(): AsyncGenerator<Batch, void, undefined> {
    const { joinType, right } = this.#exec;
    publishKeys(this.#exec, this.#build, this.#context);
    if (this.#build.rowCount > 0 || needsProbeOfNothing(joinType)) {
      for await (const batch of this.#ahead?.rows() ?? right.execute(this.#partition, this.#context)) {
        checkCancelled(this.#context);
        this.#metrics.addProbeBatch(batch.rowCount);
        if (batch.rowCount === 0) continue;
        this.#arena.reset();
        for (const output of this.#probe(batch)) {
          if (output !== undefined) yield output;
          await pause(this.#context);
        }
      }
    }
    yield* this.#finish();
  }

  /** At most `rows` rows of a batch. */
  head(batch: Batch, rows: number): Batch {
    if (batch.rowCount <= rows) return batch;
    this.#headArena.reset();
    return sliceBatch(batch, 0, rows, this.#headArena);
  }

  release(): void {
    this.#arena.release();
    this.#pieces.release();
    this.#headArena.release();
    this.#partArena.release();
    this.#markArena.release();
  }

  /** The rows of a batch; `undefined` where others may have their turn. */
  *#probe(batch: Batch): Generator<Batch | undefined, void, undefined> {
    let stop = this.#metrics.startJoin();
    const keys = this.#exec.on.map(([, key]) => key.evaluate(batch, this.#arena));
    if (this.#exec.nullAware) this.#noteNulls(keys, batch.rowCount);
    const groups = this.#build.table.groupsOf(keys, batch.rowCount, this.#arena);
    if (this.#marks !== 0) {
      kernels().joinMark(groups, batch.rowCount, this.#marks);
      stop();
      return;
    }
    const counts = { pairs: 0, hits: 0 };
    const [plan, build, arena, pieces] = [this.#plan, this.#build, this.#arena, this.#pieces];
    for (const output of probeBatch({ plan, build, batch, groups, counts, arena, pieces })) {
      stop();
      yield output?.rowCount === 0 ? undefined : output;
      stop = this.#metrics.startJoin();
    }
    this.#metrics.probeHitRate.add(counts.hits, batch.rowCount);
    this.#metrics.avgFanout.add(counts.pairs, counts.hits);
    stop();
  }

  #noteNulls(keys: readonly ColumnVector[], rowCount: number): void {
    this.#build.probe.hasRows ||= rowCount > 0;
    this.#build.probe.hasNulls ||= keys.some((key) => nullCountOf(key) > 0);
  }

  *#finish(): Generator<Batch, void, undefined> {
    const build = this.#build;
    if (this.#marks !== 0) build.table.markRows(this.#marks, build.visited);
    const isLast = this.#share.probed();
    if (!isLast || build.visited === 0) return;
    if (this.#exec.nullAware && !this.#notInApplies()) return;
    const { joinType, schema, columns, batchSize } = this.#plan;
    for (const { batch, first } of build.parts()) {
      this.#partArena.reset();
      const visited = sliceBitmap(build.visited, first, batch.rowCount, this.#partArena);
      yield* buildRowsAtEnd(joinType, batch, visited, schema, columns, batchSize, this.#arena);
    }
  }

  /** NOT IN: nothing when the list has a NULL; rows with a NULL of their own come out only for an empty list. */
  #notInApplies(): boolean {
    const { probe, batch, visited } = this.#build;
    if (probe.hasNulls) return false;
    if (!probe.hasRows) return true;
    for (const key of this.#build.keyColumns()) {
      if (nullCountOf(key) === 0) continue;
      for (let row = 0; row < batch.rowCount; row++) if (isNull(key, row)) setBit(visited, row);
    }
    return true;
  }
}

/** Joins whose probe side matters even when the build side is empty. */
function needsProbeOfNothing(joinType: HashJoinExec['joinType']): boolean {
  switch (joinType) {
    case 'Right':
    case 'Full':
    case 'RightAnti':
    case 'RightMark':
      return true;
    default:
      return false;
  }
}

/** Left semi, anti and mark joins without a filter need to know only which keys occur on the probe side. */
export const marksGroups = ({ joinType, filter }: HashJoinExec): boolean =>
  filter === undefined && givesBuildRowsAtEnd(joinType) && joinType !== 'Left' && joinType !== 'Full';
