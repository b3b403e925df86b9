import { Schema } from '@datafusion-ts/common';
import { mergeSchemas, type FileFormat, type FileFormatFactory, type FileSource } from '@datafusion-ts/datasource';
import type { ObjectMeta, ObjectStore } from '@datafusion-ts/execution';
import type { Session } from '@datafusion-ts/session';
import { AvroSource } from './avro-source.js';
import { FileBytes } from './container/file-bytes.js';
import { readHeader } from './container/read-header.js';
import { arrowField } from './schema/arrow-type.js';

/** Avro object container files; they are read only, as in DataFusion. */
export class AvroFormat implements FileFormat {
  readonly extension = 'avro';

  /** The fields of all files, by name. */
  async inferSchema(_session: Session, store: ObjectStore, objects: readonly ObjectMeta[]): Promise<Schema> {
    const schemas: Schema[] = [];
    for (const object of objects) {
      const header = await readHeader(new FileBytes(store, object));
      if (header !== undefined) schemas.push(new Schema(header.fields.map(arrowField)));
    }
    return mergeSchemas(schemas);
  }

  fileSource(): FileSource {
    return new AvroSource();
  }
}

/** Makes Avro formats; there are no options. */
export const avroFormatFactory: FileFormatFactory = {
  extension: 'avro',
  create: (): FileFormat => new AvroFormat(),
  default: (): FileFormat => new AvroFormat(),
};
