import { ArrowError, DataFusionError, InternalError, type Schema } from '@datafusion-ts/common';
import type { ArrowBridge, HostBatch } from '@datafusion-ts/compute';
import type { ByteRange } from '@datafusion-ts/execution';
import type { RecordBatch, RecordBatchFileReader, RecordBatchReader } from 'apache-arrow';
import { checkColumn } from './check-columns.js';
import { checkFile, checkStream } from './check-ipc.js';
import { checkSchema } from './check-schema.js';

/** What files in the file format, not streams, begin with. */
const MAGIC = new TextEncoder().encode('ARROW1');

/** Whether bytes begin a file in the file format. */
export const isFileFormat = (head: Uint8Array): boolean => MAGIC.every((byte, i) => head[i] === byte);

/** A reader over the bytes of an IPC file or stream whose schema is known; with `schemaOnly` what follows the schema may be damaged. */
export function openIpc(bridge: ArrowBridge, bytes: Uint8Array, schemaOnly = false): RecordBatchReader {
  return guarded(() => {
    if (isFileFormat(bytes)) checkFile(bridge.arrow, bytes);
    else checkStream(bridge.arrow, bytes, schemaOnly ? 1 : undefined);
    return bridge.arrow.RecordBatchReader.from(bytes).open();
  });
}

/** The schema of a file or stream. */
export function schemaOf(bridge: ArrowBridge, reader: RecordBatchReader): Schema {
  return guarded(() => {
    const schema = bridge.fromArrowSchema(reader.schema);
    checkSchema(schema);
    return schema;
  });
}

/** Host batches of record batches, checked in the columns that are `used`. */
export function hostBatches(
  bridge: ArrowBridge,
  schema: Schema,
  used: readonly number[],
): (batch: RecordBatch) => HostBatch {
  const known = new WeakSet();
  return (batch) =>
    guarded(() => {
      const host = bridge.hostFromArrow(batch, schema);
      for (const index of used) checkColumn(host.columns[index]!, host.rowCount, known);
      return host;
    });
}

/** The record batches that follow. */
export function* batchesOf(reader: RecordBatchReader): Generator<RecordBatch, void, undefined> {
  // By position where there is a footer: `next` never ends for one that points at something else than a record batch.
  if (reader.isFile() && reader.isSync()) {
    for (let i = 0; i < reader.numRecordBatches; i++) yield batchAt(reader, i);
    return;
  }
  for (;;) {
    const next = guarded(() => reader.next() as IteratorResult<RecordBatch>);
    if (next.done === true) return;
    yield next.value;
  }
}

/**
 * The record batches of a file in the file format that fall to a range of its `size` bytes. Batches are taken to lie
 * evenly, so that ranges that cover the file give each batch once.
 */
export function* batchesInRange(
  reader: RecordBatchReader,
  range: ByteRange,
  size: number,
): Generator<RecordBatch, void, undefined> {
  if (!reader.isFile() || !reader.isSync()) throw new InternalError('Arrow streams cannot be read from the middle');
  const count = reader.numRecordBatches;
  for (let i = 0; i < count; i++) {
    const place = Math.floor((i * size) / count);
    if (place < range.start || place >= range.end) continue;
    yield batchAt(reader, i);
  }
}

function batchAt(reader: RecordBatchFileReader, index: number): RecordBatch {
  return guarded(() => {
    const batch = reader.readRecordBatch(index);
    if (batch === null) throw new RangeError(`there is no record batch where the footer has number ${index}`);
    return batch;
  });
}

/** What apache-arrow throws for damaged files, as an error of ours. */
function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof DataFusionError) throw error;
    throw new ArrowError(
      'Parser error',
      `Unable to read Arrow IPC data: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
}
