import { sameScalar } from '@datafusion-ts/compute';
import type { FileGroup, PartitionedFile } from './partitioned-file.js';

/** The same parts of the same versions of files, in the same groups and order. */
export const sameFileGroups = (a: readonly FileGroup[], b: readonly FileGroup[]): boolean =>
  a === b || (a.length === b.length && a.every((group, i) => sameFiles(group, b[i]!)));

const sameFiles = (a: FileGroup, b: FileGroup): boolean =>
  a === b || (a.length === b.length && a.every((file, i) => sameFile(file, b[i]!)));

function sameFile(a: PartitionedFile, b: PartitionedFile): boolean {
  return (
    a === b ||
    (a.meta.location === b.meta.location &&
      a.meta.size === b.meta.size &&
      a.meta.lastModified.getTime() === b.meta.lastModified.getTime() &&
      a.meta.eTag === b.meta.eTag &&
      a.meta.version === b.meta.version &&
      a.range?.start === b.range?.start &&
      a.range?.end === b.range?.end &&
      a.partitionValues.length === b.partitionValues.length &&
      a.partitionValues.every((value, i) => sameScalar(value, b.partitionValues[i]!)))
  );
}
