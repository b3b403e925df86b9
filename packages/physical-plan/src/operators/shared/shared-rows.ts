/**
 * Rows of one partition that several readers get, each at its own pace, while they are computed once. A batch is copied
 * when it is made and kept until the last reader is past it; a last reader alone gets batches without a copy.
 *
 * Memory is charged to the pool. When it is refused, or more than `capacity` is held, readers that have not begun are left
 * to compute the rows by themselves; what those that have begun still need goes to disk.
 */
import { ResourcesExhaustedError } from '@datafusion-ts/common';
import { Arena, copyBatch, type Batch } from '@datafusion-ts/compute';
import { checkCancelled, MemoryConsumer, type MemoryReservation, type TaskContext } from '@datafusion-ts/execution';
import type { BatchStream, ExecutionPlan } from '../../execution-plan.js';
import { BaselineMetrics } from '../../metrics/baseline-metrics.js';
import { SpillFile } from '../../spill/spill-file.js';

/** Part of a limited pool that kept rows may take: operators that cannot do without memory come first. */
const SHARE_OF_POOL = 8;

/** What {@link SharedRows} are made of. */
export interface SharedRowsParts {
  readonly source: ExecutionPlan;
  readonly members: readonly ExecutionPlan[];
  readonly partition: number;
  /** Bytes to keep at most as long as some readers have not begun. */
  readonly capacity: number;
  readonly context: TaskContext;
  /** Starts the source. */
  produce(): BatchStream;
}

interface Kept {
  readonly batch: Batch;
  readonly arena: Arena;
}

/** The rows of one partition and the readers that share them. */
export class SharedRows {
  readonly context: TaskContext;
  readonly #parts: SharedRowsParts;
  readonly #readers: ReadonlyMap<ExecutionPlan, SharedReader>;
  /** Those that may still ask for rows. */
  readonly #live: Set<SharedReader>;
  readonly #isLimited: boolean;
  readonly #capacity: number;
  #reservation: MemoryReservation | undefined;
  #producer: AsyncIterator<Batch> | undefined;
  #pulling: Promise<void> | undefined;
  /** Batches `#first` to `#first + #kept.length` (exclusive). */
  #kept: Kept[] = [];
  #first = 0;
  /** The batch behind the kept ones, valid until the next is pulled; for a last reader. */
  #passing: Batch | undefined;
  #spilled: SpillFile | undefined;
  #failure: { readonly error: unknown } | undefined;
  #ended = false;

  constructor(parts: SharedRowsParts) {
    const { members, source, partition, capacity, context } = parts;
    this.#parts = parts;
    this.context = context;
    this.#readers = new Map(
      members.map((plan) => [plan, new SharedReader(this, plan === source ? undefined : plan, partition)]),
    );
    this.#live = new Set(this.#readers.values());
    const limit = context.runtime.memoryPool.memoryLimit();
    this.#isLimited = limit.kind === 'Finite';
    this.#capacity = limit.kind === 'Finite' ? Math.min(capacity, limit.bytes / SHARE_OF_POOL) : capacity;
  }

  /** The reader for one of the members. */
  readerOf(plan: ExecutionPlan): SharedReader {
    return this.#readers.get(plan)!;
  }

  /** False when the reader was left to itself. */
  isLive(reader: SharedReader): boolean {
    return this.#live.has(reader);
  }

  /** Batch number `index`, or where to find it; pulls it when it is not there yet. */
  async batch(index: number): Promise<Batch | 'spilled' | undefined> {
    for (;;) {
      checkCancelled(this.context);
      if (this.#failure !== undefined) throw this.#failure.error;
      const at = index - this.#first;
      if (at < this.#kept.length) return this.#kept[at]!.batch;
      if (this.#spilled !== undefined) return 'spilled';
      if (at === this.#kept.length && this.#passing !== undefined) return this.#passing;
      if (this.#ended) return undefined;
      await (this.#pulling ??= this.#pull());
    }
  }

  /** Rows that went to disk, which are those behind all kept ones. */
  readSpilled(): AsyncIterator<Batch> | undefined {
    return this.#spilled?.read()[Symbol.asyncIterator]();
  }

  async #pull(): Promise<void> {
    try {
      this.#producer ??= this.#parts.produce()[Symbol.asyncIterator]();
      const result = await this.#next(this.#producer);
      if (result === undefined) this.#ended = true;
      else if (this.#live.size <= 1) this.#passing = result;
      else await this.#keep(result, this.#producer);
    } catch (error) {
      this.#failure = { error };
    } finally {
      this.#pulling = undefined;
    }
  }

  async #next(producer: AsyncIterator<Batch>): Promise<Batch | undefined> {
    if (this.#passing !== undefined) this.#first++;
    this.#passing = undefined;
    for (;;) {
      const result = await producer.next();
      if (result.done === true) return undefined;
      if (result.value.rowCount > 0) return result.value;
    }
  }

  async #keep(batch: Batch, producer: AsyncIterator<Batch>): Promise<void> {
    this.#reservation ??= new MemoryConsumer(`SharedRows[${this.#parts.partition}]`).register(
      this.context.runtime.memoryPool,
    );
    const arena = new Arena(this.#reservation);
    try {
      this.#kept.push({ batch: copyBatch(batch, arena), arena });
    } catch (error) {
      arena.release();
      if (!(error instanceof ResourcesExhaustedError)) throw error;
      await this.#doWithout(batch, producer, error);
      return;
    }
    if (this.#reservation.size <= this.#capacity) return;
    this.#leaveWaiting();
    const someWait = [...this.#live].some(({ hasBegun }) => !hasBegun);
    if (someWait && this.context.runtime.diskManager.tmpFilesEnabled) await this.#spill(producer);
  }

  /** Goes on without memory for a batch. */
  async #doWithout(batch: Batch, producer: AsyncIterator<Batch>, error: ResourcesExhaustedError): Promise<void> {
    this.#leaveWaiting();
    if (this.#live.size <= 1) this.#passing = batch;
    else if (this.context.runtime.diskManager.tmpFilesEnabled) await this.#spill(producer, batch);
    else throw error;
  }

  /** Writes a batch and all that follow to disk. */
  async #spill(producer: AsyncIterator<Batch>, batch?: Batch): Promise<void> {
    const { source } = this.#parts;
    const file = await SpillFile.create(source.schema, this.context.runtime.diskManager, 'SharedRows');
    this.#spilled = file;
    if (batch !== undefined) file.write(batch);
    for (let next = await this.#next(producer); next !== undefined; next = await this.#next(producer)) {
      checkCancelled(this.context);
      file.write(next);
    }
    file.writeAll([]);
    this.#ended = true;
  }

  /**
   * Readers that have not begun are to compute the rows themselves; but for the reader at the source's own place, because
   * a node cannot run twice at a time: its parts tell each other by dynamic filters what they look for.
   */
  #leaveWaiting(): void {
    for (const reader of this.#live) if (!reader.hasBegun && !reader.isAtSource) this.#live.delete(reader);
  }

  /** Lets go of what all readers are past. */
  forget(): void {
    let needed = Infinity;
    for (const reader of this.#live) needed = Math.min(needed, reader.holds);
    const count = Math.min(needed - this.#first, this.#kept.length);
    if (count <= 0) return;
    for (const { arena } of this.#kept.splice(0, count)) arena.release();
    this.#first += count;
  }

  /** A reader wants no more; the last one ends it all. */
  async leave(reader: SharedReader): Promise<void> {
    if (!this.#live.delete(reader)) return;
    // Under a limit nobody holds memory for rows that may never be asked for.
    if (this.#isLimited && !this.#ended && ![...this.#live].some(({ hasBegun }) => hasBegun)) this.#live.clear();
    if (this.#live.size === 0) await this.close();
    else this.forget();
  }

  /** Ends the source and gives all memory back. */
  async close(): Promise<void> {
    this.#live.clear();
    await this.#pulling;
    const producer = this.#producer;
    this.#producer = undefined;
    this.#passing = undefined;
    for (const { arena } of this.#kept.splice(0)) arena.release();
    this.#spilled?.release();
    this.#spilled = undefined;
    this.#ended = true;
    await producer?.return?.();
    this.#reservation?.release();
    this.#reservation = undefined;
  }
}

/** One reader of {@link SharedRows}: gives each batch until the next is asked for. */
export class SharedReader implements AsyncIterator<Batch, void, undefined> {
  readonly #rows: SharedRows;
  /** Where its rows are counted; the source counts by itself. */
  readonly #plan: ExecutionPlan | undefined;
  readonly #partition: number;
  #baseline: BaselineMetrics | undefined;
  #disk: AsyncIterator<Batch> | undefined;
  #next = 0;
  #isHolding = false;
  #hasBegun = false;

  constructor(rows: SharedRows, plan: ExecutionPlan | undefined, partition: number) {
    this.#rows = rows;
    this.#plan = plan;
    this.#partition = partition;
  }

  /** True once it has asked for rows, or is about to. */
  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  /** True for the reader in the place of the sub-plan that runs for all. */
  get isAtSource(): boolean {
    return this.#plan === undefined;
  }

  /** Number of the first batch it still needs. */
  get holds(): number {
    return this.#isHolding ? this.#next - 1 : this.#next;
  }

  /** Begins to read; false when it has done so before or was left to itself. */
  begin(): boolean {
    if (this.#hasBegun || !this.#rows.isLive(this)) return false;
    this.#hasBegun = true;
    const metrics = this.#plan?.metrics?.();
    this.#baseline = metrics === undefined ? undefined : new BaselineMetrics(metrics, this.#partition);
    return true;
  }

  async next(): Promise<IteratorResult<Batch, void>> {
    if (!this.#rows.isLive(this)) return { done: true, value: undefined };
    try {
      const batch = await this.#read();
      if (batch === undefined) return await this.return();
      this.#baseline?.recordOutput(batch);
      return { done: false, value: batch };
    } catch (error) {
      await this.return();
      throw error;
    }
  }

  async #read(): Promise<Batch | undefined> {
    if (this.#isHolding) {
      this.#isHolding = false;
      this.#rows.forget();
    }
    if (this.#disk === undefined) {
      const batch = await this.#rows.batch(this.#next);
      if (batch !== 'spilled') {
        if (batch !== undefined) this.#next++;
        this.#isHolding = batch !== undefined;
        return batch;
      }
      this.#disk = this.#rows.readSpilled();
    }
    const result = await this.#disk?.next();
    return result === undefined || result.done === true ? undefined : result.value;
  }

  async return(): Promise<IteratorResult<Batch, void>> {
    this.#baseline?.done();
    await this.#disk?.return?.();
    this.#disk = undefined;
    await this.#rows.leave(this);
    return { done: true, value: undefined };
  }
}
