import type { DataType, ScalarData, ScalarValue } from '@datafusion-ts/common';
import type { Arena } from '../memory/arena.js';
import { mem } from '../memory/engine-memory.js';
import type { FlatVector } from '../vector/column-vector.js';
import { flatVector } from '../vector/flat-vector.js';
import { childTypesOf, physicalTypeOf, valueTypeOf } from '../vector/physical-type.js';
import {
  BigIntBuilder,
  BooleanBuilder,
  BytesBuilder,
  DecimalBuilder,
  NullBuilder,
  NumberBuilder,
} from './fixed-builders.js';
import { BinaryBuilder } from './string-builder.js';
import { BuilderBase, type VectorBuilder } from './vector-builder.js';

const elementsOf = (data: ScalarData): readonly ScalarValue[] => {
  if (!Array.isArray(data)) throw new RangeError('a nested value must be an array of scalars');
  return data as readonly ScalarValue[];
};

/** Lists, large lists and maps: append elements to `elements`, then `closeList`. */
export class ListBuilder extends BuilderBase implements VectorBuilder {
  /** Takes the elements of the list being built. */
  readonly elements: VectorBuilder;
  #offsets: number;

  constructor(type: DataType, arena: Arena, capacity = 0) {
    super(type, capacity, arena);
    this.elements = makeBuilder(childTypesOf(type)[0]!, capacity, arena);
    this.#offsets = arena.alloc((this.capacity + 1) * 4);
    mem.i32[this.#offsets >>> 2] = 0;
  }

  /** Makes a list of the elements appended since the last one. */
  closeList(): void {
    const row = this.next();
    mem.i32[(this.#offsets >>> 2) + row + 1] = this.elements.length;
  }

  append(value: ScalarValue): void {
    if (value.value === null) return this.appendNull();
    for (const element of elementsOf(value.value)) this.elements.append(element);
    this.closeList();
  }

  appendNull(): void {
    const row = this.nextNull();
    mem.i32[(this.#offsets >>> 2) + row + 1] = this.elements.length;
  }

  finish(): FlatVector {
    const { validity, nullCount } = this;
    const children = [this.elements.finish()];
    return flatVector(this.type, this.length, { values: this.#offsets, width: 4, validity, nullCount, children });
  }

  protected override growValues(before: number, after: number): void {
    this.#offsets = this.enlarge(this.#offsets, (before + 1) * 4, (after + 1) * 4);
  }
}

/** Fixed-size lists: a NULL takes the place of as many NULL elements. */
export class FixedListBuilder extends BuilderBase implements VectorBuilder {
  readonly elements: VectorBuilder;
  readonly #size: number;

  constructor(type: DataType, arena: Arena, capacity = 0) {
    super(type, capacity, arena);
    const value = valueTypeOf(type);
    this.#size = value.kind === 'FixedSizeList' ? value.size : 0;
    this.elements = makeBuilder(childTypesOf(type)[0]!, capacity * this.#size, arena);
  }

  append(value: ScalarValue): void {
    if (value.value === null) return this.appendNull();
    const elements = elementsOf(value.value);
    if (elements.length !== this.#size) throw new RangeError(`${elements.length} elements for a size of ${this.#size}`);
    for (const element of elements) this.elements.append(element);
    this.next();
  }

  appendNull(): void {
    for (let i = 0; i < this.#size; i++) this.elements.appendNull();
    this.nextNull();
  }

  finish(): FlatVector {
    const { validity, nullCount } = this;
    return flatVector(this.type, this.length, { validity, nullCount, children: [this.elements.finish()] });
  }

  protected override growValues(): void {
    // All values are the elements'.
  }
}

/** Structs: append one value to each of `fields`, then `closeStruct`. */
export class StructBuilder extends BuilderBase implements VectorBuilder {
  readonly fields: readonly VectorBuilder[];

  constructor(type: DataType, arena: Arena, capacity = 0) {
    super(type, capacity, arena);
    this.fields = childTypesOf(type).map((child) => makeBuilder(child, capacity, arena));
  }

  /** Makes a struct of the values appended to the fields. */
  closeStruct(): void {
    this.next();
  }

  append(value: ScalarValue): void {
    if (value.value === null) return this.appendNull();
    const values = elementsOf(value.value);
    this.fields.forEach((builder, i) => builder.append(values[i]!));
    this.next();
  }

  appendNull(): void {
    for (const builder of this.fields) builder.appendNull();
    this.nextNull();
  }

  finish(): FlatVector {
    const { validity, nullCount } = this;
    return flatVector(this.type, this.length, { validity, nullCount, children: this.fields.map((b) => b.finish()) });
  }

  protected override growValues(): void {
    // All values are the fields'.
  }
}

/** Unions: a NULL is a NULL of the first member. */
export class UnionBuilder extends BuilderBase implements VectorBuilder {
  readonly #members: readonly VectorBuilder[];
  readonly #typeIds: readonly number[];
  readonly #dense: boolean;
  #ids: number;
  #offsets: number;

  constructor(type: DataType, arena: Arena, capacity = 0) {
    super(type, capacity, arena);
    const union = valueTypeOf(type);
    this.#typeIds = union.kind === 'Union' ? union.fields.map((f) => f.typeId) : [];
    this.#dense = union.kind === 'Union' && union.mode === 'Dense';
    this.#members = childTypesOf(type).map((child) => makeBuilder(child, capacity, arena));
    this.#ids = arena.alloc(this.capacity);
    this.#offsets = this.#dense ? arena.alloc(this.capacity * 4) : 0;
  }

  append(value: ScalarValue): void {
    const data = value.value;
    if (data === null) return this.appendNull();
    if (typeof data !== 'object' || !('typeId' in data)) throw new RangeError('a union value must name its member');
    this.#appendMember(this.#typeIds.indexOf(data.typeId), data.value);
  }

  appendNull(): void {
    this.#appendMember(0, undefined);
  }

  finish(): FlatVector {
    const children = this.#members.map((b) => b.finish());
    return flatVector(this.type, this.length, { values: this.#ids, width: 1, aux: this.#offsets, children });
  }

  #appendMember(index: number, value: ScalarValue | undefined): void {
    const member = this.#members[index];
    if (member === undefined) throw new RangeError('unknown union member');
    const row = this.next();
    mem.i8[this.#ids + row] = this.#typeIds[index]!;
    if (this.#dense) mem.i32[(this.#offsets >>> 2) + row] = member.length;
    else for (const other of this.#members) if (other !== member) other.appendNull();
    if (value === undefined) member.appendNull();
    else member.append(value);
  }

  protected override growValues(before: number, after: number): void {
    this.#ids = this.enlarge(this.#ids, before, after);
    if (this.#dense) this.#offsets = this.enlarge(this.#offsets, before * 4, after * 4);
  }
}

/** A builder for any type; dictionary types build their values, flat. `capacity` is a hint. */
export function makeBuilder(type: DataType, capacity: number, arena: Arena): VectorBuilder {
  switch (physicalTypeOf(type)) {
    case 'null':
      return new NullBuilder(type, arena, capacity);
    case 'boolean':
      return new BooleanBuilder(arena, capacity, type);
    case 'int64':
    case 'uint64':
      return new BigIntBuilder(type, arena, capacity);
    case 'decimal':
      return new DecimalBuilder(type, arena, capacity);
    case 'dayTime':
    case 'monthDayNano':
    case 'fixedBinary':
      return new BytesBuilder(type, arena, capacity);
    case 'view':
      return new BinaryBuilder(arena, capacity, type);
    case 'list':
      return new ListBuilder(type, arena, capacity);
    case 'fixedList':
      return new FixedListBuilder(type, arena, capacity);
    case 'struct':
      return new StructBuilder(type, arena, capacity);
    case 'union':
      return new UnionBuilder(type, arena, capacity);
    default:
      return new NumberBuilder(type, arena, capacity);
  }
}

/** A flat vector of the scalars, which must be of type `type` or null. */
export function vectorFromScalars(type: DataType, scalars: readonly ScalarValue[], arena: Arena): FlatVector {
  const builder = makeBuilder(type, scalars.length, arena);
  for (const scalar of scalars) builder.append(scalar);
  return builder.finish();
}
