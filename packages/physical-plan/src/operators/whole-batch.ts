/**
 * Evaluation on rows that do not count. Where a selection leaves out few rows, gathering the others column by column costs
 * more than computing with all of them and leaving the few out at the end, as sums by group can.
 *
 * Only arithmetic of columns is evaluated so: it is cheap and depends on nothing else. It may fail on a row that does not
 * count, which is no error; then the rows that do count are gathered and evaluated alone.
 */
import type { Batch } from '@datafusion-ts/compute';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { BinaryExpr, Column } from '@datafusion-ts/physical-expr';

const ARITHMETIC: ReadonlySet<string> = new Set(['Plus', 'Minus', 'Multiply']);

/** True for columns, literals, and sums, differences and products of such. */
function isArithmetic(expr: PhysicalExpr): boolean {
  if (expr instanceof Column || expr.literal !== undefined) return true;
  return expr instanceof BinaryExpr && ARITHMETIC.has(expr.op) && expr.children().every(isArithmetic);
}

/** Evaluates arithmetic on all rows of batches that leave out few. One for each stream. */
export class WholeBatches {
  readonly #isPossible: boolean;
  #hasFailed = false;

  /** `exprs` are what will be evaluated. */
  constructor(exprs: readonly PhysicalExpr[]) {
    this.#isPossible = exprs.every(isArithmetic);
  }

  /** All rows of a batch, if evaluating on these is worth it. */
  of(batch: Batch): Batch | undefined {
    return this.#isPossible && !this.#hasFailed ? batch.whole() : undefined;
  }

  /** What `evaluate` gives; undefined when it fails, after which no batch is taken whole any more. */
  try<T>(evaluate: () => T): T | undefined {
    try {
      return evaluate();
    } catch {
      this.#hasFailed = true;
      return undefined;
    }
  }
}
