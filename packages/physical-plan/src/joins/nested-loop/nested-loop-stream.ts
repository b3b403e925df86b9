/**
 * One partition of a nested loop join. With the left rows in memory the right input streams past them once. With left rows
 * on disk the right input goes to disk, too, while it meets the first chunk of left rows, and is read again for the others.
 */
import { allocBitmap, Arena, mem, type Batch } from '@datafusion-ts/compute';
import { checkCancelled, type TaskContext } from '@datafusion-ts/execution';
import { BatchCoalescer } from '../../coalesce/batch-coalescer.js';
import { SpillFile } from '../../spill/spill-file.js';
import { pause } from '../../stream/cooperate.js';
import { buildRowsAtEnd } from '../build-rows-at-end.js';
import type { BuildShare } from '../build-share.js';
import type { LeftMetrics, LeftPart, NestedLeft } from './nested-left.js';
import { asksForRightRows, pairRightBatch, rightRowsAtEnd, type PairingPlan } from './right-batch-run.js';

/** The batches of one partition. */
export async function* nestedLoopBatches(
  plan: PairingPlan,
  partition: number,
  context: TaskContext,
  share: BuildShare<NestedLeft>,
  metrics: LeftMetrics,
): AsyncGenerator<Batch, void, undefined> {
  const coalescer = new BatchCoalescer(plan.exec.schema, plan.batchSize);
  let completed = false;
  try {
    const left = await share.enter(context);
    const run = new NestedLoopRun(plan, partition, context, left, metrics);
    try {
      for await (const output of run.pairs()) yield* coalescer.push(output);
      if (share.probed() && left.tracksVisits)
        for await (const output of run.leftRowsAtEnd()) yield* coalescer.push(output);
    } finally {
      run.release();
    }
    yield* coalescer.finish();
    completed = true;
  } finally {
    coalescer.release();
    await share.leave(completed);
  }
}

class NestedLoopRun {
  readonly #plan: PairingPlan;
  readonly #partition: number;
  readonly #context: TaskContext;
  readonly #left: NestedLeft;
  readonly #metrics: LeftMetrics;
  readonly #arena = new Arena();
  readonly #asksForRight: boolean;
  /** The right input on disk, and bits of each of its batches' rows that met a partner. */
  #rightSpill: SpillFile | undefined;
  readonly #matched: Uint8Array[] = [];

  constructor(plan: PairingPlan, partition: number, context: TaskContext, left: NestedLeft, metrics: LeftMetrics) {
    this.#plan = plan;
    this.#partition = partition;
    this.#context = context;
    this.#left = left;
    this.#metrics = metrics;
    this.#asksForRight = asksForRightRows(plan.exec.joinType);
  }

  pairs(): AsyncGenerator<Batch, void, undefined> {
    return this.#left.part === undefined ? this.#fromDisk() : this.#inMemory();
  }

  /** Left rows by whether they met a partner. */
  async *leftRowsAtEnd(): AsyncGenerator<Batch, void, undefined> {
    const { schema, columnIndices, joinType } = this.#plan.exec;
    const { part, spill, visited } = this.#left;
    if (part !== undefined) {
      yield* buildRowsAtEnd(
        joinType,
        part.batch,
        part.visited,
        schema,
        columnIndices,
        this.#plan.batchSize,
        this.#arena,
      );
      return;
    }
    const bits = new Arena();
    let first = 0;
    try {
      for await (const batch of spill!.read()) {
        bits.reset();
        const own = allocBitmap(batch.rowCount, false, bits);
        for (let row = 0; row < batch.rowCount; row++) {
          const at = first + row;
          if (((visited[at >>> 3]! >>> (at & 7)) & 1) === 1) mem.u8[own + (row >>> 3)]! |= 1 << (row & 7);
        }
        first += batch.rowCount;
        yield* buildRowsAtEnd(joinType, batch, own, schema, columnIndices, this.#plan.batchSize, this.#arena);
      }
    } finally {
      bits.release();
    }
  }

  release(): void {
    this.#rightSpill?.release();
    this.#arena.release();
  }

  async *#inMemory(): AsyncGenerator<Batch, void, undefined> {
    const part = this.#left.part!;
    if (part.batch.rowCount === 0 && !this.#asksForRight) return;
    for await (const batch of this.#rightInput()) {
      this.#arena.reset();
      const right = batch.compact(this.#arena);
      const matched = this.#asksForRight ? allocBitmap(right.rowCount, false, this.#arena) : 0;
      yield* this.#pair(part, right, matched);
      if (matched === 0) continue;
      const rest = rightRowsAtEnd(this.#plan.exec, right, matched, this.#arena);
      if (rest !== undefined) yield rest;
    }
  }

  async *#fromDisk(): AsyncGenerator<Batch, void, undefined> {
    for await (const { parts, first } of this.#left.chunks()) {
      let index = 0;
      for await (const batch of this.#rightPass()) {
        this.#arena.reset();
        const right = batch.compact(this.#arena);
        const matched = this.#loadMatched(index, right.rowCount);
        for (const part of parts) yield* this.#pair(part, right, matched);
        this.#storeMatched(index++, matched, right.rowCount);
      }
      this.#left.noteVisits(parts, first);
    }
    if (!this.#asksForRight) return;
    let index = 0;
    for await (const right of this.#rightPass()) {
      this.#arena.reset();
      const rest = rightRowsAtEnd(this.#plan.exec, right, this.#loadMatched(index++, right.rowCount), this.#arena);
      if (rest !== undefined) yield rest;
    }
  }

  async *#pair(part: LeftPart, right: Batch, matched: number): AsyncGenerator<Batch, void, undefined> {
    for (const output of pairRightBatch(this.#plan, part, right, matched)) {
      if (output !== undefined) yield output;
      await pause(this.#context);
    }
  }

  async *#rightInput(): AsyncGenerator<Batch, void, undefined> {
    for await (const batch of this.#plan.exec.right.execute(this.#partition, this.#context)) {
      checkCancelled(this.#context);
      this.#metrics.join.addProbeBatch(batch.rowCount);
      if (batch.rowCount > 0) yield batch;
    }
  }

  /** The right input: from below the first time, writing it to disk, then from there. */
  async *#rightPass(): AsyncGenerator<Batch, void, undefined> {
    if (this.#rightSpill !== undefined) {
      yield* this.#rightSpill.read();
      return;
    }
    const spill = await SpillFile.create(
      this.#plan.exec.right.schema,
      this.#context.runtime.diskManager,
      'NestedLoopJoin',
    );
    this.#rightSpill = spill;
    for await (const batch of this.#rightInput()) {
      spill.write(batch);
      yield batch;
    }
    const { spill: counts } = this.#metrics;
    spill.writeAll([], counts);
    counts.spilledBytes.add(spill.size);
    counts.spilledRows.add(spill.rowCount);
  }

  #loadMatched(index: number, rowCount: number): number {
    if (!this.#asksForRight) return 0;
    const bits = allocBitmap(rowCount, false, this.#arena);
    const known = this.#matched[index];
    if (known !== undefined) mem.u8.set(known, bits);
    return bits;
  }

  #storeMatched(index: number, matched: number, rowCount: number): void {
    if (matched !== 0) this.#matched[index] = mem.u8.slice(matched, matched + ((rowCount + 7) >>> 3));
  }
}
