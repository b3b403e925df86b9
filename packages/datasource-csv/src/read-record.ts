/**
 * Reads one record byte by byte, whatever form it has. This is the careful way beside the kernel of `record-splitter.ts`,
 * which knows the common form only, and the way to look at a record again for an error message.
 */
import { mem } from '@datafusion-ts/compute';
import type { CsvDialect } from './csv-dialect.js';

const LF = 10;
const CR = 13;

/** Result of `read` when the record is not complete. */
export const INCOMPLETE = -1;

/** The fields of the record read last, by address. Arrays are reused; only the first `count` entries mean something. */
export class RecordReader {
  readonly #dialect: CsvDialect;
  /** First byte of each field, behind its opening quote. */
  readonly starts: number[] = [];
  /** Behind the last byte of each field; what follows a closing quote belongs to the field. */
  readonly ends: number[] = [];
  /** The closing quote of each field, 0 when it is not quoted. */
  readonly closings: number[] = [];
  count = 0;

  constructor(dialect: CsvDialect) {
    this.#dialect = dialect;
  }

  /**
   * Where the next record begins: behind empty lines and comments; a comment that is not complete stays. Whatever ends
   * records, a comment ends at a line feed.
   */
  skipToRecord(from: number, end: number): number {
    const { u8 } = mem;
    const { comment } = this.#dialect;
    let at = from;
    while (at < end) {
      if (this.#isTerminator(u8[at]!)) at++;
      else if (comment !== undefined && u8[at] === comment) {
        let lineEnd = at;
        while (lineEnd < end && u8[lineEnd] !== LF) lineEnd++;
        if (lineEnd >= end) break;
        at = lineEnd + 1;
      } else break;
    }
    return at;
  }

  /**
   * Reads the record that begins at `from`; gives the address behind its line break, or INCOMPLETE when bytes are missing
   * and more will come (not `final`).
   */
  read(from: number, end: number, final: boolean): number {
    const { u8 } = mem;
    const { delimiter, quote } = this.#dialect;
    this.count = 0;
    let at = from;
    for (;;) {
      const field = this.count++;
      this.starts[field] = at;
      this.closings[field] = 0;
      if (at < end && u8[at] === quote) {
        const closing = this.#closingQuote(at + 1, end, final);
        if (closing === INCOMPLETE) return INCOMPLETE;
        this.starts[field] = at + 1;
        this.closings[field] = closing;
        at = Math.min(closing + 1, end);
      }
      at = this.#plainEnd(at, end);
      this.ends[field] = at;
      if (at >= end) return final ? end : INCOMPLETE;
      if (u8[at] !== delimiter) break;
      at++;
    }
    // A carriage return at the end of the bytes may be half of a line break; its other half is skipped as an empty line.
    return this.#dialect.terminator === undefined && u8[at] === CR && u8[at + 1] === LF && at + 1 < end
      ? at + 2
      : at + 1;
  }

  /** Bytes of a field without its escapes, written to `to` (there is room for all of the field); gives their number. */
  unescape(field: number, to: number): number {
    const { u8 } = mem;
    const { quote, escape } = this.#dialect;
    const closing = this.closings[field]!;
    let write = to;
    let read = this.starts[field]!;
    while (read < closing) {
      const byte = u8[read]!;
      const doubled = byte === quote && u8[read + 1] === quote && read + 1 < closing;
      if (doubled || (escape !== undefined && byte === escape && read + 1 < closing)) read++;
      u8[write++] = u8[read++]!;
    }
    const end = this.ends[field]!;
    for (read = closing + 1; read < end; read++) u8[write++] = u8[read]!;
    return write - to;
  }

  #isTerminator(byte: number): boolean {
    const { terminator } = this.#dialect;
    return terminator === undefined ? byte === LF || byte === CR : byte === terminator;
  }

  /** Position of the delimiter or terminator that ends a field without quotes. */
  #plainEnd(from: number, end: number): number {
    const { u8 } = mem;
    const { terminator, delimiter } = this.#dialect;
    const lf = terminator ?? LF;
    const cr = terminator ?? CR;
    let at = from;
    for (; at < end; at++) {
      const byte = u8[at]!;
      if (byte === delimiter || byte === lf || byte === cr) break;
    }
    return at;
  }

  /** Position of the quote that closes a field; the end of the bytes when they end first and no more will come. */
  #closingQuote(from: number, end: number, final: boolean): number {
    const { u8 } = mem;
    const { quote, escape } = this.#dialect;
    for (let at = from; at < end; at++) {
      const byte = u8[at]!;
      if (escape !== undefined && byte === escape && escape !== quote) at++;
      else if (byte === quote) {
        if (at + 1 >= end && !final) return INCOMPLETE;
        if (at + 1 >= end || u8[at + 1] !== quote) return at;
        at++;
      }
    }
    return final ? end : INCOMPLETE;
  }
}
