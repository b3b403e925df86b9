/**
 * The predicates that the scan applies to rows, as parts that can be tested one after the other, each on its own columns.
 *
 * Filters that the scan promised to apply are applied to every row. Dynamic filters it only may apply: they are left
 * alone while they are still `true`, and given up when they let nearly everything through.
 */
import type { Schema } from '@datafusion-ts/common';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import {
  columnIndices,
  Column,
  DynamicFilterPhysicalExpr,
  HashTableLookupExpr,
  isInfallible,
  splitConjunction,
  transformExprUp,
} from '@datafusion-ts/physical-expr';

/** A voluntary filter is given up when more than this share of rows passes… */
const USELESS_SHARE = 0.8;
/** …of at least this many. */
const TRIAL_ROWS = 200_000;

/** One condition of the filter. */
export interface FilterPart {
  /** Positions in the table's file schema of the columns it reads. */
  readonly columns: readonly number[];
  /** Bound to a batch of just these columns. */
  readonly expr: PhysicalExpr;
  /** Whether it may be evaluated on other values than the rows': it neither fails nor depends on more than its columns. */
  readonly isPure: boolean;
  /** How many rows it was tested on one by one, and how many of these passed. */
  readonly tally: { rows: number; passed: number };
}

/** What makes up the filter of a scan; all bound to the table's schema. */
export interface FilterSources {
  /** The predicate of the scan itself. */
  readonly predicate: PhysicalExpr | undefined;
  /** Whether the scan promised to apply it; otherwise only its dynamic parts may be. */
  readonly isRequired: boolean;
  /** A filter above the scan, which the scan applies in its stead. */
  readonly above: PhysicalExpr | undefined;
}

/** What a scan tests rows by, in parts. */
export class RowFilter {
  /** Positions in the table's file schema of the columns that the filter reads. */
  readonly columns: readonly number[];
  readonly #required: readonly FilterPart[];
  readonly #voluntary: readonly VoluntaryFilter[];
  #seen = 0;
  #passed = 0;

  private constructor(
    required: readonly FilterPart[],
    voluntary: readonly DynamicFilterPhysicalExpr[],
    schema: Schema,
  ) {
    this.#required = required;
    this.#voluntary = voluntary.map((filter) => new VoluntaryFilter(filter, schema));
    const all = [...required.map(({ columns }) => columns), ...voluntary.map(columnIndices)].flat();
    this.columns = [...new Set(all)].sort((a, b) => a - b);
  }

  /** The filter for a scan; undefined when there is nothing to apply. */
  static create({ predicate, isRequired, above }: FilterSources, schema: Schema): RowFilter | undefined {
    const { fields } = schema;
    const own = predicate === undefined ? [] : isRequired ? requiredParts(predicate, schema) : [];
    const required = [...own, ...(above === undefined ? [] : requiredParts(above, schema))];
    const dynamic =
      predicate === undefined || isRequired
        ? []
        : splitConjunction(predicate).filter(
            (part): part is DynamicFilterPhysicalExpr =>
              part instanceof DynamicFilterPhysicalExpr && columnIndices(part).every((index) => index < fields.length),
          );
    return required.length + dynamic.length === 0 ? undefined : new RowFilter(required, dynamic, schema);
  }

  /** Grows whenever a dynamic filter changes. */
  get generation(): number {
    return this.#voluntary.reduce((sum, { generation }) => sum + generation, 0);
  }

  /** The conditions to test now; none when rows are not to be filtered. */
  parts(): readonly FilterPart[] {
    if (this.#voluntary.length === 0) return this.#required;
    const useless = this.#seen > TRIAL_ROWS && this.#passed > this.#seen * USELESS_SHARE;
    if (useless && this.#required.length === 0) return [];
    return [...this.#required, ...this.#voluntary.flatMap((filter) => filter.parts())];
  }

  /** Counts rows that were tested. */
  record(seen: number, passed: number): void {
    this.#seen += seen;
    this.#passed += passed;
  }
}

/** A dynamic filter as it is now, cut again whenever it changes. */
class VoluntaryFilter {
  readonly #filter: DynamicFilterPhysicalExpr;
  readonly #schema: Schema;
  #generation = -1;
  #parts: readonly FilterPart[] = [];

  constructor(filter: DynamicFilterPhysicalExpr, schema: Schema) {
    this.#filter = filter;
    this.#schema = schema;
  }

  get generation(): number {
    return this.#filter.generation;
  }

  parts(): readonly FilterPart[] {
    const { generation } = this.#filter;
    if (generation !== this.#generation) {
      this.#generation = generation;
      const test = this.#filter.currentTest();
      this.#parts =
        test.literal === undefined ? splitConjunction(test).map((part) => filterPart(part, this.#schema)) : [];
    }
    // Parts are the same ones from call to call: what is known of them is kept by them.
    if (this.#parts.some(isUseless)) this.#parts = this.#parts.filter((part) => !isUseless(part));
    return this.#parts;
  }
}

const isUseless = ({ expr }: FilterPart): boolean => expr instanceof HashTableLookupExpr && expr.isUseless;

/** Conditions that cannot fail may be tested in any order; others stay together, so that they fail as they would above. */
function requiredParts(predicate: PhysicalExpr, schema: Schema): readonly FilterPart[] {
  const parts = isInfallible(predicate, schema) ? splitConjunction(predicate) : [predicate];
  return parts.map((part) => filterPart(part, schema));
}

function filterPart(expr: PhysicalExpr, schema: Schema): FilterPart {
  const columns = columnIndices(expr);
  const bound = transformExprUp(expr, (node) =>
    node instanceof Column ? new Column(node.name, columns.indexOf(node.index)) : node,
  );
  return { columns, expr: bound, isPure: isInfallible(expr, schema), tally: { rows: 0, passed: 0 } };
}
