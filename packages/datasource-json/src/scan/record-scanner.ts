/**
 * Finds the records of a file in bytes that come in chunks cut anywhere, and puts them on a tape. A record that is not
 * complete waits for the next chunk and is then looked at again from its begin. Commas are taken as space, as by Arrow's
 * reader; the error texts are its, too.
 */
import { ArrowError } from '@datafusion-ts/common';
import { ByteWindow } from '@datafusion-ts/datasource';
import { ESCAPED, FALSE, LIST, NULL, NUMBER, OBJECT, STRING, Tape, TRUE } from './tape.js';

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN_LIST = 91;
const BACKSLASH = 92;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

/** What the scanner was in the middle of when bytes ran out. */
class Incomplete {
  readonly what: string;
  constructor(what: string) {
    this.what = what;
  }
}

const failure = (byte: number, doing: string): ArrowError =>
  new ArrowError('Json error', `Encountered unexpected '${String.fromCharCode(byte)}' whilst ${doing}`);

const isSpace = (byte: number): boolean => byte === 32 || byte === 10 || byte === 13 || byte === 9;

const LITERALS = { null: NULL, true: TRUE, false: FALSE } as const;

/**
 * A record of more bytes than this is looked at again only when its bytes have doubled: reading it anew with each chunk
 * would take time with the square of its length.
 */
const LONG_RECORD = 1024 * 1024;

export class RecordScanner {
  readonly #capacity: number;
  readonly #array: boolean;
  #state: 'before' | 'inside' | 'behind' = 'before';
  /** The bytes: whoever adds some must have used the records taken before, since their bytes move. */
  readonly window = new ByteWindow();
  /** Unread bytes without which there is no use in looking at a long record again. */
  #needed = 0;
  readonly #tape = new Tape(this.window);
  #rows: number[] = [];

  /** Gives up to `capacity` records at a time; with `array` those of one top-level array. */
  constructor(capacity: number, array: boolean) {
    this.#capacity = capacity;
    this.#array = array;
  }

  /** Whether a long record waits for more bytes: there is no use in looking at those there are. */
  get waits(): boolean {
    return this.window.end - this.window.at < this.#needed;
  }

  /** Gives the memory back. */
  release(): void {
    this.window.release();
  }

  /**
   * The next records that are complete, at most the capacity; `final` says that no more bytes will come. Undefined when
   * there are none. The tape is good until the next call. `most` may be less than the capacity.
   */
  next(
    final: boolean,
    most: number = this.#capacity,
  ): { readonly tape: Tape; readonly rows: readonly number[] } | undefined {
    this.#tape.length = 0;
    if (!final && this.waits) return undefined;
    this.#needed = 0;
    this.#rows = [];
    while (this.#rows.length < most && this.#toRecord()) {
      const before = this.window.at;
      const row = this.#tape.length;
      const missing = this.#record();
      if (missing !== undefined) {
        if (final) throw new ArrowError('Json error', `Truncated record whilst reading ${missing.what}`);
        this.window.at = before;
        this.#tape.length = row;
        const bytes = this.window.end - before;
        if (bytes > LONG_RECORD) this.#needed = bytes * 2;
        break;
      }
      this.#rows.push(row);
    }
    return this.#rows.length === 0 ? undefined : { tape: this.#tape, rows: this.#rows };
  }

  /** Moves to the first byte of the next record; false when it has not come yet or there is none. */
  #toRecord(): boolean {
    const bytes = this.window.bytes;
    if (this.#state === 'behind') return false;
    for (; this.window.at < bytes.length; this.window.at++) {
      const byte = bytes[this.window.at]!;
      if (isSpace(byte)) continue;
      if (!this.#array) return true;
      if (this.#state === 'before') this.#state = byte === OPEN_LIST ? 'inside' : 'behind';
      else if (byte === CLOSE_LIST) this.#state = 'behind';
      else if (byte !== COMMA) return true;
      if (this.#isBehind()) return false;
    }
    return false;
  }

  #isBehind(): boolean {
    return this.#state === 'behind';
  }

  /** Reads one value with all it contains. */
  #record(): Incomplete | undefined {
    const bytes = this.window.bytes;
    const tape = this.#tape;
    const open: number[] = [];
    for (;;) {
      const missing = this.#value(open);
      if (missing !== undefined) return missing;
      // Close what ends here, until another value is due.
      for (;;) {
        const inner = open.at(-1);
        if (inner === undefined) return undefined;
        const object = tape.kind(inner) === OBJECT;
        while (this.window.at < bytes.length && (isSpace(bytes[this.window.at]!) || bytes[this.window.at] === COMMA))
          this.window.at++;
        if (this.window.at >= bytes.length) return new Incomplete(object ? 'object' : 'list');
        const byte = bytes[this.window.at]!;
        if (byte === (object ? CLOSE_OBJECT : CLOSE_LIST)) {
          this.window.at++;
          tape.close(inner);
          open.pop();
          continue;
        }
        if (!object) break;
        if (byte !== QUOTE) throw failure(byte, 'parsing object');
        const lacking = this.#key();
        if (lacking !== undefined) return lacking;
        break;
      }
    }
  }

  #key(): Incomplete | undefined {
    const bytes = this.window.bytes;
    const missing = this.#string();
    if (missing !== undefined) return missing;
    while (this.window.at < bytes.length && isSpace(bytes[this.window.at]!)) this.window.at++;
    if (this.window.at >= bytes.length) return new Incomplete('colon');
    if (bytes[this.window.at] !== COLON) throw failure(bytes[this.window.at]!, 'parsing colon');
    this.window.at++;
    return undefined;
  }

  /** Reads a scalar, or the begin of an object or list, which then is the last of `open`. */
  #value(open: number[]): Incomplete | undefined {
    const bytes = this.window.bytes;
    while (this.window.at < bytes.length && isSpace(bytes[this.window.at]!)) this.window.at++;
    if (this.window.at >= bytes.length) return new Incomplete('value');
    const byte = bytes[this.window.at]!;
    switch (byte) {
      case QUOTE:
        return this.#string();
      case OPEN_OBJECT:
      case OPEN_LIST:
        this.window.at++;
        open.push(this.#tape.push(byte === OPEN_OBJECT ? OBJECT : LIST, 0, 0));
        return undefined;
      case 110:
        return this.#literal('null');
      case 116:
        return this.#literal('true');
      case 102:
        return this.#literal('false');
      default:
        if (byte === 45 || (byte >= 48 && byte <= 57)) return this.#number();
        throw failure(byte, 'parsing value');
    }
  }

  #literal(name: keyof typeof LITERALS): Incomplete | undefined {
    const bytes = this.window.bytes;
    for (let i = 1; i < name.length; i++) {
      if (this.window.at + i >= bytes.length) return new Incomplete(name);
      const byte = bytes[this.window.at + i]!;
      if (byte !== name.charCodeAt(i)) throw failure(byte, 'parsing literal');
    }
    this.#tape.push(LITERALS[name], 0, 0);
    this.window.at += name.length;
    return undefined;
  }

  #number(): Incomplete | undefined {
    const bytes = this.window.bytes;
    const start = this.window.at;
    let at = start + 1;
    while (at < bytes.length && isNumberByte(bytes[at]!)) at++;
    if (at >= bytes.length) return new Incomplete('number');
    this.#tape.push(NUMBER, start, at);
    this.window.at = at;
    return undefined;
  }

  #string(): Incomplete | undefined {
    const bytes = this.window.bytes;
    const start = this.window.at + 1;
    let kind = STRING;
    let at = start;
    for (;;) {
      if (at >= bytes.length) return new Incomplete('string');
      const byte = bytes[at]!;
      if (byte === QUOTE) break;
      if (byte === BACKSLASH) {
        kind = ESCAPED;
        if (at + 1 >= bytes.length) return new Incomplete('escape');
        at += 2;
      } else at++;
    }
    this.#tape.push(kind, start, at);
    this.window.at = at + 1;
    return undefined;
  }
}

/** Digits, signs, point and exponent. */
const isNumberByte = (byte: number): boolean =>
  (byte >= 48 && byte <= 57) || byte === 46 || byte === 45 || byte === 43 || byte === 101 || byte === 69;
