import { DataTypes, type Schema } from '@datafusion-ts/common';
import { allocator } from '@datafusion-ts/compute';
import { FairSpillPool, GreedyMemoryPool, RuntimeEnv, DiskManager } from '@datafusion-ts/execution';
import { col, sortExpr, type LexOrdering } from '@datafusion-ts/physical-expr';
import { PartialSortExec, SortExec, SortPreservingMergeExec } from '@datafusion-ts/physical-plan';
import { propertyBudget } from '@datafusion-ts/test-utils';
import fc from 'fast-check';
import {
  expectClean,
  hostTable,
  MemoryExec,
  rowsOfStream,
  run,
  runPartitions,
  testContext,
} from './support/memory-exec.js';

type Row = readonly [number | null, string | null];

const source = (
  partitions: readonly (readonly Row[])[],
  batchSize = 4,
  orderings: readonly LexOrdering[] = [],
): MemoryExec =>
  new MemoryExec(
    partitions.map((rows) =>
      hostTable([
        ['a', DataTypes.Int32, rows.map((row) => row[0])],
        ['b', DataTypes.Utf8View, rows.map((row) => row[1])],
      ]),
    ),
    batchSize,
    orderings,
  );

const asc = (name: string, schema: Schema): LexOrdering[number] => sortExpr(col(name, schema));
const desc = (name: string, schema: Schema): LexOrdering[number] =>
  sortExpr(col(name, schema), { descending: true, nullsFirst: true });

function compareNullable<T extends number | string>(a: T | null, b: T | null, descending: boolean): number {
  if (a === null || b === null) return a === b ? 0 : (a === null) === descending ? -1 : 1;
  const order = a < b ? -1 : a > b ? 1 : 0;
  return descending ? -order : order;
}

const byBoth = (x: Row, y: Row): number => compareNullable(x[0], y[0], false) || compareNullable(x[1], y[1], true);

const arbitraryRows = fc.array(
  fc.tuple(
    fc.option(fc.integer({ min: -5, max: 5 })),
    fc.option(
      fc.constantFrom('', 'a', 'ab', 'a text longer than twelve bytes', 'a text longer than twelve bytes too', 'zz'),
    ),
  ),
  { maxLength: 60 },
);

describe('SortExec', () => {
  it('sorts by several keys, nulls where they belong, stably', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRows, async (rows) => {
        if (rows.length === 0) return;
        const input = source([rows]);
        const plan = new SortExec([asc('a', input.schema), desc('b', input.schema)], input);
        expect(await run(plan)).toEqual([...rows].sort(byBoth));
      }),
      propertyBudget(60),
    );
  });

  it('keeps the first rows of the order with a fetch', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRows, fc.integer({ min: 1, max: 12 }), async (rows, fetch) => {
        if (rows.length === 0) return;
        const input = source([rows]);
        const plan = new SortExec([asc('a', input.schema), desc('b', input.schema)], input, { fetch });
        expect(await run(plan)).toEqual([...rows].sort(byBoth).slice(0, fetch));
      }),
      propertyBudget(60),
    );
  });

  it('prints as DataFusion does', async () => {
    const input = source([
      [
        [3, 'x'],
        [1, 'y'],
        [2, 'z'],
      ],
    ]);
    const sort = new SortExec([asc('a', input.schema)], input);
    expect(sort.fmtAs('default')).toBe('SortExec: expr=[a@0 ASC NULLS LAST], preserve_partitioning=[false]');
    const top = new SortExec([asc('a', input.schema)], input, { fetch: 2, preservePartitioning: true });
    expect(top.name).toBe('SortExec(TopK)');
    expect(top.fmtAs('default')).toBe(
      'SortExec: TopK(fetch=2), expr=[a@0 ASC NULLS LAST], preserve_partitioning=[true]',
    );
    await run(top);
    expect(top.fmtAs('default')).toBe(
      'SortExec: TopK(fetch=2), expr=[a@0 ASC NULLS LAST], preserve_partitioning=[true], filter=[a@0 < 2]',
    );
    const down = new SortExec([desc('a', input.schema)], input, { fetch: 2 });
    await run(down);
    expect(down.fmtAs('default')).toContain('filter=[a@0 IS NULL OR a@0 > 2]');
    expect(top.fmtAs('tree')).toBe('a@0 ASC NULLS LAST\nlimit=2');
  });

  it('passes rows on when they are in order already', async () => {
    const ordering = [asc('a', source([[[1, 'x']]]).schema)];
    const input = source(
      [
        [
          [1, 'x'],
          [2, 'y'],
        ],
      ],
      4,
      [ordering],
    );
    expect(await run(new SortExec(ordering, input, { fetch: 1 }))).toEqual([[1, 'x']]);
  });
});

describe('spilling', () => {
  const rows = Array.from({ length: 40_000 }, (_, i): Row => [
    (i * 7919) % 10_007,
    `row number ${i} of this long table`,
  ]);

  it('sorts more than memory holds, through files that are gone afterwards', async () => {
    const runtime = new RuntimeEnv({ memoryPool: new FairSpillPool(2_000_000) });
    const context = testContext({
      runtime,
      settings: {
        'datafusion.execution.sort_spill_reservation_bytes': '10000',
        'datafusion.execution.batch_size': '1000',
      },
    });
    const input = source([rows], 1000);
    const plan = new SortExec([asc('a', input.schema)], input);
    const before = allocator.liveBlocks;
    const sorted = await rowsOfStream(plan.execute(0, context));
    expect(sorted).toEqual([...rows].sort((x, y) => x[0]! - y[0]!));
    expect(plan.metrics().sumByName('spill_count')).toBeGreaterThan(1);
    expect(plan.metrics().sumByName('spilled_rows')).toBe(rows.length);
    expectClean(before, context);
    expect(runtime.diskManager.tempDirPaths()).toEqual([]);
  });

  it('fails with the advice of DataFusion when it may not spill', async () => {
    const runtime = new RuntimeEnv({
      memoryPool: new GreedyMemoryPool(500_000),
      diskManager: new DiskManager({ kind: 'Disabled' }),
    });
    const context = testContext({ runtime });
    const input = source([rows], 1000);
    const plan = new SortExec([asc('a', input.schema)], input);
    const before = allocator.liveBlocks;
    await expect(rowsOfStream(plan.execute(0, context))).rejects.toThrow(/DiskManager is disabled|Failed to allocate/);
    expectClean(before, context);
  });
});

describe('SortPreservingMergeExec', () => {
  it('merges sorted partitions stably', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(arbitraryRows, { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 7 }),
        async (partitions, batchSize) => {
          const parts = partitions.filter((rows) => rows.length > 0).map((rows) => [...rows].sort(byBoth));
          if (parts.length === 0) return;
          const input = source(parts, batchSize);
          const plan = new SortPreservingMergeExec([asc('a', input.schema), desc('b', input.schema)], input);
          const context = testContext({ settings: { 'datafusion.execution.batch_size': '5' } });
          expect(await run(plan, context)).toEqual(parts.flat().sort(byBoth));
        },
      ),
      propertyBudget(60),
    );
  });

  it('stops at its fetch', async () => {
    const input = source(
      [
        [
          [1, 'x'],
          [4, 'y'],
        ],
        [
          [2, 'z'],
          [3, 'w'],
        ],
      ],
      1,
    );
    const plan = new SortPreservingMergeExec([asc('a', input.schema)], input, 3);
    expect(plan.fmtAs('default')).toBe('SortPreservingMergeExec: [a@0 ASC NULLS LAST], fetch=3');
    expect(plan.fmtAs('tree')).toBe('limit=3\na ASC NULLS LAST');
    expect((await run(plan)).map((row) => row[0])).toEqual([1, 2, 3]);
  });
});

describe('PartialSortExec', () => {
  it('sorts within groups of equal first keys', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRows, async (rows) => {
        if (rows.length === 0) return;
        const grouped = [...rows].sort((x, y) => compareNullable(x[0], y[0], false));
        const input = source([grouped], 3);
        const plan = new PartialSortExec([asc('a', input.schema), desc('b', input.schema)], input, 1);
        expect(plan.fmtAs('default')).toBe(
          'PartialSortExec: expr=[a@0 ASC NULLS LAST, b@1 DESC], common_prefix_length=[1]',
        );
        expect(await run(plan)).toEqual([...rows].sort(byBoth));
      }),
      propertyBudget(40),
    );
  });

  it('sorts each partition by itself when told to', async () => {
    const input = source([
      [
        [1, 'a'],
        [1, 'b'],
      ],
      [
        [1, 'c'],
        [1, 'd'],
      ],
    ]);
    const plan = new PartialSortExec([asc('a', input.schema), desc('b', input.schema)], input, 1, {
      preservePartitioning: true,
    });
    expect(await runPartitions(plan)).toEqual([
      [
        [1, 'b'],
        [1, 'a'],
      ],
      [
        [1, 'd'],
        [1, 'c'],
      ],
    ]);
  });
});
