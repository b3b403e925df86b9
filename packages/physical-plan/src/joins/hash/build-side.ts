/** The build side of a hash join: all rows of the left input and their table. */
import { allocBitmap, Arena, flatten, type Batch, type ColumnVector } from '@datafusion-ts/compute';
import type { MemoryReservation, TaskContext } from '@datafusion-ts/execution';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { columnIndices } from '@datafusion-ts/physical-expr';
import type { BatchStream } from '../../execution-plan.js';
import { BuiltBatches, type BuildWatch } from '../build-batches.js';
import { BuildKeys } from './build-keys.js';
import { codeTexts } from './coded-texts.js';
import { rangeOf } from './key-groups.js';
import type { KeyRange } from './key-packer.js';
import { JoinTable, type BuildRun } from './join-table.js';

/** What a build side is made of. */
export interface BuildSideParts {
  readonly input: BatchStream;
  readonly keys: readonly PhysicalExpr[];
  /** Columns that the join gives out. */
  readonly givenOut: ReadonlySet<number>;
  readonly nullsMatch: boolean;
  /** Whether nothing but keys is asked of the rows until all of them come out at the end, part by part. */
  readonly givesParts: boolean;
  /** Whether rows with a partner must be remembered. */
  readonly tracksVisits: boolean;
  readonly reservation: MemoryReservation;
  readonly context: TaskContext;
  readonly watch: BuildWatch;
}

/** All rows of the build side as one batch, listed by key. */
export class BuildSide {
  readonly batch: Batch;
  readonly table: JoinTable;
  /** Bits of rows that met a partner; 0 when nobody asks. */
  readonly visited: number;
  /** Whether the table is what DataFusion calls a perfect hash join. */
  readonly isArrayMap: boolean;
  /** True once probe rows were seen, and once one of them had a null key: for NOT IN. */
  readonly probe = { hasRows: false, hasNulls: false };
  /** Set once the keys were told to the scans of the probe side. */
  published = false;
  /** What the scans look keys up in. */
  readonly buildKeys = new BuildKeys(this);
  readonly #rows: BuiltBatches;
  readonly #keyArena: Arena;
  readonly #parts: BuildSideParts;

  private constructor(parts: BuildSideParts, rows: BuiltBatches) {
    this.#parts = parts;
    this.#rows = rows;
    this.#keyArena = new Arena();
    let table: JoinTable | undefined;
    try {
      const range = onlyRange(parts, rows);
      this.isArrayMap = isArrayMap(parts, rows, range);
      this.batch = parts.givesParts
        ? rows.joinedColumns(!this.isArrayMap, new Set(parts.keys.flatMap(columnIndices)))
        : codeTexts(rows.joined(!this.isArrayMap), parts.givenOut, rows.arena);
      const keys = this.keyColumns();
      table = JoinTable.build(
        keys,
        this.batch.rowCount,
        runsOf(rows, !this.isArrayMap),
        parts.nullsMatch,
        parts.reservation,
        range,
      );
      this.table = table;
      this.visited = parts.tracksVisits ? allocBitmap(this.batch.rowCount, false, rows.arena) : 0;
    } catch (error) {
      table?.release();
      this.#keyArena.release();
      throw error;
    }
  }

  /** Reads the input to its end; throws `ResourcesExhaustedError` when it does not fit. */
  static async collect(parts: BuildSideParts): Promise<BuildSide> {
    const rows = new BuiltBatches(parts.input.schema, parts.reservation);
    try {
      await rows.read(parts.input, parts.context, parts.watch);
      const stop = parts.watch.start();
      const built = new BuildSide(parts, rows);
      stop();
      return built;
    } catch (error) {
      rows.release();
      parts.reservation.release();
      throw error;
    }
  }

  get rowCount(): number {
    return this.batch.rowCount;
  }

  /** The rows as batches with the number of the first row of each, in the order of the numbers. */
  *parts(): Generator<{ readonly batch: Batch; readonly first: number }, void, undefined> {
    if (!this.#parts.givesParts) return yield { batch: this.batch, first: 0 };
    const batches = this.isArrayMap ? this.#rows.batches : [...this.#rows.batches].reverse();
    let first = 0;
    for (const batch of batches) {
      yield { batch, first };
      first += batch.rowCount;
    }
  }

  /** Bytes charged for the build side. */
  get memory(): number {
    return this.#parts.reservation.size;
  }

  /** The keys of all build rows. */
  keyColumns(): readonly ColumnVector[] {
    return this.#parts.keys.map((key) => key.evaluate(this.batch, this.#keyArena));
  }

  release(): void {
    this.buildKeys.close();
    this.table.release();
    this.#keyArena.release();
    this.#rows.release();
    this.#parts.reservation.release();
  }
}

/** The input's batches as runs of rows in the order they came; a reversed build has the last batch first. */
function runsOf(rows: BuiltBatches, reversed: boolean): readonly BuildRun[] {
  let at = reversed ? rows.rowCount : 0;
  return rows.batches.map(({ rowCount }) => {
    if (reversed) at -= rowCount;
    const run = { first: at, count: rowCount };
    if (!reversed) at += rowCount;
    return run;
  });
}

/**
 * Whether DataFusion would address its table by the key: one integer key in a small or well-filled range. It shows in
 * the order of unmatched build rows, which otherwise start with those of the last batch.
 */
function isArrayMap({ context }: BuildSideParts, { rowCount }: BuiltBatches, range: KeyRange | undefined): boolean {
  if (range === undefined) return false;
  const { perfectHashJoinSmallBuildThreshold: small, perfectHashJoinMinKeyDensity: density } = context.config.execution;
  const distance = Number(range.high - range.low);
  return distance < small || rowCount / (distance + 1) > density;
}

/** Bounds of the key when it is one integer. */
function onlyRange(parts: BuildSideParts, rows: BuiltBatches): KeyRange | undefined {
  const [key] = parts.keys;
  if (parts.keys.length !== 1 || key === undefined || rows.rowCount === 0) return undefined;
  return isArrayMapType(key.dataType(rows.schema).kind) ? keyRange(parts, rows, key) : undefined;
}

const isArrayMapType = (kind: string): boolean => /^U?Int(8|16|32|64)$/.test(kind);

/** Bounds of the key over all batches; undefined when there are none, or nulls that match. */
function keyRange(parts: BuildSideParts, rows: BuiltBatches, key: PhysicalExpr): KeyRange | undefined {
  const scratch = new Arena();
  try {
    let range: KeyRange | undefined;
    for (const batch of rows.batches) {
      scratch.reset();
      const column = flatten(key.evaluate(batch, scratch), scratch);
      if (parts.nullsMatch && column.nullCount > 0) return undefined;
      range = widest(range, rangeOf(column, batch.rowCount, scratch));
    }
    return range;
  } finally {
    scratch.release();
  }
}

const widest = (a: KeyRange | undefined, b: KeyRange | undefined): KeyRange | undefined =>
  a === undefined || b === undefined
    ? (a ?? b)
    : { low: a.low < b.low ? a.low : b.low, high: a.high > b.high ? a.high : b.high };
