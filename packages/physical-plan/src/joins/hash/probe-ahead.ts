/**
 * Reads the probe side of a hash join before its build side where that may save building: a large table that is read whole
 * (a dimension without a filter) and joined with few rows. When the probe side ends within a few batches, only build rows
 * with one of its keys are read, of the others just the keys; when it has no rows, nothing is. Otherwise the rows read are
 * kept, bounded in number, and come out first.
 *
 * Not where the build side's keys narrow the scans of the probe side, and not for joins that give out build rows without a
 * partner.
 */
import { Arena, concatVectors, copyBatch, uncharged, type Batch, type ColumnVector } from '@datafusion-ts/compute';
import { checkCancelled, type TaskContext } from '@datafusion-ts/execution';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { HashTableLookupExpr } from '@datafusion-ts/physical-expr';
import { outputPartitionCount, statisticsOf } from '../../plan-defaults.js';
import type { ExecutionPlan } from '../../execution-plan.js';
import type { HashJoinExec } from '../hash-join.js';
import { followsProbeRows } from '../join-properties.js';
import { keepsAllRows } from '../whole-table.js';
import { BuildKeys } from './build-keys.js';
import { JoinTable } from './join-table.js';

/** Smaller build sides are built at once. */
const LEAST_BUILD_ROWS = 16_384;
/** Build rows to a probe row from which on looking keys up pays. */
const BUILD_ROWS_PER_PROBE_ROW = 4;
/** Rows and bytes that are read ahead at most, or a batch more. */
const MOST_ROWS = 65_536;
const MOST_BYTES = 8 * 1024 * 1024;

/** The first rows of the probe side, or all. */
export class ProbeAhead {
  readonly #exec: HashJoinExec;
  readonly #source: AsyncIterator<Batch>;
  readonly #rows = new Arena();
  readonly #keyArena = new Arena();
  readonly #batches: Batch[] = [];
  #rowCount = 0;
  #isWhole = false;
  #keys: BuildKeys | undefined;
  #table: JoinTable | undefined;

  private constructor(exec: HashJoinExec, source: AsyncIterator<Batch>) {
    this.#exec = exec;
    this.#source = source;
  }

  /** Reads ahead; undefined where it is better to build first. */
  static async read(exec: HashJoinExec, partition: number, context: TaskContext): Promise<ProbeAhead | undefined> {
    const most = rowsWorthReading(exec);
    if (most === 0) return undefined;
    const ahead = new ProbeAhead(exec, exec.right.execute(partition, context)[Symbol.asyncIterator]());
    try {
      await ahead.#read(most, context);
      return ahead;
    } catch (error) {
      await ahead.release();
      throw error;
    }
  }

  async #read(most: number, context: TaskContext): Promise<void> {
    while (this.#rowCount <= most && this.#rows.allocatedBytes <= MOST_BYTES) {
      const next = await this.#source.next();
      if (next.done === true) {
        this.#isWhole = true;
        return;
      }
      checkCancelled(context);
      if (next.value.rowCount === 0) continue;
      this.#batches.push(copyBatch(next.value, this.#rows));
      this.#rowCount += next.value.rowCount;
    }
  }

  /** True when the probe side has no rows at all. */
  get isEmpty(): boolean {
    return this.#isWhole && this.#rowCount === 0;
  }

  /** What the build rows that matter pass, over the build side's columns; undefined when not all probe rows are known. */
  wantedBuildRows(): PhysicalExpr | undefined {
    if (!this.#isWhole) return undefined;
    const { on } = this.#exec;
    const keys = on.map(([, right]) => this.#keyColumn(right));
    const runs = [{ first: 0, count: this.#rowCount }];
    const table = JoinTable.build(keys, this.#rowCount, runs, false, uncharged);
    this.#table = table;
    this.#keys = new BuildKeys({ table, keyColumns: () => keys });
    this.#keys.prepare();
    return new HashTableLookupExpr(
      on.map(([left]) => left),
      this.#keys,
    );
  }

  #keyColumn(key: PhysicalExpr): ColumnVector {
    const parts = this.#batches.map((batch) => key.evaluate(batch, this.#keyArena));
    return concatVectors(parts, key.dataType(this.#exec.right.schema), this.#keyArena);
  }

  /** Gives the keys back, once the build side is there. */
  releaseKeys(): void {
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
    await this.#source.return?.();
  }
}

/** Probe rows up to which the build side may shrink for them; 0 where it must be built first. */
function rowsWorthReading(exec: HashJoinExec): number {
  const { left, right, joinType, mode, nullEquality, nullAware, dynamicFilter, keyFilters } = exec;
  if (mode !== 'CollectLeft' || nullAware || nullEquality === 'NullEqualsNull' || !followsProbeRows(joinType)) return 0;
  if (outputPartitionCount(right) !== 1 || right.properties.boundedness.kind !== 'Bounded') return 0;
  const narrowsProbe = dynamicFilter !== undefined || keyFilters.length > 0;
  if (narrowsProbe && !keepsAllRows(left)) return 0;
  const { numRows } = statisticsOf(left, undefined);
  if (numRows.kind === 'Absent' || numRows.value < LEAST_BUILD_ROWS) return 0;
  const most = Math.min(MOST_ROWS, numRows.value / BUILD_ROWS_PER_PROBE_ROW);
  return isScanBeyond(right, most) ? 0 : most;
}

/** True for a table of more rows as it is: nothing but the join will make them fewer. */
function isScanBeyond(plan: ExecutionPlan, rows: number): boolean {
  const [input, ...others] = plan.children();
  if (input !== undefined)
    return others.length === 0 && plan.cardinalityEffect === 'Equal' && isScanBeyond(input, rows);
  const { numRows } = statisticsOf(plan, undefined);
  return numRows.kind !== 'Absent' && numRows.value > rows;
}
