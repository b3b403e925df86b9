/**
 * Which segments of a table hold no row that passes a filter, by the bounds of their columns: a table in the order of a
 * time or a key is read where the filter wants it. Bounds are taken of what is resident, once for a segment and column.
 */
import type { ScalarValue, Schema } from '@datafusion-ts/common';
import { conjunctionOpt, type Column, type DynamicFilterPhysicalExpr } from '@datafusion-ts/physical-expr';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { PruningPredicate, type PruningStatistics } from '@datafusion-ts/pruning';
import type { ColumnBounds } from './column-bounds.js';
import type { Segment } from './segment.js';

/** Tables of fewer segments are tested in less time than it takes to think about them. */
const FEWEST_SEGMENTS = 8;

/** Tells which segments can be passed over, anew whenever a dynamic filter has changed. */
export class SegmentPruner {
  readonly #predicate: PhysicalExpr | undefined;
  readonly #dynamic: readonly DynamicFilterPhysicalExpr[];
  readonly #schema: Schema;
  readonly #segments: readonly Segment[];
  #pruned = new Set<Segment>();
  #generation = -1;

  /** All filters are bound to the table's schema. */
  constructor(
    schema: Schema,
    segments: readonly Segment[],
    above: PhysicalExpr | undefined,
    dynamic: readonly DynamicFilterPhysicalExpr[],
  ) {
    this.#schema = schema;
    this.#segments = segments;
    this.#dynamic = dynamic;
    this.#predicate =
      segments.length < FEWEST_SEGMENTS
        ? undefined
        : conjunctionOpt([...(above === undefined ? [] : [above]), ...dynamic]);
  }

  /** True when no row of the segment passes the filters as they are now. */
  skips(segment: Segment): boolean {
    if (this.#predicate === undefined) return false;
    const generation = this.#dynamic.reduce((sum, filter) => sum + filter.generation, 0);
    if (generation !== this.#generation) {
      this.#generation = generation;
      this.#pruned = this.#prune(this.#predicate);
    }
    return this.#pruned.has(segment);
  }

  #prune(predicate: PhysicalExpr): Set<Segment> {
    const pruning = new PruningPredicate(predicate, this.#schema);
    if (pruning.alwaysTrue) return new Set();
    const keep = pruning.prune(new SegmentStatistics(this.#segments));
    return new Set(this.#segments.filter((_, i) => keep[i] === false));
  }
}

/** What is known of segments whose columns are resident. */
class SegmentStatistics implements PruningStatistics {
  readonly #segments: readonly Segment[];

  constructor(segments: readonly Segment[]) {
    this.#segments = segments;
  }

  get containerCount(): number {
    return this.#segments.length;
  }

  minValues(column: Column): readonly (ScalarValue | undefined)[] {
    return this.#bounds(column).map((bounds) => bounds?.low);
  }

  maxValues(column: Column): readonly (ScalarValue | undefined)[] {
    return this.#bounds(column).map((bounds) => bounds?.high);
  }

  nullCounts({ index }: Column): readonly (number | undefined)[] {
    return this.#segments.map(({ columns }) => columns[index]?.nullCount);
  }

  rowCounts(): readonly number[] {
    return this.#segments.map(({ rowCount }) => rowCount);
  }

  #bounds({ index }: Column): readonly (ColumnBounds | undefined)[] {
    return this.#segments.map(({ columns }) => columns[index]?.bounds());
  }
}
