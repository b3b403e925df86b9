/**
 * Reads Thrift's compact protocol out of a byte array that nobody vouches for: every read is checked against the end, list
 * lengths against the bytes left, nesting against a limit. Errors have parquet-rs's texts.
 */
import { parquetError } from '../parquet-error.js';

/** Types of values on the wire. */
export const ThriftType = {
  True: 1,
  False: 2,
  Byte: 3,
  I16: 4,
  I32: 5,
  I64: 6,
  Double: 7,
  Binary: 8,
  List: 9,
  Set: 10,
  Map: 11,
  Struct: 12,
} as const;

const MOST_NESTING = 64;

/** What {@link CompactReader.integersOf} fills for a page header, whose structs are in fields up to 8. */
export const HEADER_INTEGERS = 9 * 16;

const decoder = new TextDecoder();

/** Reads one field: true when it took the value, false to have it skipped. */
export type FieldReader = (id: number, type: number) => boolean;

export class CompactReader {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  #at: number;
  #depth = 0;

  constructor(bytes: Uint8Array, start = 0, end = bytes.length) {
    this.#bytes = bytes;
    this.#at = start;
    this.#end = end;
  }

  /** Where the next byte is read. */
  get position(): number {
    return this.#at;
  }

  byte(): number {
    if (this.#at >= this.#end) throw parquetError('EOF: unexpected end of Thrift data');
    return this.#bytes[this.#at++]!;
  }

  /** An unsigned varint of at most 53 bits; nearly all have one byte. */
  unsigned(): number {
    const first = this.byte();
    return first < 128 ? first : this.#unsignedAfter(first & 127);
  }

  #unsignedAfter(first: number): number {
    let value = first;
    for (let shift = 7; shift < 28; shift += 7) {
      const byte = this.byte();
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
    let factor = 2 ** 28;
    for (let count = 4; count < 10; count++) {
      const byte = this.byte();
      value += (byte & 127) * factor;
      if (byte < 128) return value;
      factor *= 128;
    }
    throw parquetError('Integer overflow in Thrift data');
  }

  /** A signed (zigzag) integer; throws when it does not fit into 53 bits. */
  integer(): number {
    const value = this.unsigned();
    if (value < 2 ** 28) return (value >>> 1) ^ -(value & 1);
    if (value > 2 * Number.MAX_SAFE_INTEGER) throw parquetError('Integer overflow in Thrift data');
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /** Bytes with a length before them, in place. */
  binary(): Uint8Array {
    const length = this.unsigned();
    if (length > this.#end - this.#at) throw parquetError('EOF: unexpected end of Thrift data');
    const start = this.#at;
    this.#at += length;
    return this.#bytes.subarray(start, this.#at);
  }

  text(): string {
    const bytes = this.binary();
    return decoder.decode(isShared(bytes) ? bytes.slice() : bytes);
  }

  double(): number {
    if (this.#end - this.#at < 8) throw parquetError('EOF: unexpected end of Thrift data');
    const value = new DataView(this.#bytes.buffer, this.#bytes.byteOffset + this.#at, 8).getFloat64(0, true);
    this.#at += 8;
    return value;
  }

  /** Reads the fields of a struct up to its end. */
  struct(read: FieldReader): void {
    if (++this.#depth > MOST_NESTING) throw parquetError('Thrift data is nested too deeply');
    let id = 0;
    for (;;) {
      const head = this.byte();
      if (head === 0) break;
      const type = head & 15;
      if (type === 0 || type > ThriftType.Struct) throw unexpectedType(type);
      const delta = head >>> 4;
      id = delta === 0 ? this.integer() : id + delta;
      if (!read(id, type)) this.skip(type);
    }
    this.#depth--;
  }

  /**
   * Reads a struct, and structs in it, for their integers: that of field `f` is stored at `into[f]`, that of field `g` of a
   * struct in field `f` at `into[f * 16 + g]`. Booleans are 1 and 0. Fields that are not in the struct leave what is there;
   * anything else is skipped. Kernels read page headers in the same way.
   */
  integersOf(into: Int32Array, base = 0): void {
    let id = 0;
    for (;;) {
      const head = this.byte();
      if (head === 0) return;
      const type = head & 15;
      id = head > 15 ? id + (head >>> 4) : this.integer();
      const isKept = id > 0 && id < 16 && base + id < into.length;
      if (isKept && (type === ThriftType.I32 || type === ThriftType.I64 || type === ThriftType.I16)) {
        into[base + id] = this.#int32();
      } else if (isKept && (type === ThriftType.True || type === ThriftType.False)) into[base + id] = type & 1;
      else if (isKept && type === ThriftType.Struct && base === 0) this.integersOf(into, id * 16);
      else if (type === 0 || type > ThriftType.Struct) throw unexpectedType(type);
      else this.skip(type);
    }
  }

  #int32(): number {
    const value = this.integer();
    if (value !== (value | 0)) throw parquetError('Integer overflow in Thrift data');
    return value;
  }

  /** Reads the elements of a list. */
  list<T>(read: () => T): T[] {
    const count = this.#listHead().count;
    const result: T[] = [];
    for (let i = 0; i < count; i++) result.push(read());
    return result;
  }

  /** Booleans in a list take a byte each. */
  booleans(): boolean[] {
    return this.list(() => this.byte() === ThriftType.True);
  }

  skip(type: number): void {
    switch (type) {
      case ThriftType.True:
      case ThriftType.False:
        return;
      case ThriftType.Byte:
        this.byte();
        return;
      case ThriftType.I16:
      case ThriftType.I32:
      case ThriftType.I64:
        this.unsigned();
        return;
      case ThriftType.Double:
        this.double();
        return;
      case ThriftType.Binary:
        this.binary();
        return;
      case ThriftType.List:
      case ThriftType.Set:
        this.#skipList();
        return;
      case ThriftType.Map:
        this.#skipMap();
        return;
      default:
        this.struct(() => false);
    }
  }

  #listHead(): { readonly count: number; readonly type: number } {
    const head = this.byte();
    const short = head >>> 4;
    const count = short === 15 ? this.unsigned() : short;
    if (count > this.#end - this.#at) throw parquetError('EOF: unexpected end of Thrift data');
    return { count, type: head & 15 };
  }

  #skipList(): void {
    const { count, type } = this.#listHead();
    for (let i = 0; i < count; i++) this.#skipElement(type);
  }

  #skipMap(): void {
    const count = this.unsigned();
    if (count === 0) return;
    if (count > this.#end - this.#at) throw parquetError('EOF: unexpected end of Thrift data');
    const types = this.byte();
    for (let i = 0; i < count; i++) {
      this.#skipElement(types >>> 4);
      this.#skipElement(types & 15);
    }
  }

  #skipElement(type: number): void {
    if (++this.#depth > MOST_NESTING) throw parquetError('Thrift data is nested too deeply');
    if (type <= ThriftType.False) this.byte();
    else this.skip(type);
    this.#depth--;
  }
}

const isShared = (bytes: Uint8Array): boolean =>
  typeof SharedArrayBuffer !== 'undefined' && bytes.buffer instanceof SharedArrayBuffer;

const unexpectedType = (type: number): Error => parquetError(`Unexpected struct field type ${type}`);
