/** Reads Parquet bytes through the opener, as a scan does. */
import { ConfigOptions } from '@datafusion-ts/common';
import { Arena, filterBatch, getScalar, type Batch } from '@datafusion-ts/compute';
import { partitionedFile } from '@datafusion-ts/datasource';
import {
  createTaskContext,
  InMemoryObjectStore,
  RuntimeEnvBuilder,
  type MemoryPool,
  type ObjectMeta,
  type ObjectStore,
  type TaskContext,
} from '@datafusion-ts/execution';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { MetricsSet } from '@datafusion-ts/physical-plan';
import { plainScalar, type PlainValue } from '@datafusion-ts/test-utils';
import { loadMetadata } from '../src/metadata/load-metadata.js';
import { parquetReadOptions } from '../src/parquet-read-options.js';
import { ParquetOpener } from '../src/scan/parquet-opener.js';
import { readSchemaOf } from '../src/schema/read-schema-of.js';

/** What a scan gives and does. */
export interface ReadResult {
  readonly names: readonly string[];
  readonly rows: readonly (readonly PlainValue[])[];
  readonly metrics: MetricsSet;
}

export interface ReadOptions {
  readonly columns?: readonly string[];
  readonly batchSize?: number;
  readonly predicate?: PhysicalExpr;
  readonly appliesPredicate?: boolean;
  /** A filter above the scan, over all columns of the file, which the scan applies. */
  readonly above?: PhysicalExpr;
  readonly signal?: AbortSignal;
  /** The execution that the scan belongs to, and where its file is; default: one of its own. */
  readonly execution?: Execution;
  /** Rows after which the consumer stops. */
  readonly stopsAfter?: number;
  /** The same, applied to what the scan gives. */
  readonly after?: PhysicalExpr;
}

/** What scans of one execution have in common. */
export interface Execution {
  readonly context: TaskContext;
  readonly store: ObjectStore;
  readonly meta: ObjectMeta;
}

const noFunctions = { udfs: new Set<string>(), udf: () => undefined, udaf: () => undefined, udwf: () => undefined };

export async function readParquet(bytes: Uint8Array, wanted: ReadOptions = {}): Promise<ReadResult> {
  const { context, store, meta } = wanted.execution ?? (await executionOver(bytes, wanted.signal));
  const options = parquetReadOptions(undefined, context.config);
  const { schema } = readSchemaOf(await loadMetadata(store, meta), options);
  const columns = (wanted.columns ?? schema.fields.map(({ name }) => name)).map((name) => schema.indexOf(name));
  const metrics = new MetricsSet();
  const args = {
    store,
    context,
    fileSchema: schema,
    columns,
    limit: undefined,
    batchSize: wanted.batchSize ?? 8192,
    partition: 0,
    metrics,
    filter: wanted.above && { predicate: wanted.above, onRows: () => undefined },
  };
  const opener = new ParquetOpener(args, options, wanted.predicate, wanted.appliesPredicate ?? false);
  const rows: (readonly PlainValue[])[] = [];
  const arena = new Arena();
  for await (const batch of opener.open(partitionedFile(meta))) {
    rows.push(...rowsOf(wanted.after === undefined ? batch : kept(batch, wanted.after, arena)));
    if (rows.length >= (wanted.stopsAfter ?? Infinity)) break;
  }
  arena.release();
  return { names: columns.map((i) => schema.field(i).name), rows, metrics };
}

/** An execution over a file in memory, or in a store that has its bytes. */
export async function executionOver(
  bytes: Uint8Array,
  signal?: AbortSignal,
  store: InMemoryObjectStore = new InMemoryObjectStore(),
  pool?: MemoryPool,
): Promise<Execution> {
  const config = new ConfigOptions();
  await store.put('file.parquet', bytes);
  const runtime = pool && new RuntimeEnvBuilder().withMemoryPool(pool).build();
  const parts = { config, functions: noFunctions as never, ...(signal && { signal }), ...(runtime && { runtime }) };
  const context = createTaskContext(parts);
  return { context, store, meta: await store.head('file.parquet') };
}

function kept(batch: Batch, predicate: PhysicalExpr, arena: Arena): Batch {
  arena.reset();
  return filterBatch(batch, predicate.evaluate(batch, arena), arena);
}

function rowsOf(batch: Batch): readonly (readonly PlainValue[])[] {
  const arena = new Arena();
  try {
    const columns = batch.columns.map((_, i) => batch.column(i, arena));
    return Array.from({ length: batch.rowCount }, (_, row) =>
      columns.map((column) => plainScalar(getScalar(column, row))),
    );
  } finally {
    arena.release();
  }
}
