/** The rows of a chunk as one window expression sees them: partition by partition, each in order. */
import { takeVector, type Arena, type Batch, type ColumnVector } from '@datafusion-ts/compute';
import { equalExprs, sameOrdering, type WindowExpr } from '@datafusion-ts/physical-expr';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { changeBits, runStarts, runStartsWithin } from './boundaries.js';
import { computeFrames, type Frames } from './frames.js';

/** Rows gathered by partition: u32 numbers of the chunk's rows, and where each of them went. */
export interface Arrangement {
  readonly rows: number;
  readonly inverse: number;
  /** First row of each partition in the new order, and the row count behind the last. */
  readonly partitions: Uint32Array;
}

/** Lazily evaluated columns of a chunk for one window expression. */
export class WindowInput {
  readonly rowCount: number;
  /** First row of each partition, and the row count behind the last. */
  readonly partitions: Uint32Array;
  /** First row of each run of peers, and the row count behind the last. */
  readonly peers: Uint32Array;
  readonly arena: Arena;
  readonly #batch: Batch;
  readonly #arrangement: Arrangement | undefined;
  readonly #expr: WindowExpr;
  #frames: Frames | undefined;
  readonly #keys: readonly ColumnVector[];

  /**
   * Without an arrangement the chunk's rows lie partition by partition already. What is the same for all expressions of
   * one window is taken from `other` where that is of the same window and chunk.
   */
  constructor(expr: WindowExpr, batch: Batch, arrangement: Arrangement | undefined, arena: Arena, other?: WindowInput) {
    this.#expr = expr;
    this.#batch = batch;
    this.#arrangement = arrangement;
    this.arena = arena;
    this.rowCount = batch.rowCount;
    if (other !== undefined && isSameWindow(expr, other.#expr)) {
      [this.partitions, this.peers, this.#keys] = [other.partitions, other.peers, other.#keys];
      return;
    }
    this.partitions = arrangement?.partitions ?? this.#runs(expr.partitionBy.map((key) => this.column(key)));
    this.#keys = expr.orderBy.map((key) => this.column(key.expr));
    this.peers = runStartsWithin(changeBits(this.#keys, this.rowCount, arena), this.partitions, this.rowCount, arena);
  }

  #runs(keys: readonly ColumnVector[]): Uint32Array {
    return runStarts(changeBits(keys, this.rowCount, this.arena), this.rowCount);
  }

  /** Values of an expression in the order of the window. */
  column(expr: PhysicalExpr): ColumnVector {
    const values = expr.evaluate(this.#batch, this.arena);
    return this.#arrangement === undefined
      ? values
      : takeVector(values, this.#arrangement.rows, this.rowCount, this.arena);
  }

  /** The frame of every row. */
  frames(): Frames {
    return (this.#frames ??= computeFrames(this.#expr.frame, {
      rowCount: this.rowCount,
      partitions: this.partitions,
      peers: this.peers,
      keys: this.#expr.orderBy.map(({ options }, i) => ({ column: this.#keys[i]!, options })),
      arena: this.arena,
    }));
  }

  /** A result in the order of the window, put back into the order of the chunk. */
  restore(result: ColumnVector): ColumnVector {
    return this.#arrangement === undefined
      ? result
      : takeVector(result, this.#arrangement.inverse, this.rowCount, this.arena);
  }
}

const isSameWindow = (a: WindowExpr, b: WindowExpr): boolean =>
  equalExprs(a.partitionBy, b.partitionBy) && sameOrdering(a.orderBy, b.orderBy);
