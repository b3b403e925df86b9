import type { Schema } from '@datafusion-ts/common';
import { loadIpc } from './load-ipc.js';
import {
  mergeSchemas,
  writerPlan,
  type FileFormat,
  type FileFormatFactory,
  type FileSinkConfig,
  type FileSource,
} from '@datafusion-ts/datasource';
import type { ObjectMeta, ObjectStore } from '@datafusion-ts/execution';
import type { ExecutionPlan } from '@datafusion-ts/physical-plan';
import type { Session } from '@datafusion-ts/session';
import { ArrowFileWriter } from './arrow-file-writer.js';
import { ArrowSource } from './arrow-source.js';
import { isFileFormat, openIpc, schemaOf } from './open-ipc.js';

/** Arrow IPC files: record batches as they are in memory, in the file or the stream format. */
export class ArrowFormat implements FileFormat {
  readonly extension = 'arrow';

  /** The fields of all files, by name. */
  async inferSchema(_session: Session, store: ObjectStore, objects: readonly ObjectMeta[]): Promise<Schema> {
    const arrow = await loadIpc();
    const schemas: Schema[] = [];
    for (const object of objects) schemas.push(schemaOf(arrow, openIpc(arrow, await store.get(object.location), true)));
    return mergeSchemas(schemas);
  }

  fileSource(): FileSource {
    return new ArrowSource('arrow');
  }

  /** All files of a table are in the format of the first. */
  async fileSourceFor(store: ObjectStore, first: ObjectMeta): Promise<FileSource> {
    const head = await store.getRange(first.location, { start: 0, end: Math.min(first.size, 8) });
    return new ArrowSource(isFileFormat(head) ? 'arrow' : 'arrow_stream');
  }

  createWriterPhysicalPlan(input: ExecutionPlan, session: Session, sink: FileSinkConfig): Promise<ExecutionPlan> {
    const store = session.runtime.objectStore(sink.objectStoreUrl);
    const plan = writerPlan(
      input,
      sink,
      'Arrow',
      'ArrowFileSink',
      async (location, schema) => new ArrowFileWriter(await loadIpc(), schema, await store.putMultipart(location)),
    );
    return Promise.resolve(plan);
  }
}

/** Makes Arrow formats; there are no options. */
export const arrowFormatFactory: FileFormatFactory = {
  extension: 'arrow',
  create: (): FileFormat => new ArrowFormat(),
  default: (): FileFormat => new ArrowFormat(),
};
