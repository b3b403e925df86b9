import { DataTypes, ScalarValue, type Schema } from '@datafusion-ts/common';
import { FairSpillPool, GreedyMemoryPool, RuntimeEnv } from '@datafusion-ts/execution';
import type { AggregateUDF } from '@datafusion-ts/expr';
import { arrayAgg, avg, count, firstValue, max, min, sum } from '@datafusion-ts/functions-aggregate';
import { AggregateFunctionExpr, binary, col, lit, sortExpr, type LexOrdering } from '@datafusion-ts/physical-expr';
import {
  AggregateExec,
  PhysicalGroupBy,
  RepartitionExec,
  type AggregateMode,
  type ExecutionPlan,
} from '@datafusion-ts/physical-plan';
import { propertyBudget, type PlainValue } from '@datafusion-ts/test-utils';
import fc from 'fast-check';
import { hostTable, MemoryExec, rowTexts, run, runPartitions, testContext } from './support/memory-exec.js';
import { hashPartitioning } from '@datafusion-ts/physical-expr';

type Row = readonly [number | null, string | null, number | null];

const table = (rows: readonly Row[]) =>
  hostTable([
    ['a', DataTypes.Int32, rows.map((row) => row[0])],
    ['s', DataTypes.Utf8View, rows.map((row) => row[1])],
    ['x', DataTypes.Int64, rows.map((row) => (row[2] === null ? null : BigInt(row[2])))],
  ]);

const source = (
  partitions: readonly (readonly Row[])[],
  batchSize = 4,
  orderings: readonly LexOrdering[] = [],
): MemoryExec => new MemoryExec(partitions.map(table), batchSize, orderings);

const call = (
  func: AggregateUDF,
  arg: string,
  schema: Schema,
  parts: { isDistinct?: boolean; orderBy?: LexOrdering } = {},
): AggregateFunctionExpr =>
  new AggregateFunctionExpr({ func, args: [col(arg, schema)], schema, name: `${func.name}(t.${arg})`, ...parts });

const groupBy = (names: readonly string[], schema: Schema): PhysicalGroupBy =>
  PhysicalGroupBy.single(names.map((name) => ({ expr: col(name, schema), alias: name })));

const calls = (schema: Schema): AggregateFunctionExpr[] =>
  [
    call(sum, 'x', schema),
    call(count, 'x', schema),
    call(min, 's', schema),
    call(max, 'x', schema),
    call(avg, 'x', schema),
    call(count, 's', schema, { isDistinct: true }),
  ].filter(({ func }) => func !== avg);

const aggregate = (mode: AggregateMode, keys: readonly string[], input: ExecutionPlan): AggregateExec =>
  new AggregateExec({ mode, groupBy: groupBy(keys, input.schema), aggregates: calls(input.schema), input });

/** Partial, exchange, final. */
function twoStages(keys: readonly string[], input: ExecutionPlan): AggregateExec {
  const partial = aggregate('Partial', keys, input);
  const exchange = new RepartitionExec(partial, hashPartitioning(partial.groupBy.outputExprs(), 3));
  return new AggregateExec({
    mode: 'FinalPartitioned',
    groupBy: partial.groupBy.asFinal(),
    aggregates: partial.aggregates,
    input: exchange,
    inputSchema: input.schema,
  });
}

/** The same by a naive loop. */
function naive(rows: readonly Row[], keys: readonly (0 | 1)[]): PlainValue[][] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = JSON.stringify(keys.map((k) => row[k]));
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [row]);
    else known.push(row);
  }
  return [...groups.values()].map((members) => {
    const xs = members.flatMap((row) => (row[2] === null ? [] : [BigInt(row[2])]));
    const texts = members.flatMap((row) => (row[1] === null ? [] : [row[1]]));
    return [
      ...keys.map((k) => members[0]![k]),
      xs.length === 0 ? null : xs.reduce((a, b) => a + b, 0n),
      BigInt(xs.length),
      texts.length === 0 ? null : texts.reduce((a, b) => (a < b ? a : b)),
      xs.length === 0 ? null : xs.reduce((a, b) => (a > b ? a : b)),
      BigInt(new Set(texts).size),
    ];
  });
}

const arbitraryRows = fc.array(
  fc.tuple(
    fc.option(fc.integer({ min: -3, max: 3 })),
    fc.option(fc.constantFrom('', 'a', 'ab', 'a text longer than twelve bytes', 'zz')),
    fc.option(fc.integer({ min: -9, max: 9 })),
  ),
  { minLength: 1, maxLength: 60 },
);

describe('AggregateExec', () => {
  it('groups like a naive loop, in order of first appearance', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRows, fc.integer({ min: 1, max: 7 }), async (rows, size) => {
        const one = aggregate('Single', ['a'], source([rows], size));
        expect(await run(one)).toEqual(naive(rows, [0]));
        const two = aggregate('Single', ['a', 's'], source([rows], size));
        expect(await run(two)).toEqual(naive(rows, [0, 1]));
      }),
      propertyBudget(40),
    );
  });

  it('gives in two stages what it gives in one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(arbitraryRows, { minLength: 1, maxLength: 3 }), async (partitions) => {
        const rows = partitions.flat();
        const staged = await run(
          twoStages(['a', 's'], source(partitions)),
          testContext({ settings: { 'datafusion.execution.batch_size': '5' } }),
        );
        expect(rowTexts(staged)).toEqual(rowTexts(naive(rows, [0, 1])));
      }),
      propertyBudget(40),
    );
  });

  it('passes rows on ungrouped when groups have few rows', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRows, async (rows) => {
        const settings = {
          'datafusion.execution.skip_partial_aggregation_probe_rows_threshold': '5',
          'datafusion.execution.skip_partial_aggregation_probe_ratio_threshold': '0.1',
        };
        const input = source([rows], 3);
        const aggregates = calls(input.schema).filter(({ isDistinct }) => !isDistinct);
        const partial = new AggregateExec({
          mode: 'Partial',
          groupBy: groupBy(['a'], input.schema),
          aggregates,
          input,
        });
        const final = new AggregateExec({
          mode: 'Final',
          groupBy: partial.groupBy.asFinal(),
          aggregates,
          input: partial,
          inputSchema: input.schema,
        });
        const expected = naive(rows, [0]).map((row) => row.slice(0, -1));
        expect(rowTexts(await run(final, testContext({ settings })))).toEqual(rowTexts(expected));
        if (rows.length > 9) expect(partial.metrics().sumByName('skipped_aggregation_rows')).toBeGreaterThan(0);
      }),
      propertyBudget(30),
    );
  });

  it('gives groups out early when the input is ordered', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRows, async (rows) => {
        const sorted = [...rows].sort((x, y) => (x[0] ?? 99) - (y[0] ?? 99));
        const schema = source([rows]).schema;
        const input = source([sorted], 3, [[sortExpr(col('a', schema))]]);
        const fully = aggregate('Single', ['a'], input);
        expect(fully.fmtAs('default')).toContain('ordering_mode=Sorted');
        expect(await run(fully)).toEqual(naive(sorted, [0]));
        const partly = aggregate('Single', ['s', 'a'], input);
        expect(partly.fmtAs('default')).toContain('ordering_mode=PartiallySorted([1])');
        expect(await run(partly)).toEqual(naive(sorted, [0, 1]).map(([a, s, ...rest]) => [s!, a!, ...rest]));
      }),
      propertyBudget(30),
    );
  });

  it('spills and gives the same', async () => {
    const rows = Array.from({ length: 3000 }, (_, i): Row => [i % 700, `text number ${i % 13}`, i]);
    const input = source([rows], 100);
    const runtime = new RuntimeEnv({ memoryPool: new FairSpillPool(92_000) });
    const plan = aggregate('Single', ['a', 's'], input);
    const result = await run(plan, testContext({ runtime, settings: { 'datafusion.execution.batch_size': '100' } }));
    expect(rowTexts(result)).toEqual(rowTexts(naive(rows, [0, 1])));
    expect(plan.metrics().sumByName('spill_count')).toBeGreaterThan(1);
  });

  it('gives partial groups out when memory is refused, and fails when nothing helps', async () => {
    const rows = Array.from({ length: 3000 }, (_, i): Row => [i % 700, null, i]);
    const runtime = new RuntimeEnv({ memoryPool: new GreedyMemoryPool(40_000) });
    const input = source([rows], 100);
    const partial = aggregate('Partial', ['a'], input);
    const parts = await run(partial, testContext({ runtime }));
    expect(parts.length).toBeGreaterThan(700);
    const sorted = source([rows], 3000, [[sortExpr(col('a', input.schema))]]);
    const tiny = new RuntimeEnv({ memoryPool: new GreedyMemoryPool(100) });
    await expect(run(aggregate('Single', ['a'], sorted), testContext({ runtime: tiny }))).rejects.toThrow(
      /^Failed to allocate additional .* for GroupedHashAggregateStream\[0\] \(sum\(t\.x\), /,
    );
  });

  it('aggregates everything as one row without grouping', async () => {
    const plan = aggregate(
      'Single',
      [],
      source([
        [
          [1, 'b', 5],
          [2, null, null],
          [3, 'a', -7],
        ],
      ]),
    );
    expect(await run(plan)).toEqual([[-2n, 2n, 'a', 5n, 2n]]);
    const empty = aggregate('Single', [], source([[]]));
    expect(await run(empty)).toEqual([[null, 0n, null, null, 0n]]);
    expect(await run(aggregate('Single', ['a'], source([[]])))).toEqual([]);
  });

  it('filters calls', async () => {
    const input = source([
      [
        [1, 'b', 5],
        [1, 'c', 6],
        [2, 'd', 7],
      ],
    ]);
    const filter = binary(col('x', input.schema), 'Gt', lit(5n));
    const parts = {
      groupBy: groupBy(['a'], input.schema),
      aggregates: [call(sum, 'x', input.schema)],
      filters: [filter],
      input,
    };
    expect(await run(new AggregateExec({ mode: 'Single', ...parts }))).toEqual([
      [1, 6n],
      [2, 7n],
    ]);
    expect(await run(new AggregateExec({ mode: 'Single', ...parts, groupBy: groupBy([], input.schema) }))).toEqual([
      [13n],
    ]);
  });

  it('orders inside calls', async () => {
    const input = source(
      [
        [
          [1, 'b', 5],
          [1, 'c', 6],
          [2, 'd', 7],
          [1, 'a', 5],
        ],
      ],
      2,
    );
    const orderBy = [sortExpr(col('s', input.schema), { descending: true, nullsFirst: true })];
    const aggregates = [
      call(arrayAgg, 'x', input.schema, { orderBy }),
      call(firstValue, 'x', input.schema, { orderBy }),
    ];
    const plan = new AggregateExec({ mode: 'Single', groupBy: groupBy(['a'], input.schema), aggregates, input });
    expect(await run(plan)).toEqual([
      [1, [6n, 5n, 5n], 6n],
      [2, [7n], 7n],
    ]);
  });

  it('makes grouping sets with ids, repeated ones apart, and the total of nothing', async () => {
    const rows: Row[] = [
      [1, 'x', 5],
      [1, 'y', 6],
      [2, 'x', 7],
    ];
    const make = (input: MemoryExec, sets: boolean[][]): AggregateExec => {
      const exprs = ['a', 's'].map((name) => ({ expr: col(name, input.schema), alias: name }));
      const nulls = exprs.map(({ expr, alias }) => ({
        expr: lit(ScalarValue.null(expr.dataType(input.schema))),
        alias,
      }));
      return new AggregateExec({
        mode: 'Single',
        groupBy: new PhysicalGroupBy(exprs, nulls, sets, true),
        aggregates: [call(sum, 'x', input.schema)],
        input,
      });
    };
    const cube = make(source([rows]), [
      [false, false],
      [true, false],
      [true, true],
    ]);
    expect(cube.fmtAs('default')).toBe(
      'AggregateExec: mode=Single, gby=[(a@0 as a, s@1 as s), (NULL as a, s@1 as s), (NULL as a, NULL as s)], aggr=[sum(t.x)]',
    );
    expect(await run(cube)).toEqual([
      [1, 'x', 0, 5n],
      [1, 'y', 0, 6n],
      [2, 'x', 0, 7n],
      [null, 'x', 2, 12n],
      [null, 'y', 2, 6n],
      [null, null, 3, 18n],
    ]);
    expect(
      await run(
        make(source([rows]), [
          [false, true],
          [false, true],
        ]),
      ),
    ).toEqual([
      [1, null, 1, 11n],
      [2, null, 1, 7n],
      [1, null, 5, 11n],
      [2, null, 5, 7n],
    ]);
    expect(
      await run(
        make(source([[]]), [
          [false, false],
          [true, true],
        ]),
      ),
    ).toEqual([[null, null, 3, null]]);
  });

  it('stops reading when there are enough distinct groups', async () => {
    const rows = Array.from({ length: 100 }, (_, i): Row => [i, null, i]);
    const input = source([rows], 10);
    const plan = new AggregateExec({
      mode: 'Partial',
      groupBy: groupBy(['a'], input.schema),
      aggregates: [],
      input,
      limitOptions: { limit: 5 },
    });
    expect(plan.fmtAs('default')).toBe('AggregateExec: mode=Partial, gby=[a@0 as a], aggr=[], lim=[5]');
    expect((await run(plan)).length).toBe(10);
    expect(input.pulled).toBe(1);
  });

  it('gives out only the best groups of a limited order', async () => {
    const rows: Row[] = [
      [1, null, 5],
      [2, null, 9],
      [3, null, null],
      [4, null, 7],
      [5, null, 1],
    ];
    const input = source([rows]);
    const plan = new AggregateExec({
      mode: 'Single',
      groupBy: groupBy(['a'], input.schema),
      aggregates: [call(max, 'x', input.schema)],
      input,
      limitOptions: { limit: 2, descending: true },
    });
    expect(await run(plan)).toEqual([
      [2, 9n],
      [4, 7n],
    ]);
  });

  it('tightens the filter of ungrouped min and max, anew for every run', async () => {
    const input = source(
      [
        [
          [1, null, 5],
          [2, null, 9],
          [3, null, 7],
        ],
      ],
      2,
    );
    const plan = new AggregateExec({
      mode: 'Partial',
      groupBy: groupBy([], input.schema),
      aggregates: [call(max, 'x', input.schema)],
      input,
    });
    expect(plan.dynamicFilter?.toString()).toBe('DynamicFilter [ empty ]');
    expect(await run(plan)).toEqual([[9n]]);
    expect(plan.dynamicFilter?.toString()).toBe('DynamicFilter [ x@2 > 9 ]');
    plan.execute(0, testContext());
    expect(plan.dynamicFilter?.toString()).toBe('DynamicFilter [ true ]');
    const more = new AggregateExec({
      mode: 'Partial',
      groupBy: groupBy([], input.schema),
      aggregates: [call(count, 'x', input.schema)],
      input,
    });
    expect(more.dynamicFilter).toBeUndefined();
  });

  it('releases everything when the consumer stops early', async () => {
    const rows = Array.from({ length: 100 }, (_, i): Row => [i, `a long text for group ${i}`, i]);
    const plan = aggregate('Single', ['a', 's'], source([rows], 10));
    const context = testContext({ settings: { 'datafusion.execution.batch_size': '10' } });
    await runPartitions(plan, context);
    for await (const batch of plan.execute(0, context)) {
      expect(batch.rowCount).toBe(10);
      break;
    }
    expect(context.runtime.memoryPool.reserved()).toBe(0);
  });
});
