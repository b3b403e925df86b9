/** One partition of a merge join: the streamed side row by row, the buffered side by groups of equal keys. */
import { Arena, copyBatch, getBit, mem, type Batch } from '@datafusion-ts/compute';
import { checkCancelled, MemoryConsumer, type MemoryReservation, type TaskContext } from '@datafusion-ts/execution';
import { BatchCoalescer } from '../../coalesce/batch-coalescer.js';
import type { Count, Time } from '../../metrics/metric-values.js';
import { pause } from '../../stream/cooperate.js';
import { joinedBatch, type SideRows } from '../join-output.js';
import type { SortMergeJoinExec } from '../sort-merge-join.js';
import { BufferedSide, type BufferedGroup } from './buffered-side.js';
import { KeyOrder, type OrderedBatch } from './ordered-batch.js';
import { PairList, streamedOutput, type ReadyRows } from './pair-list.js';

/** What the join measures. */
export interface SortMergeMetrics {
  readonly inputBatches: Count;
  readonly inputRows: Count;
  readonly joinTime: Time;
}

/** The batches of one partition. */
export async function* sortMergeBatches(
  exec: SortMergeJoinExec,
  partition: number,
  context: TaskContext,
  metrics: SortMergeMetrics,
): AsyncGenerator<Batch, void, undefined> {
  const run = new SortMergeRun(exec, partition, context, metrics);
  const coalescer = new BatchCoalescer(exec.schema, context.config.execution.batchSize);
  try {
    for await (const batch of run.batches()) yield* coalescer.push(batch);
    yield* coalescer.finish();
  } finally {
    coalescer.release();
    await run.release();
  }
}

class SortMergeRun {
  readonly #exec: SortMergeJoinExec;
  readonly #context: TaskContext;
  readonly #metrics: SortMergeMetrics;
  readonly #partition: number;
  readonly #reservation: MemoryReservation;
  readonly #buffered: BufferedSide;
  readonly #pairs: PairList;
  readonly #streamedIsLeft: boolean;
  readonly #streamedArena = new Arena();
  readonly #outputArena = new Arena();
  /** Output that could not be given out where it arose: a batch was about to be released. */
  #pending: Batch[] = [];
  #pendingArenas: Arena[] = [];
  #streamed: Batch | undefined;

  constructor(exec: SortMergeJoinExec, partition: number, context: TaskContext, metrics: SortMergeMetrics) {
    this.#exec = exec;
    this.#context = context;
    this.#metrics = metrics;
    this.#partition = partition;
    this.#streamedIsLeft = exec.streamedSide === 'Left';
    this.#reservation = new MemoryConsumer(`SMJStream[${partition}]`).register(context.runtime.memoryPool);
    const buffered = this.#streamedIsLeft ? exec.right : exec.left;
    const keys = exec.on.map(([left, right]) => (this.#streamedIsLeft ? right : left));
    this.#buffered = new BufferedSide(
      buffered.execute(partition, context),
      new KeyOrder(keys, exec.sortOptions),
      this.#reservation,
      exec.joinType === 'Full',
      (batch) => this.#count(batch),
    );
    this.#pairs = new PairList(
      context.config.execution.batchSize,
      streamedOutput(exec.joinType),
      exec.filter,
      this.#streamedIsLeft,
    );
  }

  async *batches(): AsyncGenerator<Batch, void, undefined> {
    const { exec, order } = this.#streamedSide();
    for await (const batch of exec.execute(this.#partition, this.#context)) {
      checkCancelled(this.#context);
      this.#count(batch);
      if (batch.rowCount === 0) continue;
      this.#streamedArena.reset();
      const rows = order.encode(batch.compact(this.#streamedArena), this.#streamedArena);
      this.#streamed = rows.batch;
      yield* this.#join(rows);
      const last = this.#flush();
      if (last !== undefined) yield last;
      this.#streamed = undefined;
    }
    if (this.#exec.joinType !== 'Full') return;
    await this.#buffered.passAll((passed, matched) => this.#passed(passed, matched));
    yield* this.#givePending();
  }

  async release(): Promise<void> {
    for (const arena of this.#pendingArenas) arena.release();
    this.#pairs.release();
    this.#streamedArena.release();
    this.#outputArena.release();
    await this.#buffered.release();
    this.#reservation.release();
  }

  #streamedSide() {
    const exec = this.#streamedIsLeft ? this.#exec.left : this.#exec.right;
    const keys = this.#exec.on.map(([left, right]) => (this.#streamedIsLeft ? left : right));
    return { exec, order: new KeyOrder(keys, this.#exec.sortOptions) };
  }

  #count(batch: Batch): void {
    this.#metrics.inputBatches.add(1);
    this.#metrics.inputRows.add(batch.rowCount);
  }

  async *#join(rows: OrderedBatch): AsyncGenerator<Batch, void, undefined> {
    const nullsMatch = this.#exec.nullEquality === 'NullEqualsNull';
    for (let row = 0; row < rows.rowCount; row++) {
      if (!nullsMatch && rows.hasNullKey(row)) this.#pairs.addLonely(row);
      else {
        const group = await this.#buffered.find(rows, row, (passed, matched) => this.#passed(passed, matched));
        if (this.#pending.length > 0) yield* this.#givePending();
        if (group === undefined) this.#pairs.addLonely(row);
        else for (const output of this.#addGroup(row, group)) yield* this.#giveOut(output);
      }
      if (this.#pairs.isFull) yield* this.#giveOut(this.#flush());
    }
  }

  /** Gives out rows, if there are any; then others may have their turn. */
  async *#giveOut(output: Batch | undefined): AsyncGenerator<Batch, void, undefined> {
    if (output !== undefined) yield output;
    await pause(this.#context);
  }

  /** Adds the pairs of a row; gives what comes of those that wait whenever there is no room for more. */
  *#addGroup(row: number, group: BufferedGroup): Generator<Batch | undefined, void, undefined> {
    if (this.#pairs.conflictsWith(group)) yield this.#flush();
    const total = group.to - group.from;
    for (
      let done = this.#pairs.addCandidates(row, group, 0);
      done < total;
      done = this.#pairs.addCandidates(row, group, done)
    ) {
      yield this.#flush();
    }
  }

  /** What comes of the pairs that wait; undefined when that is nothing. */
  #flush(): Batch | undefined {
    if (this.#streamed === undefined) return undefined;
    const ready = this.#pairs.flush(this.#streamed);
    if (ready === undefined) return undefined;
    this.#outputArena.reset();
    return this.#output(ready, this.#streamed, this.#outputArena);
  }

  #output(ready: ReadyRows, streamedBatch: Batch, arena: Arena): Batch {
    const { schema, columnIndices } = this.#exec;
    const streamed: SideRows = { batch: streamedBatch, rows: ready.streamed, padded: false };
    const buffered: SideRows | undefined =
      ready.bufferedBatch === undefined
        ? undefined
        : { batch: ready.bufferedBatch, rows: ready.buffered, padded: true };
    const [left, right] = this.#streamedIsLeft ? [streamed, buffered] : [buffered, streamed];
    return joinedBatch(schema, columnIndices, left, right, ready.count, arena, ready.marks);
  }

  /** A buffered batch is about to go: pairs with it are made now, then its rows without partner for full joins. */
  #passed(batch: Batch, matched: number): void {
    const arena = new Arena();
    const before = this.#pending.length;
    this.#collectPassed(batch, matched, arena);
    if (this.#pending.length > before) this.#pendingArenas.push(arena);
    else arena.release();
  }

  #collectPassed(batch: Batch, matched: number, arena: Arena): void {
    const ready = this.#streamed === undefined ? undefined : this.#pairs.flush(this.#streamed);
    if (ready !== undefined) this.#pending.push(copyBatch(this.#output(ready, this.#streamed!, arena), arena));
    if (matched === 0) return;
    const rows = arena.alloc(batch.rowCount * 4);
    let count = 0;
    for (let row = 0; row < batch.rowCount; row++) if (!getBit(matched, row)) mem.u32[(rows >>> 2) + count++] = row;
    if (count === 0) return;
    const side: SideRows = { batch, rows, padded: false };
    const [left, right] = this.#streamedIsLeft ? [undefined, side] : [side, undefined];
    const { schema, columnIndices } = this.#exec;
    this.#pending.push(copyBatch(joinedBatch(schema, columnIndices, left, right, count, arena), arena));
  }

  *#givePending(): Generator<Batch, void, undefined> {
    const [batches, arenas] = [this.#pending, this.#pendingArenas];
    this.#pending = [];
    this.#pendingArenas = [];
    try {
      yield* batches;
    } finally {
      for (const arena of arenas) arena.release();
    }
  }
}
