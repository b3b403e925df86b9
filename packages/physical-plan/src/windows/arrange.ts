import { kernels, mem, type Arena, type Batch, type GroupTable } from '@datafusion-ts/compute';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import type { Arrangement } from './window-input.js';

/**
 * Gathers the rows of each partition, which lie anywhere in the batch; their order in a partition stays. The table numbers
 * the partitions and may know some from batches before.
 */
export function arrangeRows(keys: readonly PhysicalExpr[], batch: Batch, table: GroupTable, arena: Arena): Arrangement {
  const k = kernels();
  const { rowCount } = batch;
  const columns = keys.map((key) => key.evaluate(batch, arena));
  const groups = table.insert(columns, rowCount, arena);
  const starts = arena.allocZeroed((table.groupCount + 1) * 4);
  k.joinCount(groups, rowCount, starts);
  k.joinStarts(starts, table.groupCount);
  const partitions = mem.u32.slice(starts >>> 2, (starts >>> 2) + table.groupCount + 1);
  const rows = arena.alloc(rowCount * 4);
  k.joinFill(groups, rowCount, 0, starts, rows);
  const inverse = arena.alloc(rowCount * 4);
  const { u32 } = mem;
  for (let i = 0; i < rowCount; i++) u32[(inverse >>> 2) + u32[(rows >>> 2) + i]!] = i;
  return { rows, inverse, partitions };
}
