import type { Schema } from '@datafusion-ts/common';
import { Batch } from '@datafusion-ts/compute';

/** Some columns of a batch, by position, without a copy; all when `projection` is undefined. */
export function projectBatch(batch: Batch, schema: Schema, projection: readonly number[] | undefined): Batch {
  if (projection === undefined) {
    return batch.schema === schema ? batch : new Batch(schema, batch.columns, batch.rowCount, batch.selection);
  }
  const columns = projection.map((i) => batch.columns[i]!);
  return new Batch(schema, columns, batch.rowCount, batch.selection);
}
