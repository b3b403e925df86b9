/**
 * One right batch against left rows in memory: one left row at a time as constants when the batch is large, blocks of left
 * rows when it is small. Which rows met a partner is noted in bits that the caller keeps.
 */
import { DataTypes, type JoinType } from '@datafusion-ts/common';
import {
  Arena,
  Batch,
  constantVector,
  filterToSelection,
  flatVector,
  getBit,
  getScalar,
  kernels,
  mem,
  selectRows,
  type ColumnVector,
} from '@datafusion-ts/compute';
import type { Ratio } from '../../metrics/metric-values.js';
import { allPairs } from '../all-pairs.js';
import { pairsPassing, selectPairs, type RowPairs } from '../filter-pairs.js';
import { joinedBatch } from '../join-output.js';
import type { NestedLoopJoinExec } from '../nested-loop-join.js';
import type { LeftPart } from './nested-left.js';

/** Right batches of at least so many rows meet one left row at a time. */
const LARGE_RIGHT_BATCH = 256;

/** What pairing needs of the operator's run. */
export interface PairingPlan {
  readonly exec: NestedLoopJoinExec;
  readonly batchSize: number;
  readonly selectivity: Ratio;
}

/**
 * The pairs of a right batch (without selection) with left rows, as output; `matched` are bits of right rows, or 0.
 * `undefined` for left rows that give none.
 */
export function* pairRightBatch(
  plan: PairingPlan,
  left: LeftPart,
  right: Batch,
  matched: number,
): Generator<Batch | undefined, void, undefined> {
  const work = new Arena();
  const block = right.rowCount >= LARGE_RIGHT_BATCH ? 1 : Math.max(1, Math.floor(plan.batchSize / right.rowCount));
  const leftRows = left.batch.rowCount;
  try {
    for (let first = 0; first < leftRows; first += block) {
      work.reset();
      const pairs = pairsOf(plan, left, right, first, Math.min(block, leftRows - first), work);
      plan.selectivity.add(pairs.count, 0);
      if (left.visited !== 0) kernels().joinMark(pairs.left, pairs.count, left.visited);
      if (matched !== 0) kernels().joinMark(pairs.right, pairs.count, matched);
      const isOutput = pairs.count > 0 && givesPairs(plan.exec.joinType);
      yield isOutput ? pairsBatch(plan.exec, left, right, pairs, work) : undefined;
    }
  } finally {
    work.release();
  }
}

const givesPairs = (joinType: JoinType): boolean =>
  joinType === 'Inner' || joinType === 'Left' || joinType === 'Right' || joinType === 'Full';

function pairsBatch(exec: NestedLoopJoinExec, left: LeftPart, right: Batch, pairs: RowPairs, work: Arena): Batch {
  const l = { batch: left.batch, rows: pairs.left, padded: false };
  const r = { batch: right, rows: pairs.right, padded: false };
  return joinedBatch(exec.schema, exec.columnIndices, l, r, pairs.count, work);
}

/** The pairs of some left rows that pass the filter. */
function pairsOf(plan: PairingPlan, left: LeftPart, right: Batch, first: number, count: number, work: Arena): RowPairs {
  const { filter } = plan.exec;
  plan.selectivity.add(0, count * right.rowCount);
  if (filter !== undefined && count === 1) return pairsOfRow(plan.exec, left, right, first, work);
  const pairs = allPairs(first, count, right.rowCount, work);
  if (filter === undefined) return pairs;
  const l = { batch: left.batch, rows: pairs.left, padded: false };
  const r = { batch: right, rows: pairs.right, padded: false };
  return selectPairs(pairs, pairsPassing(filter, l, r, pairs.count, work), work);
}

/** One left row as constants beside the whole right batch. */
function pairsOfRow({ filter }: NestedLoopJoinExec, left: LeftPart, right: Batch, row: number, work: Arena): RowPairs {
  const { rowCount } = right;
  const columns = filter!.columnIndices.map(({ index, side }): ColumnVector =>
    side === 'Left' ? constantVector(getScalar(left.batch.columns[index]!, row), rowCount) : right.columns[index]!,
  );
  const batch = new Batch(filter!.schema, columns, rowCount);
  const chosen = filterToSelection(filter!.expression.evaluate(batch, work), rowCount, work);
  const rows = work.alloc(chosen.count * 4);
  mem.u32.fill(row, rows >>> 2, (rows >>> 2) + chosen.count);
  return { left: rows, right: chosen.rows, count: chosen.count };
}

/** Right rows by whether they met a partner, once all left rows were seen; undefined when that is none. */
export function rightRowsAtEnd(
  exec: NestedLoopJoinExec,
  right: Batch,
  matched: number,
  arena: Arena,
): Batch | undefined {
  const { joinType, schema, columnIndices } = exec;
  if (joinType === 'RightMark') {
    const mark = flatVector(DataTypes.Boolean, right.rowCount, { values: matched });
    const columns = columnIndices.map(({ index, side }) => (side === 'None' ? mark : right.columns[index]!));
    return new Batch(schema, columns, right.rowCount);
  }
  const rows = arena.alloc(right.rowCount * 4);
  let count = 0;
  for (let row = 0; row < right.rowCount; row++) {
    if (getBit(matched, row) === (joinType === 'RightSemi')) mem.u32[(rows >>> 2) + count++] = row;
  }
  if (count === 0) return undefined;
  if (joinType === 'Right' || joinType === 'Full') {
    return joinedBatch(schema, columnIndices, undefined, { batch: right, rows, padded: false }, count, arena);
  }
  const columns = columnIndices.map(({ index }) => right.columns[index]!);
  return selectRows(new Batch(schema, columns, right.rowCount), { rows, count }, arena);
}

/** Joins that give out right rows by whether they have a partner. */
export function asksForRightRows(joinType: JoinType): boolean {
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
