/**
 * Finds records and fields in bytes, without making strings.
 *
 * Bytes come in chunks cut anywhere; a record that is not complete waits for the next chunk. Fields are kept as begin and
 * end in one buffer; quoted fields are unescaped there in place, because what they mean is never longer than what they
 * are written as.
 */
import { ArrowError } from '@datafusion-ts/common';
import type { CsvDialect } from './csv-dialect.js';

const LF = 10;
const CR = 13;
const NONE = -1;

/** Complete records: field `f` of record `r` is `bytes[starts[r * columns + f] .. ends[…]]`; begin -1 is a field left out. */
export interface Records {
  readonly bytes: Uint8Array;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly count: number;
  /** Line (from 1) of each record. */
  readonly firstLine: number;
}

export class RecordSplitter {
  readonly #dialect: CsvDialect;
  readonly #columns: number;
  readonly #capacity: number;
  readonly #starts: Int32Array;
  readonly #ends: Int32Array;
  #bytes = new Uint8Array(0);
  #at = 0;
  #count = 0;
  /** Records seen before those in the table, header included. */
  #line = 0;

  /** Splits records of `columns` fields, up to `capacity` at a time. */
  constructor(dialect: CsvDialect, columns: number, capacity: number) {
    this.#dialect = dialect;
    this.#columns = columns;
    this.#capacity = capacity;
    this.#starts = new Int32Array(Math.max(1, columns * capacity));
    this.#ends = new Int32Array(Math.max(1, columns * capacity));
  }

  /** Adds a chunk. Records taken before must have been used: their bytes move. */
  push(chunk: Uint8Array): void {
    const rest = this.#bytes.subarray(this.#at);
    if (rest.length === 0) {
      // Unescaping writes into the buffer, so a chunk that may be shared is copied.
      this.#bytes = chunk.slice();
    } else {
      const joined = new Uint8Array(rest.length + chunk.length);
      joined.set(rest);
      joined.set(chunk, rest.length);
      this.#bytes = joined;
    }
    this.#at = 0;
  }

  /** Drops the next complete record; false when there is none yet. */
  skipRecord(final: boolean): boolean {
    const table = this.#count;
    const end = this.#record(final, true);
    this.#count = table;
    if (end === NONE) return false;
    this.#at = end;
    this.#line++;
    return true;
  }

  /**
   * The next full table of records, or with `final` (no more bytes will come) whatever is left; undefined when more bytes
   * are needed. Throws when a record has the wrong number of fields.
   */
  next(final: boolean): Records | undefined {
    while (this.#count < this.#capacity) {
      const end = this.#record(final, false);
      if (end === NONE) break;
      this.#at = end;
      this.#count++;
    }
    if (this.#count === 0 || (this.#count < this.#capacity && !final)) return undefined;
    const records = {
      bytes: this.#bytes,
      starts: this.#starts,
      ends: this.#ends,
      count: this.#count,
      firstLine: this.#line + 1,
    };
    this.#line += this.#count;
    this.#count = 0;
    return records;
  }

  /** Records found in the current buffer but not taken: they must be taken before `push`. */
  take(): Records | undefined {
    if (this.#count === 0) return undefined;
    const count = this.#count;
    this.#count = 0;
    const firstLine = this.#line + 1;
    this.#line += count;
    return { bytes: this.#bytes, starts: this.#starts, ends: this.#ends, count, firstLine };
  }

  /** Reads one record into the table; the position behind it, or NONE when it is not complete. */
  #record(final: boolean, ignoreCount: boolean): number {
    const bytes = this.#bytes;
    const length = bytes.length;
    const { delimiter, quote, comment } = this.#dialect;
    let at = this.#skipEmptyLines(comment);
    if (at >= length) {
      if (final) this.#at = length;
      return NONE;
    }
    const base = this.#count * this.#columns;
    let field = 0;
    for (;;) {
      let start = at;
      let end: number;
      if (at < length && bytes[at] === quote) {
        const closed = this.#quoted(at, final);
        if (closed === undefined) return NONE;
        ({ start, end, next: at } = closed);
      } else {
        at = this.#plainEnd(at, delimiter);
        end = at;
      }
      if (field < this.#columns && !ignoreCount) {
        this.#starts[base + field] = start;
        this.#ends[base + field] = end;
      }
      field++;
      if (at >= length) {
        if (!final) return NONE;
        break;
      }
      if (bytes[at] !== delimiter) break;
      at++;
    }
    if (!ignoreCount) this.#checkCount(field, base);
    return this.#behindTerminator(at, final);
  }

  #skipEmptyLines(comment: number | undefined): number {
    const bytes = this.#bytes;
    let at = this.#at;
    while (at < bytes.length) {
      if (this.#isTerminator(bytes[at]!)) at++;
      else if (comment !== undefined && bytes[at] === comment) {
        let end = at;
        while (end < bytes.length && !this.#isTerminator(bytes[end]!)) end++;
        if (end >= bytes.length) break;
        at = end + 1;
      } else break;
    }
    this.#at = at;
    return at;
  }

  #isTerminator(byte: number): boolean {
    const { terminator } = this.#dialect;
    return terminator === undefined ? byte === LF || byte === CR : byte === terminator;
  }

  /** Position of the delimiter or terminator that ends a field without quotes. */
  #plainEnd(from: number, delimiter: number): number {
    const bytes = this.#bytes;
    const length = bytes.length;
    const { terminator } = this.#dialect;
    const lf = terminator ?? LF;
    const cr = terminator ?? CR;
    let at = from;
    while (at < length) {
      const byte = bytes[at]!;
      if (byte === delimiter || byte === lf || byte === cr) break;
      at++;
    }
    return at;
  }

  /** Behind the line break; a carriage return at the end of the bytes may be half of one. */
  #behindTerminator(at: number, final: boolean): number {
    const bytes = this.#bytes;
    if (at >= bytes.length) return bytes.length;
    if (this.#dialect.terminator === undefined && bytes[at] === CR) {
      if (at + 1 >= bytes.length && !final) return NONE;
      return bytes[at + 1] === LF ? at + 2 : at + 1;
    }
    return at + 1;
  }

  /** A quoted field, unescaped in place; undefined when its end has not come yet. */
  #quoted(open: number, final: boolean): { start: number; end: number; next: number } | undefined {
    const bytes = this.#bytes;
    const length = bytes.length;
    const { quote, escape, delimiter } = this.#dialect;
    const closing = this.#closingQuote(open + 1, final);
    if (closing === undefined) return undefined;
    const start = open + 1;
    let write = start;
    let read = start;
    while (read < closing) {
      const byte = bytes[read]!;
      if ((byte === quote && bytes[read + 1] === quote) || (escape !== undefined && byte === escape && read + 1 < closing)) read++;
      bytes[write++] = bytes[read++]!;
    }
    let next = Math.min(closing + 1, length);
    const plainEnd = this.#plainEnd(next, delimiter);
    // What follows the closing quote belongs to the field, as it stands.
    while (next < plainEnd) bytes[write++] = bytes[next++]!;
    return { start, end: write, next: plainEnd };
  }

  /** Position of the quote that closes a field; the end of the bytes when they end first. */
  #closingQuote(from: number, final: boolean): number | undefined {
    const bytes = this.#bytes;
    const length = bytes.length;
    const { quote, escape } = this.#dialect;
    for (let at = from; at < length; at++) {
      const byte = bytes[at]!;
      if (escape !== undefined && byte === escape && escape !== quote) at++;
      else if (byte === quote) {
        if (at + 1 >= length && !final) return undefined;
        if (bytes[at + 1] !== quote) return at;
        at++;
      }
    }
    return final ? length : undefined;
  }

  #checkCount(found: number, base: number): void {
    if (found === this.#columns) return;
    if (found < this.#columns && this.#dialect.truncatedRows) {
      this.#starts.fill(NONE, base + found, base + this.#columns);
      return;
    }
    const line = this.#line + this.#count + 1;
    throw new ArrowError('Csv error', `incorrect number of fields for line ${line}, expected ${this.#columns} got ${found}`);
  }
}
