import type { Batch, ColumnVector } from '@datafusion-ts/compute';

/**
 * Bytes the rows of a batch take, estimated from widths alone: cheap enough for every batch. A column that is in it twice
 * counts once.
 */
export function estimateBatchBytes(batch: Batch): number {
  let perRow = 0;
  let fixed = 0;
  const { columns } = batch;
  for (const [i, column] of columns.entries()) {
    if (columns.indexOf(column) < i) continue;
    perRow += bytesPerRow(column);
    if (column.encoding === 'constant') fixed += 16;
  }
  return Math.ceil(perRow * batch.rowCount) + fixed;
}

function bytesPerRow(column: ColumnVector): number {
  if (column.encoding === 'constant') return 0;
  const validity = column.validity === 0 ? 0 : 1 / 8;
  if (column.encoding === 'dictionary') return column.width + validity;
  const own = column.type.kind === 'Boolean' ? 1 / 8 : column.width;
  if (column.children.length === 0 || column.length === 0) return own + validity;
  const children = column.children.reduce((sum, child) => sum + (bytesPerRow(child) * child.length) / column.length, 0);
  return own + validity + children;
}
