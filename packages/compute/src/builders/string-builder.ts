import { DataTypes, type DataType, type ScalarValue } from '@datafusion-ts/common';
import type { Arena } from '../memory/arena.js';
import { mem } from '../memory/engine-memory.js';
import type { FlatVector } from '../vector/column-vector.js';
import { flatVector } from '../vector/flat-vector.js';
import { encodeUtf8, utf8Bound } from '../vector/text.js';
import { INLINE_BYTES, viewBytes, viewLength, writeView } from '../vector/view.js';
import { BuilderBase, type VectorBuilder } from './vector-builder.js';

const FIRST_CHUNK = 1024;
const LARGEST_CHUNK = 256 * 1024;

/** Strings or binaries of variable size. Text goes to chunks of the arena that never move. */
export class BinaryBuilder extends BuilderBase implements VectorBuilder {
  #views: number;
  #next = 0;
  #end = 0;
  #chunk = FIRST_CHUNK / 2;

  constructor(arena: Arena, capacity = 0, type: DataType = DataTypes.Binary) {
    super(type, capacity, arena);
    this.#views = arena.alloc(this.capacity * 16);
  }

  /** Appends a copy of the bytes. */
  appendBytes(bytes: Uint8Array): void {
    const at = this.reserve(bytes.length);
    mem.u8.set(bytes, at);
    this.commit(bytes.length);
  }

  /** Appends a copy of bytes that lie in the engine memory. */
  appendCopy(address: number, length: number): void {
    const at = this.reserve(length);
    mem.u8.copyWithin(at, address, address + length);
    this.commit(length);
  }

  /** Appends bytes of the engine memory by reference when they are long; they must live as long as the vector. */
  appendReference(address: number, length: number): void {
    writeView(this.#slot(), address, length);
  }

  /** Appends the value at a view, sharing its text. */
  appendView(view: number): void {
    const slot = this.#slot();
    mem.u8.copyWithin(slot, view, view + 16);
  }

  /** Appends a copy of the value at a view. */
  appendViewCopy(view: number): void {
    this.appendCopy(viewBytes(view), viewLength(view));
  }

  /** Where up to `bytes` bytes of the next value may be written; `commit` then makes them a value. */
  reserve(bytes: number): number {
    if (this.#next + bytes > this.#end || this.#next === 0) {
      this.#chunk = Math.min(this.#chunk * 2, LARGEST_CHUNK);
      const size = Math.max(bytes, this.#chunk);
      this.#next = this.arena.alloc(size);
      this.#end = this.#next + size;
    }
    return this.#next;
  }

  /** Appends the first `length` bytes written to what `reserve` gave. */
  commit(length: number): void {
    writeView(this.#slot(), this.#next, length);
    if (length > INLINE_BYTES) this.#next += length;
  }

  append(value: ScalarValue): void {
    const data = value.value;
    if (data === null) this.appendNull();
    else if (typeof data === 'string') this.appendText(data);
    else if (data instanceof Uint8Array) this.appendBytes(data);
    else throw new RangeError(`${typeof data} for ${this.type.kind}`);
  }

  appendNull(): void {
    const row = this.nextNull(); // first: growing moves the views
    const at = (this.#views >>> 2) + row * 4;
    mem.u32.fill(0, at, at + 4);
  }

  finish(): FlatVector {
    const { validity, nullCount } = this;
    return flatVector(this.type, this.length, { values: this.#views, width: 16, validity, nullCount });
  }

  protected appendText(text: string): void {
    const at = this.reserve(utf8Bound(text));
    this.commit(encodeUtf8(text, at));
  }

  protected override growValues(before: number, after: number): void {
    this.#views = this.enlarge(this.#views, before * 16, after * 16);
  }

  #slot(): number {
    const row = this.next();
    return this.#views + row * 16;
  }
}

/** Strings; `type` may be any string type. */
export class StringBuilder extends BinaryBuilder {
  constructor(arena: Arena, capacity = 0, type: DataType = DataTypes.Utf8) {
    super(arena, capacity, type);
  }

  /** Appends a string. */
  appendString(text: string): void {
    this.appendText(text);
  }
}
