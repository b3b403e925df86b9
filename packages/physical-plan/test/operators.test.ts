import { DataTypes, field, listItem, ScalarValue, Schema } from '@datafusion-ts/common';
import { allocator } from '@datafusion-ts/compute';
import type { Literal } from '@datafusion-ts/physical-expr';
import {
  binary,
  CastExpr,
  col,
  hashPartitioning,
  lit,
  roundRobinPartitioning,
  sortExpr,
} from '@datafusion-ts/physical-expr';
import {
  CoalesceBatchesExec,
  CoalescePartitionsExec,
  EmptyExec,
  FilterExec,
  GlobalLimitExec,
  InterleaveExec,
  LocalLimitExec,
  PlaceholderRowExec,
  ProjectionExec,
  RecursiveQueryExec,
  RepartitionExec,
  UnionExec,
  UnnestExec,
  WorkTableExec,
} from '@datafusion-ts/physical-plan';
import {
  expectClean,
  hostTable,
  intTable,
  MemoryExec,
  rowsOfStream,
  run,
  runPartitions,
  testContext,
} from './support/memory-exec.js';

const int = (value: number): Literal => lit(ScalarValue.int32(value));

function table(): MemoryExec {
  return new MemoryExec([
    hostTable([
      ['a', DataTypes.Int32, [1, 2, 3, null, 5, 6, 7]],
      [
        'b',
        DataTypes.Utf8View,
        ['x', 'a text longer than twelve bytes', null, 'y', 'another rather long text', 'z', 'w'],
      ],
    ]),
  ]);
}

describe('FilterExec', () => {
  const predicate = (input: MemoryExec): ReturnType<typeof binary> => binary(col('a', input.schema), 'Gt', int(2));

  it('keeps rows for which the predicate is true, not null', async () => {
    const input = table();
    expect(await run(new FilterExec(predicate(input), input))).toEqual([
      [3, null],
      [5, 'another rather long text'],
      [6, 'z'],
      [7, 'w'],
    ]);
  });

  it('projects and stops at its fetch', async () => {
    const input = table();
    const plan = new FilterExec(predicate(input), input, { projection: [1], fetch: 2 });
    expect(plan.fmtAs('default')).toBe('FilterExec: a@0 > 2, projection=[b@1], fetch=2');
    expect(plan.fmtAs('tree')).toBe('fetch=2\npredicate=a > 2');
    expect(await run(plan)).toEqual([[null], ['another rather long text']]);
  });

  it('refuses predicates that are not boolean', () => {
    const input = table();
    expect(() => new FilterExec(col('a', input.schema), input)).toThrow(
      'Filter predicate must return BOOLEAN values, got Int32',
    );
  });

  it('counts rows and selectivity', async () => {
    const input = table();
    const plan = new FilterExec(predicate(input), input);
    await run(plan);
    expect(plan.metrics().formatAggregated({ categories: ['rows'] })).toBe(
      'output_rows=4, output_batches=1, selectivity=57.14% (4/7)',
    );
  });
});

describe('ProjectionExec', () => {
  it('computes columns and passes plain ones', async () => {
    const input = table();
    const a = col('a', input.schema);
    const plan = new ProjectionExec(
      [
        { expr: binary(new CastExpr(a, DataTypes.Int64), 'Plus', lit(1n)), alias: 't.a + Int64(1)' },
        { expr: a, alias: 'a' },
      ],
      input,
    );
    expect(plan.fmtAs('default')).toBe('ProjectionExec: expr=[CAST(a@0 AS Int64) + 1 as t.a + Int64(1), a@0 as a]');
    expect((await run(plan)).map((row) => row[0])).toEqual([2n, 3n, 4n, null, 6n, 7n, 8n]);
  });

  it('passes a selection on when it only picks columns', async () => {
    const input = table();
    const filter = new FilterExec(binary(col('a', input.schema), 'Lt', int(3)), input);
    const plan = new ProjectionExec([{ expr: col('b', input.schema), alias: 'c' }], filter);
    expect(await run(plan)).toEqual([['x'], ['a text longer than twelve bytes']]);
  });
});

describe('limits', () => {
  it('skips and fetches across batches', async () => {
    const plan = new GlobalLimitExec(intTable([1, 2, 3, 4, 5, 6, 7]), 2, 3);
    expect(await run(plan)).toEqual([[3], [4], [5]]);
    expect(plan.fmtAs('default')).toBe('GlobalLimitExec: skip=2, fetch=3');
    expect(new GlobalLimitExec(intTable([]), 1, undefined).fmtAs('default')).toBe(
      'GlobalLimitExec: skip=1, fetch=None',
    );
  });

  it('does not read more than it needs', async () => {
    const input = intTable([1, 2, 3, 4, 5, 6, 7], 2);
    await run(new LocalLimitExec(input, 3));
    expect(input.pulled).toBe(2);
  });

  it('gives nothing and reads nothing for a fetch of zero', async () => {
    const input = intTable([1, 2, 3]);
    expect(await run(new GlobalLimitExec(input, 0, 0))).toEqual([]);
    expect(input.pulled).toBe(0);
  });
});

describe('coalescing', () => {
  it('gathers small batches', async () => {
    const plan = new CoalesceBatchesExec(intTable([1, 2, 3, 4, 5, 6, 7], 2), 5);
    expect(plan.fmtAs('default')).toBe('CoalesceBatchesExec: target_batch_size=5');
    const sizes: number[] = [];
    for await (const batch of plan.execute(0, testContext())) sizes.push(batch.rowCount);
    expect(sizes.reduce((a, b) => a + b)).toBe(7);
    expect(Math.max(...sizes)).toBeGreaterThanOrEqual(4);
  });

  it('keeps long text of gathered batches', async () => {
    const input = table();
    expect(await run(new CoalesceBatchesExec(input, 100))).toEqual(await run(input));
  });

  it('makes one partition of many', async () => {
    const input = new MemoryExec([
      hostTable([['a', DataTypes.Int32, [1, 2]]]),
      hostTable([['a', DataTypes.Int32, [3]]]),
    ]);
    const plan = new CoalescePartitionsExec(input, 2);
    expect(plan.properties.partitioning).toEqual({ kind: 'UnknownPartitioning', count: 1 });
    expect(await run(plan)).toEqual([[1], [2]]);
    expect(plan.fmtAs('default')).toBe('CoalescePartitionsExec: fetch=2');
  });
});

describe('RepartitionExec', () => {
  it('gives every row once, by turns and by hash', async () => {
    const input = new MemoryExec([
      hostTable([['a', DataTypes.Int32, [1, 2, 3]]]),
      hostTable([['a', DataTypes.Int32, [4, 5]]]),
    ]);
    for (const partitioning of [roundRobinPartitioning(3), hashPartitioning([col('a', input.schema)], 3)]) {
      const partitions = await runPartitions(new RepartitionExec(input, partitioning));
      expect(partitions).toHaveLength(3);
      expect(
        partitions
          .flat()
          .map((row) => row[0])
          .sort(),
      ).toEqual([1, 2, 3, 4, 5]);
    }
  });

  it('merges ordered inputs when asked to keep their order', async () => {
    const ordering = [sortExpr(col('a', new Schema([field('a', DataTypes.Int32)])))];
    const input = new MemoryExec(
      [hostTable([['a', DataTypes.Int32, [1, 4, 6, 8, 9]]]), hostTable([['a', DataTypes.Int32, [2, 3, 7]]])],
      2,
      [ordering],
    );
    const plan = new RepartitionExec(input, hashPartitioning([col('a', input.schema)], 4), true);
    expect(plan.fmtAs('default')).toBe(
      'RepartitionExec: partitioning=Hash([a@0], 4), input_partitions=2, preserve_order=true, sort_exprs=a@0 ASC NULLS LAST',
    );
    expect(await run(plan)).toEqual([1, 2, 3, 4, 6, 7, 8, 9].map((a) => [a]));
  });
});

describe('UnionExec and InterleaveExec', () => {
  it('has the partitions of all inputs', async () => {
    const plan = new UnionExec([intTable([1, 2]), intTable([3], 3, 'b')]);
    expect(plan.properties.partitioning.count).toBe(2);
    expect(plan.schema.fields.map((f) => f.name)).toEqual(['a']);
    expect(await runPartitions(plan)).toEqual([[[1], [2]], [[3]]]);
  });

  it('interleaves inputs that are hashed alike and refuses others', async () => {
    const hashed = (values: number[]): RepartitionExec => {
      const input = intTable(values);
      return new RepartitionExec(input, hashPartitioning([col('a', input.schema)], 2));
    };
    const plan = new InterleaveExec([hashed([1, 2]), hashed([2, 3])]);
    expect((await run(plan)).flat().sort()).toEqual([1, 2, 2, 3]);
    expect(() => new InterleaveExec([intTable([1]), intTable([2])])).toThrow('consistent hash partitioning');
  });
});

describe('sources without input', () => {
  it('give no row and one row', async () => {
    const schema = new Schema([field('a', DataTypes.Int32)]);
    expect(await run(new EmptyExec(schema))).toEqual([]);
    expect(await run(new PlaceholderRowExec(schema))).toEqual([[null]]);
    expect(await run(new PlaceholderRowExec(new Schema([])))).toEqual([[]]);
  });
});

describe('UnnestExec', () => {
  const listType = DataTypes.list(listItem(DataTypes.Int32));
  const list = (values: readonly (number | null)[] | null): ScalarValue[] | null =>
    values?.map((v) => ScalarValue.int32(v)) ?? null;
  const input = (): MemoryExec =>
    new MemoryExec([
      hostTable([
        ['id', DataTypes.Int32, [1, 2, 3, 4]],
        ['l', listType, [list([10, 20]), list([]), list(null), list([30])]],
        ['m', listType, [list([1]), list([2, 3]), list(null), list([])]],
      ]),
    ]);
  const output = new Schema([field('id', DataTypes.Int32), field('l', DataTypes.Int32), field('m', DataTypes.Int32)]);
  const lists = [
    { index: 1, depth: 1 },
    { index: 2, depth: 1 },
  ];

  it('pads shorter lists and drops null lists', async () => {
    const plan = new UnnestExec(input(), lists, [], output, { preserveNulls: false, recursions: [] });
    expect(await run(plan)).toEqual([
      [1, 10, 1],
      [1, 20, null],
      [2, null, 2],
      [2, null, 3],
      [4, 30, null],
    ]);
  });

  it('keeps null lists as one null when told to', async () => {
    const plan = new UnnestExec(input(), lists, [], output, { preserveNulls: true, recursions: [] });
    expect((await run(plan)).filter((row) => row[0] === 3)).toEqual([[3, null, null]]);
  });

  it('unnests two levels', async () => {
    const nested = DataTypes.list(listItem(listType));
    const value = [list([1, 2]), list([3])].map((v) => new ScalarValue(listType, v));
    const source = new MemoryExec([hostTable([['n', nested, [value]]])]);
    const plan = new UnnestExec(source, [{ index: 0, depth: 2 }], [], new Schema([field('n', DataTypes.Int32)]), {
      preserveNulls: false,
      recursions: [],
    });
    expect(await run(plan)).toEqual([[1], [2], [3]]);
  });
});

describe('RecursiveQueryExec', () => {
  const recursive = (values: number[], isDistinct: boolean, limit: number): RecursiveQueryExec => {
    const start = intTable(values);
    const work = new WorkTableExec('c', start.schema);
    const a = col('a', work.schema);
    const below = new FilterExec(binary(a, 'Lt', int(limit)), work);
    const next = new ProjectionExec([{ expr: binary(a, 'Plus', int(1)), alias: 'a' }], below);
    return new RecursiveQueryExec('c', start, next, isDistinct);
  };

  it('runs until a round gives no rows', async () => {
    const plan = recursive([1], false, 5);
    expect(plan.fmtAs('default')).toBe('RecursiveQueryExec: name=c, is_distinct=false');
    expect(await run(plan)).toEqual([[1], [2], [3], [4], [5]]);
    expect(await run(plan)).toHaveLength(5);
  });

  it('gives each row once with UNION', async () => {
    expect((await run(recursive([1, 2, 3], true, 4))).flat()).toEqual([1, 2, 3, 4]);
    expect((await run(recursive([1, 2, 3], false, 4))).flat()).toHaveLength(9);
  });
});

describe('every stream', () => {
  it('releases its memory when the consumer stops early', async () => {
    const before = allocator.liveBlocks;
    const context = testContext();
    const plan = new CoalesceBatchesExec(new FilterExec(binary(col('a', table().schema), 'Gt', int(0)), table()), 2);
    for await (const _batch of plan.execute(0, context)) break;
    expectClean(before, context);
  });

  it('stops with the reason of an abort', async () => {
    const before = allocator.liveBlocks;
    const controller = new AbortController();
    const context = testContext({ signal: controller.signal });
    const input = intTable([1, 2, 3, 4, 5, 6]);
    const plan = new ProjectionExec([{ expr: col('a', input.schema), alias: 'a' }], input);
    const running = rowsOfStream(plan.execute(0, context));
    controller.abort(new Error('enough'));
    await expect(running).rejects.toThrow('enough');
    expectClean(before, context);
  });
});
