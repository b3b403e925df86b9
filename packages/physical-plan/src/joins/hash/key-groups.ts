/**
 * From join keys to group numbers: each distinct key of the build side is a group. Five ways, chosen when the build side
 * is complete and its keys are known:
 *
 * - dense: one integer key in a small range; the group is the distance from the lowest key, nothing is hashed;
 * - ranked: one integer key in a wider range; the group is the number of lower keys, see `ranked-groups.ts`;
 * - packed: several integer keys whose ranges multiplied fit 64 bits become one integer key;
 * - listed: several integer keys, by one of them, see `bucket-groups.ts`;
 * - general: a `GroupTable`, which hashes (one fixed-width key, one text, or encoded rows).
 */
import {
  flatten,
  GroupTable,
  kernels,
  mem,
  type Arena,
  type ColumnVector,
  type FlatVector,
  type MemoryCharge,
} from '@datafusion-ts/compute';
import { BucketGroups } from './bucket-groups.js';
import { integerKeys, isIntegerKey } from './integer-keys.js';
import { KeyPacker, type KeyGroups, type KeyRange } from './key-packer.js';
import { isRankable, RankedGroups } from './ranked-groups.js';

/** Key groups, and the groups of the build rows themselves. */
export interface BuiltGroups {
  readonly keyGroups: KeyGroups;
  /** Address of the groups of the build rows, in the scratch arena. */
  readonly groups: number;
  /** Lowest and highest value of every key, when all are integers and each has a value. */
  readonly ranges: readonly KeyRange[];
}

/** Dense tables of ranges up to this, and up to so many values a row. */
const SMALL_RANGE = 4096;
const DENSE_VALUES_PER_ROW = 8;
const LARGEST_DENSE = 1 << 24;
/** Tables of fewer rows grow as they go. */
const RESERVED_FROM = 8192;
/** Largest product of ranges that packed keys may have. */
const LARGEST_PACKED = 1n << 62n;

/** Numbers the keys of the build side. `keep` lives as long as the table, `scratch` until the build is done. */
export function buildKeyGroups(
  keys: readonly ColumnVector[],
  rowCount: number,
  nullsMatch: boolean,
  charge: MemoryCharge,
  keep: Arena,
  scratch: Arena,
  knownRange?: KeyRange,
): BuiltGroups {
  const hasNulls = nullsMatch && keys.some((key) => flatten(key, scratch).nullCount > 0);
  if (rowCount > 0 && !hasNulls && keys.every((key) => isIntegerKey(key.type))) {
    const built = integerGroups(keys, rowCount, charge, keep, scratch, knownRange);
    if (built !== undefined) return built;
  }
  return { ...tableGroups(keys, rowCount, nullsMatch, charge, scratch), ranges: [] };
}

function tableGroups(
  keys: readonly ColumnVector[],
  rowCount: number,
  nullsMatch: boolean,
  charge: MemoryCharge,
  scratch: Arena,
): Omit<BuiltGroups, 'ranges'> {
  const table = new GroupTable(
    keys.map((key) => key.type),
    charge,
    { nullsMatch },
  );
  try {
    // Keys of a build side mostly differ; should they not, half of that wastes little.
    if (rowCount >= RESERVED_FROM) table.reserve(rowCount >>> 1);
    const groups = table.insert(keys, rowCount, scratch);
    return { keyGroups: new TableGroups(table), groups };
  } catch (error) {
    table.release();
    throw error;
  }
}

class TableGroups implements KeyGroups {
  readonly #table: GroupTable;

  constructor(table: GroupTable) {
    this.#table = table;
  }

  get groupCount(): number {
    return this.#table.groupCount;
  }

  groupsOf(keys: readonly ColumnVector[], rowCount: number, arena: Arena): number {
    return this.#table.lookup(keys, rowCount, arena);
  }

  release(): void {
    this.#table.release();
  }
}

function integerGroups(
  keys: readonly ColumnVector[],
  rowCount: number,
  charge: MemoryCharge,
  keep: Arena,
  scratch: Arena,
  knownRange: KeyRange | undefined,
): BuiltGroups | undefined {
  const flats = keys.map((key) => flatten(key, scratch));
  const ranges = knownRange === undefined ? flats.map((flat) => rangeOf(flat, rowCount, scratch)) : [knownRange];
  if (ranges.some((range) => range === undefined)) return undefined;
  const known = ranges as readonly KeyRange[];
  if (keys.length === 1)
    return { ...singleKeyGroups(flats[0]!, known[0]!, rowCount, charge, keep, scratch), ranges: known };
  const product = known.reduce((values, { low, high }) => values * (high - low + 1n), 1n);
  if (product > LARGEST_PACKED) return undefined;
  if (!isRankable(product, rowCount)) {
    const listed = BucketGroups.build(flats, known, rowCount, keep, scratch);
    if (listed !== undefined) return { ...listed, ranges: known };
  }
  const packer = new KeyPacker(known, keep);
  const packed = packer.pack(flats, rowCount, scratch);
  const inner = singleKeyGroups(packed, { low: 0n, high: product - 1n }, rowCount, charge, keep, scratch);
  return { keyGroups: new PackedGroups(packer, inner.keyGroups), groups: inner.groups, ranges: known };
}

/** Bounds of integer keys that are not null; undefined when all are. */
export function rangeOf(flat: FlatVector, rowCount: number, scratch: Arena): KeyRange | undefined {
  const state = scratch.alloc(16);
  mem.i64[state >>> 3] = 0x7fff_ffff_ffff_ffffn;
  mem.i64[(state >>> 3) + 1] = -0x8000_0000_0000_0000n;
  const seen = kernels().joinMinMax(integerKeys(flat, scratch), flat.validity, rowCount, state);
  return seen === 0 ? undefined : { low: mem.i64[state >>> 3]!, high: mem.i64[(state >>> 3) + 1]! };
}

function singleKeyGroups(
  flat: FlatVector,
  range: KeyRange,
  rowCount: number,
  charge: MemoryCharge,
  keep: Arena,
  scratch: Arena,
): Omit<BuiltGroups, 'ranges'> {
  const values = range.high - range.low + 1n;
  const densest = Math.min(LARGEST_DENSE, Math.max(SMALL_RANGE, rowCount * DENSE_VALUES_PER_ROW));
  const isDense = values <= BigInt(densest);
  if (!isDense && !isRankable(values, rowCount)) {
    return tableGroups([flat], rowCount, false, charge, scratch);
  }
  const keyGroups = isDense
    ? new DenseGroups(range, Number(values), keep)
    : new RankedGroups(flat, range, rowCount, keep, scratch);
  return { keyGroups, groups: keyGroups.groupsOf([flat], rowCount, scratch) };
}

class DenseGroups implements KeyGroups {
  readonly groupCount: number;
  readonly #state: number;

  constructor(range: KeyRange, groupCount: number, keep: Arena) {
    this.groupCount = groupCount;
    this.#state = keep.alloc(16);
    mem.i64[this.#state >>> 3] = range.low;
    mem.i64[(this.#state >>> 3) + 1] = range.high;
  }

  groupsOf(keys: readonly ColumnVector[], rowCount: number, arena: Arena): number {
    const flat = flatten(keys[0]!, arena);
    const groups = arena.alloc(rowCount * 4);
    kernels().joinDense(integerKeys(flat, arena), flat.validity, rowCount, this.#state, groups);
    return groups;
  }

  release(): void {}
}

class PackedGroups implements KeyGroups {
  readonly #packer: KeyPacker;
  readonly #inner: KeyGroups;

  constructor(packer: KeyPacker, inner: KeyGroups) {
    this.#packer = packer;
    this.#inner = inner;
  }

  get groupCount(): number {
    return this.#inner.groupCount;
  }

  groupsOf(keys: readonly ColumnVector[], rowCount: number, arena: Arena): number {
    const flats = keys.map((key) => flatten(key, arena));
    return this.#inner.groupsOf([this.#packer.pack(flats, rowCount, arena)], rowCount, arena);
  }

  release(): void {
    this.#inner.release();
  }
}
