/**
 * Finds records and fields in bytes, without making strings.
 *
 * Bytes come in chunks cut anywhere and lie in one buffer of the engine's memory; a record that is not complete waits for
 * the next chunk. A kernel finds the fields of records of the common form; others (escaped quotes, comments, a wrong
 * number of fields, the last record without a line break) are read by RecordReader. Fields stay where they are, so the
 * text of a column can point into the buffer; only fields with escapes are copied.
 */
import { ArrowError } from '@datafusion-ts/common';
import { GrowableBuffer, mem, type Arena, type MemoryCharge } from '@datafusion-ts/compute';
import { ByteWindow, columnBytesOf } from '@datafusion-ts/datasource';
import type { CsvDialect } from './csv-dialect.js';
import { kernels } from './kernels.js';
import { INCOMPLETE, RecordReader } from './read-record.js';

const LF = 10;
const CR = 13;

/** What `splitCsv` reads and writes beside bytes and spans. */
const SETTINGS_BYTES = 32;
const STATE_BYTES = 16;

/**
 * A record of more bytes than this (a quote nobody closed, say) is looked at again only when its bytes have doubled:
 * reading it anew with each chunk would take time with the square of its length.
 */
const LONG_RECORD = 1024 * 1024;

/**
 * Complete records: the begin and end (u32 addresses) of wanted field `f` of record `r` lie at `spans + f * columnBytes +
 * r * 8`; begin 0 is a field left out. Behind the wanted fields comes the begin of each record, for error messages.
 */
export interface Records {
  readonly spans: number;
  readonly columnBytes: number;
  readonly count: number;
  /** Line (from 1) of the first record. */
  readonly firstLine: number;
  /** Where the bytes of all records end. */
  readonly end: number;
  /** Where the fields lie; undefined when some were copied out of there. */
  readonly bytes: { readonly begin: number; readonly end: number } | undefined;
}

export class RecordSplitter {
  readonly #dialect: CsvDialect;
  readonly #columns: number;
  readonly #wanted: readonly number[];
  readonly #capacity: number;
  readonly #columnBytes: number;
  readonly #reader: RecordReader;
  readonly #tables: GrowableBuffer;
  /** The bytes: whoever adds some must have used the records taken before, since their bytes move. */
  readonly window: ByteWindow;
  /** Unread bytes without which there is no use in looking at a long record again. */
  #needed = 0;
  /** Whether fields of the records given out last were copied. */
  #copied = false;
  /** Records seen so far, header included. */
  #line = 0;

  /** Splits records of `columns` fields, up to `capacity` at a time, and keeps the `wanted` fields in that order. */
  constructor(
    dialect: CsvDialect,
    columns: number,
    wanted: readonly number[],
    capacity: number,
    charge?: MemoryCharge,
  ) {
    this.#dialect = dialect;
    this.#columns = columns;
    this.#wanted = wanted;
    this.#capacity = capacity;
    this.#columnBytes = columnBytesOf(capacity);
    this.#reader = new RecordReader(dialect);
    this.#tables = new GrowableBuffer(charge);
    this.window = new ByteWindow(charge);
  }

  /** Drops the next complete record; false when there is none yet. */
  skipRecord(final: boolean): boolean {
    if (this.#waits(final)) return false;
    const behind = this.#readRecord(final);
    if (behind === INCOMPLETE) return false;
    this.window.at = behind - this.window.base;
    this.#line++;
    return true;
  }

  /**
   * The next complete records, at most as many as there is room for; undefined when more bytes are needed (or, with
   * `final`, when there are no more). They are valid until the next call. Fields with escapes are written into `arena`.
   * Throws when a record has the wrong number of fields.
   */
  next(final: boolean, arena: Arena): Records | undefined {
    if (this.#waits(final)) return undefined;
    const tables = this.#prepareTables();
    const from = this.window.at;
    this.#copied = false;
    let count = 0;
    while (count < this.#capacity) {
      const base = this.window.base;
      const room = tables.spans + count * 8;
      const [begin, end] = [base + this.window.at, base + this.window.end];
      if (begin < end) {
        const { settings, slots, state } = tables;
        count += kernels().splitCsv(begin, end, settings, slots, room, this.#capacity - count, state);
        this.window.at = mem.u32[state >>> 2]! - base;
        if (count === this.#capacity) break;
        if (mem.u32[(state >>> 2) + 1] === 0 && !final) break;
      }
      if (!this.#nextCarefully(tables.spans, count, final, arena)) break;
      count++;
    }
    if (count === 0) return undefined;
    const firstLine = this.#line + 1;
    this.#line += count;
    return {
      spans: tables.spans,
      columnBytes: this.#columnBytes,
      count,
      firstLine,
      end: this.window.base + this.window.end,
      bytes: this.#copied ? undefined : { begin: this.window.base + from, end: this.window.base + this.window.at },
    };
  }

  /** All fields of a record as text, for an error message. */
  fieldsOf(records: Records, row: number): readonly string[] {
    const decoder = new TextDecoder();
    const begin = mem.u32[(records.spans + this.#recordBegins + row * 8) >>> 2]!;
    const reader = this.#reader;
    reader.read(begin, records.end, true);
    return Array.from({ length: Math.min(reader.count, this.#columns) }, (_, field) => {
      if (reader.closings[field] === 0) return decoder.decode(mem.u8.slice(reader.starts[field]!, reader.ends[field]!));
      const copy = new GrowableBuffer();
      try {
        const to = copy.ensure(reader.ends[field]! - reader.starts[field]!);
        return decoder.decode(mem.u8.slice(to, to + reader.unescape(field, to)));
      } finally {
        copy.release();
      }
    });
  }

  /** Gives the memory back. */
  release(): void {
    this.#tables.release();
    this.window.release();
  }

  /** Where behind the spans the begins of the records lie. */
  get #recordBegins(): number {
    return this.#wanted.length * this.#columnBytes;
  }

  /** Addresses of the kernel's tables, written with the first use. */
  #prepareTables(): { settings: number; state: number; slots: number; spans: number } {
    const slotBytes = (this.#columns * 4 + 15) & ~15;
    const isNew = this.#tables.address === 0;
    const settings = this.#tables.ensure(
      SETTINGS_BYTES + STATE_BYTES + slotBytes + this.#recordBegins + this.#columnBytes,
    );
    const state = settings + SETTINGS_BYTES;
    const slots = state + STATE_BYTES;
    if (isNew) {
      const { delimiter, quote, terminator, comment, escape } = this.#dialect;
      const parts = [delimiter, quote, terminator ?? LF, terminator ?? CR, comment ?? -1];
      parts.push(escape === undefined ? 0 : 1, this.#columns, this.#recordBegins);
      mem.i32.set(parts, settings >>> 2);
      mem.i32.fill(-1, slots >>> 2, (slots >>> 2) + this.#columns);
      for (const [slot, column] of this.#wanted.entries()) mem.i32[(slots >>> 2) + column] = slot * this.#columnBytes;
    }
    return { settings, state, slots, spans: slots + slotBytes };
  }

  /** Reads one record of any form into the spans of `row`; false when it is not complete. */
  #nextCarefully(spans: number, row: number, final: boolean, arena: Arena): boolean {
    const behind = this.#readRecord(final);
    if (behind === INCOMPLETE) return false;
    const reader = this.#reader;
    this.#checkCount(reader.count, this.#line + row + 1);
    const first = (spans + row * 8) >>> 2;
    const columnWords = this.#columnBytes >>> 2;
    for (const [slot, field] of this.#wanted.entries()) {
      let [start, end] = field < reader.count ? [reader.starts[field]!, reader.ends[field]!] : [0, 0];
      if (start !== 0 && reader.closings[field] !== 0) {
        this.#copied = true;
        const to = arena.alloc(end - start);
        end = to + reader.unescape(field, to);
        start = to;
      }
      mem.u32[first + slot * columnWords] = start;
      mem.u32[first + slot * columnWords + 1] = end;
    }
    const base = this.window.base;
    mem.u32[first + this.#wanted.length * columnWords] = base + this.window.at;
    this.window.at = behind - base;
    return true;
  }

  /** Whether a long record was incomplete and too little has come since. */
  #waits(final: boolean): boolean {
    if (!final && this.window.end - this.window.at < this.#needed) return true;
    this.#needed = 0;
    return false;
  }

  /** Reads the next record; the address behind it or INCOMPLETE. Skips empty lines and comments before it. */
  #readRecord(final: boolean): number {
    const base = this.window.base;
    const end = base + this.window.end;
    const begin = this.#reader.skipToRecord(base + this.window.at, end);
    // A comment at the very end may lack its line break.
    const isRest = begin < end && mem.u8[begin] === this.#dialect.comment;
    this.window.at = (final && isRest ? end : begin) - base;
    if (this.window.at >= this.window.end || isRest) return INCOMPLETE;
    const behind = this.#reader.read(begin, end, final);
    if (behind === INCOMPLETE && end - begin > LONG_RECORD) this.#needed = (end - begin) * 2;
    return behind;
  }

  #checkCount(found: number, line: number): void {
    if (found === this.#columns || (found < this.#columns && this.#dialect.truncatedRows)) return;
    throw new ArrowError(
      'Csv error',
      `incorrect number of fields for line ${line}, expected ${this.#columns} got ${found}`,
    );
  }
}
