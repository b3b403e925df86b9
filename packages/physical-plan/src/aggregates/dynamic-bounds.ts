import type { Accumulator } from '@datafusion-ts/expr-common';
import {
  binary,
  Column,
  lit,
  type AggregateFunctionExpr,
  type DynamicFilterPhysicalExpr,
} from '@datafusion-ts/physical-expr';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { compareScalars } from '@datafusion-ts/compute';
import type { ScalarValue } from '@datafusion-ts/common';

/** One `min` or `max` of a column, and the best value the filter already speaks of. */
interface Bound {
  readonly index: number;
  readonly column: PhysicalExpr;
  readonly op: 'Lt' | 'Gt';
  value: ScalarValue | undefined;
}

/** Tightens the dynamic filter of ungrouped min and max while rows come in; the partitions of a run share one. */
export class DynamicBounds {
  readonly #filter: DynamicFilterPhysicalExpr;
  readonly #bounds: readonly Bound[];
  /** False when some call is not on a plain column: rows that cannot change the others may change that one. */
  readonly #complete: boolean;
  #finished = 0;

  constructor(filter: DynamicFilterPhysicalExpr, calls: readonly AggregateFunctionExpr[]) {
    this.#filter = filter;
    this.#bounds = calls.flatMap(({ args, func }, index): Bound[] => {
      const [column] = args;
      if (!(column instanceof Column)) return [];
      return [{ index, column, op: func.overFrames === 'min' ? 'Lt' : 'Gt', value: undefined }];
    });
    this.#complete = this.#bounds.length === calls.length;
  }

  /** Looks at the accumulators of a partition after a batch. */
  update(accumulators: readonly (Accumulator | undefined)[]): void {
    if (!this.#complete) return;
    let changed = false;
    for (const bound of this.#bounds) {
      const best = accumulators[bound.index]?.evaluate();
      if (best === undefined || best.isNull || !tightens(bound, best)) continue;
      bound.value = best;
      changed = true;
    }
    if (this.#bounds.some(({ value }) => value === undefined)) {
      if (this.#filter.isEmpty) this.#filter.update(lit(true));
    } else if (changed) this.#publish();
  }

  /** Says that a partition has ended; with the last one nothing more will be learnt. */
  finish(partitionCount: number): void {
    if (++this.#finished >= partitionCount) this.#filter.markComplete();
  }

  #publish(): void {
    const parts = this.#bounds.map(({ column, op, value }) => binary(column, op, lit(value!)));
    this.#filter.update(parts.reduce((either, part) => binary(either, 'Or', part)));
  }
}

function tightens({ op, value }: Bound, best: ScalarValue): boolean {
  if (value === undefined) return true;
  const order = compareScalars(best, value) ?? 0;
  return op === 'Lt' ? order < 0 : order > 0;
}
