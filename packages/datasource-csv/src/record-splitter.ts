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
  /** Fields of the current record that are to be unescaped once it is complete: slot, first byte, closing quote, end. */
  readonly #escaped: number[] = [];
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
    this.#escaped.length = 0;
    for (;;) {
      const wanted = field < this.#columns && !ignoreCount;
      let start = at;
      let end: number;
      if (at < length && bytes[at] === quote) {
        const closing = this.#closingQuote(at + 1, final);
        if (closing === undefined) return NONE;
        start = at + 1;
        end = closing;
        at = this.#plainEnd(Math.min(closing + 1, length), delimiter);
        if (wanted) this.#escaped.push(base + field, start, closing, at);
      } else {
        at = this.#plainEnd(at, delimiter);
        end = at;
      }
      if (wanted) {
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
    const behind = this.#behindTerminator(at, final);
    // Not before: a record that is not complete is read again.
    if (behind !== NONE) this.#unescapeFields();
    return behind;
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

  #unescapeFields(): void {
    const list = this.#escaped;
    for (let i = 0; i < list.length; i += 4)
      this.#ends[list[i]!] = this.#unescape(list[i + 1]!, list[i + 2]!, list[i + 3]!);
  }

  /** Unescapes a quoted field in place; what follows its closing quote belongs to it as it stands. Gives its end. */
  #unescape(start: number, closing: number, end: number): number {
    const bytes = this.#bytes;
    const { quote, escape } = this.#dialect;
    let write = start;
    let read = start;
    while (read < closing) {
      const byte = bytes[read]!;
      if (
        (byte === quote && bytes[read + 1] === quote) ||
        (escape !== undefined && byte === escape && read + 1 < closing)
      )
        read++;
      if (write !== read) bytes[write] = bytes[read]!;
      write++;
      read++;
    }
    for (read = closing + 1; read < end; read++) bytes[write++] = bytes[read]!;
    return write;
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
    throw new ArrowError(
      'Csv error',
      `incorrect number of fields for line ${line}, expected ${this.#columns} got ${found}`,
    );
  }
}
