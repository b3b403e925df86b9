/**
 * Writes rows to files of one format: COPY TO and INSERT INTO tables of files.
 *
 * Where rows go depends on the target: one file named by the statement; files `<id>_0.csv`, `<id>_1.csv`, … in a folder,
 * filled in turn; or with partition columns one file per folder `a=1/b=x/<id>.csv`. When the query fails, nothing of what
 * was begun is completed.
 */
import { ArrowError, type Schema } from '@datafusion-ts/common';
import { Arena, Batch } from '@datafusion-ts/compute';
import { checkCancelled, type TaskContext } from '@datafusion-ts/execution';
import { MetricsSet, type BatchStream, type DataSink, type DisplayFormat } from '@datafusion-ts/physical-plan';
import { formatFileGroup } from '../file/format-file-groups.js';
import type { FileSinkConfig } from './file-sink-config.js';
import type { FileWriter, OpenFileWriter } from './file-writer.js';
import { HivePartitioner } from './hive-partitions.js';
import { isSingleFile, newWriteId, outputFile, outputFolder } from './output-paths.js';

export class FileSink implements DataSink {
  readonly #name: string;
  readonly #open: OpenFileWriter;
  readonly config: FileSinkConfig;
  readonly #metrics = new MetricsSet();

  /** `name` is what EXPLAIN prints, such as `CsvSink`. */
  constructor(name: string, config: FileSinkConfig, open: OpenFileWriter) {
    this.#name = name;
    this.config = config;
    this.#open = open;
  }

  get schema(): Schema {
    return this.config.outputSchema;
  }

  fmtAs(format: DisplayFormat): string {
    if (format === 'tree') return `format: ${this.config.fileExtension}\nfile=${this.config.originalUrl}\n`;
    return `${this.#name}(file_groups=${formatFileGroup(this.config.fileGroup, format)})`;
  }

  metrics(): MetricsSet {
    return this.#metrics;
  }

  async writeAll(input: BatchStream, context: TaskContext): Promise<number> {
    const elapsed = this.#metrics.elapsedCompute(0);
    const bytesWritten = this.#metrics.counter('bytes_written', 0);
    const rowsWritten = this.#metrics.counter('rows_written', 0);
    const target = this.#target(context);
    let rows = 0;
    try {
      await target.begin();
      for await (const batch of input) {
        checkCancelled(context);
        if (batch.rowCount === 0) continue;
        const started = performance.now();
        await target.write(new Batch(this.schema, batch.columns, batch.rowCount, batch.selection));
        rows += batch.rowCount;
        elapsed.addMilliseconds(performance.now() - started);
      }
      bytesWritten.add(await target.finish());
    } catch (error) {
      await target.abort();
      throw error;
    }
    rowsWritten.add(rows);
    return rows;
  }

  #target(context: TaskContext): Target {
    const { config } = this;
    const open = (location: string, schema: Schema): Promise<FileWriter> => this.#open(location, schema, context);
    if (config.partitionColumns.length > 0) return new HiveTarget(config, open);
    if (isSingleFile(config)) return new FolderTarget(config, open, 1, Number.POSITIVE_INFINITY);
    const { minimumParallelOutputFiles, softMaxRowsPerOutputFile } = context.config.execution;
    return new FolderTarget(
      config,
      open,
      Math.max(1, Number(minimumParallelOutputFiles)),
      Number(softMaxRowsPerOutputFile),
    );
  }
}

type Open = (location: string, schema: Schema) => Promise<FileWriter>;

/** The files of one statement. */
interface Target {
  /** Opens files that exist whatever comes. */
  begin(): Promise<void>;
  write(batch: Batch): Promise<void>;
  /** Completes all files; their size in bytes. */
  finish(): Promise<number>;
  abort(): Promise<void>;
}

/** All files that were opened, to be completed or given up together. */
class OpenFiles {
  readonly #files: FileWriter[] = [];

  add(file: FileWriter): FileWriter {
    this.#files.push(file);
    return file;
  }

  async finish(): Promise<number> {
    let size = 0;
    for (const file of this.#files) size += await file.finish();
    return size;
  }

  async abort(): Promise<void> {
    for (const file of this.#files) await file.abort();
  }
}

/** One file, or several in a folder that take batches in turn. */
class FolderTarget implements Target {
  readonly #config: FileSinkConfig;
  readonly #open: Open;
  readonly #width: number;
  readonly #maxRows: number;
  readonly #id = newWriteId();
  readonly #all = new OpenFiles();
  readonly #current: FileWriter[] = [];
  readonly #rows: number[] = [];
  #opened = 0;
  #next = 0;

  constructor(config: FileSinkConfig, open: Open, width: number, maxRows: number) {
    this.#config = config;
    this.#open = open;
    this.#width = width;
    this.#maxRows = maxRows;
  }

  async begin(): Promise<void> {
    if (isSingleFile(this.#config)) await this.#openNext(0);
  }

  async write(batch: Batch): Promise<void> {
    if (this.#current.length < this.#width) await this.#openNext(this.#current.length);
    else if (this.#rows[this.#next]! >= this.#maxRows) await this.#openNext(this.#next);
    const index = this.#next;
    this.#rows[index]! += batch.rowCount;
    this.#next = (index + 1) % this.#width;
    await this.#current[index]!.write(batch);
  }

  finish(): Promise<number> {
    return this.#all.finish();
  }

  abort(): Promise<void> {
    return this.#all.abort();
  }

  async #openNext(index: number): Promise<void> {
    const number = this.#opened++;
    const location = isSingleFile(this.#config)
      ? outputFile(this.#config)
      : `${outputFolder(this.#config)}${this.#id}_${number}.${this.#config.fileExtension}`;
    this.#current[index] = this.#all.add(await this.#open(location, this.#config.outputSchema));
    this.#rows[index] = 0;
  }
}

/** A file per combination of partition values. */
class HiveTarget implements Target {
  readonly #config: FileSinkConfig;
  readonly #open: Open;
  readonly #partitioner: HivePartitioner;
  readonly #id = newWriteId();
  readonly #all = new OpenFiles();
  readonly #byFolder = new Map<string, FileWriter>();

  constructor(config: FileSinkConfig, open: Open) {
    this.#config = config;
    this.#open = open;
    this.#partitioner = new HivePartitioner(
      config.outputSchema,
      config.partitionColumns,
      config.keepPartitionByColumns,
    );
    if (this.#partitioner.schema.fields.length === 0) {
      throw new ArrowError('Invalid argument error', 'must either specify a row count or at least one column');
    }
  }

  begin(): Promise<void> {
    return Promise.resolve();
  }

  async write(batch: Batch): Promise<void> {
    const arena = new Arena();
    try {
      for (const { folder, batch: part } of this.#partitioner.split(batch, arena))
        await (await this.#file(folder)).write(part);
    } finally {
      arena.release();
    }
  }

  finish(): Promise<number> {
    return this.#all.finish();
  }

  abort(): Promise<void> {
    return this.#all.abort();
  }

  async #file(folder: string): Promise<FileWriter> {
    const known = this.#byFolder.get(folder);
    if (known !== undefined) return known;
    const location = `${outputFolder(this.#config)}${folder}${this.#id}.${this.#config.fileExtension}`;
    const file = this.#all.add(await this.#open(location, this.#partitioner.schema));
    this.#byFolder.set(folder, file);
    return file;
  }
}
