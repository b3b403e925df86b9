/** Reads Parquet files: footer, row groups that can hold wanted rows, their columns in batches. */
import { Schema } from '@datafusion-ts/common';
import { Arena, Batch, type ColumnVector, type Selection } from '@datafusion-ts/compute';
import {
  adaptBatch,
  mapColumns,
  mappedFileColumns,
  type ColumnMapping,
  type FileOpener,
  type FileOpenerArgs,
  type PartitionedFile,
} from '@datafusion-ts/datasource';
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
import { prunePages, wholeGroup, type RowRange, type SelectedGroup } from './page-pruning.js';
import { RowFilter } from './row-filter.js';
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
    this.#filter = RowFilter.create(predicate, appliesPredicate, args.fileSchema);
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
    const plan = new ReadPlan(fileColumns, fileSchema, columns, this.#filter?.columns ?? []);
    const groups = await this.#prune(open, fileColumns, groupsInRange(open.metadata, range));
    const arena = new Arena();
    try {
      for await (const [{ group, ranges }, fetched] of this.#fetched(open, groups, fileColumns, plan)) {
        const reader = await RowGroupReader.create(
          group,
          plan.used.map((i) => fileColumns.nodes[i]!),
          fetched,
        );
        try {
          yield* this.#rows(reader, ranges, plan, arena);
        } finally {
          arena.reset();
          reader.release();
        }
      }
    } finally {
      arena.release();
    }
  }

  *#rows(
    reader: RowGroupReader,
    ranges: readonly RowRange[],
    plan: ReadPlan,
    arena: Arena,
  ): Generator<Batch, void, undefined> {
    let row = 0;
    for (const range of ranges) {
      arena.reset();
      if (range.start > row) plan.used.forEach((_, i) => reader.skip(i, range.start - row));
      yield* this.#range(reader, range, plan, arena);
      row = range.end;
    }
  }

  *#range(
    reader: RowGroupReader,
    { start, end }: RowRange,
    plan: ReadPlan,
    arena: Arena,
  ): Generator<Batch, void, undefined> {
    const { batchSize } = this.#args;
    for (let row = start; row < end; row += batchSize) {
      arena.reset();
      const count = Math.min(batchSize, end - row);
      const vectors = new Array<ColumnVector | undefined>(plan.used.length);
      const selection =
        this.#filter?.isActive === true ? this.#select(this.#filter, reader, plan, vectors, count, arena) : undefined;
      if (selection?.count === 0) {
        for (let i = 0; i < vectors.length; i++) if (vectors[i] === undefined) reader.skip(i, count);
        continue;
      }
      yield plan.output(vectors, reader, count, selection, arena);
    }
  }

  /** Reads the filter's columns and gives the rows that pass; undefined when all do. */
  #select(
    filter: RowFilter,
    reader: RowGroupReader,
    plan: ReadPlan,
    vectors: (ColumnVector | undefined)[],
    count: number,
    arena: Arena,
  ): Selection | undefined {
    const input = plan.filterInput(vectors, reader, count, arena);
    const selection = this.#metrics.filterTime.measure(() => filter.apply(input, arena));
    this.#metrics.rowsMatched.add(selection.count);
    this.#metrics.rowsPruned.add(count - selection.count);
    this.#metrics.cacheInnerRecords.add(count * plan.sharedColumns);
    this.#metrics.cacheRecords.add(selection.count * plan.sharedColumns);
    return selection.count === count ? undefined : selection;
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
    if (this.#filter?.isActive !== true || !this.#options.enablePruning) return false;
    const pruning = new PruningPredicate(this.#predicate!, this.#args.fileSchema);
    return !pruning.prune(new RowGroupStatistics([group], fileColumns))[0]!;
  }
}

/** Which columns of a file are read, and how they become the filter's input and the scan's output. */
class ReadPlan {
  /** Positions of the file's columns that are read, ascending. */
  readonly used: readonly number[];
  /** Number of columns that both the filter and the output want. */
  readonly sharedColumns: number;
  readonly #output: Adaption;
  readonly #filter: Adaption;
  readonly #fileSchema: Schema;

  constructor({ schema }: FileColumns, tableSchema: Schema, output: readonly number[], filter: readonly number[]) {
    this.#fileSchema = schema;
    this.#output = new Adaption(schema, tableSchema, output);
    this.#filter = new Adaption(schema, tableSchema, filter);
    this.sharedColumns = this.#filter.fileColumns.filter((i) => this.#output.fileColumns.includes(i)).length;
    this.used = [...new Set([...this.#output.fileColumns, ...this.#filter.fileColumns])].sort((a, b) => a - b);
  }

  filterInput(vectors: (ColumnVector | undefined)[], reader: RowGroupReader, count: number, arena: Arena): Batch {
    return this.#adapted(this.#filter, vectors, reader, count, undefined, arena);
  }

  output(
    vectors: (ColumnVector | undefined)[],
    reader: RowGroupReader,
    count: number,
    selection: Selection | undefined,
    arena: Arena,
  ): Batch {
    const batch = this.#adapted(this.#output, vectors, reader, count, selection, arena);
    for (let i = 0; i < this.used.length; i++) if (vectors[i] === undefined) reader.skip(i, count);
    return batch;
  }

  #adapted(
    { fileColumns, mapping, schema }: Adaption,
    vectors: (ColumnVector | undefined)[],
    reader: RowGroupReader,
    count: number,
    selection: Selection | undefined,
    arena: Arena,
  ): Batch {
    const columns = fileColumns.map((column) => {
      const i = this.used.indexOf(column);
      return (vectors[i] ??= reader.read(i, count, arena));
    });
    const batch = new Batch(this.#fileSchema.project(fileColumns), columns, count, selection);
    return fileColumns.length === 0
      ? adaptEmpty(batch, mapping, schema, count, arena)
      : adaptBatch(batch, mapping, fileColumns, schema, arena);
  }
}

/** Without any column of the file, the number of rows must not be lost to the selection's. */
function adaptEmpty(
  batch: Batch,
  mapping: readonly ColumnMapping[],
  schema: Schema,
  count: number,
  arena: Arena,
): Batch {
  const adapted = adaptBatch(new Batch(batch.schema, [], count), mapping, [], schema, arena);
  return new Batch(schema, adapted.columns, count, batch.selection);
}

/** Columns of a table out of those of a file. */
class Adaption {
  readonly mapping: readonly ColumnMapping[];
  readonly fileColumns: readonly number[];
  readonly schema: Schema;

  constructor(fileSchema: Schema, tableSchema: Schema, columns: readonly number[]) {
    this.mapping = mapColumns(fileSchema, tableSchema, columns);
    this.fileColumns = mappedFileColumns(this.mapping);
    this.schema = new Schema(columns.map((i) => tableSchema.field(i)));
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
