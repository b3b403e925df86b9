/** Reads a leaf inside lists or structs: levels a slot, values without gaps. */
import { kernels as computeKernels, copyBits, mem, type Arena, copyBytesTo } from '@datafusion-ts/compute';
import type { LeafNode } from '../schema/column-node.js';
import type { ChunkSource } from './chunk-source.js';
import { leafStore, type LeafStore } from './leaf-store.js';
import type { OpenPage } from './open-page.js';
import { PageCursor } from './page-cursor.js';

/** Slots of some rows, in memory of the arena asked for. */
export interface LeafSlots {
  readonly store: LeafStore;
  readonly count: number;
  /** A byte a slot; 0: all at the highest level. */
  readonly definitions: number;
  /** A byte a slot; 0: every slot is a row. */
  readonly repetitions: number;
  /** Values of the slots at the highest definition level. */
  readonly dense: number;
  readonly denseCount: number;
}

/** Slots `[from, from + count)` of a page, with their values `[firstValue, firstValue + valueCount)`. */
interface Part {
  readonly page: OpenPage;
  readonly from: number;
  readonly count: number;
  readonly firstValue: number;
  readonly valueCount: number;
}

export class SlotReader {
  readonly #store: LeafStore;
  readonly #cursor: PageCursor;
  #page: OpenPage | undefined;
  #slot = 0;
  #value = 0;

  constructor(node: LeafNode, source: ChunkSource) {
    this.#store = leafStore(node);
    this.#cursor = new PageCursor(this.#store, source, false);
  }

  read(rows: number, arena: Arena): LeafSlots {
    const parts = this.#parts(rows);
    const { definition, repetition } = this.#store.node.levels;
    const count = parts.reduce((sum, part) => sum + part.count, 0);
    const denseCount = parts.reduce((sum, part) => sum + part.valueCount, 0);
    return {
      store: this.#store,
      count,
      definitions: definition === 0 ? 0 : joinLevels(parts, count, (page) => page.definitions, arena),
      repetitions: repetition === 0 ? 0 : joinLevels(parts, count, (page) => page.repetitions, arena),
      dense: this.#joinValues(parts, denseCount, arena),
      denseCount,
    };
  }

  skip(rows: number): void {
    this.#parts(rows);
  }

  /** Reuses the memory of pages that are done with: nobody shows what was read of them any more. */
  recycle(): void {
    this.#cursor.recycle();
  }

  release(): void {
    this.#page?.arena.release();
    this.#page = undefined;
    this.#cursor.release();
  }

  /** The parts of pages that hold the next rows. A row ends where the next begins, perhaps in a later page. */
  #parts(rows: number): readonly Part[] {
    const parts: Part[] = [];
    let begun = 0;
    while (begun < rows || !this.#atRowStart()) {
      const page = this.#page ?? this.#open();
      if (page === undefined) break;
      const from = this.#slot;
      let to = from;
      const { u8 } = mem;
      for (; to < page.slots; to++) {
        const startsRow = page.repetitions === 0 || u8[page.repetitions + to] === 0;
        if (startsRow && begun === rows) break;
        if (startsRow) begun++;
      }
      const valueCount = this.#valuesIn(page, from, to);
      if (to > from) parts.push({ page, from, count: to - from, firstValue: this.#value, valueCount });
      this.#slot = to;
      this.#value += valueCount;
      if (to < page.slots) break;
      this.#cursor.finish(page);
      this.#page = undefined;
    }
    return parts;
  }

  /** True when what follows certainly begins a row, or nothing follows. */
  #atRowStart(): boolean {
    if (this.#page === undefined) return this.#store.node.levels.repetition === 0 || this.#cursor.isAtEnd;
    return this.#page.repetitions === 0 || mem.u8[this.#page.repetitions + this.#slot] === 0;
  }

  #open(): OpenPage | undefined {
    if (this.#cursor.isAtEnd) return undefined;
    this.#slot = 0;
    this.#value = 0;
    return (this.#page = this.#cursor.openLevelled());
  }

  #valuesIn(page: OpenPage, from: number, to: number): number {
    if (page.definitions === 0) return to - from;
    const { u8 } = mem;
    const { definition } = this.#store.node.levels;
    let count = 0;
    for (let i = from; i < to; i++) if (u8[page.definitions + i] === definition) count++;
    return count;
  }

  #joinValues(parts: readonly Part[], count: number, arena: Arena): number {
    if (this.#store.conversion === 'Nulls') return 0;
    if (this.#store.storedWidth < 0) return joinBits(parts, count, arena);
    const { width } = this.#store;
    const to = arena.alloc(count * width);
    let at = to;
    for (const { page, firstValue, valueCount } of parts) {
      if (page.kind === 'Codes') this.#lookUp(page, firstValue, valueCount, at, arena);
      else copyBytesTo(at, page.address + firstValue * width, valueCount * width);
      at += valueCount * width;
    }
    return to;
  }

  #lookUp(page: OpenPage, first: number, count: number, to: number, arena: Arena): void {
    const { codeWidth, dictionary } = this.#cursor;
    const rows = arena.alloc(count * 4);
    computeKernels().widenCodes(page.address + first * codeWidth, codeWidth, count, rows);
    computeKernels().gatherBytes(dictionary!.column.values, this.#store.width, rows, count, to);
  }
}

function joinBits(parts: readonly Part[], count: number, arena: Arena): number {
  const to = arena.allocZeroed(Math.ceil(count / 8));
  let at = 0;
  for (const { page, firstValue, valueCount } of parts) {
    copyBits(page.address, firstValue, valueCount, to, at);
    at += valueCount;
  }
  return to;
}

function joinLevels(parts: readonly Part[], count: number, levels: (page: OpenPage) => number, arena: Arena): number {
  const to = arena.alloc(count);
  let at = to;
  for (const { page, from, count: slots } of parts) {
    const start = levels(page) + from;
    copyBytesTo(at, start, slots);
    at += slots;
  }
  return to;
}
