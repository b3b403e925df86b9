/**
 * How files are spread over the partitions of a scan.
 *
 * Whole files are dealt out by number; when the format can start anywhere, bytes are dealt out instead: all files are laid
 * end to end and cut into `targetPartitions` ranges of equal size, `[[a:0..100], [a:100..150, b:0..50]]`. Files below
 * `repartition_file_min_size` in total stay whole. With an order to keep, only the largest single-file groups are cut.
 */
import { compareScalars } from '@datafusion-ts/common';
import { formatScalar } from '@datafusion-ts/compute';
import type { FileGroup, PartitionedFile } from './partitioned-file.js';
import { effectiveSize } from './partitioned-file.js';

/** Deals sorted files into at most `count` groups of nearly equal numbers. */
export function splitFiles(files: readonly PartitionedFile[], count: number): readonly FileGroup[] {
  if (files.length === 0) return [];
  const sorted = [...files].sort((a, b) => compareText(a.meta.location, b.meta.location));
  const size = Math.ceil(sorted.length / count);
  const groups: FileGroup[] = [];
  for (let start = 0; start < sorted.length; start += size) groups.push(sorted.slice(start, start + size));
  return groups;
}

/** One group for each combination of partition values, in their order; combined in turn when there are more than `count`. */
export function groupByPartitionValues(files: readonly PartitionedFile[], count: number): readonly FileGroup[] {
  const partitions = new Map<string, PartitionedFile[]>();
  for (const file of files) {
    const key = JSON.stringify(file.partitionValues.map((value) => (value.isNull ? null : formatScalar(value))));
    const group = partitions.get(key);
    if (group === undefined) partitions.set(key, [file]);
    else group.push(file);
  }
  const sorted = [...partitions.values()].sort((a, b) => compareValues(a[0]!, b[0]!));
  const groups: PartitionedFile[][] = Array.from({ length: Math.min(count, sorted.length) }, () => []);
  sorted.forEach((group, i) => groups[i % groups.length]!.push(...group));
  return groups;
}

function compareValues(a: PartitionedFile, b: PartitionedFile): number {
  for (const [i, value] of a.partitionValues.entries()) {
    const order = compareScalars(value, b.partitionValues[i]!) ?? 0;
    if (order !== 0) return order;
  }
  return 0;
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Cuts all files into ranges for `target` partitions; undefined when nothing changes. */
export function repartitionEvenly(
  groups: readonly FileGroup[],
  target: number,
  minSize: number,
): readonly FileGroup[] | undefined {
  const files = groups.flat();
  if (files.some((file) => file.range !== undefined)) return undefined;
  const total = files.reduce((sum, file) => sum + effectiveSize(file), 0);
  if (total < minSize || total === 0) return undefined;
  const share = Math.ceil(total / target);
  const result: PartitionedFile[][] = [];
  let current: PartitionedFile[] = [];
  let filled = 0;
  for (const file of files) {
    let start = 0;
    while (start < file.meta.size) {
      const end = Math.min(start + share - filled, file.meta.size);
      current.push({ ...file, range: { start, end } });
      filled += end - start;
      start = end;
      if (filled >= share) {
        result.push(current);
        current = [];
        filled = 0;
      }
    }
  }
  if (current.length > 0) result.push(current);
  return result;
}

/** A group of one file and the groups its parts go to, its own first. */
interface Candidate {
  readonly file: PartitionedFile;
  readonly slots: number[];
}

const partSize = ({ file, slots }: Candidate): number => Math.floor(effectiveSize(file) / slots.length);

/**
 * Cuts the largest groups of one file each, however small, keeping the order inside every group; undefined when nothing
 * changes. A file alone is cut as all files are without an order.
 */
export function repartitionPreservingOrder(
  groups: readonly FileGroup[],
  target: number,
  minSize: number,
): readonly FileGroup[] | undefined {
  if (groups.flat().some((file) => file.range !== undefined)) return undefined;
  if (groups.length >= target) return undefined;
  if (groups.length === 1 && groups[0]!.length === 1) return repartitionEvenly(groups, target, minSize);
  const candidates = groups.flatMap((group, i): readonly Candidate[] =>
    group.length === 1 ? [{ file: group[0]!, slots: [i] }] : [],
  );
  if (candidates.length === 0) return undefined;
  for (let slot = groups.length; slot < target; slot++) {
    const widest = candidates.reduce((a, b) => (partSize(b) > partSize(a) ? b : a));
    widest.slots.push(slot);
  }
  const result: FileGroup[] = [...groups];
  for (const { file, slots } of candidates)
    cutFile(file, slots.length).forEach((part, i) => (result[slots[i]!] = [part]));
  return result;
}

function cutFile(file: PartitionedFile, parts: number): readonly PartitionedFile[] {
  const size = Math.floor(file.meta.size / parts);
  return Array.from({ length: parts }, (_, i) => ({
    ...file,
    range: { start: i * size, end: i === parts - 1 ? file.meta.size : (i + 1) * size },
  }));
}
