import { ScalarValue, type Schema } from '@datafusion-ts/common';
import {
  Arena,
  Batch,
  compare,
  concatBatches,
  constantVector,
  copyBatch,
  filterToSelection,
  getScalar,
  isNullVector,
  or3,
  selectRows,
  sortIndices,
  takeVector,
  type ColumnVector,
} from '@datafusion-ts/compute';
import { MemoryConsumer, type MemoryReservation, type TaskContext } from '@datafusion-ts/execution';
import type { PhysicalExpr, SortOptions } from '@datafusion-ts/expr-common';
import {
  BinaryExpr,
  disjunction,
  evaluateSortKeys,
  IsNotNullExpr,
  IsNullExpr,
  Literal,
  conjunction,
  type DynamicFilterPhysicalExpr,
  type LexOrdering,
} from '@datafusion-ts/physical-expr';
import type { Count } from '../metrics/metric-values.js';

/**
 * The first `k` rows of an ordering, kept while all rows go by.
 *
 * Once k rows are held, the last of them is a threshold: rows whose first key is behind it are dropped by one comparison
 * a batch, and the threshold is published as a dynamic filter so that scans can skip them, too.
 */
export class TopK {
  readonly #schema: Schema;
  readonly #ordering: LexOrdering;
  readonly #k: number;
  readonly #filter: DynamicFilterPhysicalExpr | undefined;
  readonly #replacements: Count;
  readonly #reservation: MemoryReservation;
  readonly #scratch = new Arena();
  #held: Arena;
  #spare: Arena;
  readonly #fresh: Arena;
  #waiting: Batch[] = [];
  #waitingRows = 0;
  #rows: Batch | undefined;
  #threshold: readonly ScalarValue[] | undefined;

  constructor(
    partition: number,
    schema: Schema,
    ordering: LexOrdering,
    k: number,
    context: TaskContext,
    parts: { readonly filter?: DynamicFilterPhysicalExpr | undefined; readonly replacements: Count },
  ) {
    this.#schema = schema;
    this.#ordering = ordering;
    this.#k = k;
    this.#filter = parts.filter;
    this.#replacements = parts.replacements;
    this.#reservation = new MemoryConsumer(`TopK[${partition}]`).register(context.runtime.memoryPool);
    this.#held = new Arena(this.#reservation);
    this.#spare = new Arena(this.#reservation);
    this.#fresh = new Arena(this.#reservation);
  }

  /** Takes the rows of a batch; nothing of it is kept by reference. */
  insert(batch: Batch): void {
    if (batch.rowCount === 0 || this.#k === 0) return;
    this.#scratch.reset();
    const candidates = this.#candidates(batch);
    if (candidates.rowCount === 0) return;
    const best = candidates.rowCount > this.#k ? this.#sortedPrefix(candidates) : candidates;
    this.#waiting.push(copyBatch(best, this.#fresh));
    this.#waitingRows += best.rowCount;
    this.#replacements.add(best.rowCount);
    // Merging costs about k rows, so wait until there are as many new ones.
    if (this.#waitingRows >= this.#k || this.#rows === undefined) this.#merge();
  }

  /** The rows so far, in order; at most k. */
  result(): Batch | undefined {
    this.#merge();
    return this.#rows;
  }

  #merge(): void {
    if (this.#waitingRows === 0) return;
    const parts = this.#rows === undefined ? this.#waiting : [this.#rows, ...this.#waiting];
    const kept = this.#sortedPrefix(concatBatches(this.#schema, parts, this.#scratch));
    this.#spare.reset();
    this.#rows = copyBatch(kept, this.#spare);
    [this.#held, this.#spare] = [this.#spare, this.#held];
    this.#waiting = [];
    this.#waitingRows = 0;
    this.#fresh.reset();
    this.#updateThreshold();
  }

  /** Values of the ordering's keys in the last row held; undefined while fewer than k are. */
  get threshold(): readonly ScalarValue[] | undefined {
    return this.#threshold;
  }

  release(): void {
    this.#rows = undefined;
    this.#scratch.release();
    this.#held.release();
    this.#spare.release();
    this.#fresh.release();
    this.#reservation.release();
  }

  /** Rows that may still get among the first k. */
  #candidates(batch: Batch): Batch {
    const limit = this.#threshold?.[0];
    if (limit === undefined) return batch;
    const { expr, options } = this.#ordering[0]!;
    const key = expr.evaluate(batch, this.#scratch);
    const wanted = withinThreshold(key, limit, options, this.#ordering.length > 1, batch.rowCount, this.#scratch);
    if (wanted === undefined) return batch;
    const chosen = filterToSelection(wanted, batch.rowCount, this.#scratch);
    return chosen.count === batch.rowCount ? batch : selectRows(batch, chosen, this.#scratch);
  }

  #sortedPrefix(batch: Batch): Batch {
    const keys = evaluateSortKeys(this.#ordering, batch, this.#scratch);
    const rows = sortIndices(
      keys,
      this.#ordering.map((key) => key.options),
      this.#k,
      this.#scratch,
    );
    const count = Math.min(this.#k, batch.rowCount);
    const columns = batch.columns.map((_, i) => takeVector(batch.column(i, this.#scratch), rows, count, this.#scratch));
    return new Batch(this.#schema, columns, count);
  }

  #updateThreshold(): void {
    const rows = this.#rows!;
    if (rows.rowCount < this.#k) return;
    const keys = evaluateSortKeys(this.#ordering, rows, this.#scratch);
    this.#threshold = keys.map((key) => getScalar(key, this.#k - 1));
    this.#filter?.update(thresholdPredicate(this.#ordering, this.#threshold));
  }
}

/** Rows at or before a threshold by one key (`inclusive`: ties, too); undefined when every row is. */
function withinThreshold(
  key: ColumnVector,
  limit: ScalarValue,
  options: SortOptions,
  inclusive: boolean,
  rowCount: number,
  arena: Arena,
): ColumnVector | undefined {
  const { descending, nullsFirst } = options;
  if (limit.isNull) {
    // Nulls last: every value is before the threshold. Nulls first: only nulls are left to tie with.
    if (!nullsFirst) return undefined;
    return inclusive ? isNullVector(key, arena) : constantVector(ScalarValue.boolean(false), rowCount);
  }
  const op = descending ? (inclusive ? 'gteq' : 'gt') : inclusive ? 'lteq' : 'lt';
  const before = compare(op, key, constantVector(limit, rowCount), arena);
  return nullsFirst ? or3(isNullVector(key, arena), before, arena) : before;
}

/** `a < 5 OR (a = 5 AND b < 7)`: the rows before a threshold, null rules included, as scans can use it. */
export function thresholdPredicate(ordering: LexOrdering, threshold: readonly ScalarValue[]): PhysicalExpr {
  const alternatives: PhysicalExpr[] = [];
  const equal: PhysicalExpr[] = [];
  ordering.forEach(({ expr, options }, i) => {
    const limit = threshold[i]!;
    const before = beforeThreshold(expr, limit, options);
    if (before !== undefined) alternatives.push(conjunction([...equal, before]));
    equal.push(limit.isNull ? new IsNullExpr(expr) : new BinaryExpr(expr, 'Eq', new Literal(limit)));
  });
  return disjunction(alternatives);
}

function beforeThreshold(expr: PhysicalExpr, limit: ScalarValue, options: SortOptions): PhysicalExpr | undefined {
  if (limit.isNull) return options.nullsFirst ? undefined : new IsNotNullExpr(expr);
  const closer = new BinaryExpr(expr, options.descending ? 'Gt' : 'Lt', new Literal(limit));
  return options.nullsFirst ? new BinaryExpr(new IsNullExpr(expr), 'Or', closer) : closer;
}
