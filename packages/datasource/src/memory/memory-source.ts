/**
 * A scan of rows in garbage-collected memory: in-memory tables, VALUES, results kept by the user. Of tables the used columns
 * are kept in the engine memory (`resident/`) and given out where they lie; of others they are copied in batch by batch.
 *
 * Over a table, the filter of a `FilterExec` right above and dynamic filters are tested by the scan. No plan shows that: to
 * DataFusion's rules and EXPLAIN a scan of memory takes no filters.
 */
import {
  isExactly,
  exact,
  projectStatistics,
  statisticsWithFetch,
  type ConfigOptions,
  type Constraints,
  type Schema,
  type Statistics,
} from '@datafusion-ts/common';
import { Arena, Batch, fromHost, HostDictionaries, type HostBatch } from '@datafusion-ts/compute';
import { checkCancelled, type TaskContext } from '@datafusion-ts/execution';
import {
  Column,
  columnProjection,
  conjunctionOpt,
  DynamicFilterPhysicalExpr,
  EquivalenceProperties,
  formatOrdering,
  isInfallible,
  plainColumnIndices,
  projectProperties,
  ProjectionMapping,
  remapColumns,
  unknownPartitioning,
  type LexOrdering,
  type ProjectionExpr,
} from '@datafusion-ts/physical-expr';
import {
  batchRows,
  batchStream,
  planProperties,
  pause,
  type BatchStream,
  type DisplayFormat,
  type FilterRequest,
  type MetricsSet,
  type PlanProperties,
} from '@datafusion-ts/physical-plan';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { RowFilter } from '../filter/row-filter.js';
import type { DataSource, FilterPushdownResult } from '../source/data-source.js';
import { arrowMemorySize } from './arrow-memory-size.js';
import { columnStatistics, totalBytes, totalRows } from './batch-totals.js';
import { ResidentRows } from './resident/resident-rows.js';
import type { ResidentTable } from './resident/resident-table.js';
import { SegmentPruner } from './resident/segment-pruner.js';
import { splitBatches } from './split-batches.js';

/** Parts of a memory scan. */
export interface MemorySourceParts {
  /** The lists must not change any more. */
  readonly partitions: readonly (readonly HostBatch[])[];
  /** Schema of the batches. */
  readonly tableSchema: Schema;
  /** Positions of the columns to give; undefined: all. */
  readonly projection?: readonly number[] | undefined;
  /** Known orders, bound to the table schema. */
  readonly sortInformation?: readonly LexOrdering[];
  readonly fetch?: number | undefined;
  readonly constraints?: Constraints | undefined;
  /** Print `partition_sizes`; default true. */
  readonly showSizes?: boolean;
  /** Keeps columns of the batches in the engine memory; undefined: they are copied at each scan. */
  readonly resident?: ResidentTable | undefined;
  /** Bound to the table schema; rows that do not pass may be left out. */
  readonly dynamicFilters?: readonly DynamicFilterPhysicalExpr[];
}

export class MemorySourceConfig implements DataSource {
  readonly hidesFilters = true;
  readonly parts: MemorySourceParts;
  readonly schema: Schema;
  #properties: PlanProperties | undefined;

  constructor(parts: MemorySourceParts) {
    this.parts = parts;
    this.schema = parts.projection === undefined ? parts.tableSchema : parts.tableSchema.project(parts.projection);
  }

  get fetch(): number | undefined {
    return this.parts.fetch;
  }

  get properties(): PlanProperties {
    return (this.#properties ??= planProperties({
      equivalence: this.#equivalence(),
      partitioning: unknownPartitioning(this.parts.partitions.length),
      schedulingType: 'Cooperative',
    }));
  }

  #equivalence(): EquivalenceProperties {
    const table = EquivalenceProperties.withOrderings(
      this.parts.tableSchema,
      this.parts.sortInformation ?? [],
    ).withConstraints(this.parts.constraints);
    if (this.parts.projection === undefined) return table;
    const columns = columnProjection(this.parts.tableSchema, this.parts.projection);
    return projectProperties(table, ProjectionMapping.fromProjection(columns, this.parts.tableSchema), this.schema);
  }

  /** The same batches, by identity, and the same columns of them. */
  givesSameRows(other: DataSource): boolean {
    if (!isExactly(this, MemorySourceConfig) || !isExactly(other, MemorySourceConfig)) return false;
    const [a, b] = [this.parts, other.parts];
    const columns = ({ projection, tableSchema }: MemorySourceParts): readonly number[] =>
      projection ?? tableSchema.fields.map((_, i) => i);
    return a.fetch === b.fetch && sameItems(columns(a), columns(b)) && samePartitions(a.partitions, b.partitions);
  }

  /** Nothing is measured, as in DataFusion: the rows are there already. */
  open(partition: number, context: TaskContext, metrics: MetricsSet): BatchStream {
    const batches = this.parts.partitions[partition] ?? [];
    const { resident, fetch } = this.parts;
    // A few rows are copied rather than whole columns made.
    if (resident === undefined || fetch !== undefined)
      return batchStream(this.schema, () => this.#scan(batches, context));
    const batchSize = batchRows(metrics, context);
    return batchStream(this.schema, () => this.#scanTable(resident, batches, context, batchSize, undefined));
  }

  /** Filters that cannot fail are tested here, by codes where a column has them. */
  openFiltered(
    partition: number,
    context: TaskContext,
    metrics: MetricsSet,
    { predicate, columns, onRows }: FilterRequest,
  ): BatchStream | undefined {
    const { resident, fetch } = this.parts;
    if (resident === undefined || fetch !== undefined || !isInfallible(predicate)) return undefined;
    const bound = this.#onTable(predicate);
    if (bound === undefined) return undefined;
    const batches = this.parts.partitions[partition] ?? [];
    const batchSize = batchRows(metrics, context);
    const scan = columns === undefined ? this : this.#withColumns(columns);
    return batchStream(scan.schema, () =>
      scan.#scanTable(resident, batches, context, batchSize, { predicate: bound, onRows }),
    );
  }

  get #columns(): readonly number[] {
    return this.parts.projection ?? this.parts.tableSchema.fields.map((_, i) => i);
  }

  #withColumns(indices: readonly number[]): MemorySourceConfig {
    const columns = this.#columns;
    return new MemorySourceConfig({ ...this.parts, projection: indices.map((i) => columns[i]!) });
  }

  /** An expression over the output, bound to the table. */
  #onTable(expr: PhysicalExpr): PhysicalExpr | undefined {
    const columns = this.#columns;
    return remapColumns(expr, ({ index, name }) => {
      const column = columns[index];
      return column === undefined ? undefined : new Column(name, column);
    });
  }

  async *#scanTable(
    table: ResidentTable,
    batches: readonly HostBatch[],
    context: TaskContext,
    batchSize: number,
    above: Pick<FilterRequest, 'predicate' | 'onRows'> | undefined,
  ): AsyncGenerator<Batch, void, undefined> {
    const stretches = [...table.stretches(batches)];
    const { tableSchema, dynamicFilters = [] } = this.parts;
    const predicate = conjunctionOpt(dynamicFilters);
    const filter = RowFilter.create({ predicate, isRequired: false, above: above?.predicate }, tableSchema);
    const segments = stretches.map(([first]) => first!.segment);
    const rows = new ResidentRows({
      table,
      columns: this.#columns,
      schema: this.schema,
      filter,
      pruner: filter && new SegmentPruner(tableSchema, segments, above?.predicate, dynamicFilters),
      batchSize,
      keepsBatches: batchSize === context.config.execution.batchSize,
      onRows: above?.onRows,
    });
    try {
      for (const places of stretches) {
        // A filter may leave nothing to hand on: here others get their turn.
        await pause(context);
        yield* rows.read(places);
      }
    } finally {
      rows.release();
    }
  }

  async *#scan(batches: readonly HostBatch[], context: TaskContext): AsyncGenerator<Batch, void, undefined> {
    const arena = new Arena();
    const dictionaries = new HostDictionaries();
    const { batchSize } = context.config.execution;
    let left = this.parts.fetch ?? Number.POSITIVE_INFINITY;
    try {
      for (const host of batches) {
        for (let offset = 0; offset < host.rowCount && left > 0;) {
          checkCancelled(context);
          arena.reset();
          const length = Math.min(batchSize, host.rowCount - offset, left);
          const batch = fromHost(host, this.parts.projection, arena, offset, length, dictionaries);
          offset += length;
          left -= length;
          yield new Batch(this.schema, batch.columns, batch.rowCount);
        }
      }
    } finally {
      dictionaries.release();
      arena.release();
    }
  }

  statistics(partition: number | undefined): Statistics {
    const { partitions, tableSchema, projection } = this.parts;
    const asked = partition === undefined ? partitions : partitions.slice(partition, partition + 1);
    const table: Statistics = {
      numRows: exact(totalRows(asked)),
      totalByteSize: exact(totalBytes(asked, this.#columns)),
      columnStatistics: tableSchema.fields.map((_, i) => columnStatistics(asked, i)),
    };
    const projected = projectStatistics(table, projection);
    return this.parts.fetch === undefined ? projected : statisticsWithFetch(projected, this.parts.fetch, 0);
  }

  repartitioned(
    targetPartitions: number,
    ordering: LexOrdering | undefined,
    _config: ConfigOptions,
  ): DataSource | undefined {
    if (this.parts.partitions.length >= targetPartitions || ordering !== undefined) return undefined;
    const partitions = splitBatches(this.parts.partitions, targetPartitions);
    return partitions === undefined ? undefined : new MemorySourceConfig({ ...this.parts, partitions });
  }

  /** Dynamic filters only, which are tested as far as that saves work; the text of the plan says nothing of them. */
  tryPushdownFilters(filters: readonly PhysicalExpr[]): FilterPushdownResult | undefined {
    if (this.parts.resident === undefined) return undefined;
    const taken = filters
      .map((filter) => (filter instanceof DynamicFilterPhysicalExpr ? this.#onTable(filter) : undefined))
      .filter((filter) => filter instanceof DynamicFilterPhysicalExpr);
    if (taken.length === 0) return undefined;
    const dynamicFilters = [...(this.parts.dynamicFilters ?? []), ...taken];
    return { source: new MemorySourceConfig({ ...this.parts, dynamicFilters }), supported: filters.map(() => false) };
  }

  withoutDynamicFilters(drops: (filter: DynamicFilterPhysicalExpr) => boolean): DataSource {
    const { dynamicFilters } = this.parts;
    if (dynamicFilters === undefined) return this;
    return new MemorySourceConfig({ ...this.parts, dynamicFilters: dynamicFilters.filter((one) => !drops(one)) });
  }

  /** What the scan reads besides columns: operators work out only filters that somebody reads. */
  expressions(): readonly PhysicalExpr[] {
    return this.parts.dynamicFilters ?? [];
  }

  withFetch(fetch: number | undefined): DataSource {
    return new MemorySourceConfig({ ...this.parts, fetch });
  }

  tryPushdownProjection(projection: readonly ProjectionExpr[]): DataSource | undefined {
    const indices = plainColumnIndices(projection.map(({ expr, alias }) => ({ expr, alias })));
    if (indices === undefined || new Set(indices).size !== indices.length) return undefined;
    const outer = this.parts.projection;
    const columns = outer === undefined ? indices : indices.map((i) => outer[i]!);
    return new MemorySourceConfig({ ...this.parts, projection: columns });
  }

  fmtAs(format: DisplayFormat): string {
    if (format === 'tree') return this.#fmtTree();
    const { partitions, fetch, constraints, showSizes } = this.parts;
    const ordering = this.properties.outputOrdering;
    return [
      `partitions=${partitions.length}`,
      showSizes === false ? '' : `, partition_sizes=[${partitions.map((batches) => batches.length).join(', ')}]`,
      fetch === undefined ? '' : `, fetch=${fetch}`,
      ordering === undefined ? '' : `, output_ordering=${formatOrdering(ordering)}`,
      constraints === undefined || constraints.isEmpty ? '' : `, ${constraints.toString()}`,
    ].join('');
  }

  #fmtTree(): string {
    const batches = this.parts.partitions.flat();
    const bytes = batches.flatMap(({ columns }) => columns).reduce((sum, column) => sum + arrowMemorySize(column), 0);
    return `format=memory\nrows=${batches.length}\nbytes=${bytes}\n`;
  }
}

const sameItems = <T>(a: readonly T[], b: readonly T[]): boolean =>
  a === b || (a.length === b.length && a.every((item, i) => item === b[i]));

const samePartitions = (a: MemorySourceParts['partitions'], b: MemorySourceParts['partitions']): boolean =>
  a === b || (a.length === b.length && a.every((batches, i) => sameItems(batches, b[i]!)));
