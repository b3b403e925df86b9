/**
 * A scan of files: which files in which partitions, which columns, how many rows at most, in which known order. The
 * columns of the table are those of the files followed by the hive partition columns, whose values come from paths.
 */
import {
  isExactly,
  calculateTotalByteSize,
  sameFields,
  Schema,
  statisticsToInexact,
  unknownStatistics,
  UNKNOWN_COLUMN,
  type ConfigOptions,
  type Constraints,
  type Field,
  type Statistics,
} from '@datafusion-ts/common';
import type { TaskContext } from '@datafusion-ts/execution';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import {
  Column,
  columnProjection,
  EquivalenceProperties,
  filterFacts,
  formatOrdering,
  formatProjection,
  hashPartitioning,
  isVolatileExpr,
  OrderedColumns,
  plainColumnIndices,
  projectedSchema,
  projectProperties,
  remapColumns,
  reverseOrdering,
  ProjectionMapping,
  unknownPartitioning,
  visitColumns,
  DynamicFilterPhysicalExpr,
  type LexOrdering,
  type Partitioning,
  type ProjectionExpr,
} from '@datafusion-ts/physical-expr';
import {
  planProperties,
  type BatchStream,
  type DisplayFormat,
  type FilterRequest,
  type ColumnNeeds,
  type MetricsSet,
  type PlanProperties,
} from '@datafusion-ts/physical-plan';
import type { DataSource, FilterPushdownResult, SortPushdownResult } from '../source/data-source.js';
import { sameFileGroups } from './same-files.js';
import { formatFileGroups } from './format-file-groups.js';
import { repartitionEvenly, repartitionPreservingOrder } from './file-groups.js';
import { openFileStream } from './file-stream.js';
import type { FileGroup } from './partitioned-file.js';
import type { FileSource } from './file-source.js';

/** Parts of a scan; see {@link FileScanConfig}. */
export interface FileScanParts {
  /** Key of the object store, `file:///`. */
  readonly objectStoreUrl: string;
  readonly fileSource: FileSource;
  readonly fileSchema: Schema;
  readonly partitionColumns: readonly Field[];
  readonly fileGroups: readonly FileGroup[];
  /** Bound to the table schema. Undefined: all columns. */
  readonly projection?: readonly ProjectionExpr[] | undefined;
  readonly limit?: number | undefined;
  /** Orders of the table's rows within each group, bound to the table schema. */
  readonly outputOrderings?: readonly LexOrdering[];
  /** Of the table's columns, over all files. */
  readonly statistics?: Statistics;
  readonly constraints?: Constraints;
  readonly preserveOrder?: boolean;
  /** Every group holds all files of its partition values: the output is hash partitioned by them. */
  readonly partitionedByFileGroup?: boolean;
}

export class FileScanConfig implements DataSource {
  readonly parts: FileScanParts;
  readonly tableSchema: Schema;
  readonly schema: Schema;
  readonly projection: readonly ProjectionExpr[];
  #properties: PlanProperties | undefined;

  /** `kept`: a scan of the same columns. */
  constructor(parts: FileScanParts, kept?: FileScanConfig) {
    this.parts = parts;
    if (kept !== undefined) {
      this.tableSchema = kept.tableSchema;
      this.projection = kept.projection;
      this.schema = kept.schema;
      return;
    }
    this.tableSchema =
      parts.partitionColumns.length === 0
        ? parts.fileSchema
        : new Schema([...parts.fileSchema.fields, ...parts.partitionColumns], parts.fileSchema.metadata);
    this.projection =
      parts.projection ??
      columnProjection(
        this.tableSchema,
        this.tableSchema.fields.map((_, i) => i),
      );
    this.schema =
      parts.projection === undefined ? this.tableSchema : projectedSchema(this.tableSchema, parts.projection);
  }

  /** The same scan with some parts changed. */
  with(change: Partial<FileScanParts>): FileScanConfig {
    const sameColumns = !('projection' in change || 'fileSchema' in change || 'partitionColumns' in change);
    const changed = new FileScanConfig({ ...this.parts, ...change }, sameColumns ? this : undefined);
    // Nothing is known of rows by their number.
    if (Object.keys(change).every((part) => part === 'limit' || part === 'preserveOrder')) {
      changed.#properties = this.#properties;
    }
    return changed;
  }

  get fetch(): number | undefined {
    return this.parts.limit;
  }

  get properties(): PlanProperties {
    return (this.#properties ??= planProperties({
      equivalence: () => this.#equivalence(),
      orderedColumns: () => this.#orderedColumns(),
      ...(this.parts.outputOrderings?.some((ordering) => ordering.length > 0) ? {} : UNORDERED),
      partitioning: this.#partitioning(),
      schedulingType: 'Cooperative',
    }));
  }

  /** Positions in the table schema of the columns the projection reads, ascending. */
  requiredColumns(): readonly number[] {
    const plain = plainColumnIndices(this.projection);
    if (plain !== undefined) return plain;
    const used = new Set<number>();
    for (const { expr } of this.projection) visitColumns(expr, ({ index }) => used.add(index));
    return [...used].sort((a, b) => a - b);
  }

  open(partition: number, context: TaskContext, metrics: MetricsSet, needs?: ColumnNeeds): BatchStream {
    return openFileStream(this, partition, context, metrics, { needs });
  }

  /**
   * The same rows with a filter over them and some of the columns, read together; undefined when the source cannot do
   * that. `predicate` and `columns` are bound to the scan's output.
   */
  openFiltered(
    partition: number,
    context: TaskContext,
    metrics: MetricsSet,
    { predicate, columns, onRows, needs }: FilterRequest,
  ): BatchStream | undefined {
    const plain = plainColumnIndices(this.projection);
    if (plain === undefined || this.parts.limit !== undefined) return undefined;
    const { fields } = this.parts.fileSchema;
    const bound = remapColumns(predicate, ({ index }) => {
      const field = fields[plain[index]!];
      return field === undefined ? undefined : new Column(field.name, plain[index]!);
    });
    if (bound === undefined || this.parts.fileSource.appliesFilter?.(bound) !== true) return undefined;
    const scan =
      columns === undefined ? this : this.with({ projection: columns.map((index) => this.projection[index]!) });
    return openFileStream(scan, partition, context, metrics, { filter: { predicate: bound, onRows }, needs });
  }

  /** The same parts of the same files, read alike. */
  givesSameRows(other: DataSource): boolean {
    if (!isExactly(this, FileScanConfig) || !isExactly(other, FileScanConfig)) return false;
    const [a, b] = [this.parts, other.parts];
    return (
      a.objectStoreUrl === b.objectStoreUrl &&
      a.limit === b.limit &&
      sameFields(this.tableSchema.fields, other.tableSchema.fields) &&
      sameProjection(this.projection, other.projection) &&
      sameFileGroups(a.fileGroups, b.fileGroups) &&
      (a.fileSource === b.fileSource || a.fileSource.givesSameRows?.(b.fileSource) === true)
    );
  }

  expectRead(context: TaskContext): void {
    const { fileSource, fileSchema, fileGroups } = this.parts;
    if (fileSource.expectScan === undefined) return;
    const columns = this.requiredColumns().flatMap((index) => fileSchema.fields[index]?.name ?? []);
    fileSource.expectScan({ fileGroups, columns }, context);
  }

  withoutDynamicFilters(drops: (filter: DynamicFilterPhysicalExpr) => boolean): FileScanConfig | undefined {
    const fileSource = this.parts.fileSource.withoutDynamicFilters?.(drops);
    return fileSource === undefined ? undefined : this.with({ fileSource });
  }

  statistics(partition: number | undefined): Statistics {
    const table = this.#tableStatistics(partition);
    const source = this.parts.fileSource;
    const adapted = source.adaptStatistics?.(table);
    const { numRows, totalByteSize, columnStatistics: known } = adapted ?? table;
    const columnStatistics = this.projection.map(({ expr }) =>
      expr instanceof Column ? (known[expr.index] ?? UNKNOWN_COLUMN) : UNKNOWN_COLUMN,
    );
    const columns = { numRows, totalByteSize, columnStatistics };
    const isEstimate = adapted === undefined && source.predicate !== undefined;
    return calculateTotalByteSize(isEstimate ? statisticsToInexact(columns) : columns, this.schema);
  }

  #tableStatistics(partition: number | undefined): Statistics {
    if (partition === undefined) return this.parts.statistics ?? unknownStatistics(this.tableSchema);
    const group = this.parts.fileGroups[partition];
    const only = group?.length === 1 && group[0]!.range === undefined ? group[0]!.statistics : undefined;
    return only ?? unknownStatistics(this.tableSchema);
  }

  repartitioned(
    targetPartitions: number,
    ordering: LexOrdering | undefined,
    config: ConfigOptions,
  ): FileScanConfig | undefined {
    if (!config.optimizer.repartitionFileScans || !this.parts.fileSource.supportsRepartitioning()) return undefined;
    if (this.parts.partitionedByFileGroup === true) return undefined;
    const minSize = Number(config.optimizer.repartitionFileMinSize);
    const cut =
      ordering !== undefined || this.parts.preserveOrder === true ? repartitionPreservingOrder : repartitionEvenly;
    const fileGroups = cut(this.parts.fileGroups, targetPartitions, minSize);
    if (fileGroups === undefined) return undefined;
    const source = this.with({ fileGroups });
    // Only the number of partitions shows in what is known of the rows.
    if (fileGroups.length === this.parts.fileGroups.length) source.#properties = this.#properties;
    return source;
  }

  withFetch(fetch: number | undefined): FileScanConfig {
    return this.with({ limit: fetch });
  }

  withPreserveOrder(preserve: boolean): FileScanConfig {
    return this.with({ preserveOrder: preserve });
  }

  tryPushdownProjection(projection: readonly ProjectionExpr[]): FileScanConfig | undefined {
    const source = this.parts.fileSource;
    if (source.acceptsProjection?.(projection) === false || repeatsVolatile(projection, this.projection))
      return undefined;
    const merged = projection.map(({ expr, alias }) => ({ expr: substitute(expr, this.projection), alias }));
    return this.with({ projection: merged });
  }

  tryPushdownFilters(filters: readonly PhysicalExpr[], config: ConfigOptions): FilterPushdownResult | undefined {
    const bound = filters.map((filter) => substitute(filter, this.projection));
    const result = this.parts.fileSource.tryPushdownFilters?.(bound, config);
    if (result === undefined) return undefined;
    const source = this.with({ fileSource: result.source });
    // What a filter lets through is not known before the query runs.
    if (filters.every((filter) => filter instanceof DynamicFilterPhysicalExpr)) source.#properties = this.#properties;
    return { source, supported: result.supported };
  }

  tryPushdownSort(ordering: LexOrdering): SortPushdownResult {
    const bound = ordering.map((key) => ({ ...key, expr: substitute(key.expr, this.projection) }));
    const leading = bound[0]?.expr;
    // Values of partition columns are not in the files.
    const isInFiles = leading instanceof Column && leading.index < this.parts.fileSchema.fields.length;
    const result =
      isInFiles || this.#isReverseOf(ordering) ? this.parts.fileSource.tryPushdownSort?.(ordering) : undefined;
    if (result === undefined) return { kind: 'Unsupported' };
    // A scan that starts with the promising parts no longer has the order of its files.
    return { kind: result.kind, source: this.with({ fileSource: result.source, outputOrderings: [] }) };
  }

  /** True when the order would hold if the rows were read backwards. */
  #isReverseOf(ordering: LexOrdering): boolean {
    const outputOrderings = (this.parts.outputOrderings ?? []).map((known) => reverseOrdering(known));
    return this.with({ outputOrderings }).properties.equivalence.orderingSatisfy(ordering);
  }

  expressions(): readonly PhysicalExpr[] {
    const { predicate } = this.parts.fileSource;
    return [...this.projection.map(({ expr }) => expr), ...(predicate === undefined ? [] : [predicate])];
  }

  fmtAs(format: DisplayFormat): string {
    if (format === 'tree') return this.#fmtTree();
    const { parts } = this;
    return [
      `file_groups=${formatFileGroups(parts.fileGroups, format)}`,
      this.schema.fields.length === 0 ? '' : `, projection=${formatProjection(this.projection)}`,
      parts.limit === undefined ? '' : `, limit=${parts.limit}`,
      formatOrderings(this.#shownOrderings()),
      parts.constraints === undefined || parts.constraints.isEmpty ? '' : `, ${parts.constraints.toString()}`,
      `, file_type=${parts.fileSource.fileType}`,
      parts.fileSource.fmtExtra(format),
    ].join('');
  }

  /** The known orders as far as their columns are given out under their names. */
  #shownOrderings(): readonly LexOrdering[] {
    const shown = (this.parts.outputOrderings ?? []).map((ordering) => {
      const bound = ordering.map((key) => ({ ...key, expr: this.#byName(key.expr) }));
      const end = bound.findIndex(({ expr }) => expr === undefined);
      return (end === -1 ? bound : bound.slice(0, end)) as LexOrdering;
    });
    return shown.filter((ordering) => ordering.length > 0);
  }

  #byName(expr: PhysicalExpr): PhysicalExpr | undefined {
    return remapColumns(expr, ({ name }) => {
      const index = this.schema.indexOf(name);
      return index === -1 ? undefined : new Column(name, index);
    });
  }

  #fmtTree(): string {
    const files = this.parts.fileGroups.flat().length;
    const extra = this.parts.fileSource.fmtExtra('tree');
    return `files=${files}\nformat=${this.parts.fileSource.fileType}\n${extra}`;
  }

  #equivalence(): EquivalenceProperties {
    const orderings = (this.parts.outputOrderings ?? []).filter((ordering) => ordering.length > 0);
    const rows = EquivalenceProperties.withOrderings(this.tableSchema, orderings).withConstraints(
      this.parts.constraints,
    );
    // Rows that do not satisfy a predicate for pruning are taken out by the filter it came from, before anything else.
    const { predicate } = this.parts.fileSource;
    const table = predicate === undefined ? rows : filterFacts(predicate, rows);
    if (this.parts.projection === undefined) return table;
    return projectProperties(table, ProjectionMapping.fromProjection(this.projection, this.tableSchema), this.schema);
  }

  /** An upper bound of what {@link #equivalence} says is constant or ordered. */
  #orderedColumns(): OrderedColumns {
    const { outputOrderings = [], fileSource, projection } = this.parts;
    const rows = OrderedColumns.none.sortedByAll(outputOrderings);
    const table = fileSource.predicate === undefined ? rows : rows.filteredBy(fileSource.predicate);
    return projection === undefined ? table : table.projectedBy(projection);
  }

  #partitioning(): Partitioning {
    const count = this.parts.fileGroups.length;
    if (this.parts.partitionedByFileGroup !== true) return unknownPartitioning(count);
    const first = this.parts.fileSchema.fields.length;
    const exprs: PhysicalExpr[] = [];
    for (let i = first; i < this.tableSchema.fields.length; i++) {
      const index = this.projection.findIndex(({ expr }) => expr instanceof Column && expr.index === i);
      if (index < 0) return unknownPartitioning(count);
      exprs.push(new Column(this.projection[index]!.alias, index));
    }
    return exprs.length === 0 ? unknownPartitioning(count) : hashPartitioning(exprs, count);
  }
}

/** Rows that are in no order, which a look at the columns is not needed for. */
const UNORDERED = { outputOrdering: (): undefined => undefined };

/** `, output_ordering=[a@0 ASC]`, or all of them in a list. */
function formatOrderings(orderings: readonly LexOrdering[]): string {
  const texts = orderings.map((ordering) => `[${formatOrdering(ordering)}]`);
  if (texts.length <= 1) return texts.length === 0 ? '' : `, output_ordering=${texts[0]!}`;
  return `, output_orderings=[${texts.join(', ')}]`;
}

/** Replaces columns of a projection's output by what computes them. */
function substitute(expr: PhysicalExpr, projection: readonly ProjectionExpr[]): PhysicalExpr {
  if (expr instanceof Column) return projection[expr.index]?.expr ?? expr;
  const children = expr.children();
  if (children.length === 0) return expr;
  return expr.withNewChildren(children.map((child) => substitute(child, projection)));
}

/** True when a volatile column would be computed more than once, with other values each time. */
function repeatsVolatile(projection: readonly ProjectionExpr[], inner: readonly ProjectionExpr[]): boolean {
  const mentions = new Map<number, number>();
  for (const { expr } of projection) {
    visitColumns(expr, ({ index }) => mentions.set(index, (mentions.get(index) ?? 0) + 1));
  }
  return inner.some(({ expr }, index) => (mentions.get(index) ?? 0) > 1 && isVolatileExpr(expr));
}

const sameProjection = (a: readonly ProjectionExpr[], b: readonly ProjectionExpr[]): boolean =>
  a.length === b.length && a.every(({ expr, alias }, i) => alias === b[i]!.alias && expr.equals(b[i]!.expr));
