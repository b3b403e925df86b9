/**
 * One partition of a piecewise merge join. The left rows are ordered so that those that match a key are all rows from some
 * place on; right batches are ordered the same way, so that this place only moves forward within a batch.
 */
import {
  flatten,
  isNull,
  kernels,
  makeComparator,
  mem,
  NO_ROW,
  sortIndices,
  Arena,
  type Batch,
  type ColumnVector,
} from '@datafusion-ts/compute';
import { checkCancelled, type TaskContext } from '@datafusion-ts/execution';
import { BatchCoalescer } from '../coalesce/batch-coalescer.js';
import { buildRowsAtEnd } from './build-rows-at-end.js';
import type { BuildShare } from './build-share.js';
import type { JoinMetrics } from './join-metrics.js';
import { joinedBatch } from './join-output.js';
import type { LeftRows } from './left-rows.js';
import type { PiecewiseMergeJoinExec } from './piecewise-merge-join.js';

/** The batches of one partition. */
export async function* piecewiseBatches(
  exec: PiecewiseMergeJoinExec,
  partition: number,
  context: TaskContext,
  share: BuildShare<LeftRows>,
  metrics: JoinMetrics,
): AsyncGenerator<Batch, void, undefined> {
  const { batchSize } = context.config.execution;
  const coalescer = new BatchCoalescer(exec.schema, batchSize);
  const [arena, keyArena, output] = [new Arena(), new Arena(), new Arena()];
  let completed = false;
  try {
    const left = await share.enter(context);
    const leftKey = flatten(exec.on[0].evaluate(left.batch, keyArena), keyArena);
    for await (const batch of exec.right.execute(partition, context)) {
      checkCancelled(context);
      metrics.addProbeBatch(batch.rowCount);
      if (batch.rowCount === 0) continue;
      arena.reset();
      for (const joined of rightBatch(exec, left, leftKey, batch.compact(arena), batchSize, arena, output))
        yield* coalescer.push(joined);
    }
    if (share.probed() && left.visited !== 0) {
      for (const rest of buildRowsAtEnd(
        exec.joinType,
        left.batch,
        left.visited,
        exec.schema,
        exec.columnIndices,
        batchSize,
        arena,
      )) {
        yield* coalescer.push(rest);
      }
    }
    yield* coalescer.finish();
    completed = true;
  } finally {
    coalescer.release();
    for (const each of [arena, keyArena, output]) each.release();
    await share.leave(completed);
  }
}

/** The pairs of a right batch in its key's order, in pieces of `batchSize`. */
function* rightBatch(
  exec: PiecewiseMergeJoinExec,
  left: LeftRows,
  leftKey: ColumnVector,
  right: Batch,
  batchSize: number,
  arena: Arena,
  output: Arena,
): Generator<Batch, void, undefined> {
  const key = flatten(exec.on[1].evaluate(right, arena), arena);
  const order = sortIndices([key], [exec.sortOptions], undefined, arena);
  const leftRows = arena.alloc(batchSize * 4);
  const rightRows = arena.alloc(batchSize * 4);
  const pieces = new Pieces(exec, left, right, leftRows, rightRows, output);
  const pads = exec.joinType === 'Right' || exec.joinType === 'Full';
  const isBefore = notYetMatching(exec, leftKey, key);
  let from = firstValid(leftKey);
  const total = left.batch.rowCount;
  for (let i = 0; i < right.rowCount; i++) {
    const row = mem.u32[(order >>> 2) + i]!;
    const matches = !isNull(key, row);
    if (matches) while (from < total && isBefore(from, row)) from++;
    if (!matches || from === total) {
      if (pads && pieces.add(NO_ROW, row) === batchSize) yield pieces.take();
      continue;
    }
    for (let l = from; l < total; l++) if (pieces.add(l, row) === batchSize) yield pieces.take();
  }
  if (pieces.count > 0) yield pieces.take();
}

/** Whether a left row comes before those that match a right row. */
function notYetMatching(
  exec: PiecewiseMergeJoinExec,
  leftKey: ColumnVector,
  key: ColumnVector,
): (left: number, right: number) => boolean {
  const compare = makeComparator(leftKey, key);
  switch (exec.operator) {
    case 'Lt':
      return (l, r) => compare(l, r) >= 0;
    case 'LtEq':
      return (l, r) => compare(l, r) > 0;
    case 'Gt':
      return (l, r) => compare(l, r) <= 0;
    case 'GtEq':
      return (l, r) => compare(l, r) < 0;
  }
}

/** Nulls come first. */
function firstValid(key: ColumnVector): number {
  let row = 0;
  while (row < key.length && isNull(key, row)) row++;
  return row;
}

/** Pairs until they are enough for a batch. */
class Pieces {
  count = 0;
  #padded = false;
  readonly #exec: PiecewiseMergeJoinExec;
  readonly #left: LeftRows;
  readonly #right: Batch;
  readonly #leftRows: number;
  readonly #rightRows: number;
  readonly #output: Arena;

  constructor(
    exec: PiecewiseMergeJoinExec,
    left: LeftRows,
    right: Batch,
    leftRows: number,
    rightRows: number,
    output: Arena,
  ) {
    this.#exec = exec;
    this.#left = left;
    this.#right = right;
    this.#leftRows = leftRows;
    this.#rightRows = rightRows;
    this.#output = output;
  }

  /** Adds a pair; gives how many wait. */
  add(left: number, right: number): number {
    mem.u32[(this.#leftRows >>> 2) + this.count] = left;
    mem.u32[(this.#rightRows >>> 2) + this.count] = right;
    this.#padded ||= left === NO_ROW;
    return ++this.count;
  }

  /** The waiting pairs as a batch, valid until the next. */
  take(): Batch {
    this.#output.reset();
    if (this.#left.visited !== 0) kernels().joinMark(this.#leftRows, this.count, this.#left.visited);
    const left = { batch: this.#left.batch, rows: this.#leftRows, padded: this.#padded };
    const right = { batch: this.#right, rows: this.#rightRows, padded: false };
    const batch = joinedBatch(this.#exec.schema, this.#exec.columnIndices, left, right, this.count, this.#output);
    this.count = 0;
    this.#padded = false;
    return batch;
  }
}
