/** Tables whose columns are kept in the engine memory give what is given without that, and give all memory back. */
import { ConfigOptions, DataTypes, field, ScalarValue, Schema, type DataType } from '@datafusion-ts/common';
import {
  allocator,
  Arena,
  Batch,
  fromHost,
  getScalar,
  rowsOf,
  takeVector,
  toHost,
  vectorFromScalars,
  type HostBatch,
} from '@datafusion-ts/compute';
import { createTaskContext, type TaskContext } from '@datafusion-ts/execution';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import {
  BinaryExpr,
  Column,
  DynamicFilterPhysicalExpr,
  IsNotNullExpr,
  IsNullExpr,
  lit,
  Literal,
} from '@datafusion-ts/physical-expr';
import { FilterExec, type ExecutionPlan } from '@datafusion-ts/physical-plan';
import {
  allTypes,
  arbitraryScalar,
  arbitraryVector,
  expectNoLeaksAsync,
  plainScalar,
  propertyBudget,
  type PlainValue,
} from '@datafusion-ts/test-utils';
import fc from 'fast-check';
import { DataSourceExec, MemorySourceConfig, residentMemory, ResidentTable } from '../src/index.js';

type Rows = readonly (readonly PlainValue[])[];

const noFunctions = { udfs: new Set<string>(), udf: () => undefined, udaf: () => undefined, udwf: () => undefined };
const lasting = allocator.lastingBlocks;
const { limit } = residentMemory;
afterEach(() => {
  residentMemory.limit = limit;
  expect(allocator.lastingBlocks).toBe(lasting);
  expect(residentMemory.byteLength).toBe(0);
});

function contextOf(batchSize: number): TaskContext {
  const config = new ConfigOptions();
  config.set('datafusion.execution.batch_size', String(batchSize));
  return createTaskContext({ config, functions: noFunctions as never });
}

/** Rows of every batch. */
async function read(plan: ExecutionPlan, batchSize: number): Promise<readonly Rows[]> {
  const found: Rows[] = [];
  const arena = new Arena();
  await expectNoLeaksAsync(async () => {
    for await (const batch of plan.execute(0, contextOf(batchSize))) {
      const columns = batch.columns.map((_, i) => batch.column(i, arena));
      found.push(
        Array.from({ length: batch.rowCount }, (_, row) => columns.map((c) => plainScalar(getScalar(c, row)))),
      );
    }
    arena.release();
  });
  return found;
}

/** A column of any type beside numbers of few distinct values, repeated so often that both may be coded. */
const tables = fc.constantFrom(...allTypes).chain((type) =>
  fc.record({
    type: fc.constant(type),
    batches: fc.array(
      fc.record({
        plan: arbitraryVector(type).filter(({ scalars }) => scalars.length > 0),
        numbers: fc.array(fc.option(fc.integer({ min: -3, max: 3 })), { minLength: 1, maxLength: 9 }),
        rowCount: fc.constantFrom(1, 7, 64, 150, 300),
        step: fc.constantFrom(1, 3),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  }),
);
type Table = typeof tables extends fc.Arbitrary<infer T> ? T : never;

const schemaOf = (type: DataType): Schema => new Schema([field('n', DataTypes.Int64), field('v', type)]);

function hostBatches({ type, batches }: Table): readonly HostBatch[] {
  return batches.map(({ plan, numbers, rowCount, step }) => {
    const arena = new Arena();
    try {
      const few = plan.build(arena);
      const rows = rowsOf(
        Array.from({ length: rowCount }, (_, i) => (i * step) % few.length),
        arena,
      );
      const given = Array.from({ length: rowCount }, (_, i) => numbers[i % numbers.length]!);
      const n = vectorFromScalars(
        DataTypes.Int64,
        given.map((value) => new ScalarValue(DataTypes.Int64, value === null ? null : BigInt(value))),
        arena,
      );
      return toHost(new Batch(schemaOf(type), [n, takeVector(few, rows, rowCount, arena)], rowCount));
    } finally {
      arena.release();
    }
  });
}

const scan = (
  batches: readonly HostBatch[],
  schema: Schema,
  resident?: ResidentTable,
  projection?: readonly number[],
): DataSourceExec =>
  new DataSourceExec(new MemorySourceConfig({ partitions: [batches], tableSchema: schema, projection, resident }));

function residentOf(schema: Schema, batches: readonly HostBatch[]): ResidentTable {
  const table = new ResidentTable(schema);
  table.arrange([batches]);
  return table;
}

const [n, v] = [new Column('n', 0), new Column('v', 1)];
const int = (value: number): PhysicalExpr => new Literal(ScalarValue.int64(BigInt(value)));
const numberTest = fc
  .tuple(fc.constantFrom('Lt', 'GtEq', 'Eq', 'NotEq', 'IsDistinctFrom'), fc.integer({ min: -4, max: 4 }))
  .map(([op, value]) => new BinaryExpr(n, op as 'Lt', int(value)));
const simple = fc.oneof(
  numberTest,
  fc.constant<PhysicalExpr>(new IsNullExpr(v)),
  fc.constant<PhysicalExpr>(new IsNotNullExpr(v)),
  fc.constant<PhysicalExpr>(new IsNullExpr(n)),
);
const conditions = fc.oneof(
  simple,
  fc.tuple(fc.constantFrom('And', 'Or'), simple, simple).map(([op, a, b]) => new BinaryExpr(a, op as 'And', b)),
);

const batchSizes = fc.constantFrom(8192, 100, 7);
const limits = fc.constantFrom(limit, limit, 0, 30_000);

test('scans give the same batches the first time and after', async () => {
  await fc.assert(
    fc.asyncProperty(tables, batchSizes, limits, async (table, batchSize, bytes) => {
      residentMemory.limit = bytes;
      const schema = schemaOf(table.type);
      const batches = hostBatches(table);
      const resident = residentOf(schema, batches);
      for (const columns of [[1], [0, 1], [1, 0], []]) {
        const expected = await read(scan(batches, schema, undefined, columns), batchSize);
        expect(await read(scan(batches, schema, resident, columns), batchSize)).toEqual(expected);
      }
      resident.release();
    }),
    propertyBudget(60),
  );
});

test('a filter above gives the same rows', async () => {
  await fc.assert(
    fc.asyncProperty(tables, conditions, batchSizes, limits, async (table, predicate, batchSize, bytes) => {
      residentMemory.limit = bytes;
      const schema = schemaOf(table.type);
      const batches = hostBatches(table);
      const resident = residentOf(schema, batches);
      for (const options of [{}, { projection: [1] }]) {
        const expected = await read(new FilterExec(predicate, scan(batches, schema), options), batchSize);
        const found = await read(new FilterExec(predicate, scan(batches, schema, resident), options), batchSize);
        expect(found.flat()).toEqual(expected.flat());
      }
      resident.release();
    }),
    propertyBudget(80),
  );
});

test('dynamic filters leave out rows that do not pass, and are not shown', async () => {
  await fc.assert(
    fc.asyncProperty(tables, conditions, numberTest, async (table, predicate, other) => {
      const schema = schemaOf(table.type);
      const batches = hostBatches(table);
      const resident = residentOf(schema, batches);
      const dynamic = new DynamicFilterPhysicalExpr([n, v], lit(true));
      const plain = scan(batches, schema, resident);
      const { plan, supported } = plain.tryPushdownFilters([dynamic, other], new ConfigOptions())!;
      expect(supported).toEqual([false, false]);
      expect(plan.fmtAs('default')).toBe(plain.fmtAs('default'));
      expect((await read(plan, 100)).flat()).toEqual((await read(plain, 100)).flat());
      dynamic.update(predicate);
      const expected = await read(new FilterExec(predicate, plain), 100);
      expect((await read(plan, 100)).flat()).toEqual(expected.flat());
      const both = await read(new FilterExec(other, new FilterExec(predicate, plain)), 100);
      expect((await read(new FilterExec(other, plan), 100)).flat()).toEqual(both.flat());
      resident.release();
    }),
    propertyBudget(40),
  );
});

test('rows that come and go', async () => {
  await fc.assert(
    fc.asyncProperty(tables, fc.array(fc.nat(), { maxLength: 4 }), async (table, order) => {
      const schema = schemaOf(table.type);
      const batches = hostBatches(table);
      const resident = new ResidentTable(schema);
      const given: HostBatch[] = [];
      for (const batch of batches) {
        given.push(batch);
        resident.arrange([given]);
        const expected = await read(scan(given, schema), 50);
        expect(await read(scan(given, schema, resident), 50)).toEqual(expected);
      }
      // Any order and part of the batches, as other partitionings and outdated plans have them.
      const some = order.map((i) => batches[i % batches.length]!);
      expect(await read(scan(some, schema, resident), 50)).toEqual(await read(scan(some, schema), 50));
      resident.arrange([some.slice(0, 1)]);
      expect(await read(scan(given, schema, resident), 50)).toEqual(await read(scan(given, schema), 50));
      resident.release();
    }),
    propertyBudget(40),
  );
});

test('a batch that a table has several times', async () => {
  await fc.assert(
    fc.asyncProperty(tables, fc.array(fc.nat(), { minLength: 1, maxLength: 6 }), async (table, order) => {
      const schema = schemaOf(table.type);
      const batches = hostBatches(table);
      const given = order.map((i) => batches[i % batches.length]!);
      const resident = new ResidentTable(schema);
      resident.arrange([given, batches.slice(0, 1)]);
      for (const part of [given, batches.slice(0, 1)]) {
        expect(await read(scan(part, schema, resident), 50)).toEqual(await read(scan(part, schema), 50));
      }
      resident.release();
    }),
    propertyBudget(40),
  );
});

test('few distinct values become codes that all batches share, and stay the same bits', async () => {
  const values = [0, -0, Number.NaN, 1.5, null];
  const schema = new Schema([field('f', DataTypes.Float64)]);
  const arena = new Arena();
  const batchOf = (from: number): HostBatch => {
    const scalars = Array.from({ length: 500 }, (_, i) => {
      const value = values[(i % 2) + (i < 250 ? 0 : from)]!;
      return new ScalarValue(DataTypes.Float64, value);
    });
    return toHost(new Batch(schema, [vectorFromScalars(DataTypes.Float64, scalars, arena)], 500));
  };
  const batches = [batchOf(0), batchOf(1), batchOf(3)];
  arena.release();
  const resident = residentOf(schema, batches);
  const ids = new Set<number>();
  for await (const batch of scan(batches, schema, resident).execute(0, contextOf(100))) {
    const column = batch.columns[0]!;
    expect(column.encoding).toBe('dictionary');
    if (column.encoding === 'dictionary') ids.add(column.values.id);
  }
  expect(ids.size).toBe(1);
  const found = (await read(scan(batches, schema, resident), 100)).flat().map(([value]) => value);
  expect(found).toEqual((await read(scan(batches, schema), 100)).flat().map(([value]) => value));
  resident.release();
});

test('segments without a row that passes are not read', async () => {
  // Batches with dictionaries of their own are segments by themselves, so that few rows make many.
  const words = DataTypes.dictionary(DataTypes.Int8, DataTypes.Utf8);
  const schema = new Schema([field('n', DataTypes.Int64), field('v', DataTypes.Int32), field('d', words)]);
  const arena = new Arena();
  const column = (type: DataType, value: (row: number) => unknown, from: number) =>
    vectorFromScalars(
      type,
      Array.from({ length: 20 }, (_, i) => new ScalarValue(type, value(from + i) as null)),
      arena,
    );
  const batches = Array.from({ length: 12 }, (_, i) => {
    const n = column(DataTypes.Int64, (row) => (row % 7 === 0 ? null : BigInt(row)), i * 20);
    const numbers = column(DataTypes.Int32, (row) => row * 2, i * 20);
    return toHost(new Batch(schema, [n, numbers, column(words, (row) => `word ${row % 3}`, i * 20)], 20));
  });
  arena.release();
  const resident = residentOf(schema, batches);
  const rows = async (predicate: PhysicalExpr, columns: readonly number[]): Promise<Rows> => {
    const expected = await read(new FilterExec(predicate, scan(batches, schema, undefined, columns)), 8);
    const found = await read(new FilterExec(predicate, scan(batches, schema, resident, columns)), 8);
    expect(found.flat()).toEqual(expected.flat());
    return found.flat();
  };
  const late = new BinaryExpr(n, 'GtEq', int(201));
  await rows(late, [0]);
  const before = allocator.lastingBlocks;
  expect((await rows(late, [0, 1, 2])).length).toBe(33);
  expect(allocator.lastingBlocks - before).toBe(2);
  const few = new BinaryExpr(new BinaryExpr(n, 'Lt', int(5)), 'Or', new BinaryExpr(n, 'Eq', int(121)));
  await rows(few, [0, 1]);
  expect(allocator.lastingBlocks - before).toBe(4);
  await rows(new IsNullExpr(n), [0, 1]);
  expect(allocator.lastingBlocks - before).toBe(12);
  resident.release();
});

test('what a scan reads stays until it has ended, whoever wants the memory', async () => {
  const schema = new Schema([field('s', DataTypes.Utf8)]);
  const arena = new Arena();
  const text = (i: number): ScalarValue =>
    new ScalarValue(DataTypes.Utf8, `a text of more than twelve bytes, number ${i}`);
  const scalars = Array.from({ length: 1000 }, (_, i) => text(i));
  const host = toHost(new Batch(schema, [vectorFromScalars(DataTypes.Utf8, scalars, arena)], 1000));
  const resident = residentOf(schema, [host]);
  const rows: unknown[] = [];
  for await (const batch of scan([host], schema, resident).execute(0, contextOf(100))) {
    resident.release();
    expect(allocator.reclaim!(1)).toBe(false);
    for (let row = 0; row < batch.rowCount; row++) rows.push(getScalar(batch.columns[0]!, row).value);
  }
  expect(rows).toEqual(scalars.map(({ value }) => value));
  arena.reset();
  expect(fromHost(host, undefined, arena).rowCount).toBe(1000);
  arena.release();
});

test('the least recently used columns go first', async () => {
  const schema = new Schema([field('a', DataTypes.Int64), field('b', DataTypes.Int64)]);
  const arena = new Arena();
  const column = vectorFromScalars(
    DataTypes.Int64,
    Array.from({ length: 4096 }, (_, i) => ScalarValue.int64(BigInt(i))),
    arena,
  );
  const host = toHost(new Batch(schema, [column, column], 4096));
  arena.release();
  const resident = residentOf(schema, [host]);
  residentMemory.limit = 60_000;
  await read(scan([host], schema, resident, [0]), 8192);
  const before = residentMemory.byteLength;
  await read(scan([host], schema, resident, [1]), 8192);
  expect(residentMemory.byteLength).toBe(before);
  expect(before).toBeGreaterThan(32_000);
  resident.release();
});

test('arbitrary texts keep their bytes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(arbitraryScalar(DataTypes.Utf8View), { minLength: 1, maxLength: 12 }), async (few) => {
      const schema = new Schema([field('s', DataTypes.Utf8View)]);
      const arena = new Arena();
      const scalars = Array.from({ length: 200 }, (_, i) => few[i % few.length]!);
      const host = toHost(new Batch(schema, [vectorFromScalars(DataTypes.Utf8View, scalars, arena)], 200));
      arena.release();
      const resident = residentOf(schema, [host]);
      const found = (await read(scan([host], schema, resident), 64)).flat().map(([value]) => value);
      expect(found).toEqual(scalars.map(plainScalar));
      resident.release();
    }),
    propertyBudget(40),
  );
});
