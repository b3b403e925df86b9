/**
 * Reads lists, maps and structs: the levels of the leaves say where lists begin and what is null.
 *
 * A slot is what a leaf has one definition and one repetition level for. An instance of a node is a slot whose repetition
 * level is at most the node's (it does not continue something inside the node) and whose definition level shows that the
 * element around it exists. A struct has a value for each instance, null where the level is below its own; a list also,
 * and as many elements as slots of the next instance level follow.
 */
import { InternalError } from '@datafusion-ts/common';
import {
  allocBitmap,
  clearBit,
  flatVector,
  mem,
  NO_ROW,
  nullVector,
  takeVector,
  takeVectorOrNull,
  type Arena,
  type ColumnVector,
} from '@datafusion-ts/compute';
import { relativeRows } from '@datafusion-ts/datasource';
import { parquetError } from '../parquet-error.js';
import { leavesOf, type ColumnNode, type Levels, type ListNode, type StructNode } from '../schema/column-node.js';
import type { ChunkSource } from './chunk-source.js';
import type { ColumnReader } from './column-reader.js';
import { SlotReader, type LeafSlots } from './slot-reader.js';
import { spread } from './open-page.js';

/** Which slots are instances: repetition at most, definition at least. */
interface Scope {
  readonly repetition: number;
  readonly definition: number;
}

export class NestedReader implements ColumnReader {
  readonly #node: ColumnNode;
  readonly #readers = new Map<number, SlotReader>();
  /** Rows that were read or skipped since the last `advance`. */
  #at = 0;

  constructor(node: ColumnNode, source: (leafIndex: number) => ChunkSource) {
    this.#node = node;
    for (const leaf of leavesOf(node)) this.#readers.set(leaf.leafIndex, new SlotReader(leaf, source(leaf.leafIndex)));
  }

  slice(from: number, count: number, arena: Arena): ColumnVector {
    this.#passTo(from);
    this.#at += count;
    return this.#read(count, arena);
  }

  gather(rows: number, count: number, arena: Arena): ColumnVector {
    if (count === 0) return this.#read(0, arena);
    const first = mem.u32[rows >>> 2]!;
    const last = mem.u32[(rows >>> 2) + count - 1]!;
    const vector = this.slice(first, last - first + 1, arena);
    return last - first + 1 === count
      ? vector
      : takeVector(vector, relativeRows(rows, count, first, arena), count, arena);
  }

  advance(count: number): void {
    this.#passTo(count);
    this.#at = 0;
    for (const reader of this.#readers.values()) reader.recycle();
  }

  /** Passes rows up to a row that was not asked for yet. */
  #passTo(row: number): void {
    if (row < this.#at) throw new InternalError(`Row ${row} of a nested column is already passed`);
    if (row > this.#at) for (const reader of this.#readers.values()) reader.skip(row - this.#at);
    this.#at = row;
  }

  #read(count: number, arena: Arena): ColumnVector {
    const slots = new Map<number, LeafSlots>();
    for (const [leaf, reader] of this.#readers) slots.set(leaf, reader.read(count, arena));
    const assembler = new Assembler(slots, arena);
    const vector = assembler.column(this.#node, { repetition: 0, definition: 0 });
    if (vector.length !== count)
      throw parquetError(`Column ${this.#node.field.name} has ${vector.length} rows where ${count} are expected`);
    return vector;
  }

  release(): void {
    for (const reader of this.#readers.values()) reader.release();
  }
}

class Assembler {
  readonly #slots: ReadonlyMap<number, LeafSlots>;
  readonly #arena: Arena;

  constructor(slots: ReadonlyMap<number, LeafSlots>, arena: Arena) {
    this.#slots = slots;
    this.#arena = arena;
  }

  /** A value for each instance in the scope. */
  column(node: ColumnNode, scope: Scope): ColumnVector {
    switch (node.kind) {
      case 'Leaf':
        return this.#leaf(this.#slots.get(node.leafIndex)!, scope);
      case 'Struct':
        return this.#struct(node, scope);
      case 'List':
        return this.#list(node, scope);
    }
  }

  #leaf(slots: LeafSlots, scope: Scope): ColumnVector {
    const { store, dense, denseCount } = slots;
    const { length, validity, nullCount } = this.#instances(slots, scope, store.node.levels);
    if (length - nullCount !== denseCount)
      throw parquetError(`Column ${store.node.field.name} has a wrong number of values`);
    if (store.conversion === 'Nulls') return nullVector(store.node.type, length);
    const isBits = store.storedWidth < 0;
    const values = nullCount === 0 ? dense : spread(dense, isBits, store.width, validity, length, this.#arena);
    return flatVector(store.node.type, length, { values, width: store.width, validity, nullCount });
  }

  #struct(node: StructNode, scope: Scope): ColumnVector {
    const { length, validity, nullCount } = this.#instances(this.#firstLeaf(node), scope, node.levels);
    const children = node.children.map((child) => this.column(child, scope));
    for (const child of children) {
      if (child.length !== length) throw parquetError(`Fields of ${node.field.name} have different numbers of values`);
    }
    return flatVector(node.type, length, { validity, nullCount, children });
  }

  #list(node: ListNode, scope: Scope): ColumnVector {
    const slots = this.#firstLeaf(node);
    const { length, validity, nullCount } = this.#instances(slots, scope, node.levels);
    const inner: Scope = { repetition: node.levels.repetition + 1, definition: node.elementDefinition };
    const child = this.column(node.child, inner);
    if (node.type.kind === 'FixedSizeList') return this.#fixedList(node, length, validity, nullCount, child);
    const values = this.#offsets(slots, scope, inner, length);
    if (mem.i32[(values >>> 2) + length] !== child.length)
      throw parquetError(`List ${node.field.name} has a wrong number of elements`);
    return flatVector(node.type, length, { values, width: 4, validity, nullCount, children: [child] });
  }

  /** Elements of null lists are not stored, so room must be made for them. */
  #fixedList(node: ListNode, length: number, validity: number, nullCount: number, child: ColumnVector): ColumnVector {
    const size = node.type.kind === 'FixedSizeList' ? node.type.size : 0;
    if (child.length !== (length - nullCount) * size)
      throw parquetError(`Expected lists of ${size} elements in ${node.field.name}`);
    if (nullCount === 0) return flatVector(node.type, length, { children: [child] });
    const rows = this.#arena.alloc(length * size * 4);
    let next = 0;
    for (let i = 0; i < length; i++) {
      const isValid = ((mem.u8[validity + (i >>> 3)]! >>> (i & 7)) & 1) === 1;
      for (let k = 0; k < size; k++) mem.u32[(rows >>> 2) + i * size + k] = isValid ? next++ : NO_ROW;
    }
    const spreadChild = takeVectorOrNull(child, rows, length * size, this.#arena);
    return flatVector(node.type, length, { validity, nullCount, children: [spreadChild] });
  }

  #firstLeaf(node: ColumnNode): LeafSlots {
    return this.#slots.get(leavesOf(node)[0]!.leafIndex)!;
  }

  /** Number of instances, and which of them are at least at the definition level of `levels`. */
  #instances({ count, definitions, repetitions }: LeafSlots, scope: Scope, levels: Levels): Instances {
    const validity = allocBitmap(count, true, this.#arena);
    const { u8 } = mem;
    let length = 0;
    let nullCount = 0;
    for (let i = 0; i < count; i++) {
      if (repetitions !== 0 && u8[repetitions + i]! > scope.repetition) continue;
      const definition = definitions === 0 ? levels.definition : u8[definitions + i]!;
      if (definition < scope.definition) continue;
      if (definition < levels.definition) {
        clearBit(validity, length);
        nullCount++;
      }
      length++;
    }
    return { length, validity: nullCount === 0 ? 0 : validity, nullCount };
  }

  #offsets({ count, definitions, repetitions }: LeafSlots, scope: Scope, inner: Scope, length: number): number {
    const offsets = this.#arena.alloc((length + 1) * 4);
    const { u8, i32 } = mem;
    let list = -1;
    let elements = 0;
    for (let i = 0; i < count; i++) {
      const repetition = repetitions === 0 ? 0 : u8[repetitions + i]!;
      const definition = definitions === 0 ? inner.definition : u8[definitions + i]!;
      if (repetition <= scope.repetition && definition >= scope.definition) i32[(offsets >>> 2) + ++list] = elements;
      if (repetition <= inner.repetition && definition >= inner.definition) elements++;
    }
    i32[(offsets >>> 2) + length] = elements;
    return offsets;
  }
}

interface Instances {
  readonly length: number;
  readonly validity: number;
  readonly nullCount: number;
}
