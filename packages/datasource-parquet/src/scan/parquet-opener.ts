/** Reads Parquet files: footer, row groups that can hold wanted rows, their columns in batches. */
import type { Batch } from '@datafusion-ts/compute';
import type { FileOpener, FileOpenerArgs, PartitionedFile } from '@datafusion-ts/datasource';
import type { ByteRange } from '@datafusion-ts/execution';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { PruningPredicate } from '@datafusion-ts/pruning';
import { loadMetadata } from '../metadata/load-metadata.js';
import type { FileMetadata, RowGroup } from '../metadata/file-metadata.js';
import type { ParquetReadOptions } from '../parquet-read-options.js';
import type { FileColumns } from '../schema/build-columns.js';
import { leavesOf } from '../schema/column-node.js';
import { readSchemaOf } from '../schema/read-schema-of.js';
import { pruneByBloomFilters } from './bloom-pruning.js';
import { prunePages, wholeGroup, type SelectedGroup } from './page-pruning.js';
import { ReadPlan } from './read-plan.js';
import { RowFilter } from './row-filter.js';
import { SelectedRows } from './selected-rows.js';
import { FetchedChunks, RowGroupReader, type OpenFile } from './row-group-reader.js';
import { RowGroupStatistics } from './row-group-statistics.js';
import { ScanMetrics } from './scan-metrics.js';

export class ParquetOpener implements FileOpener {
  readonly #args: FileOpenerArgs;
  readonly #options: ParquetReadOptions;
  readonly #predicate: PhysicalExpr | undefined;
  readonly #filter: RowFilter | undefined;
  readonly #metrics: ScanMetrics;

  constructor(
    args: FileOpenerArgs,
    options: ParquetReadOptions,
    predicate: PhysicalExpr | undefined,
    appliesPredicate: boolean,
  ) {
    this.#args = args;
    this.#options = options;
    this.#predicate = predicate;
    const sources = { predicate, isRequired: appliesPredicate, above: args.filter?.predicate };
    this.#filter = RowFilter.create(sources, args.fileSchema);
    this.#metrics = new ScanMetrics(args.metrics, args.partition);
  }

  async *open(file: PartitionedFile): AsyncGenerator<Batch, void, undefined> {
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
    const groups = await this.#prune(open, fileColumns, groupsInRange(open.metadata, range));
    for await (const [{ group, ranges }, fetched] of this.#fetched(open, groups, fileColumns, plan)) {
      const reader = await RowGroupReader.create(
        group,
        plan.used.map((i) => fileColumns.nodes[i]!),
        fetched,
      );
      const rows = new SelectedRows(reader, plan, this.#filter, this.#args, this.#metrics);
      try {
        yield* rows.read(ranges);
      } finally {
        rows.release();
        reader.release();
      }
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
    const kept = this.#metrics.statisticsTime.measure(() => {
      const keep = pruning.prune(new RowGroupStatistics(groups, fileColumns));
      return groups.filter((_, i) => keep[i]!);
    });
    byBounds.pruned += groups.length - kept.length;
    byBounds.matched += kept.length;
    const stop = this.#metrics.bloomFilterTime.start();
    const left = this.#options.bloomFilterOnRead ? await pruneByBloomFilters(file, kept, pruning, fileColumns) : kept;
    stop();
    byBloom.pruned += kept.length - left.length;
    byBloom.matched += left.length;
    if (!this.#options.enablePageIndex) return left.map(wholeGroup);
    return prunePages(file, left, this.#predicate, this.#args.fileSchema, fileColumns, this.#metrics);
  }

  /** Row groups with their bytes; the bytes of the next group are asked for while one is decoded. */
  async *#fetched(
    file: OpenFile,
    groups: readonly SelectedGroup[],
    fileColumns: FileColumns,
    plan: ReadPlan,
  ): AsyncGenerator<readonly [SelectedGroup, FetchedChunks], void, undefined> {
    const leaves = plan.used.flatMap((i) => leavesOf(fileColumns.nodes[i]!)).map(({ leafIndex }) => leafIndex);
    const fetch = (index: number): FetchedChunks | undefined => {
      const selected = groups[index];
      return selected === undefined ? undefined : new FetchedChunks(file, selected.group, leaves);
    };
    // With a limit that this row group may satisfy, the next one is read only when it is asked for.
    const enough = this.#args.limit ?? Number.POSITIVE_INFINITY;
    let rows = 0;
    let current: FetchedChunks | undefined;
    let next = fetch(0);
    try {
      for (let i = 0; i < groups.length; i++) {
        current = next ?? fetch(i)!;
        next = undefined;
        await current.ready();
        rows += rowCountOf(groups[i]!);
        if (rows < enough) next = fetch(i + 1);
        if (i === 0 || !this.#isRefuted(groups[i]!.group, fileColumns)) {
          this.#metrics.bytesScanned.add(current.byteCount);
          this.#metrics.efficiency.add(current.byteCount, 0);
          yield [groups[i]!, current];
        }
        await current.release();
        current = undefined;
      }
    } finally {
      await current?.release();
      await next?.release();
    }
  }

  /** True when what dynamic filters learned meanwhile excludes a row group. */
  #isRefuted(group: RowGroup, fileColumns: FileColumns): boolean {
    if (this.#filter === undefined || this.#filter.parts().length === 0 || !this.#options.enablePruning) return false;
    if (this.#predicate === undefined) return false;
    const pruning = new PruningPredicate(this.#predicate, this.#args.fileSchema);
    return !pruning.prune(new RowGroupStatistics([group], fileColumns))[0]!;
  }
}

const rowCountOf = ({ ranges }: SelectedGroup): number => ranges.reduce((sum, { start, end }) => sum + end - start, 0);

/** Row groups whose first byte lies in the range. */
function groupsInRange(metadata: FileMetadata, range: ByteRange | undefined): readonly RowGroup[] {
  if (range === undefined) return metadata.rowGroups;
  return metadata.rowGroups.filter(({ columns: [first] }) => {
    if (first === undefined) return range.start === 0;
    const offset = first.dictionaryPageOffset ?? first.dataPageOffset;
    return offset >= range.start && offset < range.end;
  });
}
