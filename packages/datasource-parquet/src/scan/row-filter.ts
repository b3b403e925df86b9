/**
 * The predicate as the scan applies it to rows: on its own columns first, so that the others are read for batches with
 * survivors only.
 *
 * Filters that the scan promised to apply are applied to every batch. Dynamic filters it only may apply: they are left
 * alone while they are still `true`, and given up when they let nearly everything through.
 */
import type { Schema } from '@datafusion-ts/common';
import { filterToSelection, type Arena, type Batch, type Selection } from '@datafusion-ts/compute';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import {
  columnIndices,
  conjunctionOpt,
  Column,
  DynamicFilterPhysicalExpr,
  splitConjunction,
  transformExprUp,
} from '@datafusion-ts/physical-expr';

/** A voluntary filter is given up when more than this share of rows passes… */
const USELESS_SHARE = 0.8;
/** …of at least this many. */
const TRIAL_ROWS = 200_000;

export class RowFilter {
  /** Positions in the table's file schema of the columns the predicate reads. */
  readonly columns: readonly number[];
  readonly #predicate: PhysicalExpr;
  readonly #isRequired: boolean;
  #seen = 0;
  #passed = 0;

  private constructor(predicate: PhysicalExpr, isRequired: boolean) {
    this.columns = columnIndices(predicate);
    this.#isRequired = isRequired;
    this.#predicate = transformExprUp(predicate, (node) =>
      node instanceof Column ? new Column(node.name, this.columns.indexOf(node.index)) : node,
    );
  }

  /** The filter for a scan; undefined when there is nothing to apply. `fileColumnCount`: columns beyond are not the files'. */
  static create(predicate: PhysicalExpr | undefined, isRequired: boolean, { fields }: Schema): RowFilter | undefined {
    if (predicate === undefined) return undefined;
    if (isRequired) return new RowFilter(predicate, true);
    const parts = splitConjunction(predicate).filter((part) => part instanceof DynamicFilterPhysicalExpr);
    const own = parts.filter((part) => columnIndices(part).every((index) => index < fields.length));
    const voluntary = conjunctionOpt(own);
    return voluntary === undefined ? undefined : new RowFilter(voluntary, false);
  }

  /** True when rows are to be filtered now. */
  get isActive(): boolean {
    if (this.#isRequired) return true;
    if (this.#seen > TRIAL_ROWS && this.#passed > this.#seen * USELESS_SHARE) return false;
    return splitConjunction(this.#predicate).some(
      (part) => part instanceof DynamicFilterPhysicalExpr && part.current().literal === undefined,
    );
  }

  /** The rows of a batch of this filter's columns that pass. */
  apply(batch: Batch, arena: Arena): Selection {
    const selection = filterToSelection(this.#predicate.evaluate(batch, arena), batch.rowCount, arena);
    this.#seen += batch.rowCount;
    this.#passed += selection.count;
    return selection;
  }
}
