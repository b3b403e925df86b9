/**
 * Drops rows that cannot be among the first `limit` of their window partition: those behind `limit` rows whose first
 * ordering key is smaller. It keeps the smallest keys of every partition, and gives up where that does not pay or the
 * memory for it is refused; then all rows pass.
 */
import { ResourcesExhaustedError, type Schema } from '@datafusion-ts/common';
import {
  Arena,
  coarseKeys,
  fillBytes,
  GroupTable,
  GrowableBuffer,
  kernels,
  selectRows,
  type Batch,
} from '@datafusion-ts/compute';
import { MemoryConsumer, type MemoryReservation, type TaskContext } from '@datafusion-ts/execution';
import type { WindowExpr } from '@datafusion-ts/physical-expr';
import type { RowPruner } from '../sorts/row-pruner.js';

/** Rows after which it is looked at whether enough are dropped, at the earliest. */
const TRIAL_ROWS = 100_000;
/** Rows a key that is kept, before that is looked at. */
const TRIAL_ROWS_PER_KEY = 8;
/** Bytes of keys it may keep: partitions by the ten thousand have few rows beyond a large limit. */
const MOST_KEY_BYTES = 64 * 1024 * 1024;
/** Share of rows that may be left for it to pay. */
const MOST_KEPT = 0.7;

/** Prunes for one partition of the plan. */
export class RankPruner implements RowPruner {
  readonly #window: WindowExpr;
  readonly #limit: number;
  readonly #reservation: MemoryReservation;
  readonly #groups: GroupTable;
  readonly #best: GrowableBuffer;
  readonly #work = new Arena();
  #groupCount = 0;
  #seen = 0;
  #kept = 0;
  #isOff = false;

  constructor(window: WindowExpr, limit: number, schema: Schema, partition: number, context: TaskContext) {
    this.#window = window;
    this.#limit = limit;
    this.#reservation = new MemoryConsumer(`RankPruner[${partition}]`).register(context.runtime.memoryPool);
    const types = window.partitionBy.map((key) => key.dataType(schema));
    this.#groups = new GroupTable(types, this.#reservation);
    this.#best = new GrowableBuffer(this.#reservation);
  }

  prune(batch: Batch): Batch {
    if (this.#isOff || batch.rowCount === 0) return batch;
    this.#work.reset();
    try {
      const kept = this.#keep(batch);
      this.#seen += batch.rowCount;
      this.#kept += kept.rowCount;
      const trial = Math.max(TRIAL_ROWS, this.#groupCount * this.#limit * TRIAL_ROWS_PER_KEY);
      if (this.#seen > trial && this.#kept > this.#seen * MOST_KEPT) this.#giveUp();
      return kept;
    } catch (error) {
      if (!(error instanceof ResourcesExhaustedError)) throw error;
      this.#giveUp();
      return batch;
    }
  }

  #keep(batch: Batch): Batch {
    const work = this.#work;
    const { partitionBy, orderBy } = this.#window;
    const [first] = orderBy;
    const keys = coarseKeys(first!.expr.evaluate(batch, work), first!.options, work);
    if (keys === undefined) return batch;
    const columns = partitionBy.map((key) => key.evaluate(batch, work));
    const groups = this.#groups.insert(columns, batch.rowCount, work);
    if (this.#groups.groupCount * this.#limit * 8 > MOST_KEY_BYTES) {
      this.#giveUp();
      return batch;
    }
    const best = this.#grow();
    const rows = work.alloc(batch.rowCount * 4);
    const count = kernels().bestPerGroup(keys, groups, batch.rowCount, this.#limit, best, rows);
    return count === batch.rowCount ? batch : selectRows(batch, { rows, count }, work);
  }

  /** Makes room for the keys of new groups, larger than all until there are some. */
  #grow(): number {
    const bytes = this.#limit * 8;
    const { groupCount } = this.#groups;
    const address = this.#best.ensure(Math.max(1, groupCount) * bytes);
    fillBytes(address + this.#groupCount * bytes, (groupCount - this.#groupCount) * bytes, 0xff);
    this.#groupCount = groupCount;
    return address;
  }

  /** Lets all rows pass from now on; the batch that is out stays valid. */
  #giveUp(): void {
    this.#isOff = true;
    this.#groups.release();
    this.#best.release();
  }

  release(): void {
    this.#giveUp();
    this.#work.release();
    this.#reservation.release();
  }
}
