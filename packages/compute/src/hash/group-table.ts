/**
 * Distinct keys and their numbers: 0, 1, 2 … in order of first appearance. For GROUP BY, DISTINCT, set operations and
 * the key side of joins (`lookup`).
 *
 * Four layouts, chosen from the key types: one fixed-width column of at most 8 bytes (keys in the table, or addressing
 * it while their range is small), one string column (views with text of the table's own), several columns packed into 64
 * or 128 bits, everything else (rows encoded for equality, as byte strings). Columns of codes with few combinations are
 * mapped once per dictionary. Floats are equal when their bits are (as in DataFusion, 0 and -0 are two keys). Nulls are one
 * key, or match nothing when `nullsMatch` is false.
 */
import { InternalError, type DataType } from '@datafusion-ts/common';
import type { Arena } from '../memory/arena.js';
import { uncharged, type MemoryCharge } from '../memory/charge.js';
import { mem } from '../memory/engine-memory.js';
import { flatten } from '../structural/flatten.js';
import { copyVector } from '../structural/copy.js';
import type { ColumnVector } from '../vector/column-vector.js';
import { physicalTypeOf } from '../vector/physical-type.js';
import { CodeGroups, haveFewCodes } from './code-groups.js';
import { FixedKeys, fitsFixedKeys } from './fixed-keys.js';
import type { KeyStore } from './key-store.js';
import { canEncodeKeys, KeyCodec, type PackedKeyCodec } from './key-codec.js';
import { PackedKeys } from './packed-keys.js';
import { RowKeys } from './row-keys.js';
import { ShortTextCodec } from './short-text-codec.js';
import { TextKeys } from './text-keys.js';

/** Group number of a row without one. */
export const NO_GROUP = 0xffff_ffff;

/** What nulls do. */
export interface GroupTableOptions {
  /** False: a row with a null key gets {@link NO_GROUP}, as `=` in joins wants it. Default true. */
  readonly nullsMatch?: boolean;
}

/** A growing map from keys to dense numbers; memory is charged to `charge` and returned by `release`. */
export class GroupTable {
  readonly types: readonly DataType[];
  readonly #keys: KeyStore;
  readonly #codes: CodeGroups;

  constructor(types: readonly DataType[], charge: MemoryCharge = uncharged, options: GroupTableOptions = {}) {
    this.types = types;
    this.#codes = new CodeGroups(charge, ({ type }) => new GroupTable([type], charge));
    this.#keys = makeKeys(types, charge, options.nullsMatch ?? true);
  }

  /** Keys so far. */
  get groupCount(): number {
    return this.#keys.groupCount;
  }

  /** Bytes charged. */
  get allocatedBytes(): number {
    return this.#keys.allocatedBytes + this.#codes.allocatedBytes;
  }

  /** True when keys lie all over a table, and would lie closer together in several that they are dealt out to. */
  get isPartitionable(): boolean {
    return this.#keys.isPartitionable;
  }

  /** Address of the group numbers (u32) of `rowCount` rows; new keys are added. */
  insert(columns: readonly ColumnVector[], rowCount: number, arena: Arena): number {
    const groups = arena.alloc(rowCount * 4);
    const only = columns.length === 1 ? columns[0] : undefined;
    if (only?.encoding === 'constant' && rowCount > 0) {
      const one = this.insert([flatten({ ...only, length: 1 }, arena)], 1, arena);
      mem.u32.fill(mem.u32[one >>> 2]!, groups >>> 2, (groups >>> 2) + rowCount);
    } else if (haveFewCodes(columns)) {
      this.#codes.insert(columns, rowCount, groups, arena, (fresh, count, target) =>
        this.#keys.insert(fresh, count, target, arena),
      );
    } else {
      this.#keys.insert(columns, rowCount, groups, arena);
    }
    return groups;
  }

  /**
   * Address of the group numbers of `rowCount` rows as bytes; new keys of rows whose byte in `mask` is not 0 are added, and
   * the other rows get the number {@link groupCount}. Undefined, with nothing changed, unless the columns are codes of
   * few combinations.
   */
  insertMasked(columns: readonly ColumnVector[], rowCount: number, mask: number, arena: Arena): number | undefined {
    if (!haveFewCodes(columns)) return undefined;
    return this.#codes.insertBytes(
      columns,
      rowCount,
      mask,
      arena,
      (fresh, count, target) => this.#keys.insert(fresh, count, target, arena),
      () => this.groupCount,
    );
  }

  /** Address of the group numbers (u32) of `rowCount` rows; {@link NO_GROUP} for keys that are not there. */
  lookup(columns: readonly ColumnVector[], rowCount: number, arena: Arena): number {
    const groups = arena.alloc(rowCount * 4);
    this.#keys.lookup(columns, rowCount, groups, arena);
    return groups;
  }

  /** Key columns of groups `from` to `to`; text belongs to the table, so copy what must outlive it. */
  keys(from: number, to: number, arena: Arena): ColumnVector[] {
    if (from < 0 || to > this.groupCount || from > to)
      throw new InternalError(`Groups ${from}..${to} of ${this.groupCount}`);
    return this.#keys.keys(from, to, arena);
  }

  /** Key columns of the first `count` groups as deep copies; these are removed and the rest numbered from 0 again. */
  emitFirst(count: number, arena: Arena): ColumnVector[] {
    const columns = this.keys(0, count, arena).map((column) => copyVector(column, arena));
    this.#codes.release();
    this.#keys.removeFirst(count);
    return columns;
  }

  /** Makes room for so many keys in one step. */
  reserve(groupCount: number): void {
    this.#keys.reserve(groupCount);
  }

  /** Forgets all keys and gives the memory back; the table can be used again. */
  release(): void {
    this.#codes.release();
    this.#keys.release();
  }

  [Symbol.dispose](): void {
    this.release();
  }
}

function makeKeys(types: readonly DataType[], charge: MemoryCharge, nullsMatch: boolean): KeyStore {
  const [type] = types;
  if (types.length === 1 && type !== undefined) {
    if (fitsFixedKeys(type)) return new FixedKeys(type, charge, nullsMatch);
    if (physicalTypeOf(type) === 'view') return new TextKeys(type, charge, nullsMatch);
  }
  const rows = (): RowKeys => new RowKeys(types, charge, nullsMatch);
  const codec = nullsMatch && types.length > 1 ? makeKeyCodec(types, charge) : undefined;
  return codec === undefined ? rows() : new PackedKeys(codec, charge, rows);
}

/** Packs the keys of groups that are dealt out, see `GroupTable.isPartitionable`; undefined when there is no way to. */
export const makePartitionCodec = (types: readonly DataType[], charge: MemoryCharge): PackedKeyCodec | undefined =>
  types.length === 1 && physicalTypeOf(types[0]!) === 'view'
    ? new ShortTextCodec(types[0]!)
    : makeKeyCodec(types, charge);

/** Packs keys of the types, nulls matching each other; undefined when some are neither integers, booleans nor text. */
const makeKeyCodec = (types: readonly DataType[], charge: MemoryCharge): KeyCodec | undefined =>
  canEncodeKeys(types) ? new KeyCodec(types, charge, (text) => new GroupTable([text], charge)) : undefined;
