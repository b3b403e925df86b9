/**
 * The table of a hash join: the rows of the build side listed by key. Built once, when all rows are there; whether keys
 * repeat is found out then, and unique keys have probe kernels of their own.
 *
 * A single dictionary column as probe key is looked up once per dictionary, then by code.
 */
import { ResourcesExhaustedError } from '@datafusion-ts/common';
import {
  allocBitmap,
  codesToRows,
  flatten,
  getBit,
  kernels,
  mem,
  Arena,
  type ColumnVector,
  type DictionaryVector,
  type MemoryCharge,
  copyBytesTo,
} from '@datafusion-ts/compute';
import { isIntegerKey } from './integer-keys.js';
import { buildKeyGroups, rangeOf } from './key-groups.js';
import type { KeyGroups, KeyRange } from './key-packer.js';
import { KeySet } from './key-set.js';
import type { PairTest } from './pair-test.js';
import { fitsBitmap, RankedGroups } from './ranked-groups.js';

const NO_GROUP = 0xffff_ffff;

/** A run of build rows in the order in which their pairs come out. */
export interface BuildRun {
  readonly first: number;
  readonly count: number;
}

/** How far a probe batch has got: the address of {row, rows of its key done, pairs tested, rows that had any}. */
export type ProbeState = number;

/** A finished table; memory is charged and returned by `release`. */
export class JoinTable {
  readonly #keyGroups: KeyGroups;
  readonly #arena: Arena;
  /** Starts by group, or heads when keys are unique. */
  readonly #index: number;
  readonly #rows: number;
  readonly isUnique: boolean;
  /** True when no build row can have a partner. */
  readonly isEmpty: boolean;
  /** Bounds of every key, when all are integers. */
  readonly ranges: readonly KeyRange[];
  readonly #nullsMatch: boolean;
  readonly #entryGroups = new Map<number, number>();
  /** Of the one filter there is, see `probeTested`. */
  #extremes: number | undefined;

  private constructor(parts: {
    keyGroups: KeyGroups;
    arena: Arena;
    index: number;
    rows: number;
    most: number;
    ranges: readonly KeyRange[];
    nullsMatch: boolean;
  }) {
    this.#keyGroups = parts.keyGroups;
    this.#arena = parts.arena;
    this.#index = parts.index;
    this.#rows = parts.rows;
    this.isUnique = parts.most <= 1;
    this.isEmpty = parts.most === 0;
    this.ranges = parts.ranges;
    this.#nullsMatch = parts.nullsMatch;
  }

  /**
   * Lists the rows of key columns; `runs` cover all rows and say in which order rows of a key come out. `knownRange`: the
   * bounds of a single integer key, when they are known already.
   */
  static build(
    keys: readonly ColumnVector[],
    rowCount: number,
    runs: readonly BuildRun[],
    nullsMatch: boolean,
    charge: MemoryCharge,
    knownRange?: KeyRange,
  ): JoinTable {
    const arena = new Arena(charge);
    const scratch = new Arena();
    let keyGroups: KeyGroups | undefined;
    try {
      const built = buildKeyGroups(keys, rowCount, nullsMatch, charge, arena, scratch, knownRange);
      keyGroups = built.keyGroups;
      const listed = listRows(built.groups, keyGroups.groupCount, rowCount, runs, arena, scratch);
      return new JoinTable({ keyGroups, arena, ...listed, ranges: built.ranges, nullsMatch });
    } catch (error) {
      keyGroups?.release();
      arena.release();
      throw error;
    } finally {
      scratch.release();
    }
  }

  /**
   * The key at a position as bits over its range, where it is an integer, the range is small and there is memory for them;
   * `key` is that of all build rows. Not for one of several keys that is likely to have all values of its range.
   */
  keySet(key: ColumnVector, position: number, isOnly: boolean): KeySet | undefined {
    if (isOnly && this.ranges[position] === undefined) return undefined;
    if (isOnly && this.#keyGroups instanceof RankedGroups) return this.#keyGroups.keySet;
    const scratch = new Arena();
    try {
      const flat = flatten(key, scratch);
      // Beside keys that are no integers, nobody has looked for the bounds of those that are.
      const range = this.ranges[position] ?? (isIntegerKey(key.type) ? rangeOf(flat, key.length, scratch) : undefined);
      if (range === undefined) return undefined;
      const values = range.high - range.low + 1n;
      if (!fitsBitmap(values, key.length) || (!isOnly && values <= BigInt(key.length))) return undefined;
      return KeySet.of(flat, range, key.length, this.#arena, scratch);
    } catch (error) {
      if (error instanceof ResourcesExhaustedError) return undefined;
      throw error;
    } finally {
      scratch.release();
    }
  }

  /** Distinct keys, or more when the table is dense. */
  get groupCount(): number {
    return this.#keyGroups.groupCount;
  }

  /** Address of the groups of probe rows; in `arena`. */
  groupsOf(keys: readonly ColumnVector[], rowCount: number, arena: Arena): number {
    const [only] = keys;
    if (keys.length === 1 && only !== undefined) {
      if (only.encoding === 'constant') return this.#groupsOfConstant(only, rowCount, arena);
      if (only.encoding === 'dictionary') {
        const groups = this.#groupsOfCodes(only, rowCount, arena);
        if (groups !== undefined) return groups;
      }
    }
    return this.#keyGroups.groupsOf(keys, rowCount, arena);
  }

  #groupsOfConstant(key: ColumnVector, rowCount: number, arena: Arena): number {
    const groups = arena.alloc(rowCount * 4);
    if (rowCount === 0) return groups;
    const one = this.#keyGroups.groupsOf([flatten({ ...key, length: 1 }, arena)], 1, arena);
    mem.u32.fill(mem.u32[one >>> 2]!, groups >>> 2, (groups >>> 2) + rowCount);
    return groups;
  }

  /** Looks the entries up once per dictionary; undefined where that does not pay. */
  #groupsOfCodes(key: DictionaryVector, rowCount: number, arena: Arena): number | undefined {
    if (this.#nullsMatch && key.nullCount > 0) return undefined;
    const { column, id } = key.values;
    let entries = this.#entryGroups.get(id);
    if (entries === undefined) {
      if (column.length === 0 || column.length > rowCount * 2) return undefined;
      entries = this.#lookUpEntries(key, arena);
      if (entries === undefined) return undefined;
    }
    const groups = arena.alloc(rowCount * 4);
    kernels().gather4(entries, codesToRows(key, arena), rowCount, groups);
    if (key.nullCount > 0) {
      for (let row = 0; row < rowCount; row++) if (!getBit(key.validity, row)) mem.u32[(groups >>> 2) + row] = NO_GROUP;
    }
    return groups;
  }

  /** Undefined when there is no memory for keeping them. */
  #lookUpEntries(key: DictionaryVector, arena: Arena): number | undefined {
    const { column, id } = key.values;
    const found = this.#keyGroups.groupsOf([column], column.length, arena);
    try {
      const kept = this.#arena.alloc(column.length * 4);
      copyBytesTo(kept, found, column.length * 4);
      this.#entryGroups.set(id, kept);
      return kept;
    } catch (error) {
      if (error instanceof ResourcesExhaustedError) return undefined;
      throw error;
    }
  }

  /** Where a probe begins. */
  startProbe(arena: Arena): ProbeState {
    const state = arena.alloc(16);
    mem.u32.fill(0, state >>> 2, (state >>> 2) + 4);
    return state;
  }

  /** True when a probe is through all its rows. */
  isProbed(state: ProbeState, rowCount: number): boolean {
    return mem.u32[state >>> 2]! >= rowCount;
  }

  /** The next pairs, at most `capacity`, written to both addresses (room for one more is needed). */
  probe(
    groups: number,
    rowCount: number,
    state: ProbeState,
    capacity: number,
    probeRows: number,
    buildRows: number,
  ): number {
    const k = kernels();
    if (!this.isUnique || capacity < rowCount) {
      if (this.isUnique) throw new RangeError('Unique keys are probed in one go');
      return k.joinProbe(groups, rowCount, this.#index, this.#rows, state, capacity, probeRows, buildRows);
    }
    mem.u32[state >>> 2] = rowCount;
    return k.joinProbeUnique(groups, rowCount, this.#index, probeRows, buildRows);
  }

  /** The next pairs that pass a test, at most `capacity`; only where keys repeat. */
  probeTested(
    groups: number,
    rowCount: number,
    state: ProbeState,
    capacity: number,
    test: PairTest,
    probeRows: number,
    buildRows: number,
  ): number {
    const { width, passes, built, probed } = test;
    this.#extremes ??= this.#extremesFor(test);
    return kernels().joinProbeTested(
      groups,
      rowCount,
      this.#index,
      this.#rows,
      state,
      capacity,
      width,
      built.values,
      built.validity,
      probed.values,
      probed.validity,
      passes,
      this.#extremes,
      probeRows,
      buildRows,
    );
  }

  /** The lowest or highest number of each group, which alone decides for most probe rows; 0 where it does not, or no memory is left. */
  #extremesFor({ width, passes, built }: PairTest): number {
    const [lower, higher] = [(passes & 1) !== 0, (passes & 4) !== 0];
    if (lower === higher) return 0;
    try {
      const to = this.#arena.alloc(this.groupCount * width);
      const highest = higher ? 1 : 0;
      kernels().joinExtremes(
        this.#index,
        this.groupCount,
        this.#rows,
        width,
        built.values,
        built.validity,
        highest,
        to,
      );
      return to;
    } catch (error) {
      if (error instanceof ResourcesExhaustedError) return 0;
      throw error;
    }
  }

  /** For unique keys: the build row of every probe row, `NO_ROW` where there is none, at `buildRows`; gives how many have one. */
  heads(groups: number, rowCount: number, buildRows: number): number {
    if (!this.isUnique) throw new RangeError('Only unique keys have one build row at most');
    return kernels().joinHeads(groups, rowCount, this.#index, buildRows);
  }

  /** Probe rows that have a partner, or those that have none: their number, and they at `rows` (room for one more). */
  hits(groups: number, rowCount: number, wanted: boolean, rows: number): number {
    const k = kernels();
    const want = wanted ? 1 : 0;
    return this.isUnique
      ? k.joinHitsUnique(groups, rowCount, this.#index, want, rows)
      : k.joinHits(groups, rowCount, this.#index, want, rows);
  }

  /** A bitmap to mark groups in, see {@link markedRows}. */
  newMarks(arena: Arena): number {
    return allocBitmap(this.groupCount, false, arena);
  }

  /** Sets the bits of build rows whose group is marked. */
  markRows(marks: number, rowBits: number): void {
    kernels().joinMarkRows(marks, this.groupCount, this.#index, this.#rows, rowBits);
  }

  release(): void {
    this.#entryGroups.clear();
    this.#keyGroups.release();
    this.#arena.release();
  }
}

interface ListedRows {
  readonly index: number;
  readonly rows: number;
  readonly most: number;
}

/** Lists rows by group: heads when no group has two, else starts and rows. */
function listRows(
  groups: number,
  groupCount: number,
  rowCount: number,
  runs: readonly BuildRun[],
  arena: Arena,
  scratch: Arena,
): ListedRows {
  const k = kernels();
  const index = arena.alloc((groupCount + 1) * 4);
  mem.u32.fill(NO_GROUP, index >>> 2, (index >>> 2) + groupCount + 1);
  const listed = k.joinScatter(groups, rowCount, index);
  if (listed >= 0) return { index, rows: 0, most: Math.min(listed, 1) };
  mem.u32.fill(0, index >>> 2, (index >>> 2) + groupCount + 1);
  const most = k.joinCount(groups, rowCount, index);
  k.joinStarts(index, groupCount);
  const cursors = scratch.alloc(groupCount * 4);
  copyBytesTo(cursors, index, groupCount * 4);
  const rows = arena.alloc(rowCount * 4);
  for (const { first, count } of runs) k.joinFill(groups + first * 4, count, first, cursors, rows);
  return { index, rows, most };
}
