import type { ScalarValue, Statistics } from '@datafusion-ts/common';
import type { ByteRange, ObjectMeta } from '@datafusion-ts/execution';
import type { LexOrdering } from '@datafusion-ts/physical-expr';

/** A file, or a range of its bytes, to scan, with the values of its partition columns. */
export interface PartitionedFile {
  readonly meta: ObjectMeta;
  readonly partitionValues: readonly ScalarValue[];
  /** Bytes to read; the format decides which rows begin there. Undefined: the whole file. */
  readonly range?: ByteRange;
  readonly statistics?: Statistics;
  readonly ordering?: LexOrdering;
}

/** A whole file without partition columns. */
export const partitionedFile = (meta: ObjectMeta): PartitionedFile => ({ meta, partitionValues: [] });

/** Bytes that this (part of a) file takes. */
export const effectiveSize = (file: PartitionedFile): number =>
  file.range === undefined ? file.meta.size : file.range.end - file.range.start;

/** Files that one partition of a scan reads, in order. */
export type FileGroup = readonly PartitionedFile[];
