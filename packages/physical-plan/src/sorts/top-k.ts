import { ScalarValue, type Schema } from '@datafusion-ts/common';
import {
  Arena,
  Batch,
  compare,
  concatBatches,
  concatVectors,
  constantVector,
  copyBatch,
  filterToSelection,
  flatten,
  getBit,
  getScalar,
  isNullVector,
  mem,
  or3,
  selectRows,
  sliceVector,
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
import { RowHeap } from './row-heap.js';

/**
 * The first `k` rows of an ordering, kept while all rows go by.
 *
 * Rows are held in the order of a heap, or sorted. Once there are k, the worst of them is a threshold: rows whose first key is behind it are dropped by one comparison
 * a batch, and the threshold is published as a dynamic filter so that scans can skip them, too.
 */
export class TopK {
  readonly #schema: Schema;
  readonly #ordering: LexOrdering;
  readonly #k: number;
  readonly #filter: DynamicFilterPhysicalExpr | undefined;
  readonly #replacements: Count;
  /** Whether equal rows are treated as DataFusion's heap does; else the earlier ones stay, in the order they came in. */
  readonly #heapTies: boolean;
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
    parts: {
      readonly filter?: DynamicFilterPhysicalExpr | undefined;
      readonly replacements: Count;
      readonly heapTies: boolean;
    },
  ) {
    this.#schema = schema;
    this.#ordering = ordering;
    this.#k = k;
    this.#filter = parts.filter;
    this.#replacements = parts.replacements;
    this.#heapTies = parts.heapTies;
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
    // Merging costs about k rows, so wait until there are as many new ones.
    if (this.#waitingRows + candidates.rowCount >= this.#k || this.#rows === undefined) return this.#merge(candidates);
    this.#waiting.push(copyBatch(candidates, this.#fresh));
    this.#waitingRows += candidates.rowCount;
  }

  /** The rows so far, in order; at most k. Valid until the next call. */
  result(): Batch | undefined {
    this.#scratch.reset();
    if (this.#waitingRows > 0) this.#merge(undefined);
    const rows = this.#rows;
    if (rows === undefined || !this.#heapTies) return rows;
    const heap = new RowHeap(sequence(rows.rowCount), this.#k, this.#ranks([rows]));
    return this.#inOrder(rows, heap.sorted(), this.#scratch);
  }

  /** Offers the rows that wait, and those of a last batch, to the heap. */
  #merge(last: Batch | undefined): void {
    const parts = [this.#rows, ...this.#waiting, last].filter((part) => part !== undefined);
    const held = this.#rows?.rowCount ?? 0;
    const ranks = this.#ranks(parts);
    const heap = new RowHeap(this.#heapTies ? sequence(held) : sequence(held).reverse(), this.#k, ranks);
    let replacements = 0;
    for (let row = held; row < ranks.length; row++) if (heap.offer(row)) replacements++;
    this.#replacements.add(replacements);
    if (replacements > 0) {
      const kept = this.#gather(parts, this.#heapTies ? heap.rows : heap.sorted());
      this.#spare.reset();
      this.#rows = copyBatch(kept, this.#spare);
      [this.#held, this.#spare] = [this.#spare, this.#held];
      this.#updateThreshold();
    }
    this.#waiting = [];
    this.#waitingRows = 0;
    this.#fresh.reset();
  }

  /** Places of the rows of several batches in the ordering; equal rows have equal places where the heap decides. */
  #ranks(parts: readonly Batch[]): Int32Array {
    const arena = this.#scratch;
    const evaluated = parts.map((part) => evaluateSortKeys(this.#ordering, part, arena));
    const keys = this.#ordering.map((_key, i) => {
      const vectors = evaluated.map((key) => key[i]!);
      return concatVectors(vectors, vectors[0]!.type, arena);
    });
    const count = parts.reduce((sum, part) => sum + part.rowCount, 0);
    const options = this.#ordering.map((key) => key.options);
    const sorted = sortIndices(keys, options, undefined, arena);
    const steps = new Uint8Array(count);
    if (!this.#heapTies) steps.fill(1);
    else if (count > 1) for (const key of keys) markSteps(takeVector(key, sorted, count, arena), steps, arena);
    const ranks = new Int32Array(count);
    const rows = mem.u32;
    for (let place = 0, rank = 0; place < count; place++) {
      rank += steps[place]!;
      ranks[rows[(sorted >>> 2) + place]!] = rank;
    }
    return ranks;
  }

  /** Rows by number over all batches, in this order. */
  #gather(parts: readonly Batch[], rows: readonly number[]): Batch {
    const arena = this.#scratch;
    const ascending = Int32Array.from(rows).sort();
    const chosen: Batch[] = [];
    let start = 0;
    let next = 0;
    for (const part of parts) {
      const end = start + part.rowCount;
      const address = arena.alloc(part.rowCount * 4);
      let count = 0;
      while (next < ascending.length && ascending[next]! < end) {
        mem.u32[(address >>> 2) + count++] = ascending[next++]! - start;
      }
      if (count > 0) chosen.push(selectRows(part, { rows: address, count }, arena));
      start = end;
    }
    const places = new Map(Array.from(ascending, (row, place) => [row, place] as const));
    const together = concatBatches(this.#schema, chosen, arena);
    return this.#inOrder(
      together,
      rows.map((row) => places.get(row)!),
      arena,
    );
  }

  #inOrder(batch: Batch, rows: readonly number[], arena: Arena): Batch {
    const address = arena.alloc(rows.length * 4);
    mem.u32.set(rows, address >>> 2);
    const columns = batch.columns.map((_, i) => takeVector(batch.column(i, arena), address, rows.length, arena));
    return new Batch(this.#schema, columns, rows.length);
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

  #updateThreshold(): void {
    const rows = this.#rows!;
    if (rows.rowCount < this.#k) return;
    const keys = evaluateSortKeys(this.#ordering, rows, this.#scratch);
    const worst = this.#heapTies ? 0 : this.#k - 1;
    this.#threshold = keys.map((key) => getScalar(key, worst));
    this.#filter?.update(thresholdPredicate(this.#ordering, this.#threshold));
  }
}

/** 0, 1, 2, … */
const sequence = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** Sets 1 where a value in order differs from the one before. */
function markSteps(key: ColumnVector, steps: Uint8Array, arena: Arena): void {
  const count = steps.length;
  const same = compare(
    'notDistinct',
    sliceVector(key, 1, count - 1, arena),
    sliceVector(key, 0, count - 1, arena),
    arena,
  );
  const { values } = flatten(same, arena);
  for (let i = 1; i < count; i++) if (!getBit(values, i - 1)) steps[i] = 1;
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
function thresholdPredicate(ordering: LexOrdering, threshold: readonly ScalarValue[]): PhysicalExpr {
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
