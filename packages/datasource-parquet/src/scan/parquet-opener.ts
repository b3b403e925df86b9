/** Reads Parquet files: footer, row groups that can hold wanted rows, their columns in batches. */
import type { Batch } from '@datafusion-ts/compute';
import { RowFilter, type FileOpener, type FileOpenerArgs, type PartitionedFile } from '@datafusion-ts/datasource';
import type { ByteRange } from '@datafusion-ts/execution';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { Column, columnIndices, dynamicFiltersOf, Literal, transformExprUp } from '@datafusion-ts/physical-expr';
import { pause } from '@datafusion-ts/physical-plan';
import { notTrue, PruningPredicate } from '@datafusion-ts/pruning';
import { loadMetadata } from '../metadata/load-metadata.js';
import type { FileMetadata, RowGroup } from '../metadata/file-metadata.js';
import type { ParquetReadOptions } from '../parquet-read-options.js';
import type { FileColumns } from '../schema/build-columns.js';
import { readSchemaOf } from '../schema/read-schema-of.js';
import { pruneByBloomFilters } from './bloom-pruning.js';
import { prunePages, wholeGroup, type SelectedGroup } from './page-pruning.js';
import { ReadPlan } from './read-plan.js';
import { SelectedRows } from './selected-rows.js';
import type { OpenFile } from './row-group-reader.js';
import { RowGroupQueue } from './row-group-queue.js';
import { sharedFile } from './shared-pages.js';
import { RowGroupStatistics } from './row-group-statistics.js';
import { ScanMetrics } from './scan-metrics.js';

export class ParquetOpener implements FileOpener {
  readonly #args: FileOpenerArgs;
  readonly #options: ParquetReadOptions;
  readonly #predicate: PhysicalExpr | undefined;
  /** True where rows cannot be tested without the values of partition columns, which files do not have. */
  readonly #needsValues: boolean;
  readonly #filter: RowFilter | undefined;
  readonly #metrics: ScanMetrics;

  /** `predicate` is bound to the columns of files and, behind these, those that all rows of a file have in common. */
  constructor(
    args: FileOpenerArgs,
    options: ParquetReadOptions,
    predicate: PhysicalExpr | undefined,
    appliesPredicate: boolean,
    metrics = new ScanMetrics(args.metrics, args.partition),
  ) {
    this.#args = args;
    this.#options = options;
    this.#predicate = predicate;
    const readsOthers = (expr: PhysicalExpr): boolean =>
      columnIndices(expr).some((index) => index >= args.fileSchema.fields.length);
    this.#needsValues = appliesPredicate && predicate !== undefined && readsOthers(predicate);
    const sources = { predicate, isRequired: appliesPredicate, above: args.filter?.predicate };
    this.#filter = this.#needsValues ? undefined : RowFilter.create(sources, args.fileSchema);
    this.#metrics = metrics;
  }

  open(file: PartitionedFile): AsyncIterable<Batch> {
    return this.#forFile(file).#read(file);
  }

  #forFile({ partitionValues }: PartitionedFile): ParquetOpener {
    if (!this.#needsValues) return this;
    const first = this.#args.fileSchema.fields.length;
    const bound = transformExprUp(this.#predicate!, (node) =>
      node instanceof Column && node.index >= first ? new Literal(partitionValues[node.index - first]!) : node,
    );
    return new ParquetOpener(this.#args, this.#options, bound, true, this.#metrics);
  }

  async *#read(file: PartitionedFile): AsyncGenerator<Batch, void, undefined> {
    const { store, context } = this.#args;
    const stop = this.#metrics.metadataTime.start();
    const metadata = await loadMetadata(store, file.meta, context.runtime.cacheManager, this.#options.metadataSizeHint);
    stop();
    this.#metrics.filesOpened.add(1);
    this.#metrics.filesProcessed.add(1);
    this.#metrics.filesPruned.matched++;
    this.#metrics.efficiency.add(0, file.range === undefined ? file.meta.size : file.range.end - file.range.start);
    const fileColumns = readSchemaOf(metadata, this.#options);
    const reader = await store.openReader?.(file.meta.location);
    const open: OpenFile = { store, reader, location: file.meta.location, size: file.meta.size, metadata };
    try {
      yield* this.#openFile(open, fileColumns, file.range);
    } finally {
      reader?.close();
    }
  }

  async *#openFile(
    open: OpenFile,
    fileColumns: FileColumns,
    range: ByteRange | undefined,
  ): AsyncGenerator<Batch, void, undefined> {
    const { fileSchema, columns } = this.#args;
    const plan = new ReadPlan(fileColumns.schema, fileSchema, columns, this.#filter?.columns ?? []);
    const candidates = groupsInRange(open.metadata, range);
    const generation = this.#filter?.generation;
    const groups = await this.#prune(open, fileColumns, candidates);
    const nodes = plan.used.map((i) => fileColumns.nodes[i]!);
    const shared = sharedFile(this.#args.context, open.location);
    const queue = new RowGroupQueue({
      file: open,
      groups,
      nodes,
      tested: plan.tested,
      limit: this.#args.limit ?? Number.POSITIVE_INFINITY,
      shared,
      isRefuted: this.#refutation(groups, fileColumns, generation),
    });
    let rows: SelectedRows | undefined;
    try {
      for (let next = await queue.next(); next !== undefined; next = await queue.next()) {
        // A file held open is read without waiting.
        await pause(this.#args.context);
        this.#metrics.bytesScanned.add(next.byteCount);
        this.#metrics.efficiency.add(next.byteCount, 0);
        if (rows === undefined) rows = new SelectedRows(next.reader, plan, this.#filter, this.#args, this.#metrics);
        else rows.begin(next.reader);
        for (const batch of rows.read(next.ranges)) {
          if (batch === undefined) await pause(this.#args.context);
          else yield batch;
        }
        rows.end();
      }
    } finally {
      rows?.release();
      await queue.release();
      shared?.end(candidates, nodes);
    }
  }

  async #prune(
    file: OpenFile,
    fileColumns: FileColumns,
    groups: readonly RowGroup[],
  ): Promise<readonly SelectedGroup[]> {
    const { rowGroupsPrunedStatistics: byBounds, rowGroupsPrunedBloomFilter: byBloom } = this.#metrics;
    if (this.#predicate === undefined || !this.#options.enablePruning) {
      byBounds.matched += groups.length;
      byBloom.matched += groups.length;
      return groups.map(wholeGroup);
    }
    const pruning = new PruningPredicate(this.#predicate, this.#args.fileSchema);
    const { kept, full } = this.#metrics.statisticsTime.measure(() => {
      const statistics = new RowGroupStatistics(groups, fileColumns);
      const keep = pruning.prune(statistics);
      const kept = groups.filter((_, i) => keep[i]!);
      const isTested = kept.length > 0 && !pruning.alwaysTrue;
      return { kept, full: isTested ? this.#fullyMatched(groups, keep, statistics) : new Set<RowGroup>() };
    });
    byBounds.pruned += groups.length - kept.length;
    byBounds.matched += kept.length;
    byBounds.fullyMatched += full.size;
    const stop = this.#metrics.bloomFilterTime.start();
    const left = this.#options.bloomFilterOnRead ? await pruneByBloomFilters(file, kept, pruning, fileColumns) : kept;
    stop();
    byBloom.pruned += kept.length - left.length;
    byBloom.matched += left.length;
    const wanted = this.#enoughFor(left, full);
    if (!this.#options.enablePageIndex) return wanted.map(wholeGroup);
    if (left.length > 0 && left.every((group) => full.has(group))) this.#metrics.skipPageIndex();
    return prunePages(file, wanted, full, this.#predicate, this.#args.fileSchema, fileColumns, this.#metrics);
  }

  /** The groups all of whose rows satisfy the predicate as it is now. */
  #fullyMatched(
    groups: readonly RowGroup[],
    keep: readonly boolean[],
    statistics: RowGroupStatistics,
  ): ReadonlySet<RowGroup> {
    const { fileSchema } = this.#args;
    const others = notTrue(this.#predicate!, fileSchema);
    if (others === undefined) return new Set();
    const mayHold = new PruningPredicate(others, fileSchema).prune(statistics);
    return new Set(groups.filter((_, i) => keep[i]! && !mayHold[i]!));
  }

  /**
   * Under a limit, fully matched groups alone where they have rows enough and any rows will do. A dynamic filter may yet
   * become stricter than it was when the groups were tested.
   */
  #enoughFor(groups: readonly RowGroup[], full: ReadonlySet<RowGroup>): readonly RowGroup[] {
    const { limit, limitTakesFirst } = this.#args;
    if (limit === undefined || limitTakesFirst === true || hasDynamicFilter(this.#predicate!)) return groups;
    let rows = 0;
    const enough = groups.filter((group) => {
      if (rows >= limit || !full.has(group)) return false;
      rows += group.rowCount;
      return true;
    });
    if (rows < limit) return groups;
    this.#metrics.limitPrunedRowGroups.pruned += groups.length - enough.length;
    return enough;
  }

  /** Tells which groups are excluded by what dynamic filters learned since `generation`; all are tested at once. */
  #refutation(
    groups: readonly SelectedGroup[],
    fileColumns: FileColumns,
    generation: number | undefined,
  ): (index: number) => boolean {
    const [filter, predicate] = [this.#filter, this.#predicate];
    if (filter === undefined || predicate === undefined || !this.#options.enablePruning) return () => false;
    let tested = generation;
    let keep: readonly boolean[] | undefined;
    const statistics = new RowGroupStatistics(
      groups.map(({ group }) => group),
      fileColumns,
    );
    return (index) => {
      if (filter.generation !== tested) {
        tested = filter.generation;
        keep = new PruningPredicate(predicate, this.#args.fileSchema).prune(statistics);
      }
      return keep?.[index] === false;
    };
  }
}

const hasDynamicFilter = (predicate: PhysicalExpr): boolean => dynamicFiltersOf(predicate).length > 0;

/** Row groups whose first byte lies in the range. */
function groupsInRange(metadata: FileMetadata, range: ByteRange | undefined): readonly RowGroup[] {
  if (range === undefined) return metadata.rowGroups;
  return metadata.rowGroups.filter(({ columns: [first] }) => {
    if (first === undefined) return range.start === 0;
    const offset = first.dictionaryPageOffset ?? first.dataPageOffset;
    return offset >= range.start && offset < range.end;
  });
}
