import {
  SessionContext as CoreSessionContext,
  SessionStateBuilder,
  type DataFrame,
  type ReadOptions,
  type SessionState,
} from '@datafusion-ts/core';
import { defaultFileFormats } from './default-formats.js';
import { defaultFunctions, defaultTableFunctions } from './default-functions.js';

/** A builder with all built-in functions and formats; everything can be replaced or added to. */
export function defaultSessionStateBuilder(): SessionStateBuilder {
  return new SessionStateBuilder()
    .withFunctions(defaultFunctions())
    .withTableFunctions(defaultTableFunctions())
    .withFileFormats(defaultFileFormats());
}

/** A session with all built-in functions and formats. */
export class SessionContext extends CoreSessionContext {
  constructor(state: SessionState = defaultSessionStateBuilder().build()) {
    super(state);
  }

  /** Registers Parquet files (a file, a directory, a glob) as a table. */
  registerParquet(name: string, path: string, options?: ReadOptions): Promise<void> {
    return this.registerFiles(name, 'parquet', path, options);
  }
  /** Registers CSV files as a table; options such as `{ options: { delimiter: ';', has_header: 'false' } }`. */
  registerCsv(name: string, path: string, options?: ReadOptions): Promise<void> {
    return this.registerFiles(name, 'csv', path, options);
  }
  /** Registers files of JSON lines as a table. */
  registerJson(name: string, path: string, options?: ReadOptions): Promise<void> {
    return this.registerFiles(name, 'json', path, options);
  }
  /** Registers Arrow IPC files or streams as a table. */
  registerArrow(name: string, path: string, options?: ReadOptions): Promise<void> {
    return this.registerFiles(name, 'arrow', path, options);
  }
  /** Registers Avro object container files as a table. */
  registerAvro(name: string, path: string, options?: ReadOptions): Promise<void> {
    return this.registerFiles(name, 'avro', path, options);
  }
  /** A DataFrame over Parquet files. */
  readParquet(path: string, options?: ReadOptions): Promise<DataFrame> {
    return this.read('parquet', path, options);
  }
  /** A DataFrame over CSV files. */
  readCsv(path: string, options?: ReadOptions): Promise<DataFrame> {
    return this.read('csv', path, options);
  }
  /** A DataFrame over files of JSON lines. */
  readJson(path: string, options?: ReadOptions): Promise<DataFrame> {
    return this.read('json', path, options);
  }
  /** A DataFrame over Arrow IPC files or streams. */
  readArrow(path: string, options?: ReadOptions): Promise<DataFrame> {
    return this.read('arrow', path, options);
  }
  /** A DataFrame over Avro object container files. */
  readAvro(path: string, options?: ReadOptions): Promise<DataFrame> {
    return this.read('avro', path, options);
  }
}
