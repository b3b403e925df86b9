/**
 * Reads the probe side of a hash join before its build side where that may save building: a large table that is read whole
 * (a dimension without a filter) and joined with few rows. When the probe side ends within a few batches, only build rows
 * with one of its keys are read, of the others just the keys; when it has no rows, nothing is (if nothing there can fail). Otherwise the rows read are
 * kept, bounded in number, and come out first. What is kept is charged; where the pool refuses, reading ahead ends.
 *
 * Not where the build side's keys narrow the scans of the probe side, and not for joins that give out build rows without a
 * partner.
 */
import { ResourcesExhaustedError } from '@datafusion-ts/common';
import { Arena, concatVectors, copyBatch, type Batch, type ColumnVector } from '@datafusion-ts/compute';
import { checkCancelled, MemoryConsumer, type MemoryReservation, type TaskContext } from '@datafusion-ts/execution';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { HashTableLookupExpr, isInfallible, lit } from '@datafusion-ts/physical-expr';
import { outputPartitionCount, statisticsOf } from '../../plan-defaults.js';
import type { ExecutionPlan } from '../../execution-plan.js';
import type { HashJoinExec } from '../hash-join.js';
import { followsProbeRows } from '../join-properties.js';
import { keepsAllRows } from '../../operators/all-rows.js';
import { BuildKeys } from './build-keys.js';
import { JoinTable } from './join-table.js';
import { forgetProbeKeys, tellProbeKeys } from './tell-build-side.js';
import { cannotFail } from './unread-build.js';

/** Smaller build sides are built at once. */
const LEAST_BUILD_ROWS = 16_384;
/** Build rows to a probe row from which on looking keys up pays. */
const BUILD_ROWS_PER_PROBE_ROW = 4;
/** Rows and bytes that are read ahead at most, or a batch more. */
const MOST_ROWS = 65_536;
const MOST_BYTES = 8 * 1024 * 1024;
/** Share of a limited pool that they may take: the build side needs it more. */
const MOST_OF_POOL = 1 / 16;

/** The first rows of the probe side, or all. */
export class ProbeAhead {
  readonly #exec: HashJoinExec;
  readonly #source: AsyncIterator<Batch>;
  readonly #reservation: MemoryReservation;
  readonly #rows: Arena;
  readonly #keyArena: Arena;
  readonly #batches: Batch[] = [];
  #isRefused = false;
  #rowCount = 0;
  #isWhole = false;
  #keys: BuildKeys | undefined;
  #table: JoinTable | undefined;

  private constructor(exec: HashJoinExec, source: AsyncIterator<Batch>, reservation: MemoryReservation) {
    this.#exec = exec;
    this.#source = source;
    this.#reservation = reservation;
    this.#rows = new Arena(reservation);
    this.#keyArena = new Arena(reservation);
  }

  /** Reads ahead; undefined where it is better to build first. */
  static async read(exec: HashJoinExec, partition: number, context: TaskContext): Promise<ProbeAhead | undefined> {
    const most = rowsWorthReading(exec);
    if (most === 0) return undefined;
    const source = exec.right.execute(partition, context)[Symbol.asyncIterator]();
    const consumer = new MemoryConsumer(`HashJoinProbe[${partition}]`);
    const ahead = new ProbeAhead(exec, source, consumer.register(context.runtime.memoryPool));
    try {
      await ahead.#read(most, context);
      return ahead;
    } catch (error) {
      await ahead.release();
      throw error;
    }
  }

  async #read(most: number, context: TaskContext): Promise<void> {
    const limit = context.runtime.memoryPool.memoryLimit();
    const bytes = limit.kind === 'Finite' ? Math.min(MOST_BYTES, limit.bytes * MOST_OF_POOL) : MOST_BYTES;
    while (this.#rowCount <= most && this.#rows.allocatedBytes <= bytes && !this.#isRefused) {
      const next = await this.#source.next();
      if (next.done === true) {
        this.#isWhole = true;
        return;
      }
      checkCancelled(context);
      if (next.value.rowCount === 0) continue;
      this.#batches.push(this.#kept(next.value));
      this.#rowCount += next.value.rowCount;
    }
  }

  /** A copy; the batch itself when there is no memory for one: it is good until the next is asked for. */
  #kept(batch: Batch): Batch {
    const copy = unlessExhausted(() => copyBatch(batch, this.#rows));
    this.#isRefused = copy === undefined;
    return copy ?? batch;
  }

  /** True when the probe side has no rows at all, and the build side none that could fail. */
  get endsJoin(): boolean {
    const { left, on, buildFilters } = this.#exec;
    if (!this.#isWhole || this.#rowCount > 0) return false;
    // There are filters for build sides only in which no row can fail.
    if (buildFilters.length > 0) return true;
    return cannotFail(left) && on.every(([key]) => isInfallible(key, left.schema));
  }

  /** What the build rows that matter pass, over the build side's columns; undefined when not all probe rows are known. */
  wantedBuildRows(): PhysicalExpr | undefined {
    if (!this.#isWhole) return undefined;
    if (this.#rowCount === 0) return lit(false);
    const known = unlessExhausted(() => this.#makeKeys());
    if (known === undefined) {
      this.releaseKeys();
      return undefined;
    }
    const left = this.#exec.on.map(([key]) => key);
    return new HashTableLookupExpr(left, known);
  }

  #makeKeys(): BuildKeys {
    const keys = this.#exec.on.map(([, right]) => this.#keyColumn(right));
    const runs = [{ first: 0, count: this.#rowCount }];
    const table = JoinTable.build(keys, this.#rowCount, runs, false, this.#reservation);
    this.#table = table;
    this.#keys = new BuildKeys({ table, keyColumns: () => keys });
    this.#keys.prepare();
    tellProbeKeys(this.#exec, { keys: this.#keys, table, columns: keys, rowCount: this.#rowCount });
    return this.#keys;
  }

  #keyColumn(key: PhysicalExpr): ColumnVector {
    const parts = this.#batches.map((batch) => key.evaluate(batch, this.#keyArena));
    return concatVectors(parts, key.dataType(this.#exec.right.schema), this.#keyArena);
  }

  /** Gives the keys back, once the build side is there. */
  releaseKeys(): void {
    if (this.#keys !== undefined) forgetProbeKeys(this.#exec);
    this.#keys?.close();
    this.#table?.release();
    this.#keyArena.release();
    this.#keys = undefined;
    this.#table = undefined;
  }

  /** All rows of the probe side. */
  async *rows(): AsyncGenerator<Batch, void, undefined> {
    yield* this.#batches;
    for (let next = await this.#source.next(); next.done !== true; next = await this.#source.next()) yield next.value;
  }

  async release(): Promise<void> {
    this.releaseKeys();
    this.#rows.release();
    this.#reservation.release();
    await this.#source.return?.();
  }
}

/** What `make` gives; undefined when there is no memory for it. */
function unlessExhausted<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof ResourcesExhaustedError) return undefined;
    throw error;
  }
}

/**
 * Probe rows up to which the build side may shrink for them; 0 where it must be built first. Filters for the build side are
 * there where it joins large tables, however few rows are estimated to come out.
 */
function rowsWorthReading(exec: HashJoinExec): number {
  const { left, right, mode, nullEquality, nullAware, dynamicFilter, keyFilters, buildFilters } = exec;
  if (mode !== 'CollectLeft' || nullAware || nullEquality === 'NullEqualsNull' || !dropsUnmatchedBuild(exec)) return 0;
  if (outputPartitionCount(right) !== 1 || right.properties.boundedness.kind !== 'Bounded') return 0;
  const narrowsProbe = dynamicFilter !== undefined || keyFilters.length > 0;
  if (narrowsProbe && buildFilters.length === 0 && !keepsAllRows(left)) return 0;
  const buildRows = buildFilters.length > 0 ? Infinity : knownRows(left);
  if (buildRows < LEAST_BUILD_ROWS) return 0;
  const most = Math.min(MOST_ROWS, buildRows / BUILD_ROWS_PER_PROBE_ROW);
  return isScanBeyond(right, most) ? 0 : most;
}

function knownRows(plan: ExecutionPlan): number {
  const { numRows } = statisticsOf(plan, undefined);
  return numRows.kind === 'Absent' ? 0 : numRows.value;
}

/** True when build rows without a partner are of no use. */
const dropsUnmatchedBuild = ({ joinType }: HashJoinExec): boolean =>
  joinType === 'LeftSemi' || followsProbeRows(joinType);

/** True for a table of more rows as it is: nothing but the join will make them fewer. */
function isScanBeyond(plan: ExecutionPlan, rows: number): boolean {
  const [input, ...others] = plan.children();
  if (input !== undefined)
    return others.length === 0 && plan.cardinalityEffect === 'Equal' && isScanBeyond(input, rows);
  const { numRows } = statisticsOf(plan, undefined);
  return numRows.kind !== 'Absent' && numRows.value > rows;
}
