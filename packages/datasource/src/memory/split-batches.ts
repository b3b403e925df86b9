import type { HostBatch } from '@datafusion-ts/compute';

/**
 * Spreads whole batches over more partitions so that rows are nearly even; undefined when there are not enough batches to
 * fill more partitions than there are.
 */
export function splitBatches(
  partitions: readonly (readonly HostBatch[])[],
  target: number,
): readonly (readonly HostBatch[])[] | undefined {
  const batches = partitions.flat();
  if (batches.length < target) return undefined;
  const total = batches.reduce((sum, batch) => sum + batch.rowCount, 0);
  const share = Math.ceil(total / target);
  const result: HostBatch[][] = Array.from({ length: target }, () => []);
  let index = 0;
  let rows = 0;
  for (const batch of [...batches].sort((a, b) => b.rowCount - a.rowCount)) {
    result[index]!.push(batch);
    rows += batch.rowCount;
    if (rows >= share && index < target - 1) {
      index++;
      rows = 0;
    }
  }
  return result.filter((part) => part.length > 0);
}
