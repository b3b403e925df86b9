import type { DataType } from '@datafusion-ts/common';
import type { FileFormat } from '@datafusion-ts/datasource';
import type { SortExpr } from '@datafusion-ts/expr';

/** A hive partition column: `year` of `year=2021/`. */
export interface PartitionColumn {
  readonly name: string;
  readonly dataType: DataType;
}

/** How the files of a table are found and read. */
export interface ListingOptions {
  readonly format: FileFormat;
  /** Ending of the files that belong to the table; '' for all. */
  readonly fileExtension: string;
  readonly partitionColumns: readonly PartitionColumn[];
  /** Collect statistics of every file when the table is scanned. */
  readonly collectStatistics: boolean;
  readonly targetPartitions: number;
  /** Known orders of the rows of every file. */
  readonly fileSortOrder: readonly (readonly SortExpr[])[];
}
