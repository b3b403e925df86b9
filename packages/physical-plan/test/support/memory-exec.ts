import {
  ConfigOptions,
  DataTypes,
  field,
  ScalarValue,
  Schema,
  type DataType,
  type ScalarData,
} from '@datafusion-ts/common';
import { allocator, Arena, Batch, HostTable, vectorFromScalars } from '@datafusion-ts/compute';
import type { RuntimeEnv } from '@datafusion-ts/execution';
import { createTaskContext, type TaskContext } from '@datafusion-ts/execution';
import { EquivalenceProperties, unknownPartitioning, type LexOrdering } from '@datafusion-ts/physical-expr';
import {
  batchStream,
  executeStream,
  outputPartitionCount,
  planProperties,
  type BatchStream,
  type ExecutionPlan,
  type PlanProperties,
} from '@datafusion-ts/physical-plan';
import { plainValues, type PlainValue } from '@datafusion-ts/test-utils';

/** Columns of a test table: name, type, values. */
export type TestColumns = readonly (readonly [
  name: string,
  type: DataType,
  values: readonly (ScalarData | undefined)[],
])[];

/** A table in host memory from columns of plain data. */
export function hostTable(columns: TestColumns): HostTable {
  const schema = new Schema(columns.map(([name, type]) => field(name, type)));
  const arena = new Arena();
  try {
    const vectors = columns.map(([, type, values]) =>
      vectorFromScalars(
        type,
        values.map((value) => new ScalarValue(type, value ?? null)),
        arena,
      ),
    );
    const table = new HostTable(schema);
    table.append(new Batch(schema, vectors, columns[0]![2].length));
    return table;
  } finally {
    arena.release();
  }
}

/** Reads tables, one a partition, in batches of a given size. */
export class MemoryExec implements ExecutionPlan {
  readonly name = 'MemoryExec';
  readonly schema: Schema;
  readonly properties: PlanProperties;
  /** Batches given out so far. */
  pulled = 0;

  constructor(
    readonly tables: readonly HostTable[],
    readonly batchSize = 3,
    readonly orderings: readonly LexOrdering[] = [],
  ) {
    this.schema = tables[0]!.schema;
    this.properties = planProperties({
      equivalence: EquivalenceProperties.withOrderings(this.schema, orderings),
      partitioning: unknownPartitioning(tables.length),
    });
  }

  children(): readonly ExecutionPlan[] {
    return [];
  }

  withNewChildren(): ExecutionPlan {
    return this;
  }

  execute(partition: number): BatchStream {
    const count = (): number => this.pulled++;
    const { tables, batchSize, schema } = this;
    return batchStream(schema, async function* () {
      const arena = new Arena();
      try {
        for (const batch of tables[partition]!.scan(undefined, batchSize, arena)) {
          count();
          yield batch;
        }
      } finally {
        arena.release();
      }
    });
  }

  fmtAs(): string {
    return 'MemoryExec';
  }
}

/** A single partition of Int32 column `a` and Utf8 column `b`. */
export const intTable = (values: readonly (number | null)[], batchSize = 3, name = 'a'): MemoryExec =>
  new MemoryExec([hostTable([[name, DataTypes.Int32, values]])], batchSize);

/** A context with default settings. */
export function testContext(
  change: { runtime?: RuntimeEnv; signal?: AbortSignal; settings?: Readonly<Record<string, string>> } = {},
): TaskContext {
  const config = new ConfigOptions();
  for (const [key, value] of Object.entries(change.settings ?? {})) config.set(key, value);
  return createTaskContext({
    config,
    functions: {} as TaskContext['functions'],
    ...(change.runtime === undefined ? {} : { runtime: change.runtime }),
    ...(change.signal === undefined ? {} : { signal: change.signal }),
  });
}

/** A context that the user cancels, for the reason `enough`, as soon as `input` has given all its rows. */
export function cancelledAtEndOf(input: MemoryExec): TaskContext {
  const controller = new AbortController();
  const stream = input.execute(0);
  const cancelling = batchStream(input.schema, async function* () {
    yield* stream;
    controller.abort(new Error('enough'));
  });
  jest.spyOn(input, 'execute').mockReturnValue(cancelling);
  return testContext({ signal: controller.signal });
}

/** Rows of a stream as arrays of plain values. */
export async function rowsOfStream(stream: BatchStream): Promise<PlainValue[][]> {
  const rows: PlainValue[][] = [];
  const arena = new Arena();
  try {
    for await (const batch of stream) {
      arena.reset();
      const columns = batch.columns.map((_, i) => plainValues(batch.column(i, arena)));
      for (let row = 0; row < batch.rowCount; row++) rows.push(columns.map((column) => column[row]!));
    }
  } finally {
    arena.release();
  }
  return rows;
}

/** Rows as texts in one order, for comparing as bags; 1 and 1n are not the same. */
export const rowTexts = (rows: readonly (readonly PlainValue[])[]): string[] =>
  rows
    .map((row) => JSON.stringify(row, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value)))
    .sort();

/** Runs all partitions and checks that all memory came back. */
export async function run(plan: ExecutionPlan, context: TaskContext = testContext()): Promise<PlainValue[][]> {
  const before = allocator.liveBlocks;
  const rows = await rowsOfStream(executeStream(plan, context));
  expectClean(before, context);
  return rows;
}

/** Runs each partition by itself. */
export async function runPartitions(
  plan: ExecutionPlan,
  context: TaskContext = testContext(),
): Promise<PlainValue[][][]> {
  const before = allocator.liveBlocks;
  const partitions: PlainValue[][][] = [];
  for (let p = 0; p < outputPartitionCount(plan); p++) partitions.push(await rowsOfStream(plan.execute(p, context)));
  expectClean(before, context);
  return partitions;
}

/** Asserts that no engine memory, reservation or file is left. */
export function expectClean(blocksBefore: number, context: TaskContext): void {
  expect(allocator.liveBlocks).toBe(blocksBefore);
  expect(context.runtime.memoryPool.reserved()).toBe(0);
  expect(context.runtime.diskManager.spillingProgress()).toEqual({ currentBytes: 0, activeFilesCount: 0 });
}
