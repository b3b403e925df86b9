/**
 * One partition of a nested loop join. Each right batch meets all left rows: one left row at a time as constants when
 * the batch is large, blocks of left rows when it is small.
 */
import { allocBitmap, Arena, Batch, constantVector, flatVector, filterToSelection, getBit, getScalar, kernels, mem, selectRows, type ColumnVector } from '@datafusion-ts/compute';
import { DataTypes } from '@datafusion-ts/common';
import { checkCancelled, type TaskContext } from '@datafusion-ts/execution';
import { BatchCoalescer } from '../coalesce/batch-coalescer.js';
import type { Ratio } from '../metrics/metric-values.js';
import { allPairs } from './all-pairs.js';
import { buildRowsAtEnd } from './build-rows-at-end.js';
import type { BuildShare } from './build-share.js';
import { pairsPassing, selectPairs, type RowPairs } from './filter-pairs.js';
import type { JoinMetrics } from './join-metrics.js';
import { joinedBatch } from './join-output.js';
import type { LeftRows } from './left-rows.js';
import type { NestedLoopJoinExec } from './nested-loop-join.js';

/** Right batches of at least so many rows meet one left row at a time. */
const LARGE_RIGHT_BATCH = 256;

/** The batches of one partition. */
export async function* nestedLoopBatches(
  exec: NestedLoopJoinExec,
  partition: number,
  context: TaskContext,
  share: BuildShare<LeftRows>,
  metrics: JoinMetrics,
  selectivity: Ratio,
): AsyncGenerator<Batch, void, undefined> {
  const { batchSize } = context.config.execution;
  const coalescer = new BatchCoalescer(exec.schema, batchSize);
  const arena = new Arena();
  let completed = false;
  try {
    const left = await share.enter(context);
    if (left.batch.rowCount > 0 || asksForRightRows(exec.joinType)) {
      for await (const batch of exec.right.execute(partition, context)) {
        checkCancelled(context);
        metrics.addProbeBatch(batch.rowCount);
        if (batch.rowCount === 0) continue;
        arena.reset();
        for (const output of new RightBatchRun(exec, left, batch.compact(arena), batchSize, selectivity).run(arena)) {
          checkCancelled(context);
          yield* coalescer.push(output);
        }
      }
    }
    if (share.probed() && left.visited !== 0) {
      for (const output of buildRowsAtEnd(exec.joinType, left.batch, left.visited, exec.schema, exec.columnIndices, batchSize, arena)) {
        yield* coalescer.push(output);
      }
    }
    yield* coalescer.finish();
    completed = true;
  } finally {
    coalescer.release();
    arena.release();
    await share.leave(completed);
  }
}

/** One right batch, without selection, against all left rows. */
class RightBatchRun {
  readonly #exec: NestedLoopJoinExec;
  readonly #left: LeftRows;
  readonly #right: Batch;
  readonly #batchSize: number;
  readonly #selectivity: Ratio;
  readonly #work = new Arena();
  #matched = 0;

  constructor(exec: NestedLoopJoinExec, left: LeftRows, right: Batch, batchSize: number, selectivity: Ratio) {
    this.#exec = exec;
    this.#left = left;
    this.#right = right;
    this.#batchSize = batchSize;
    this.#selectivity = selectivity;
  }

  *run(arena: Arena): Generator<Batch, void, undefined> {
    const rightRows = this.#right.rowCount;
    if (asksForRightRows(this.#exec.joinType)) this.#matched = allocBitmap(rightRows, false, arena);
    const block = rightRows >= LARGE_RIGHT_BATCH ? 1 : Math.max(1, Math.floor(this.#batchSize / rightRows));
    const leftRows = this.#left.batch.rowCount;
    try {
      for (let first = 0; first < leftRows; first += block) {
        this.#work.reset();
        const pairs = this.#pairs(first, Math.min(block, leftRows - first));
        const output = this.#note(pairs);
        if (output !== undefined) yield output;
      }
      const rest = this.#rightRows(arena);
      if (rest !== undefined && rest.rowCount > 0) yield rest;
    } finally {
      this.#work.release();
    }
  }

  /** The pairs of some left rows that pass the filter. */
  #pairs(first: number, count: number): RowPairs {
    const { filter } = this.#exec;
    const rightRows = this.#right.rowCount;
    this.#selectivity.add(0, count * rightRows);
    if (filter !== undefined && count === 1) return this.#pairsOfRow(first);
    const pairs = allPairs(first, count, rightRows, this.#work);
    if (filter === undefined) return pairs;
    const left = { batch: this.#left.batch, rows: pairs.left, padded: false };
    const right = { batch: this.#right, rows: pairs.right, padded: false };
    return selectPairs(pairs, pairsPassing(filter, left, right, pairs.count, this.#work), this.#work);
  }

  /** One left row as constants beside the whole right batch. */
  #pairsOfRow(row: number): RowPairs {
    const { filter } = this.#exec;
    const { rowCount } = this.#right;
    const columns = filter!.columnIndices.map(({ index, side }): ColumnVector =>
      side === 'Left' ? constantVector(getScalar(this.#left.batch.columns[index]!, row), rowCount) : this.#right.columns[index]!,
    );
    const batch = new Batch(filter!.schema, columns, rowCount);
    const chosen = filterToSelection(filter!.expression.evaluate(batch, this.#work), rowCount, this.#work);
    const left = this.#work.alloc(chosen.count * 4);
    mem.u32.fill(row, left >>> 2, (left >>> 2) + chosen.count);
    return { left, right: chosen.rows, count: chosen.count };
  }

  /** Remembers which rows met a partner; the pairs themselves as output where the type gives them. */
  #note(pairs: RowPairs): Batch | undefined {
    this.#selectivity.add(pairs.count, 0);
    if (pairs.count === 0) return undefined;
    if (this.#left.visited !== 0) kernels().joinMark(pairs.left, pairs.count, this.#left.visited);
    if (this.#matched !== 0) kernels().joinMark(pairs.right, pairs.count, this.#matched);
    const { joinType, schema, columnIndices } = this.#exec;
    if (joinType !== 'Inner' && joinType !== 'Left' && joinType !== 'Right' && joinType !== 'Full') return undefined;
    const left = { batch: this.#left.batch, rows: pairs.left, padded: false };
    const right = { batch: this.#right, rows: pairs.right, padded: false };
    return joinedBatch(schema, columnIndices, left, right, pairs.count, this.#work);
  }

  /** Right rows by whether they met a partner, once all left rows were seen. */
  #rightRows(arena: Arena): Batch | undefined {
    const { joinType, schema, columnIndices } = this.#exec;
    if (this.#matched === 0) return undefined;
    if (joinType === 'RightMark') {
      const mark = flatVector(DataTypes.Boolean, this.#right.rowCount, { values: this.#matched });
      const columns = columnIndices.map(({ index, side }) => (side === 'None' ? mark : this.#right.columns[index]!));
      return new Batch(schema, columns, this.#right.rowCount);
    }
    const rows = arena.alloc(this.#right.rowCount * 4);
    let count = 0;
    for (let row = 0; row < this.#right.rowCount; row++) {
      if (getBit(this.#matched, row) === (joinType === 'RightSemi')) mem.u32[(rows >>> 2) + count++] = row;
    }
    if (joinType === 'Right' || joinType === 'Full') {
      return joinedBatch(schema, columnIndices, undefined, { batch: this.#right, rows, padded: false }, count, arena);
    }
    const columns = columnIndices.map(({ index }) => this.#right.columns[index]!);
    return selectRows(new Batch(schema, columns, this.#right.rowCount), { rows, count }, arena);
  }
}

/** Joins that give out right rows by whether they have a partner. */
function asksForRightRows(joinType: NestedLoopJoinExec['joinType']): boolean {
  switch (joinType) {
    case 'Right':
    case 'Full':
    case 'RightSemi':
    case 'RightAnti':
    case 'RightMark':
      return true;
    default:
      return false;
  }
}
