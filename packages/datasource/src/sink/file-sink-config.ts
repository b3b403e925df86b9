import type { Schema } from '@datafusion-ts/common';
import type { InsertOp } from '@datafusion-ts/expr';
import type { LexOrdering } from '@datafusion-ts/physical-expr';
import type { ListingTableUrl } from '../listing/listing-table-url.js';
import type { PartitionedFile } from '../file/partitioned-file.js';

/** Where and how rows are written. */
export interface FileSinkConfig {
  /** Key of the store, `file:///`. */
  readonly objectStoreUrl: string;
  readonly originalUrl: string;
  readonly fileGroup: readonly PartitionedFile[];
  readonly tablePaths: readonly ListingTableUrl[];
  readonly outputSchema: Schema;
  /** Hive partition columns, name and type by `outputSchema`. */
  readonly partitionColumns: readonly string[];
  readonly insertOp: InsertOp;
  readonly keepPartitionByColumns: boolean;
  /** One file, or a folder of files; by default what the target looks like. Partition columns always make folders. */
  readonly singleFile?: boolean | undefined;
  readonly fileExtension: string;
  /** Order the written rows must be in; default any. */
  readonly ordering?: LexOrdering;
  /** Format options by lower-case key. */
  readonly options: ReadonlyMap<string, string>;
}
