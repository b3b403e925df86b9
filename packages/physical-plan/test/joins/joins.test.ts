import { DataTypes, field, ResourcesExhaustedError, Schema, type JoinType } from '@datafusion-ts/common';
import {
  allocator,
  Arena,
  Batch,
  constantVector,
  flatVector,
  mem,
  Values,
  vectorFromScalars,
} from '@datafusion-ts/compute';
import { ScalarValue } from '@datafusion-ts/common';
import { GreedyMemoryPool, RuntimeEnvBuilder, type TaskContext } from '@datafusion-ts/execution';
import { binary, Column } from '@datafusion-ts/physical-expr';
import {
  batchStream,
  CrossJoinExec,
  endExecution,
  executeStream,
  HashJoinExec,
  NestedLoopJoinExec,
  SortMergeJoinExec,
  sourceProperties,
  type BatchStream,
  type ExecutionPlan,
  type JoinFilter,
} from '@datafusion-ts/physical-plan';
import {
  expectClean,
  hostTable,
  intTable,
  MemoryExec,
  rowsOfStream,
  run,
  testContext,
} from '../support/memory-exec.js';
import { JOIN_TYPES, naiveJoin, sorted } from './naive-join.js';

const { Int32, Utf8 } = DataTypes;
const column = (name: string): Column => new Column(name, 0);

function hashJoin(
  left: ExecutionPlan,
  right: ExecutionPlan,
  joinType: JoinType,
  change: Partial<ConstructorParameters<typeof HashJoinExec>[0]> = {},
): HashJoinExec {
  return new HashJoinExec({
    left,
    right,
    on: [[column('a'), column('b')]],
    joinType,
    mode: 'CollectLeft',
    nullEquality: 'NullEqualsNothing',
    ...change,
  });
}

const nestedLoopJoin = (left: ExecutionPlan, right: ExecutionPlan, filter: JoinFilter): NestedLoopJoinExec =>
  new NestedLoopJoinExec({ left, right, filter, joinType: 'Inner' });

const mergeJoin = (left: ExecutionPlan, right: ExecutionPlan, filter: JoinFilter): SortMergeJoinExec =>
  new SortMergeJoinExec({
    left,
    right,
    on: [[column('a'), column('b')]],
    filter,
    joinType: 'Inner',
    sortOptions: [{ descending: false, nullsFirst: true }],
    nullEquality: 'NullEqualsNothing',
  });

/** Several partitions of one Int32 column. */
const partitions = (name: string, ...parts: (number | null)[][]): MemoryExec =>
  new MemoryExec(
    parts.map((values) => hostTable([[name, Int32, values]])),
    2,
  );

describe('order of rows', () => {
  it('follows the right input, then the left one', async () => {
    const join = hashJoin(intTable([1, 2, 1, 2], 1), intTable([2, 1], 1, 'b'), 'Inner', { projection: [1, 0] });
    expect(await run(join)).toEqual([
      [2, 2],
      [2, 2],
      [1, 1],
      [1, 1],
    ]);
  });

  it('has unmatched left rows in order for a small key range, else from the last batch on', async () => {
    const near = hashJoin(intTable([1, 2, 3, 4, 5], 2), intTable([9], 1, 'b'), 'Left', { projection: [0] });
    expect((await run(near)).flat()).toEqual([1, 2, 3, 4, 5]);
    const far = hashJoin(intTable([1, 2, 3, 4, 9_000_000], 2), intTable([9], 1, 'b'), 'Left', { projection: [0] });
    expect((await run(far)).flat()).toEqual([9_000_000, 3, 4, 1, 2]);
  });
});

describe('texts of a small build side', () => {
  const texts = ['short', null, 'a text that is longer than twelve bytes', 'short'];

  it.each([4, 300, 5000])('come out as codes while they are few: %d rows', async (count) => {
    const keys = Array.from({ length: count }, (_, i) => i);
    const table = hostTable([
      ['a', Int32, keys],
      ['t', Utf8, keys.map((key) => texts[key % 4]!)],
    ]);
    const wanted = [3, 1, count, 2, 0];
    const join = hashJoin(new MemoryExec([table], 7), intTable(wanted, 8, 'b'), 'Right', { projection: [2, 1] });
    const context = testContext();
    const encodings: string[] = [];
    for await (const batch of executeStream(join, context)) encodings.push(batch.columns[1]!.encoding);
    await endExecution(context);
    expect(encodings).toEqual([count < 5000 ? 'dictionary' : 'flat']);
    const expected = wanted.map((key) => [key, key < count ? texts[key % 4]! : null]);
    expect(await run(join)).toEqual(expected);
  });
});

describe('a build side shared by partitions', () => {
  it.each(JOIN_TYPES)('gives the rows of a %s join once', async (joinType) => {
    const [left, right] = [
      [1, 2, null, 4, 4],
      [2, 4, 4, 7, null],
    ];
    const join = hashJoin(intTable(left, 2), partitions('b', [2, 4], [], [4, 7, null]), joinType);
    const expected = naiveJoin(
      left.map((v) => [v, null, null]),
      right.map((v) => [v, null, null]),
      joinType,
      (l, r) => l[0] !== null && l[0] === r[0],
    );
    const kept = (row: readonly unknown[]): unknown[] =>
      row.length === 6 ? [row[0], row[3]] : row.length === 4 ? [row[0], row[3]] : [row[0]];
    expect(sorted(await run(join))).toEqual(sorted(expected.map(kept)));
  });

  it('is given back when the reader stops early', async () => {
    const before = allocator.liveBlocks;
    const context = testContext({ settings: { 'datafusion.execution.batch_size': '1' } });
    for await (const batch of executeStream(
      hashJoin(intTable([1, 2]), partitions('b', [1, 2], [2]), 'Inner'),
      context,
    )) {
      expect(batch.rowCount).toBeGreaterThan(0);
      break;
    }
    expectClean(before, context);
  });
});

describe('NOT IN', () => {
  const antiJoin = (left: (number | null)[], right: (number | null)[]): Promise<unknown[][]> =>
    run(hashJoin(intTable(left), intTable(right, 3, 'b'), 'LeftAnti', { nullAware: true }));

  it('gives nothing when the list has a NULL', async () => {
    expect(await antiJoin([1, 2], [1, null])).toEqual([]);
  });
  it('leaves NULL out', async () => {
    expect(await antiJoin([1, null, 2], [1])).toEqual([[2]]);
  });
  it('keeps all rows, NULL too, for an empty list', async () => {
    expect(await antiJoin([1, null], [])).toEqual([[1], [null]]);
  });
});

/** One batch whose column is a constant or has codes for values. */
class EncodedExec implements ExecutionPlan {
  readonly name = 'EncodedExec';
  readonly schema = new Schema([field('b', Utf8)]);
  readonly properties = sourceProperties(this.schema, 1);
  constructor(readonly kind: 'constant' | 'dictionary') {}
  children(): readonly ExecutionPlan[] {
    return [];
  }
  withNewChildren(): ExecutionPlan {
    return this;
  }
  fmtAs(): string {
    return this.name;
  }
  execute(): BatchStream {
    const { kind, schema } = this;
    return batchStream(schema, async function* () {
      const arena = new Arena();
      try {
        const text = (value: string | null): ScalarValue => new ScalarValue(Utf8, value);
        if (kind === 'constant') yield new Batch(schema, [constantVector(text('y'), 3)], 3);
        else {
          const entries = vectorFromScalars(Utf8, ['x', 'y', 'unused'].map(text), arena);
          const codes = arena.alloc(4);
          mem.u8.set([1, 0, 1, 1], codes);
          const validity = arena.alloc(1);
          mem.u8[validity] = 0b0111;
          const values = new Values(flatVector(Utf8, 3, entries), () => undefined);
          const dictionary = {
            encoding: 'dictionary',
            type: Utf8,
            length: 4,
            nullCount: 1,
            validity,
            codes,
            width: 1,
            values,
          } as const;
          yield new Batch(schema, [dictionary], 4);
          values.release();
        }
      } finally {
        arena.release();
      }
    });
  }
}

describe('encoded keys', () => {
  const words = (): MemoryExec => new MemoryExec([hostTable([['a', Utf8, ['y', 'x', 'y', null, 'z']]])]);
  it('match through codes', async () => {
    expect(sorted(await run(hashJoin(words(), new EncodedExec('dictionary'), 'Inner')))).toEqual(
      ['x|x', ...new Array<string>(4).fill('y|y')].sort(),
    );
  });
  it('match as constants', async () => {
    expect(await run(hashJoin(words(), new EncodedExec('constant'), 'RightSemi'))).toEqual([['y'], ['y'], ['y']]);
  });
});

describe('memory', () => {
  const numbers = Array.from({ length: 20_000 }, (_, i) => i);
  const limited = (): TaskContext =>
    testContext({ runtime: new RuntimeEnvBuilder().withMemoryPool(new GreedyMemoryPool(40_000)).build() });

  it('refused for the build side fails the join and leaves nothing behind', async () => {
    const before = allocator.liveBlocks;
    const context = limited();
    await expect(
      rowsOfStream(hashJoin(intTable(numbers, 1000), intTable([1], 1, 'b'), 'Inner').execute(0, context)),
    ).rejects.toThrow(ResourcesExhaustedError);
    expectClean(before, context);
  });

  it.each(JOIN_TYPES)('refused for the left side of a %s nested loop join sends it to disk', async (joinType) => {
    const [left, right] = [numbers.slice(0, 12_000), [5, 11_990, 70_000]];
    const filter = {
      expression: binary(new Column('a', 0), 'Eq', new Column('b', 1)),
      columnIndices: [
        { index: 0, side: 'Left' },
        { index: 0, side: 'Right' },
      ],
      schema: new Schema([field('a', Int32), field('b', Int32)]),
    } as const;
    const join = new NestedLoopJoinExec({
      left: intTable(left, 1000),
      right: intTable(right, 2, 'b'),
      filter,
      joinType,
    });
    const counted = async (context: TaskContext): Promise<string[]> => sorted(await run(join, context));
    const spilled = await counted(limited());
    expect(spilled).toEqual(await counted(testContext()));
    expect(join.metrics().sumByName('spill_count')).toBe(2);
  });
});

describe('a key with many rows on both sides', () => {
  const many = (rows: number, name: string): MemoryExec =>
    new MemoryExec(
      [
        hostTable([
          [name, Int32, Array.from({ length: rows }, () => 1)],
          ['x', Int32, Array.from({ length: rows }, (_, i) => i)],
        ]),
      ],
      rows,
    );
  const schema = new Schema([field('x', Int32), field('y', Int32)]);
  const columnIndices = [
    { index: 1, side: 'Left' },
    { index: 1, side: 'Right' },
  ] as const;
  const [x, y] = [new Column('x', 0), new Column('y', 1)];

  it('takes no more memory than a piece of its pairs', async () => {
    const join = hashJoin(many(1200, 'a'), many(1200, 'b'), 'Inner');
    const context = testContext({ settings: { 'datafusion.execution.batch_size': '1024' } });
    let [rows, most] = [0, 0];
    for await (const batch of join.execute(0, context)) {
      rows += batch.rowCount;
      most = Math.max(most, allocator.liveBytes);
    }
    expect(rows).toBe(1200 * 1200);
    expect(most).toBeLessThan(2e6);
  });

  const none = { expression: binary(binary(x, 'Plus', y), 'Lt', x), columnIndices, schema };
  const compared = { expression: binary(x, 'Lt', y), columnIndices, schema };
  const sides = (rows: number): readonly [MemoryExec, MemoryExec] => [many(rows, 'a'), many(rows, 'b')];
  it.each([
    ['hash join by a comparison', () => hashJoin(...sides(12_000), 'RightSemi', { filter: compared })],
    ['hash join', () => hashJoin(...sides(4000), 'RightSemi', { filter: none })],
    ['nested loop join', () => nestedLoopJoin(...sides(4000), none)],
    ['merge join', () => mergeJoin(...sides(4000), none)],
  ])('can be cancelled between pieces of its pairs: %s', async (_name, makeJoin) => {
    const before = allocator.liveBlocks;
    const controller = new AbortController();
    const context = testContext({ signal: controller.signal });
    const running = rowsOfStream(makeJoin().execute(0, context));
    setImmediate(() => controller.abort(new Error('enough')));
    await expect(running).rejects.toThrow('enough');
    await endExecution(context);
    expectClean(before, context);
  });
});

describe('a build side that partitions share', () => {
  const right = (): MemoryExec => partitions('b', [1, 2], [2, 3], [3, 4]);
  it.each([
    ['hash', () => hashJoin(intTable([1, 2, 3]), right(), 'Inner')],
    ['cross', () => new CrossJoinExec(intTable([1, 2, 3]), right())],
    ['nested loop', () => new NestedLoopJoinExec({ left: intTable([1, 2, 3]), right: right(), joinType: 'Left' })],
  ])('is given back when an execution ends between two of them: %s join', async (_name, join) => {
    const before = allocator.liveBlocks;
    const context = testContext();
    await rowsOfStream(join().execute(0, context));
    await endExecution(context);
    expectClean(before, context);
  });
});

describe('cross joins', () => {
  it('give every pair, by right batch and left row', async () => {
    const pairs = await run(new CrossJoinExec(intTable([1, 2], 1), intTable([7, 8, 9], 2, 'b')));
    expect(pairs).toEqual([
      [1, 7],
      [1, 8],
      [2, 7],
      [2, 8],
      [1, 9],
      [2, 9],
    ]);
  });

  it('pass large right batches beside constants', async () => {
    const numbers = Array.from({ length: 1500 }, (_, i) => i);
    const pairs = await run(new CrossJoinExec(intTable([1, null]), intTable(numbers, 1500, 'b')));
    expect(pairs).toEqual([...numbers.map((n) => [1, n]), ...numbers.map((n) => [null, n])]);
  });
});
