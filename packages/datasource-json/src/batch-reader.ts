import type { Arena, Batch } from '@datafusion-ts/compute';
import type { FlatRecords } from './fast/flat-records.js';
import { KeyOrder } from './fast/key-order.js';
import type { RecordScanner } from './scan/record-scanner.js';
import type { Tape } from './scan/tape.js';

/** Records that go over the tape before the short way is tried again, at first. */
const FIRST_TAPE_RECORDS = 64;

/**
 * Reads the records of a scanner batch by batch: flat ones the short way, others over the tape. Where the short way does
 * not get on, the tape takes ever longer turns, so that trying in vain costs little.
 */
export class BatchReader {
  readonly #scanner: RecordScanner;
  readonly #flat: FlatRecords | undefined;
  readonly #batchSize: number;
  readonly #decode: (tape: Tape, rows: readonly number[]) => Batch;
  readonly #order = new KeyOrder();
  #turn = FIRST_TAPE_RECORDS;

  constructor(
    scanner: RecordScanner,
    flat: FlatRecords | undefined,
    batchSize: number,
    decode: (tape: Tape, rows: readonly number[]) => Batch,
  ) {
    this.#scanner = scanner;
    this.#flat = flat;
    this.#batchSize = batchSize;
    this.#decode = decode;
  }

  /** The batches of the bytes there are; each is valid until the next. `final` says that no more bytes will come. */
  *batches(final: boolean, arena: Arena): Generator<Batch, void, undefined> {
    if (this.#scanner.waits && !final) return;
    for (;;) {
      const batch = this.#flat?.next(this.#scanner, arena) ?? this.#overTape(final);
      if (batch === undefined) return;
      yield batch;
    }
  }

  #overTape(final: boolean): Batch | undefined {
    const most = this.#flat === undefined ? this.#batchSize : Math.min(this.#turn, this.#batchSize);
    const found = this.#scanner.next(final, most);
    if (found === undefined) return undefined;
    if (this.#flat !== undefined) {
      const learnt = this.#order.look(found.tape, found.rows);
      if (learnt) this.#flat.learn(this.#order);
      // A turn for the first records, and for the end of a chunk, is no failure of the short way.
      if (!learnt && found.rows.length === most) this.#turn *= 2;
    }
    return this.#decode(found.tape, found.rows);
  }
}
