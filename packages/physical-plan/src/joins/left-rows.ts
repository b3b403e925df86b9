/** The left input of joins that compare all pairs: all its rows as one batch. */
import { allocBitmap, type Batch } from '@datafusion-ts/compute';
import { MemoryConsumer, type MemoryReservation, type TaskContext } from '@datafusion-ts/execution';
import type { BatchStream } from '../execution-plan.js';
import { BuiltBatches } from './build-batches.js';
import type { Shareable } from './build-share.js';
import type { JoinMetrics } from './join-metrics.js';

/** Rows of the left input in order, with bits for those that met a partner. */
export class LeftRows implements Shareable {
  readonly batch: Batch;
  /** Bits of rows that met a partner; 0 when nobody asks. */
  readonly visited: number;
  readonly #rows: BuiltBatches;
  readonly #reservation: MemoryReservation;

  private constructor(rows: BuiltBatches, reservation: MemoryReservation, tracksVisits: boolean) {
    this.#rows = rows;
    this.#reservation = reservation;
    this.batch = rows.joined(false);
    this.visited = tracksVisits ? allocBitmap(this.batch.rowCount, false, rows.arena) : 0;
  }

  /** Reads the input to its end; throws `ResourcesExhaustedError` when it does not fit. */
  static async collect(
    input: BatchStream,
    consumer: string,
    tracksVisits: boolean,
    context: TaskContext,
    metrics: JoinMetrics,
  ): Promise<LeftRows> {
    const reservation = new MemoryConsumer(consumer).register(context.runtime.memoryPool);
    const rows = new BuiltBatches(input.schema, reservation);
    try {
      await rows.read(input, context, metrics.buildWatch());
      return new LeftRows(rows, reservation, tracksVisits);
    } catch (error) {
      rows.release();
      reservation.release();
      throw error;
    } finally {
      metrics.buildMemUsed.add(reservation.size);
    }
  }

  release(): void {
    this.#rows.release();
    this.#reservation.release();
  }
}
