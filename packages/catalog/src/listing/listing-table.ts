/**
 * A table of files below one or more locations. Its columns are those of the files followed by the hive partition columns.
 * Scanning lists the files, drops those whose partition values cannot meet the filters, and deals the rest out to the
 * target partitions; filters on partition columns are thereby exact.
 */
import { DFSchema, field, PlanError, Schema, type Constraints, type Statistics } from '@datafusion-ts/common';
import {
  DataSourceExec,
  FileScanConfig,
  groupByPartitionValues,
  splitFiles,
  type FileGroup,
  type ListingTableUrl,
  type PartitionedFile,
} from '@datafusion-ts/datasource';
import { isSameFile, tableKey, type ObjectMeta } from '@datafusion-ts/execution';
import { unnormalizeCol, type Expr, type InsertOp, type TableProviderFilterPushDown } from '@datafusion-ts/expr';
import { columnProjection, sameSortExpr, type LexOrdering } from '@datafusion-ts/physical-expr';
import { EmptyExec, type ExecutionPlan } from '@datafusion-ts/physical-plan';
import type { Session } from '@datafusion-ts/session';
import type { ScanArgs, TableProvider } from '../table-provider.js';
import type { ListingOptions } from './listing-options.js';
import { groupsKeepOrder, splitByStatistics } from './ordered-groups.js';
import { partitionValuesOf } from './partition-values.js';
import { prunePartitions, readsOnlyPartitions } from './prune-partitions.js';
import { summarizeStatistics } from './summarize-statistics.js';

/** What a {@link ListingTable} is made of. */
export interface ListingTableConfig {
  readonly urls: readonly ListingTableUrl[];
  readonly fileSchema: Schema;
  readonly options: ListingOptions;
  readonly constraints?: Constraints | undefined;
  readonly definition?: string | undefined;
  readonly columnDefaults?: ReadonlyMap<string, Expr> | undefined;
  /** Name under which listings and statistics are cached. */
  readonly tableName?: string | undefined;
}

export class ListingTable implements TableProvider {
  readonly reusablePlans = true;
  readonly config: ListingTableConfig;
  readonly schema: Schema;

  /** What was listed for queries that are being planned. */
  readonly #listings = new WeakMap<object, readonly PartitionedFile[]>();

  constructor(config: ListingTableConfig) {
    if (config.urls.length === 0) throw new PlanError('No table paths were provided');
    this.config = config;
    const partitions = config.options.partitionColumns.map(({ name, dataType }) => field(name, dataType, false));
    this.schema = new Schema([...config.fileSchema.fields, ...partitions], config.fileSchema.metadata);
  }

  get constraints(): Constraints | undefined {
    return this.config.constraints;
  }

  get definition(): string | undefined {
    return this.config.definition;
  }

  columnDefault(column: string): Expr | undefined {
    return this.config.columnDefaults?.get(column);
  }

  supportsFiltersPushdown(filters: readonly Expr[]): readonly TableProviderFilterPushDown[] {
    const { partitionColumns } = this.config.options;
    return filters.map((filter) => (readsOnlyPartitions(filter, partitionColumns) ? 'Exact' : 'Inexact'));
  }

  async scan(session: Session, args: ScanArgs): Promise<ExecutionPlan> {
    const { options, fileSchema, urls } = this.config;
    const listed = await this.#listOnce(session, args.query);
    const files = prunePartitions(session, listed, options.partitionColumns, args.filters);
    if (files.length === 0) {
      return new EmptyExec(args.projection === undefined ? this.schema : this.schema.project(args.projection));
    }
    const withFacts = await this.#withStatistics(session, files);
    const partitionFields = this.schema.fields.slice(fileSchema.fields.length);
    const { partitionColumns } = options;
    const remaining = args.filters.filter((filter) => !readsOnlyPartitions(filter, partitionColumns));
    const limit = remaining.length === 0 ? args.limit : undefined;
    const statistics = options.collectStatistics
      ? summarizeStatistics(
          this.schema,
          withFacts.map((file) => file.statistics),
        )
      : undefined;
    const known = this.#outputOrderings(session, withFacts);
    const { groups, byPartition } = this.#groups(session, withFacts, known[0]);
    const config = new FileScanConfig({
      objectStoreUrl: urls[0]!.storeUrl,
      fileSource:
        (await options.format.fileSourceFor?.(session.runtime.objectStore(urls[0]!.storeUrl), files[0]!.meta)) ??
        options.format.fileSource(this.schema),
      fileSchema,
      partitionColumns: partitionFields,
      fileGroups: groups,
      partitionedByFileGroup: byPartition,
      projection: args.projection === undefined ? undefined : columnProjection(this.schema, args.projection),
      limit,
      outputOrderings: known.filter((ordering) => groupsKeepOrder(groups, ordering, fileSchema.fields.length)),
      ...(statistics === undefined ? {} : { statistics }),
      ...(this.config.constraints === undefined ? {} : { constraints: this.config.constraints }),
    });
    return new DataSourceExec(config);
  }

  async insertInto(session: Session, input: ExecutionPlan, op: InsertOp): Promise<ExecutionPlan> {
    const { format, partitionColumns, fileExtension } = this.config.options;
    if (format.createWriterPhysicalPlan === undefined) {
      throw new PlanError(`Inserting into a ListingTable of ${format.extension} files is not supported`);
    }
    const url = this.config.urls[0]!;
    if (this.config.urls.length > 1)
      throw new PlanError('Writing to a table backed by multiple partitions is not supported yet');
    if (!url.isCollection) {
      throw new PlanError(
        'Inserting into a ListingTable backed by a single file is not supported, URL is possibly missing a trailing `/`. To append to an existing file use StreamTable, e.g. by using CREATE UNBOUNDED EXTERNAL TABLE',
      );
    }
    const ordering = this.#orderings(session)[0];
    const fileGroup = await this.#listFiles(session);
    // What is listed now is not all there is once the rows are written.
    session.runtime.cacheManager.listFilesCache?.remove(tableKey(this.config.tableName, url.toString()));
    const config = {
      objectStoreUrl: url.storeUrl,
      originalUrl: url.toString(),
      fileGroup,
      tablePaths: this.config.urls,
      outputSchema: this.schema,
      partitionColumns: partitionColumns.map(({ name }) => name),
      insertOp: op,
      keepPartitionByColumns: session.config.execution.keepPartitionByColumns,
      fileExtension: fileExtension === '' ? format.extension : fileExtension.replace(/^\./, ''),
      options: new Map<string, string>(),
      ...(ordering === undefined ? {} : { ordering }),
    };
    return format.createWriterPhysicalPlan(input, session, config);
  }

  /** All scans of a query see the same files. */
  async #listOnce(session: Session, query: object | undefined): Promise<readonly PartitionedFile[]> {
    if (query === undefined) return this.#listFiles(session);
    let listed = this.#listings.get(query);
    if (listed === undefined) {
      listed = await this.#listFiles(session);
      this.#listings.set(query, listed);
    }
    return listed;
  }

  async #listFiles(session: Session): Promise<readonly PartitionedFile[]> {
    const { urls, options } = this.config;
    const files: PartitionedFile[] = [];
    for (const url of urls) {
      const store = session.runtime.objectStore(url.storeUrl);
      const ignoreSubdirectories = session.config.execution.listingTableIgnoreSubdirectory;
      for (const meta of await this.#cachedListing(session, url, () =>
        url.listFiles(store, options.fileExtension, ignoreSubdirectories),
      )) {
        const values = partitionValuesOf(url, meta.location, options.partitionColumns);
        if (values !== undefined && meta.size > 0) files.push({ meta, partitionValues: values });
      }
    }
    return files;
  }

  async #cachedListing(
    session: Session,
    url: ListingTableUrl,
    list: () => Promise<readonly ObjectMeta[]>,
  ): Promise<readonly ObjectMeta[]> {
    const cache = url.isCollection ? session.runtime.cacheManager.listFilesCache : undefined;
    const key = tableKey(this.config.tableName, url.toString());
    const cached = cache?.get(key);
    if (cached !== undefined) return cached;
    const found = await list();
    cache?.put(key, found);
    return found;
  }

  async #withStatistics(session: Session, files: readonly PartitionedFile[]): Promise<readonly PartitionedFile[]> {
    const { format, collectStatistics } = this.config.options;
    if (!collectStatistics || format.inferStatistics === undefined) return files;
    const result: PartitionedFile[] = [];
    for (const file of files) {
      const statistics = await this.#statisticsOf(session, file);
      const ordering = orderingsOfFiles.get(statistics);
      result.push(ordering === undefined ? { ...file, statistics } : { ...file, statistics, ordering });
    }
    return result;
  }

  async #statisticsOf(session: Session, file: PartitionedFile): Promise<Statistics> {
    const { options, fileSchema, urls } = this.config;
    const cache = session.runtime.cacheManager.fileStatisticsCache;
    const key = tableKey(this.config.tableName, file.meta.location);
    const cached = cache?.get(key);
    if (cached !== undefined && isSameFile(cached.meta, file.meta)) return cached.statistics;
    const store = session.runtime.objectStore(urls[0]!.storeUrl);
    const { statistics, ordering } = await options.format.inferStatistics!(session, store, fileSchema, file.meta);
    if (ordering !== undefined) orderingsOfFiles.set(statistics, ordering);
    cache?.put(key, { meta: file.meta, statistics });
    return statistics;
  }

  /** The declared orders, or else the one that all files say they have. */
  #outputOrderings(session: Session, files: readonly PartitionedFile[]): readonly LexOrdering[] {
    if (this.config.options.fileSortOrder.length > 0) return this.#orderings(session);
    const common = files
      .map(({ ordering }) => ordering)
      .reduce((a, b) => (a === undefined || b === undefined ? undefined : commonPrefix(a, b)));
    return common === undefined || common.length === 0 ? [] : [common];
  }

  /** Files dealt out by number, or by what they begin and end with where the session says so, or whole hive partitions where the session wants them kept together and there are enough. */
  #groups(
    session: Session,
    files: readonly PartitionedFile[],
    ordering: LexOrdering | undefined,
  ): { readonly groups: readonly FileGroup[]; readonly byPartition: boolean } {
    const { targetPartitions, partitionColumns } = this.config.options;
    const threshold = Number(session.config.optimizer.preserveFilePartitions);
    if (threshold > 0 && partitionColumns.length > 0) {
      const groups = groupByPartitionValues(files, targetPartitions);
      if (groups.length >= threshold) return { groups, byPartition: true };
    }
    const ordered =
      ordering !== undefined && session.config.execution.splitFileGroupsByStatistics
        ? splitByStatistics(files, ordering, this.config.fileSchema.fields.length, targetPartitions)
        : undefined;
    return { groups: ordered ?? splitFiles(files, targetPartitions), byPartition: false };
  }

  /** Orders of every file; they hold in a partition of one file only. */
  #orderings(session: Session): readonly LexOrdering[] {
    const unqualified = DFSchema.fromSchema(this.schema);
    return this.config.options.fileSortOrder.map((keys) =>
      keys.map(({ expr, asc, nullsFirst }) => ({
        expr: session.createPhysicalExpr(unnormalizeCol(expr), unqualified),
        options: { descending: !asc, nullsFirst },
      })),
    );
  }
}

/** Orders that files say they have, remembered with their statistics, which the session caches. */
const orderingsOfFiles = new WeakMap<Statistics, LexOrdering>();

function commonPrefix(a: LexOrdering, b: LexOrdering): LexOrdering {
  const length = a.findIndex((key, i) => b[i] === undefined || !sameSortExpr(key, b[i]));
  return length < 0 ? a : a.slice(0, length);
}
