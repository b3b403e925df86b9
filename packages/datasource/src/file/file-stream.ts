import type { Schema } from '@datafusion-ts/common';
import { Arena, Batch, constantVector, sliceBatch, type ColumnVector } from '@datafusion-ts/compute';
import { checkCancelled, type TaskContext } from '@datafusion-ts/execution';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { Column, plainColumnIndices, transformExprUp } from '@datafusion-ts/physical-expr';
import {
  BaselineMetrics,
  batchRows,
  meteredStream,
  type BatchStream,
  type ColumnNeeds,
  type MetricsSet,
} from '@datafusion-ts/physical-plan';
import type { FileScanConfig } from './file-scan-config.js';
import type { FileOpener, ScanFilter } from './file-source.js';
import type { PartitionedFile } from './partitioned-file.js';

/** What is asked of a scan besides its rows. */
export interface StreamOptions {
  readonly filter?: ScanFilter | undefined;
  /** What is needed of the scan's columns; default: everything. */
  readonly needs?: ColumnNeeds | undefined;
}

/**
 * The rows of one partition of a file scan: its files one after the other, projected, up to the limit. With a filter, rows
 * that do not pass are left out but counted, as what the scan would have given to the filter above it.
 */
export function openFileStream(
  scan: FileScanConfig,
  partition: number,
  context: TaskContext,
  metrics: MetricsSet,
  { filter, needs }: StreamOptions = {},
): BatchStream {
  const baseline = new BaselineMetrics(metrics, partition);
  const counting: ScanFilter | undefined = filter && {
    predicate: filter.predicate,
    onRows(seen, passed) {
      baseline.outputRows.add(seen - passed);
      filter.onRows(seen, passed);
    },
  };
  return meteredStream(scan.schema, baseline, () =>
    readGroup(new FileStream(scan, partition, context, metrics, { filter: counting, needs })),
  );
}

async function* readGroup(stream: FileStream): AsyncGenerator<Batch, void, undefined> {
  try {
    for (const file of stream.files) yield* stream.read(file);
  } finally {
    stream.release();
  }
}

/** State of one partition's scan: the opener, rows still wanted, memory of projected columns. */
class FileStream {
  readonly files: readonly PartitionedFile[];
  readonly #scan: FileScanConfig;
  readonly #context: TaskContext;
  readonly #opener: FileOpener;
  readonly #arena = new Arena();
  readonly #required: readonly number[];
  /** Columns read from files, then partition columns, as the projection's expressions are re-bound to. */
  readonly #inputSchema: Schema;
  /** The projection over the columns read; undefined when it is just those columns. */
  readonly #exprs: readonly PhysicalExpr[] | undefined;
  #left: number;

  constructor(
    scan: FileScanConfig,
    partition: number,
    context: TaskContext,
    metrics: MetricsSet,
    { filter, needs }: StreamOptions,
  ) {
    this.#scan = scan;
    this.#context = context;
    this.files = scan.parts.fileGroups[partition] ?? [];
    this.#required = scan.requiredColumns();
    this.#inputSchema = scan.tableSchema.project(this.#required);
    this.#left = scan.parts.limit ?? Number.POSITIVE_INFINITY;
    const plain = plainColumnIndices(scan.projection) !== undefined;
    this.#exprs = plain ? undefined : scan.projection.map(({ expr }) => rebind(expr, this.#required));
    const fileColumnCount = scan.parts.fileSchema.fields.length;
    this.#opener = scan.parts.fileSource.createFileOpener({
      store: context.runtime.objectStore(scan.parts.objectStoreUrl),
      context,
      fileSchema: scan.parts.fileSchema,
      columns: this.#required.filter((index) => index < fileColumnCount),
      limit: scan.parts.limit,
      limitTakesFirst: scan.parts.preserveOrder === true || (scan.parts.outputOrderings ?? []).length > 0,
      // A limit may be satisfied by few rows.
      batchSize: scan.parts.limit === undefined ? batchRows(metrics, context) : context.config.execution.batchSize,
      partition,
      metrics,
      filter,
      needs: plain ? needsOfFile(needs, this.#required, fileColumnCount) : undefined,
    });
  }

  async *read(file: PartitionedFile): AsyncGenerator<Batch, void, undefined> {
    if (this.#left <= 0) return;
    for await (const batch of this.#opener.open(file)) {
      checkCancelled(this.#context);
      if (batch.rowCount === 0) continue;
      this.#arena.reset();
      const output = this.#limited(this.#project(this.#withPartitionColumns(batch, file)));
      this.#left -= output.rowCount;
      yield output;
      if (this.#left <= 0) return;
    }
  }

  release(): void {
    this.#arena.release();
  }

  #withPartitionColumns(batch: Batch, file: PartitionedFile): Batch {
    const fileColumnCount = this.#scan.parts.fileSchema.fields.length;
    if (this.#required.every((index) => index < fileColumnCount)) return batch;
    const length = batch.columns[0]?.length ?? batch.rowCount;
    let next = 0;
    const columns = this.#required.map((index): ColumnVector => {
      if (index < fileColumnCount) return batch.columns[next++]!;
      return constantVector(file.partitionValues[index - fileColumnCount]!, length);
    });
    return new Batch(this.#inputSchema, columns, length, batch.selection);
  }

  #project(batch: Batch): Batch {
    const { schema } = this.#scan;
    if (this.#exprs === undefined) return new Batch(schema, batch.columns, batch.rowCount, batch.selection);
    const columns = this.#exprs.map((expr) => expr.evaluate(batch, this.#arena));
    return new Batch(schema, columns, batch.rowCount);
  }

  #limited(batch: Batch): Batch {
    return batch.rowCount <= this.#left ? batch : sliceBatch(batch, 0, this.#left, this.#arena);
  }
}

/** The needs of the columns that come from files, out of those of all columns. */
function needsOfFile(
  needs: ColumnNeeds | undefined,
  required: readonly number[],
  fileColumnCount: number,
): ColumnNeeds | undefined {
  if (needs === undefined) return undefined;
  const places = required.flatMap((index, place) => (index < fileColumnCount ? [place] : []));
  return { needs: (column, entries) => needs.needs(places[column]!, entries) };
}

/** Points the columns of a table expression at their places among the columns that are read. */
function rebind(expr: PhysicalExpr, required: readonly number[]): PhysicalExpr {
  return transformExprUp(expr, (node) =>
    node instanceof Column ? new Column(node.name, required.indexOf(node.index)) : node,
  );
}
