import { ABSENT, exact, UNKNOWN_COLUMN, type ColumnStatistics } from '@datafusion-ts/common';
import type { HostBatch } from '@datafusion-ts/compute';
import { arrowMemorySize } from './arrow-memory-size.js';

/** What batches of a partition have of a column together. */
interface ColumnTotals {
  /** Estimated bytes as Arrow arrays hold them. */
  readonly bytes: number;
  /** Undefined when nobody counted some of them. */
  readonly nullCount: number | undefined;
}

/** Sums over the batches of a partition, made once for a list: plans ask for them again and again. */
class BatchTotals {
  readonly rowCount: number;
  readonly #batches: readonly HostBatch[];
  readonly #columns: (ColumnTotals | undefined)[] = [];

  constructor(batches: readonly HostBatch[]) {
    this.#batches = batches;
    this.rowCount = batches.reduce((sum, batch) => sum + batch.rowCount, 0);
  }

  column(index: number): ColumnTotals {
    return (this.#columns[index] ??= this.#sum(index));
  }

  #sum(index: number): ColumnTotals {
    let [bytes, nullCount, isKnown] = [0, 0, true];
    for (const { columns } of this.#batches) {
      const column = columns[index]!;
      bytes += arrowMemorySize(column);
      nullCount += column.nullCount;
      isKnown &&= column.nullCount >= 0;
    }
    return { bytes, nullCount: isKnown ? nullCount : undefined };
  }
}

const known = new WeakMap<readonly HostBatch[], BatchTotals>();

/** The sums over a list of batches, which must not change any more. */
function totalsOf(batches: readonly HostBatch[]): BatchTotals {
  let totals = known.get(batches);
  if (totals === undefined) known.set(batches, (totals = new BatchTotals(batches)));
  return totals;
}

/** Rows of all partitions. */
export const totalRows = (partitions: readonly (readonly HostBatch[])[]): number =>
  partitions.reduce((sum, batches) => sum + totalsOf(batches).rowCount, 0);

/** Bytes of some columns of all partitions. */
export const totalBytes = (partitions: readonly (readonly HostBatch[])[], columns: readonly number[]): number =>
  partitions.reduce((sum, batches) => columns.reduce((own, i) => own + totalsOf(batches).column(i).bytes, sum), 0);

/** What is known of a column over all partitions. */
export function columnStatistics(partitions: readonly (readonly HostBatch[])[], index: number): ColumnStatistics {
  let nullCount: number | undefined = 0;
  for (const batches of partitions) {
    const own = totalsOf(batches).column(index).nullCount;
    nullCount = nullCount === undefined || own === undefined ? undefined : nullCount + own;
  }
  return { ...UNKNOWN_COLUMN, nullCount: nullCount === undefined ? ABSENT : exact(nullCount) };
}
