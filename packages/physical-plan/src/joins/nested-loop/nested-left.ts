/**
 * The left input of a nested loop join: in memory when it fits, else on disk, to be read back in chunks that fit, each of
 * which meets the whole right input.
 */
import { ResourcesExhaustedError, type Schema } from '@datafusion-ts/common';
import { allocBitmap, Arena, concatBatches, copyBatch, getBit, type Batch } from '@datafusion-ts/compute';
import { checkCancelled, MemoryConsumer, type MemoryReservation, type TaskContext } from '@datafusion-ts/execution';
import type { BatchStream } from '../../execution-plan.js';
import type { SpillMetrics } from '../../metrics/baseline-metrics.js';
import { SpillFile } from '../../spill/spill-file.js';
import type { Shareable } from '../build-share.js';
import type { JoinMetrics } from '../join-metrics.js';

/** Some left rows in memory, with bits for those that met a partner (0 when nobody asks). */
export interface LeftPart {
  readonly batch: Batch;
  readonly visited: number;
}

/** What the operator measures of the left input. */
export interface LeftMetrics {
  readonly join: JoinMetrics;
  readonly spill: SpillMetrics;
}

/** Rows of the left input. */
export class NestedLeft implements Shareable {
  /** All rows, when they fit in memory. */
  readonly part: LeftPart | undefined;
  /** All rows on disk, when they do not. */
  readonly spill: SpillFile | undefined;
  readonly rowCount: number;
  /** For rows on disk: bits of those that met a partner. */
  readonly visited: Uint8Array;
  readonly tracksVisits: boolean;
  readonly reservation: MemoryReservation;
  readonly #arena: Arena;

  private constructor(parts: {
    part?: LeftPart;
    spill?: SpillFile;
    rowCount: number;
    tracksVisits: boolean;
    reservation: MemoryReservation;
    arena: Arena;
  }) {
    this.part = parts.part;
    this.spill = parts.spill;
    this.rowCount = parts.rowCount;
    this.tracksVisits = parts.tracksVisits;
    this.reservation = parts.reservation;
    this.#arena = parts.arena;
    this.visited = new Uint8Array(parts.spill === undefined ? 0 : (parts.rowCount + 7) >>> 3);
  }

  /** Reads the input to its end; goes to disk when memory is refused and there is a disk. */
  static async collect(
    input: BatchStream,
    tracksVisits: boolean,
    context: TaskContext,
    metrics: LeftMetrics,
  ): Promise<NestedLeft> {
    const reservation = new MemoryConsumer('NestedLoopJoinLoad[0]', true).register(context.runtime.memoryPool);
    const collector = new Collector(input.schema, reservation, context);
    try {
      for await (const batch of input) {
        checkCancelled(context);
        metrics.join.addBuildBatch(batch.rowCount);
        const stop = metrics.join.startBuild();
        await collector.add(batch);
        stop();
      }
      const { arena, rowCount } = collector;
      const part = await collector.joined(tracksVisits);
      metrics.join.buildMemUsed.add(reservation.size);
      if (part !== undefined) return new NestedLeft({ part, rowCount, tracksVisits, reservation, arena });
      const spill = collector.finishSpill(metrics.spill);
      return new NestedLeft({ spill, rowCount, tracksVisits, reservation, arena });
    } catch (error) {
      collector.release();
      reservation.release();
      throw error;
    }
  }

  /** The rows on disk in chunks that fit in memory; each is valid until the next is asked for. */
  async *chunks(): AsyncGenerator<{ readonly parts: readonly LeftPart[]; readonly first: number }, void, undefined> {
    const arena = new Arena(this.reservation);
    let parts: LeftPart[] = [];
    let [first, next] = [0, 0];
    const keep = (batch: Batch): boolean => {
      const copied = tryCopy(batch, arena, this.tracksVisits, parts.length > 0);
      if (copied !== undefined) parts.push(copied);
      return copied !== undefined;
    };
    try {
      for await (const batch of this.spill!.read()) {
        if (!keep(batch)) {
          yield { parts, first };
          arena.release();
          parts = [];
          first = next;
          keep(batch);
        }
        next += batch.rowCount;
      }
      if (parts.length > 0) yield { parts, first };
    } finally {
      arena.release();
    }
  }

  /** Adds what a chunk that begins at row `first` found to what is known of all rows. */
  noteVisits(parts: readonly LeftPart[], first: number): void {
    if (!this.tracksVisits) return;
    let at = first;
    for (const { batch, visited } of parts) {
      for (let row = 0; row < batch.rowCount; row++, at++)
        if (getBit(visited, row)) this.visited[at >>> 3]! |= 1 << (at & 7);
    }
  }

  release(): void {
    this.spill?.release();
    this.#arena.release();
    this.reservation.release();
  }
}

/** A copy of a batch; undefined when memory is refused and `mayRefuse`. */
function tryCopy(batch: Batch, arena: Arena, tracksVisits: boolean, mayRefuse: boolean): LeftPart | undefined {
  try {
    // The small piece first: arenas take ever larger blocks.
    const visited = tracksVisits ? allocBitmap(batch.rowCount, false, arena) : 0;
    return { batch: copyBatch(batch, arena), visited };
  } catch (error) {
    if (mayRefuse && error instanceof ResourcesExhaustedError) return undefined;
    throw error;
  }
}

/** Keeps batches in memory until that is refused, then writes all to disk. */
class Collector {
  readonly arena: Arena;
  rowCount = 0;
  readonly #schema: Schema;
  readonly #context: TaskContext;
  #kept: Batch[] = [];
  #spill: SpillFile | undefined;

  constructor(schema: Schema, reservation: MemoryReservation, context: TaskContext) {
    this.#schema = schema;
    this.#context = context;
    this.arena = new Arena(reservation);
  }

  async add(batch: Batch): Promise<void> {
    this.rowCount += batch.rowCount;
    if (batch.rowCount === 0) return;
    if (this.#spill === undefined) {
      try {
        this.#kept.push(copyBatch(batch, this.arena));
        return;
      } catch (error) {
        await this.#toDisk(error);
      }
    }
    this.#spill!.write(batch);
  }

  /** All rows as one batch; undefined when they are on disk. */
  async joined(tracksVisits: boolean): Promise<LeftPart | undefined> {
    if (this.#spill !== undefined) return undefined;
    try {
      const batch = concatBatches(this.#schema, this.#kept, this.arena);
      return { batch, visited: tracksVisits ? allocBitmap(batch.rowCount, false, this.arena) : 0 };
    } catch (error) {
      await this.#toDisk(error);
      return undefined;
    }
  }

  finishSpill(metrics: SpillMetrics): SpillFile {
    const spill = this.#spill!;
    spill.writeAll([], metrics);
    metrics.spilledBytes.add(spill.size);
    metrics.spilledRows.add(spill.rowCount);
    return spill;
  }

  release(): void {
    this.#spill?.release();
    this.arena.release();
  }

  /** Moves what is kept to disk; throws the error again when it is another, or there is no disk. */
  async #toDisk(error: unknown): Promise<void> {
    const { diskManager } = this.#context.runtime;
    if (!(error instanceof ResourcesExhaustedError) || !diskManager.tmpFilesEnabled) throw error;
    this.#spill = await SpillFile.create(this.#schema, diskManager, 'NestedLoopJoin');
    for (const batch of this.#kept) this.#spill.write(batch);
    this.#kept = [];
    this.arena.release();
  }
}
