import { Arena, type Batch, type EncodedRows, type RowEncoder } from '@datafusion-ts/compute';
import { evaluateSortKeys, type LexOrdering } from '@datafusion-ts/physical-expr';
import type { BatchStream } from '../execution-plan.js';

/** Where a merge stands in one of its sorted inputs: the batch, its keys as byte strings, the next row. */
export class MergeCursor {
  readonly #iterator: AsyncIterator<Batch, void>;
  readonly #ordering: LexOrdering;
  readonly #encoder: RowEncoder;
  readonly #arena = new Arena();
  #batch: Batch | undefined;
  #rows: EncodedRows | undefined;
  /** The next row to take. */
  position = 0;
  /** The first row not yet copied out. */
  taken = 0;

  constructor(stream: BatchStream, ordering: LexOrdering, encoder: RowEncoder) {
    this.#iterator = stream[Symbol.asyncIterator]();
    this.#ordering = ordering;
    this.#encoder = encoder;
  }

  /** The current batch; undefined at the end. */
  get batch(): Batch | undefined {
    return this.#batch;
  }

  get rowCount(): number {
    return this.#batch?.rowCount ?? 0;
  }

  /** Memory of the current batch's gathered columns. */
  get arena(): Arena {
    return this.#arena;
  }

  /** Keys of the current batch, encoded when first asked for. */
  get rows(): EncodedRows {
    if (this.#rows === undefined) {
      const batch = this.#batch!;
      this.#rows = this.#encoder.encode(
        evaluateSortKeys(this.#ordering, batch, this.#arena),
        batch.rowCount,
        this.#arena,
      );
    }
    return this.#rows;
  }

  /** Moves to the next batch that has rows; false at the end. */
  async advance(): Promise<boolean> {
    this.#batch = undefined;
    this.#rows = undefined;
    this.position = 0;
    this.taken = 0;
    for (;;) {
      const result = await this.#iterator.next();
      if (result.done === true) return false;
      if (result.value.rowCount === 0) continue;
      this.#arena.reset();
      this.#batch = result.value;
      return true;
    }
  }

  async close(): Promise<void> {
    this.#arena.release();
    await this.#iterator.return?.();
  }
}
