import type { Arena, DictionaryVector, FlatVector, Values } from '@datafusion-ts/compute';
import { boundsOf, type ColumnBounds } from './column-bounds.js';
import { residentMemory, type Evictable } from './resident-memory.js';

/**
 * Entries that columns of one table's segments share. They only grow, so that codes made earlier stay good: whoever reads
 * takes the entries as they are then.
 */
export class ResidentDictionary {
  #values: Values;
  #users = 0;

  /** Takes over a reference. */
  constructor(values: Values) {
    this.#values = values;
  }

  /** The entries now; no reference is taken. */
  get values(): Values {
    return this.#values;
  }

  /** False once nothing is coded with it: its entries are gone. */
  get isAlive(): boolean {
    return this.#users > 0;
  }

  /** Takes over a reference to the same entries with others behind. */
  extend(values: Values): void {
    this.#values.release();
    this.#values = values;
  }

  retain(): void {
    this.#users++;
  }

  release(): void {
    if (--this.#users === 0) this.#values.release();
  }
}

/** Codes whose entries are a table's. */
export interface StoredCodes extends Pick<
  DictionaryVector,
  'type' | 'length' | 'nullCount' | 'validity' | 'codes' | 'width'
> {
  readonly encoding: 'codes';
  readonly dictionary: ResidentDictionary;
}

/** How a column of a segment lies in the engine memory. */
export type Stored = FlatVector | StoredCodes;

/** A column of a segment in lasting engine memory. */
export class ResidentColumn implements Evictable {
  readonly stored: Stored;
  readonly byteLength: number;
  lastUse = residentMemory.now();
  readonly #arena: Arena;
  readonly #owner: Set<ResidentColumn>;
  #pins = 0;
  #isAlive = true;
  /** Undefined until it was asked for. */
  #bounds: { readonly known: ColumnBounds | undefined } | undefined;

  /** Takes over the arena. `owner` has the columns of one table; `more` bytes were spent on entries for this one. */
  constructor(stored: Stored, arena: Arena, owner: Set<ResidentColumn>, more: number) {
    this.stored = stored;
    this.#arena = arena;
    this.#owner = owner;
    this.byteLength = arena.allocatedBytes + more;
    if (stored.encoding === 'codes') stored.dictionary.retain();
    owner.add(this);
    residentMemory.add(this);
  }

  /** False once its memory is given back, or will be after the last scan. */
  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** Nulls; undefined for columns whose values may be null without saying so. */
  get nullCount(): number | undefined {
    const { stored } = this;
    if (stored.encoding === 'flat') return stored.type.kind === 'Union' ? undefined : stored.nullCount;
    return stored.dictionary.values.column.nullCount === 0 ? stored.nullCount : undefined;
  }

  /** The least and the greatest value, if there are; undefined for a column that has just gone. */
  bounds(): ColumnBounds | undefined {
    if (this.#bounds === undefined && this.#isAlive) {
      this.#pins++; // what is read must not go when memory is short
      try {
        this.#bounds = { known: boundsOf(this.stored) };
      } finally {
        this.unpin();
      }
    }
    return this.#bounds?.known;
  }

  get isPinned(): boolean {
    return this.#pins > 0;
  }

  /** Keeps the memory until {@link unpin}. */
  pin(): this {
    this.#pins++;
    this.lastUse = residentMemory.now();
    return this;
  }

  unpin(): void {
    if (--this.#pins === 0 && !this.#isAlive) this.#free();
  }

  evict(): void {
    if (!this.#isAlive) return;
    this.#isAlive = false;
    this.#owner.delete(this);
    residentMemory.remove(this);
    if (this.#pins === 0) this.#free();
  }

  #free(): void {
    if (this.stored.encoding === 'codes') this.stored.dictionary.release();
    this.#arena.release();
  }
}
