import {
  DataTypes,
  exact,
  ScalarValue,
  unknownStatistics,
  type JoinType,
  type Statistics,
} from '@datafusion-ts/common';
import { allocator } from '@datafusion-ts/compute';
import { GreedyMemoryPool, RuntimeEnv } from '@datafusion-ts/execution';
import { BinaryExpr, Column, lit } from '@datafusion-ts/physical-expr';
import { executeStream, HashJoinExec, ProjectionExec, type ExecutionPlan } from '@datafusion-ts/physical-plan';
import { expectClean, hostTable, MemoryExec, run, testContext } from '../support/memory-exec.js';
import { naiveJoin, sorted, type Row } from './naive-join.js';

const { Int32, Utf8 } = DataTypes;

/** A table that says how many rows it has. */
class CountedExec extends MemoryExec {
  readonly #rows: readonly Row[];

  constructor(rows: readonly Row[], names: readonly string[], batchSize: number) {
    const column = (i: number) => rows.map((row) => row[i]!);
    super(
      [
        hostTable([
          [names[0]!, Int32, column(0)],
          [names[1]!, Int32, column(1)],
          [names[2]!, Utf8, column(2)],
        ]),
      ],
      batchSize,
    );
    this.#rows = rows;
  }

  partitionStatistics(): Statistics {
    return { ...unknownStatistics(this.schema), numRows: exact(this.#rows.length) };
  }
}

/** Hides what is known of the rows, as a filter or a join would. */
class UncountedExec extends CountedExec {
  override partitionStatistics(): Statistics {
    return unknownStatistics(this.schema);
  }
}

const build: readonly Row[] = Array.from({ length: 20_000 }, (_, i) => [
  i % 999 === 7 ? null : i,
  i % 3,
  `the text of row ${i % 50}`,
]);

function join(right: ExecutionPlan, joinType: JoinType, keys: 1 | 2): HashJoinExec {
  const on = [
    [new Column('k', 0), new Column('l', 0)],
    [new Column('t', 2), new Column('u', 2)],
  ] as const;
  return new HashJoinExec({
    left: new CountedExec(build, ['k', 'v', 't'], 8192),
    right,
    on: on.slice(0, keys),
    joinType,
    mode: 'CollectLeft',
    nullEquality: 'NullEqualsNothing',
  });
}

const probeRows = (count: number): readonly Row[] =>
  Array.from({ length: count }, (_, i) => [
    i % 5 === 4 ? null : i * 37,
    i,
    i % 2 === 0 ? `the text of row ${(i * 37) % 50}` : 'another',
  ]);

const equalKeys =
  (keys: 1 | 2) =>
  (l: Row, r: Row): boolean =>
    l[0] !== null && l[0] === r[0] && (keys === 1 || l[2] === r[2]);

describe('a probe side of few rows', () => {
  const types = ['Inner', 'Right', 'RightSemi', 'RightAnti', 'LeftSemi'] as const;
  const shapes = types.flatMap((type) => [1, 2].map((keys) => [type, keys as 1 | 2] as const));

  it.each(shapes)('narrows the build side of a %s join on %d keys', async (joinType, keys) => {
    const rows = probeRows(40);
    const exec = join(new UncountedExec(rows, ['l', 'w', 'u'], 7), joinType, keys);
    expect(sorted(await run(exec))).toEqual(sorted(naiveJoin(build, rows, joinType, equalKeys(keys))));
    expect(exec.metrics().sumByName('build_input_rows')).toBeLessThanOrEqual(40);
  });

  it('waits where filters of single keys narrow it', async () => {
    const rows = probeRows(40);
    const exec = join(new UncountedExec(rows, ['l', 'w', 'u'], 7), 'Inner', 2);
    const told = exec.withKeyFilters(exec.createKeyFilters());
    expect(told.keyFilters).toHaveLength(1);
    expect(sorted(await run(told))).toEqual(sorted(naiveJoin(build, rows, 'Inner', equalKeys(2))));
    expect(told.metrics().sumByName('build_input_rows')).toBe(20_000);
  });

  it('is the same once more', async () => {
    const rows = probeRows(40);
    const exec = join(new UncountedExec(rows, ['l', 'w', 'u'], 7), 'Inner', 1);
    expect(await run(exec)).toEqual(await run(exec));
  });

  it('without any row leaves the build side unread', async () => {
    const exec = join(new UncountedExec([], ['l', 'w', 'u'], 7), 'Inner', 1);
    expect(await run(exec)).toEqual([]);
    expect((exec.left as MemoryExec).pulled).toBe(0);
  });

  it('without any row does not hide that a build row fails', async () => {
    const parts = join(new UncountedExec([], ['l', 'w', 'u'], 7), 'Inner', 1).parts();
    const [k, v, t] = ['k', 'v', 't'].map((name, i) => new Column(name, i));
    const quotient = new BinaryExpr(lit(ScalarValue.int32(1)), 'Divide', v!);
    const exprs = [
      { expr: k!, alias: 'k' },
      { expr: quotient, alias: 'v' },
      { expr: t!, alias: 't' },
    ];
    const exec = new HashJoinExec({ ...parts, left: new ProjectionExec(exprs, parts.left) });
    await expect(run(exec)).rejects.toThrow('Divide by zero');
  });

  it('is charged to the pool while the build side is read', async () => {
    const exec = join(new UncountedExec(probeRows(40), ['l', 'w', 'u'], 7), 'Inner', 1);
    const context = testContext();
    const execute = jest.spyOn(exec.left, 'execute').mockImplementation((partition) => {
      held = context.runtime.memoryPool.reserved();
      return MemoryExec.prototype.execute.call(exec.left, partition);
    });
    let held = 0;
    await run(exec, context);
    expect(execute).toHaveBeenCalledTimes(1);
    expect(held).toBeGreaterThan(0);
  });

  it.each([
    ['grants little', 200_000],
    ['refuses any', 900_000],
  ])('is kept in part at most when the pool %s', async (_how, textBytes) => {
    const rows = probeRows(40).map(([key, number]): Row => [key!, number!, 'x'.repeat(textBytes)]);
    const exec = join(new UncountedExec(rows, ['l', 'w', 'u'], 7), 'Inner', 1);
    const runtime = new RuntimeEnv({ memoryPool: new GreedyMemoryPool(5_000_000) });
    const found = await run(exec, testContext({ runtime }));
    expect(sorted(found)).toEqual(sorted(naiveJoin(build, rows, 'Inner', equalKeys(1))));
    expect(exec.metrics().sumByName('build_input_rows')).toBe(20_000);
  });

  it('may be given up early', async () => {
    const [before, context] = [allocator.liveBlocks, testContext()];
    for await (const batch of executeStream(
      join(new UncountedExec(probeRows(40), ['l', 'w', 'u'], 7), 'Inner', 1),
      context,
    )) {
      expect(batch.rowCount).toBeGreaterThan(0);
      break;
    }
    expectClean(before, context);
  });
});

describe('a probe side of many rows', () => {
  it.each([
    ['looked at', UncountedExec],
    ['known', CountedExec],
  ])('leaves the build side whole when %s', async (_how, Source) => {
    const rows = probeRows(6000);
    const exec = join(new Source(rows, ['l', 'w', 'u'], 1000), 'Inner', 1);
    const partners = rows.filter(([key]) => key !== null && Number(key) < 20_000 && Number(key) % 999 !== 7);
    expect((await run(exec)).map((row) => row[4])).toEqual(partners.map((row) => row[1]));
    expect(exec.metrics().sumByName('build_input_rows')).toBe(20_000);
  });

  it('may be given up early', async () => {
    const [before, context] = [allocator.liveBlocks, testContext()];
    const exec = join(new UncountedExec(probeRows(9000), ['l', 'w', 'u'], 100), 'Inner', 1);
    for await (const batch of executeStream(exec, context)) {
      expect(batch.rowCount).toBeGreaterThan(0);
      break;
    }
    expectClean(before, context);
  });
});
