/** Scans of one execution that read the same file give what each gives alone, and read the file once. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ScalarValue, type DataType } from '@datafusion-ts/common';
import { allocator } from '@datafusion-ts/compute';
import { partitionedFile } from '@datafusion-ts/datasource';
import { GreedyMemoryPool, InMemoryObjectStore, type ByteRange } from '@datafusion-ts/execution';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { BinaryExpr, Column, IsNullExpr, LikeExpr, Literal } from '@datafusion-ts/physical-expr';
import { endExecution } from '@datafusion-ts/physical-plan';
import { expectNoLeaksAsync, propertyBudget } from '@datafusion-ts/test-utils';
import fc from 'fast-check';
import { loadMetadata } from '../src/metadata/load-metadata.js';
import { expectScan } from '../src/scan/shared-pages.js';
import { executionOver, readParquet, type ReadOptions, type ReadResult } from './read-file.js';

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(join(__dirname, 'fixtures', `${name}.parquet`)));
const files = ['duckdb-snappy', 'datafusion-zstd', 'small-pages', 'duckdb-v2-delta', 'dictionary-overflow'].map(
  fixture,
);

const utf8View: DataType = { kind: 'Utf8View' };
const text = (value: string): PhysicalExpr => new Literal(new ScalarValue(utf8View, value));
const [i, w, t] = [new Column('i', 0), new Column('w', 1), new Column('t', 2)];

/** Counts the bytes that are asked for. */
class CountingStore extends InMemoryObjectStore {
  bytes = 0;

  override getRange(location: string, range: ByteRange): Promise<Uint8Array> {
    this.bytes += range.end - range.start;
    return super.getRange(location, range);
  }
}

const condition: fc.Arbitrary<PhysicalExpr | undefined> = fc.oneof(
  fc.constant(undefined),
  fc
    .integer({ min: -10, max: 510 })
    .map((value) => new BinaryExpr(i, 'Lt', new Literal(ScalarValue.int64(BigInt(value))))),
  fc.integer({ min: 0, max: 14 }).map((value) => new BinaryExpr(w, 'Eq', text(`word${value}`))),
  fc.constant(new IsNullExpr(w)),
  fc.constantFrom('%1%', '%number 4_').map((pattern) => new LikeExpr(false, false, t, text(pattern))),
);

const scan: fc.Arbitrary<ReadOptions> = fc
  .record({
    above: condition,
    columns: fc.subarray(['i', 'w', 't'], { minLength: 1 }),
    batchSize: fc.constantFrom(8192, 100, 7),
    stopsAfter: fc.oneof({ weight: 4, arbitrary: fc.constant(Infinity) }, fc.integer({ min: 1, max: 400 })),
  })
  .map(({ above, ...rest }) => (above === undefined ? rest : { ...rest, above }));

/** Runs scans over one file in one execution, one after the other or side by side. */
async function together(
  bytes: Uint8Array,
  scans: readonly ReadOptions[],
  sideBySide: boolean,
): Promise<readonly ReadResult[]> {
  const execution = await executionOver(bytes);
  const { context, meta } = execution;
  for (const { columns = [] } of scans)
    expectScan({ fileGroups: [[partitionedFile(meta)]], columns: [...new Set([...columns, 'i', 'w', 't'])] }, context);
  const run = (options: ReadOptions): Promise<ReadResult> => readParquet(bytes, { ...options, execution });
  const results: ReadResult[] = [];
  if (sideBySide) results.push(...(await Promise.all(scans.map(run))));
  else for (const options of scans) results.push(await run(options));
  await endExecution(context);
  expect(context.runtime.memoryPool.reserved()).toBe(0);
  return results;
}

test('scans of one file give what each gives alone', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...files),
      fc.array(scan, { minLength: 2, maxLength: 4 }),
      fc.boolean(),
      async (bytes, scans, sideBySide) => {
        const found = await expectNoLeaksAsync(() => together(bytes, scans, sideBySide));
        for (const [index, options] of scans.entries()) {
          const alone = await readParquet(bytes, options);
          expect(found[index]!.rows).toEqual(alone.rows);
        }
      },
    ),
    propertyBudget(100),
  );
});

test.each(['duckdb-snappy', 'datafusion-zstd', 'small-pages', 'duckdb-v2-delta'])(
  '%s is read once by scans one after the other',
  async (name) => {
    const [bytes, store, columns] = [fixture(name), new CountingStore(), ['i', 'w', 't']];
    const execution = await executionOver(bytes, undefined, store);
    for (let scans = 0; scans < 3; scans++)
      expectScan({ fileGroups: [[partitionedFile(execution.meta)]], columns }, execution.context);
    const first = await readParquet(bytes, { columns, execution });
    const before = store.bytes;
    await loadMetadata(store, execution.meta);
    const footer = store.bytes - before;
    for (const batchSize of [50, 8192]) {
      const start = store.bytes;
      const next = await readParquet(bytes, { columns, execution, batchSize });
      expect(next.rows).toEqual(first.rows);
      expect(next.metrics.sumByName('bytes_scanned')).toBe(first.metrics.sumByName('bytes_scanned'));
      // The reader of these tests asks for the footer each time.
      expect(store.bytes - start).toBe(footer);
    }
    await endExecution(execution.context);
  },
);

test('nothing is kept in a pool without room', async () => {
  const [bytes, store, columns] = [fixture('duckdb-snappy'), new CountingStore(), ['i', 'w', 't']];
  const execution = await executionOver(bytes, undefined, store, new GreedyMemoryPool(8 * 1024));
  for (let scans = 0; scans < 2; scans++)
    expectScan({ fileGroups: [[partitionedFile(execution.meta)]], columns }, execution.context);
  const first = await readParquet(bytes, { columns, execution });
  const start = store.bytes;
  expect((await readParquet(bytes, { columns, execution })).rows).toEqual(first.rows);
  expect(store.bytes - start).toBeGreaterThan(Number(first.metrics.sumByName('bytes_scanned')));
  expect(execution.context.runtime.memoryPool.reserved()).toBeLessThanOrEqual(1024);
  await endExecution(execution.context);
  expect(execution.context.runtime.memoryPool.reserved()).toBe(0);
});

test.each(['duckdb-snappy', 'datafusion-zstd', 'small-pages', 'duckdb-v2-delta'])(
  'what is kept of %s is charged in full',
  async (name) => {
    const [bytes, columns, before] = [fixture(name), ['i', 'w', 't'], allocator.liveBytes];
    const execution = await executionOver(bytes);
    for (let scans = 0; scans < 2; scans++)
      expectScan({ fileGroups: [[partitionedFile(execution.meta)]], columns }, execution.context);
    await readParquet(bytes, { columns, execution });
    const charged = execution.context.runtime.memoryPool.reserved();
    expect(charged).toBeGreaterThan(0);
    // The allocator deals in pages.
    expect(allocator.liveBytes - before).toBeLessThanOrEqual(charged * 1.25);
    await endExecution(execution.context);
    expect(allocator.liveBytes).toBe(before);
  },
);
