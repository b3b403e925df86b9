/** Grouping sets from one another, in one stage and two, in little memory: src/aggregates/set-cascade.ts. */
import { DataTypes, ScalarValue } from '@datafusion-ts/common';
import { allocator } from '@datafusion-ts/compute';
import { FairSpillPool, GreedyMemoryPool, RuntimeEnv } from '@datafusion-ts/execution';
import { avg, count, max, min, sum } from '@datafusion-ts/functions-aggregate';
import { AggregateFunctionExpr, CastExpr, col, hashPartitioning, lit } from '@datafusion-ts/physical-expr';
import { AggregateExec, PhysicalGroupBy, RepartitionExec, type ExecutionPlan } from '@datafusion-ts/physical-plan';
import { propertyBudget, type PlainValue } from '@datafusion-ts/test-utils';
import fc from 'fast-check';
import {
  cancelledAtEndOf,
  expectClean,
  hostTable,
  MemoryExec,
  rowTexts,
  run,
  testContext,
} from './support/memory-exec.js';

type Row = readonly [a: number | null, s: string | null, b: number | null, x: number | null];

const { Int32, Int64, Utf8View, Float64 } = DataTypes;

const source = (partitions: readonly (readonly Row[])[], batchSize: number): MemoryExec =>
  new MemoryExec(
    partitions.map((rows) =>
      hostTable([
        ['a', Int32, rows.map((row) => row[0])],
        ['s', Utf8View, rows.map((row) => row[1])],
        ['b', Int32, rows.map((row) => row[2])],
        ['x', Int32, rows.map((row) => row[3])],
      ]),
    ),
    batchSize,
  );

const KEYS = ['a', 's', 'b'] as const;

/** Calls whose states merge exactly. */
function calls({ schema }: ExecutionPlan): AggregateFunctionExpr[] {
  const x = col('x', schema);
  return [
    new AggregateFunctionExpr({ func: sum, args: [new CastExpr(x, Int64)], schema, name: 'sum' }),
    new AggregateFunctionExpr({ func: count, args: [x], schema, name: 'count' }),
    new AggregateFunctionExpr({ func: min, args: [col('s', schema)], schema, name: 'min' }),
    new AggregateFunctionExpr({ func: max, args: [x], schema, name: 'max' }),
    new AggregateFunctionExpr({ func: avg, args: [new CastExpr(x, Float64)], schema, name: 'avg' }),
  ];
}

function grouping({ schema }: ExecutionPlan, sets: readonly (readonly boolean[])[]): PhysicalGroupBy {
  const exprs = KEYS.map((name) => ({ expr: col(name, schema), alias: name }));
  const nulls = exprs.map(({ expr, alias }) => ({ expr: lit(ScalarValue.null(expr.dataType(schema))), alias }));
  return new PhysicalGroupBy(exprs, nulls, sets, true);
}

const single = (input: ExecutionPlan, sets: readonly (readonly boolean[])[]): AggregateExec =>
  new AggregateExec({ mode: 'Single', groupBy: grouping(input, sets), aggregates: calls(input), input });

/** Partial and final, with an exchange between where the input has several partitions. */
function twoStages(input: ExecutionPlan, sets: readonly (readonly boolean[])[], isSpread: boolean): AggregateExec {
  const groupBy = grouping(input, sets);
  const first = new AggregateExec({ mode: 'Partial', groupBy, aggregates: calls(input), input });
  const exchange = (): ExecutionPlan => new RepartitionExec(first, hashPartitioning(groupBy.outputExprs(), 2));
  return new AggregateExec({
    mode: isSpread ? 'FinalPartitioned' : 'Final',
    groupBy: groupBy.asFinal(),
    aggregates: first.aggregates,
    input: isSpread ? exchange() : first,
    inputSchema: input.schema,
  });
}

/** The groups of every set by a naive loop, in order of first appearance. */
function naive(rows: readonly Row[], sets: readonly (readonly boolean[])[]): PlainValue[][] {
  const ordinals = new Map<number, number>();
  return sets.flatMap((leftOut) => {
    const bits = leftOut.reduce((id, out) => id * 2 + (out ? 1 : 0), 0);
    const ordinal = ordinals.get(bits) ?? 0;
    ordinals.set(bits, ordinal + 1);
    const groups = new Map<string, Row[]>();
    for (const row of rows) {
      const key = JSON.stringify(KEYS.map((_, i) => (leftOut[i]! ? null : row[i])));
      groups.set(key, [...(groups.get(key) ?? []), row]);
    }
    return [...groups.values()].map((members): PlainValue[] => {
      const xs = members.flatMap((row) => (row[3] === null ? [] : [row[3]]));
      const texts = members.flatMap((row) => (row[1] === null ? [] : [row[1]]));
      const total = xs.reduce((a, b) => a + b, 0);
      return [
        ...KEYS.map((_, i) => (leftOut[i]! ? null : members[0]![i]!)),
        bits + ordinal * 8,
        xs.length === 0 ? null : BigInt(total),
        BigInt(xs.length),
        texts.length === 0 ? null : texts.reduce((a, b) => (a < b ? a : b)),
        xs.length === 0 ? null : Math.max(...xs),
        xs.length === 0 ? null : total / xs.length,
      ];
    });
  });
}

const arbitraryRows = fc.array(
  fc.tuple(
    fc.option(fc.integer({ min: 0, max: 3 })),
    fc.option(fc.constantFrom('', 'a', 'a text longer than twelve bytes')),
    fc.option(fc.integer({ min: -1, max: 2 })),
    fc.option(fc.integer({ min: -9, max: 9 })),
  ),
  { minLength: 1, maxLength: 60 },
);
const arbitrarySets = fc.array(fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()), { minLength: 1, maxLength: 6 });
const ALL = [false, false, false];

describe('grouping sets from one another', () => {
  it('are what a naive loop finds, in its order', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRows, arbitrarySets, fc.integer({ min: 1, max: 9 }), async (rows, others, size) => {
        const sets = [...others, ALL];
        const context = testContext({ settings: { 'datafusion.execution.batch_size': String(size) } });
        const expected = naive(rows, sets);
        expect(rowTexts(await run(single(source([rows], 64), sets), context))).toEqual(rowTexts(expected));
        const staged = twoStages(source([rows], size), sets, false);
        expect(rowTexts(await run(staged, context))).toEqual(rowTexts(expected));
        expect(staged.metrics().sumByName('output_rows')).toBe(expected.length);
        expect(staged.input.metrics!()!.sumByName('output_rows')).toBe(expected.length);
      }),
      propertyBudget(60),
    );
  });

  it('come in order of first appearance', async () => {
    const rows = Array.from({ length: 90 }, (_, i): Row => [(i * 7) % 5, `s${(i * 3) % 4}`, (i * 11) % 6, i]);
    const sets = [[true, true, true], [false, true, true], [true, false, true], [false, false, true], ALL];
    const context = testContext({ settings: { 'datafusion.execution.batch_size': '8' } });
    expect(await run(twoStages(source([rows], 8), sets, false), context)).toEqual(naive(rows, sets));
  });

  it('go on as states to other partitions', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryRows, arbitraryRows, arbitrarySets, async (left, right, others) => {
        const sets = [ALL, ...others];
        const context = testContext({ settings: { 'datafusion.execution.batch_size': '3' } });
        const found = await run(twoStages(source([left, right], 5), sets, true), context);
        expect(rowTexts(found)).toEqual(rowTexts(naive([...left, ...right], sets)));
      }),
      propertyBudget(30),
    );
  });

  describe('in little memory', () => {
    const rows = Array.from({ length: 80_000 }, (_, i): Row => [i % 331, `text number ${i % 7}`, i % 83, i % 1000]);
    const sets = [ALL, [false, false, true], [true, true, true], [false, true, false]];
    const keyCounts = sets.map(
      (out) => new Set(rows.map((row) => KEYS.map((_, i) => (out[i]! ? '' : row[i])).join())).size,
    );
    const expected = [rows.length * sets.length, keyCounts.reduce((sum, n) => sum + n, 0)];
    const total = rows.reduce((sum, row) => sum + BigInt(row[3]!), 0n);
    const check = (found: readonly (readonly PlainValue[])[]): void => {
      const counted = found.reduce((n, row) => n + Number(row[5]), 0);
      expect([counted, new Set(found.map((row) => row.slice(0, 4).join())).size]).toEqual(expected);
      expect(found.reduce((n, row) => n + (row[4] as bigint), 0n)).toBe(total * BigInt(sets.length));
    };

    it.each([4, 14])('spill with %i MB and give the same', async (megabytes) => {
      const runtime = new RuntimeEnv({ memoryPool: new FairSpillPool(megabytes * 1e6) });
      const found = await run(twoStages(source([rows], 4096), sets, false), testContext({ runtime }));
      check(found);
      expect(found.length).toBe(expected[1]);
    });

    it.each([4, 14])('are given out early as states with %i MB', async (megabytes) => {
      const runtime = new RuntimeEnv({ memoryPool: new GreedyMemoryPool(megabytes * 1e6) });
      const input = source([rows], 4096);
      const groupBy = grouping(input, sets);
      const partial = new AggregateExec({ mode: 'Partial', groupBy, aggregates: calls(input), input });
      check(await run(partial, testContext({ runtime })));
    });

    it('charges the keys and states of all sets', async () => {
      const apart = rows.slice(0, 6000).map(([, ...row], i): Row => [i, ...row]);
      const peak = async (held: readonly (readonly boolean[])[]): Promise<number> => {
        const plan = single(source([apart], 1024), held);
        await run(plan, testContext({ settings: { 'datafusion.execution.batch_size': '1024' } }));
        return plan.metrics().sumByName('peak_mem_used')!;
      };
      const coarser = [
        [false, false, true],
        [false, true, false],
        [false, true, true],
      ];
      const stateBytes = apart.length * (8 + 8 + 16 + 4 + 16);
      expect((await peak([ALL, ...coarser])) - (await peak([ALL, ALL]))).toBeGreaterThan(coarser.length * stateBytes);
    });

    it('stops between sets when it is cancelled', async () => {
      const input = source([rows], 4096);
      const context = cancelledAtEndOf(input);
      const plan = single(input, sets);
      const before = allocator.liveBlocks;
      await expect(run(plan, context)).rejects.toThrow('enough');
      expectClean(before, context);
      expect(plan.metrics().sumByName('output_rows')).toBe(0);
    });
  });
});
