/** Records, arrays, maps and unions: decoders over the decoders of what they hold. */
import type { DataType } from '@datafusion-ts/common';
import { flatVector, mem, type Arena, type ColumnVector, type FlatVector } from '@datafusion-ts/compute';
import { avroError } from '../avro-error.js';
import { DecoderBase, larger, type ColumnDecoder } from './column-decoder.js';
import { eachItem, type Cursor } from './cursor.js';

export class StructDecoder extends DecoderBase implements ColumnDecoder {
  readonly #members: readonly ColumnDecoder[];

  constructor(type: DataType, members: readonly ColumnDecoder[]) {
    super(type);
    this.#members = members;
  }

  read(cursor: Cursor): void {
    for (const member of this.#members) member.read(cursor);
    this.next();
  }

  readNull(): void {
    for (const member of this.#members) member.readNull();
    this.nextNull();
  }

  finish(arena: Arena): FlatVector {
    const { length } = this;
    const children = this.#members.map((member) => member.finish(arena));
    return flatVector(this.type, length, { children, ...this.takeNulls(arena) });
  }

  release(): void {
    for (const member of this.#members) member.release?.();
  }

  protected override growValues(): void {
    // All values are the members'.
  }
}

/** Arrays of one decoder, and maps: of two that take turns. */
export class ListDecoder extends DecoderBase implements ColumnDecoder {
  readonly #element: ColumnDecoder;
  #ends = new Int32Array(this.capacity);

  constructor(type: DataType, element: ColumnDecoder) {
    super(type);
    this.#element = element;
  }

  read(cursor: Cursor): void {
    const element = this.#element;
    eachItem(cursor, () => element.read(cursor));
    const row = this.next();
    this.#ends[row] = element.length;
  }

  readNull(): void {
    const row = this.nextNull();
    this.#ends[row] = this.#element.length;
  }

  finish(arena: Arena): FlatVector {
    const { length } = this;
    const values = arena.alloc((length + 1) * 4);
    mem.i32[values >>> 2] = 0;
    mem.i32.set(this.#ends.subarray(0, length), (values >>> 2) + 1);
    const children: ColumnVector[] = [this.#element.finish(arena)];
    return flatVector(this.type, length, { values, width: 4, children, ...this.takeNulls(arena) });
  }

  release(): void {
    this.#element.release?.();
  }

  protected override growValues(capacity: number): void {
    this.#ends = larger(this.#ends, capacity);
  }
}

/** A type or null: which of them is written in front. */
export class NullableDecoder implements ColumnDecoder {
  readonly #inner: ColumnDecoder;
  readonly #nullBranch: number;

  constructor(inner: ColumnDecoder, nullBranch: number) {
    this.#inner = inner;
    this.#nullBranch = nullBranch;
  }

  get length(): number {
    return this.#inner.length;
  }

  read(cursor: Cursor): void {
    const branch = cursor.int();
    if (branch === this.#nullBranch) this.#inner.readNull();
    else if (branch === 1 - this.#nullBranch) this.#inner.read(cursor);
    else throw avroError(`Parser error: union branch ${branch} out of range`);
  }

  readNull(): void {
    this.#inner.readNull();
  }

  finish(arena: Arena): ColumnVector {
    return this.#inner.finish(arena);
  }

  release(): void {
    this.#inner.release?.();
  }
}

/** Other unions, dense: branch numbers are type ids. */
export class UnionDecoder extends DecoderBase implements ColumnDecoder {
  readonly #branches: readonly ColumnDecoder[];
  #ids = new Uint8Array(this.capacity);
  #places = new Int32Array(this.capacity);

  constructor(type: DataType, branches: readonly ColumnDecoder[]) {
    super(type);
    this.#branches = branches;
  }

  read(cursor: Cursor): void {
    const id = cursor.int();
    const branch = this.#branches[id];
    if (branch === undefined) throw avroError(`Parser error: union branch ${id} out of range`);
    this.#note(id, branch);
    branch.read(cursor);
  }

  /** A union has no nulls of its own: a null of its first branch. */
  readNull(): void {
    const branch = this.#branches[0]!;
    this.#note(0, branch);
    branch.readNull();
  }

  finish(arena: Arena): FlatVector {
    const { length } = this;
    const values = arena.alloc(length);
    mem.u8.set(this.#ids.subarray(0, length), values);
    const aux = arena.alloc(length * 4);
    mem.i32.set(this.#places.subarray(0, length), aux >>> 2);
    const children = this.#branches.map((branch) => branch.finish(arena));
    this.takeNulls(arena);
    return flatVector(this.type, length, { values, width: 1, aux, children });
  }

  release(): void {
    for (const branch of this.#branches) branch.release?.();
  }

  protected override growValues(capacity: number): void {
    this.#ids = larger(this.#ids, capacity);
    this.#places = larger(this.#places, capacity);
  }

  #note(id: number, branch: ColumnDecoder): void {
    const row = this.next();
    this.#ids[row] = id;
    this.#places[row] = branch.length;
  }
}
