/**
 * Flatbuffers as trees that may lie: every offset and length is checked before anything is read, as flatbuffers' own verifier
 * does (apache-arrow has none). A table is described by its fields in the order of their slots.
 */

/** What a slot holds: a number of bytes, or something that is pointed to. */
export type Slot =
  | { readonly kind: 'Scalar'; readonly bytes: 1 | 2 | 4 | 8 }
  | { readonly kind: 'String' }
  | { readonly kind: 'Table'; readonly table: () => Table }
  /** Items of a fixed size, one after the other. */
  | { readonly kind: 'Items'; readonly bytes: number }
  | { readonly kind: 'Tables'; readonly table: () => Table }
  /** One of several tables; the slot before says which, from 1. */
  | { readonly kind: 'Union'; readonly tables: () => readonly Table[] };

/** The slots of a table. */
export type Table = readonly Slot[];

/** More than any schema needs; fewer than would take noticeable time. */
const MOST_TABLES = 200_000;
const DEEPEST = 64;

/** Checks a flatbuffer with a root table; throws a RangeError for one that is damaged. */
export function checkFlatbuffer(bytes: Uint8Array, root: Table): void {
  const checker = new Checker(bytes);
  checker.table(checker.offset(0), root, 0);
}

const damaged = (what: string): RangeError => new RangeError(`a flatbuffer ${what}`);

class Checker {
  readonly #view: DataView;
  readonly #size: number;
  #tables = 0;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#size = bytes.byteLength;
  }

  #need(at: number, bytes: number): void {
    if (at < 0 || bytes < 0 || at + bytes > this.#size) throw damaged('points outside of itself');
  }

  /** Where the offset at a place points. */
  offset(at: number): number {
    this.#need(at, 4);
    const target = at + this.#view.getUint32(at, true);
    this.#need(target, 4);
    return target;
  }

  table(at: number, slots: Table, depth: number): void {
    if (depth > DEEPEST) throw damaged('is nested too deeply');
    if (++this.#tables > MOST_TABLES) throw damaged('has too many tables');
    this.#need(at, 4);
    const map = at - this.#view.getInt32(at, true);
    this.#need(map, 4);
    const mapBytes = this.#view.getUint16(map, true);
    const tableBytes = this.#view.getUint16(map + 2, true);
    if (mapBytes < 4 || mapBytes % 2 !== 0) throw damaged('has a bad table');
    this.#need(map, mapBytes);
    this.#need(at, tableBytes);
    const place = (slot: number, bytes: number): number | undefined => {
      if (4 + slot * 2 >= mapBytes) return undefined;
      const within = this.#view.getUint16(map + 4 + slot * 2, true);
      if (within === 0) return undefined;
      if (within + bytes > tableBytes) throw damaged('has a field outside of its table');
      return at + within;
    };
    slots.forEach((slot, i) => {
      const field = place(i, slot.kind === 'Scalar' ? slot.bytes : 4);
      if (field === undefined || slot.kind === 'Scalar') return;
      if (slot.kind !== 'Union') return this.#pointed(field, slot, depth);
      const tag = place(i - 1, 1);
      const table = tag === undefined ? undefined : slot.tables()[this.#view.getUint8(tag) - 1];
      if (table === undefined) throw damaged('has a union of an unknown kind');
      this.table(this.offset(field), table, depth + 1);
    });
  }

  #pointed(field: number, slot: Exclude<Slot, { kind: 'Scalar' | 'Union' }>, depth: number): void {
    const at = this.offset(field);
    if (slot.kind === 'Table') return this.table(at, slot.table(), depth + 1);
    const count = this.#view.getUint32(at, true);
    const bytes = slot.kind === 'String' ? 1 : slot.kind === 'Items' ? slot.bytes : 4;
    this.#need(at + 4, count * bytes);
    if (slot.kind !== 'Tables') return;
    for (let i = 0; i < count; i++) this.table(this.offset(at + 4 + i * 4), slot.table(), depth + 1);
  }
}
