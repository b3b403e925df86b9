/**
 * How the Parquet files of a table are scanned: `file_type=parquet, predicate=a@0 > 1, pruning_predicate=…`.
 *
 * Filters are always taken, to leave out row groups that cannot satisfy them; they are applied to rows as well, and so
 * need no filter above, only with `pushdown_filters`.
 */
import { isExactly, type ConfigOptions, type DataType, type Schema } from '@datafusion-ts/common';
import type { ExpectedScan, FileOpener, FileOpenerArgs, FileSource } from '@datafusion-ts/datasource';
import type { TaskContext } from '@datafusion-ts/execution';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import {
  Column,
  conjunction,
  conjunctionOpt,
  DynamicFilterPhysicalExpr,
  shownPredicate,
  equalExprs,
  exprExists,
  formatOrdering,
  isInfallible,
  IsNotNullExpr,
  IsNullExpr,
  ScalarFunctionExpr,
  splitConjunction,
  type LexOrdering,
} from '@datafusion-ts/physical-expr';
import type { DisplayFormat } from '@datafusion-ts/physical-plan';
import { formatGuarantee, PruningPredicate } from '@datafusion-ts/pruning';
import type { ParquetReadOptions } from './parquet-read-options.js';
import { ParquetOpener } from './scan/parquet-opener.js';
import { expectScan } from './scan/shared-pages.js';

interface Parts {
  readonly options: ParquetReadOptions;
  /** File columns, then partition columns. */
  readonly tableSchema: Schema;
  /** Bound to the table schema. */
  readonly predicate?: PhysicalExpr | undefined;
  /** Rows that do not satisfy the predicate are left out. */
  readonly appliesPredicate?: boolean;
  /** Order in which row groups are best read. */
  readonly sortOrder?: LexOrdering | undefined;
}

export class ParquetSource implements FileSource {
  readonly fileType = 'parquet';
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get options(): ParquetReadOptions {
    return this.#parts.options;
  }

  get predicate(): PhysicalExpr | undefined {
    return this.#parts.predicate;
  }

  /** Options are plain settings; conditions count but for dynamic filters. */
  givesSameRows(other: FileSource): boolean {
    if (!isExactly(this, ParquetSource) || !isExactly(other, ParquetSource)) return false;
    const [a, b] = [this.#parts, other.#parts];
    return (
      sameSettings(a.options, b.options) &&
      (a.appliesPredicate ?? false) === (b.appliesPredicate ?? false) &&
      sameOrder(a.sortOrder, b.sortOrder) &&
      equalExprs(staticConditions(a.predicate), staticConditions(b.predicate))
    );
  }

  withoutDynamicFilters(drops: (filter: DynamicFilterPhysicalExpr) => boolean): ParquetSource {
    if (this.predicate === undefined) return this;
    const kept = splitConjunction(this.predicate).filter(
      (part) => !(part instanceof DynamicFilterPhysicalExpr && drops(part)),
    );
    return new ParquetSource({ ...this.#parts, predicate: conjunctionOpt(kept) });
  }

  expectScan(scan: ExpectedScan, context: TaskContext): void {
    expectScan(scan, context);
  }

  createFileOpener(args: FileOpenerArgs): FileOpener {
    const { predicate, options, sortOrder } = this.#parts;
    const ordered = sortOrder === undefined ? args : { ...args, limitTakesFirst: true };
    return new ParquetOpener(ordered, options, predicate, this.#parts.appliesPredicate === true);
  }

  supportsRepartitioning(): boolean {
    return true;
  }

  tryPushdownFilters(
    filters: readonly PhysicalExpr[],
    config: ConfigOptions,
  ): { readonly source: FileSource; readonly supported: readonly boolean[] } | undefined {
    const { options, tableSchema, predicate } = this.#parts;
    const applies = options.pushdownFilters || config.execution.parquet.pushdownFilters;
    const taken = filters.filter((filter) => canEvaluate(filter, tableSchema));
    if (taken.length === 0) return undefined;
    const all = predicate === undefined ? taken : [predicate, ...taken];
    const source = new ParquetSource({ ...this.#parts, predicate: conjunction(all), appliesPredicate: applies });
    return { source, supported: filters.map((filter) => applies && taken.includes(filter)) };
  }

  /** Conditions that cannot fail can be tested in any order, and on dictionary entries. */
  appliesFilter(predicate: PhysicalExpr): boolean {
    const { tableSchema } = this.#parts;
    return canEvaluate(predicate, tableSchema) && isInfallible(predicate, tableSchema);
  }

  tryPushdownSort(ordering: LexOrdering): { readonly kind: 'Inexact'; readonly source: FileSource } | undefined {
    if (!(ordering[0]?.expr instanceof Column)) return undefined;
    return { kind: 'Inexact', source: new ParquetSource({ ...this.#parts, sortOrder: ordering }) };
  }

  fmtExtra(format: DisplayFormat): string {
    const { sortOrder, tableSchema } = this.#parts;
    const predicate = shownPredicate(this.#parts.predicate);
    if (format === 'tree') return predicate === undefined ? '' : `predicate=${predicate.fmtSql()}\n`;
    const parts: string[] = [];
    if (predicate !== undefined) parts.push(`, predicate=${predicate.toString()}`);
    if (sortOrder !== undefined) {
      parts.push(`, sort_order_for_reorder=[${formatOrdering(sortOrder)}]`);
      if (sortOrder[0]!.options.descending) parts.push(', reverse_row_groups=true');
    }
    if (predicate !== undefined) parts.push(pruningText(predicate, tableSchema));
    return parts.join('');
  }
}

const sameSettings = (a: ParquetReadOptions, b: ParquetReadOptions): boolean =>
  a === b || (Object.keys(a) as (keyof ParquetReadOptions)[]).every((key) => a[key] === b[key]);

const staticConditions = (predicate: PhysicalExpr | undefined): readonly PhysicalExpr[] =>
  predicate === undefined
    ? []
    : splitConjunction(predicate).filter((part) => !(part instanceof DynamicFilterPhysicalExpr));

const sameOrder = (a: LexOrdering = [], b: LexOrdering = []): boolean =>
  a.length === b.length &&
  a.every(
    ({ expr, options }, i) =>
      expr.equals(b[i]!.expr) &&
      options.descending === b[i]!.options.descending &&
      options.nullsFirst === b[i]!.options.nullsFirst,
  );

function pruningText(predicate: PhysicalExpr, tableSchema: Schema): string {
  const pruning = new PruningPredicate(predicate, tableSchema);
  if (pruning.alwaysTrue) return '';
  const guarantees = pruning.literalGuarantees.map(formatGuarantee).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return `, pruning_predicate=${pruning.predicateExpr.toString()}, required_guarantees=[${guarantees.join(', ')}]`;
}

/**
 * Filters over plain columns and fields of structs; lists only in tests for NULL and for elements. Columns that are not
 * the table's are none of the scan's.
 */
function canEvaluate(filter: PhysicalExpr, schema: Schema): boolean {
  const lists = testsLists(filter);
  const reads = (expr: PhysicalExpr): boolean => {
    const column = expr instanceof ScalarFunctionExpr && expr.name === 'get_field' ? expr.args[0] : expr;
    if (!(column instanceof Column)) return expr.children().every(reads);
    const field = schema.fields[column.index];
    if (field?.name !== column.name) return false;
    return !isNested(field.dataType) || (isList(field.dataType) ? lists : column !== expr);
  };
  return reads(filter);
}

const LIST_TESTS = new Set(['array_has', 'array_has_all', 'array_has_any']);

const testsLists = (filter: PhysicalExpr): boolean =>
  exprExists(
    filter,
    (node) =>
      node instanceof IsNullExpr ||
      node instanceof IsNotNullExpr ||
      (node instanceof ScalarFunctionExpr && LIST_TESTS.has(node.name)),
  );

const isList = ({ kind }: DataType): boolean => kind === 'List' || kind === 'LargeList' || kind === 'FixedSizeList';

function isNested(type: DataType): boolean {
  switch (type.kind) {
    case 'List':
    case 'LargeList':
    case 'ListView':
    case 'LargeListView':
    case 'FixedSizeList':
    case 'Struct':
    case 'Map':
    case 'Union':
      return true;
    default:
      return false;
  }
}
