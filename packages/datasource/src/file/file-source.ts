import type { ConfigOptions, Schema, Statistics } from '@datafusion-ts/common';
import type { Batch } from '@datafusion-ts/compute';
import type { ObjectStore, TaskContext } from '@datafusion-ts/execution';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import type { DynamicFilterPhysicalExpr, LexOrdering, ProjectionExpr } from '@datafusion-ts/physical-expr';
import type { ColumnNeeds, DisplayFormat, MetricsSet } from '@datafusion-ts/physical-plan';
import type { FileGroup, PartitionedFile } from './partitioned-file.js';

/** A filter right above the scan, which the scan applies in its stead. */
export interface ScanFilter {
  /** Bound to the table's file columns. */
  readonly predicate: PhysicalExpr;
  /** Called with the number of rows looked at and the number of those that passed. */
  onRows(seen: number, passed: number): void;
}

/** What an opener gets to know about the scan it works for. */
export interface FileOpenerArgs {
  readonly store: ObjectStore;
  readonly context: TaskContext;
  /** Schema of the table's file columns (without partition columns). */
  readonly fileSchema: Schema;
  /** Positions in `fileSchema` of the columns to give, in this order. */
  readonly columns: readonly number[];
  /** Rows that are enough from this partition, when limited. */
  readonly limit: number | undefined;
  /** The limit asks for the first rows, as the order of rows means something; default: any will do. */
  readonly limitTakesFirst?: boolean;
  readonly batchSize: number;
  readonly partition: number;
  readonly metrics: MetricsSet;
  /** Rows that do not pass are left out; only for sources that answer `appliesFilter`. */
  readonly filter?: ScanFilter | undefined;
  /** What is needed of `columns`: NULL may be given for other values. Default: everything. */
  readonly needs?: ColumnNeeds | undefined;
}

/**
 * Opens one file and gives its rows: batches of exactly the wanted columns, adapted to the table's types (missing columns
 * are null). Each batch is valid until the next is asked for; `return()` closes the file and releases all memory.
 */
export interface FileOpener {
  open(file: PartitionedFile): AsyncIterable<Batch>;
}

/** A scan that is going to run. */
export interface ExpectedScan {
  readonly fileGroups: readonly FileGroup[];
  /** Names of the columns of files that it gives out. */
  readonly columns: readonly string[];
}

/** How files of one format are scanned: format options and pushed-down predicate. Immutable. */
export interface FileSource {
  /** `csv`, `parquet`: printed as `file_type=`. */
  readonly fileType: string;
  createFileOpener(args: FileOpenerArgs): FileOpener;
  /** True when a file can be read from any byte range (possibly approximately, at record boundaries). */
  supportsRepartitioning(): boolean;
  /** What follows `file_type=…`: `, has_header=true`, `, predicate=a@0 > 1`. */
  fmtExtra(format: DisplayFormat): string;
  /** Whether another source gives the same rows of a file, apart from those that dynamic filters leave out; default: unknown. */
  givesSameRows?(other: FileSource): boolean;
  /** The source without the dynamic filters for which `drops` holds; default: it cannot do without. */
  withoutDynamicFilters?(drops: (filter: DynamicFilterPhysicalExpr) => boolean): FileSource;
  /** The execution of `context` will run a scan; told before it begins, so that scans can share what they read. */
  expectScan?(scan: ExpectedScan, context: TaskContext): void;
  readonly predicate?: PhysicalExpr | undefined;
  /** Filters are bound to the table schema (file columns, then partition columns). */
  tryPushdownFilters?(
    filters: readonly PhysicalExpr[],
    config: ConfigOptions,
  ): { readonly source: FileSource; readonly supported: readonly boolean[] } | undefined;
  /** Whether the scan can apply a predicate over file columns to rows, exactly as a filter above would; default: it cannot. */
  appliesFilter?(predicate: PhysicalExpr): boolean;
  /** False when the scan cannot evaluate the expressions of a projection; default: it can. */
  acceptsProjection?(projection: readonly ProjectionExpr[]): boolean;
  tryPushdownSort?(
    ordering: LexOrdering,
  ): { readonly kind: 'Exact' | 'Inexact'; readonly source: FileSource } | undefined;
  /** Statistics after the source's own filters; default unchanged. */
  adaptStatistics?(statistics: Statistics): Statistics;
}
