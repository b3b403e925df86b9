import { DataTypes, type ScalarData } from '@datafusion-ts/common';
import { allocator } from '@datafusion-ts/compute';
import { DiskManager, FairSpillPool, RuntimeEnv } from '@datafusion-ts/execution';
import type { AggregateUDF } from '@datafusion-ts/expr';
import { avg, boolAnd, count, max, min, stddev, sum } from '@datafusion-ts/functions-aggregate';
import { AggregateFunctionExpr, binary, col, hashPartitioning, lit } from '@datafusion-ts/physical-expr';
import { AggregateExec, PhysicalGroupBy, RepartitionExec, type ExecutionPlan } from '@datafusion-ts/physical-plan';
import type { PlainValue } from '@datafusion-ts/test-utils';
import { cancelledAtEndOf, expectClean, hostTable, MemoryExec, run, testContext } from './support/memory-exec.js';

const blocks = allocator.liveBlocks;
afterEach(() => expect(allocator.liveBlocks).toBe(blocks));

const ROWS = 110_000;
/** A prime: the first so many rows have different keys. */
const KEYS = 80_021;

/** Some number for a row, the same in every run. */
function mixed(i: number, salt: number): number {
  const a = Math.imul(i * 8 + salt, 0x9e3779b1);
  const b = Math.imul(a ^ (a >>> 15), 0x85ebca6b);
  return (b ^ (b >>> 13)) >>> 0;
}

/** Compares without a difference of a hundred thousand lines. */
function expectSame(actual: readonly (readonly PlainValue[])[], wanted: readonly string[]): void {
  const lines = actual.map(lineOf).sort();
  expect(lines.length).toBe(wanted.length);
  const different = wanted.flatMap((line, i) => (line === lines[i] ? [] : [[line, lines[i]]]));
  expect(different.slice(0, 3)).toEqual([]);
}

interface Source {
  readonly keys: readonly (bigint | null)[];
  readonly texts: readonly (string | null)[];
  readonly values: readonly (bigint | null)[];
  readonly doubles: readonly number[];
  readonly flags: readonly (boolean | null)[];
}

/** Rows whose keys are far apart; `keyOf` makes a key of the number of one. */
function sourceOf(keyOf: (key: number, row: number) => bigint | null): Source {
  const rows = Array.from({ length: ROWS }, (_, i) => i);
  return {
    keys: rows.map((i) => keyOf((i * 48_271) % KEYS, i)),
    texts: rows.map((i) => (i % 9 === 0 ? null : `text ${mixed(i, 2) % 3} of some length`)),
    values: rows.map((i) => (i % 11 === 0 ? null : BigInt(mixed(i, 3) % 1000) - 500n)),
    doubles: rows.map((i) => (mixed(i, 4) % 1000) / 8),
    flags: rows.map((i) => (i % 13 === 0 ? null : mixed(i, 5) % 4 !== 0)),
  };
}

const tableOf = ({ keys, texts, values, doubles, flags }: Source, batchSize: number): MemoryExec =>
  new MemoryExec(
    [
      hostTable([
        ['k', DataTypes.Int64, keys],
        ['s', DataTypes.Utf8View, texts],
        ['x', DataTypes.Int64, values],
        ['d', DataTypes.Float64, doubles],
        ['b', DataTypes.Boolean, flags],
        ['m', { kind: 'Decimal128', precision: 10, scale: 2 }, values],
      ]),
    ],
    batchSize,
  );

function callsOf(input: ExecutionPlan): AggregateFunctionExpr[] {
  const { schema } = input;
  const call = (func: AggregateUDF, arg: string): AggregateFunctionExpr =>
    new AggregateFunctionExpr({ func, args: [col(arg, schema)], schema, name: `${func.name}(${arg})` });
  const rows = new AggregateFunctionExpr({ func: count, args: [lit(1n)], schema, name: 'count(*)' });
  return [
    call(sum, 'x'),
    rows,
    call(max, 'd'),
    call(min, 'x'),
    call(boolAnd, 'b'),
    call(sum, 'm'),
    call(avg, 'd'),
    call(stddev, 'd'),
  ];
}

/** The aggregation over all columns; the sum counts rows with a positive double only. */
function plan(keys: readonly string[], input: ExecutionPlan): AggregateExec {
  const positive = binary(col('d', input.schema), 'Gt', lit(20.5));
  const aggregates = callsOf(input);
  return new AggregateExec({
    mode: 'Single',
    groupBy: PhysicalGroupBy.single(keys.map((name) => ({ expr: col(name, input.schema), alias: name }))),
    aggregates,
    filters: aggregates.map((_, i) => (i === 0 ? positive : undefined)),
    input,
  });
}

/** The same by a naive loop, as text. */
function expected(source: Source, withText: boolean): string[] {
  const groups = new Map<string, number[]>();
  source.keys.forEach((key, i) => {
    const name = `${key}|${withText ? source.texts[i] : ''}`;
    const known = groups.get(name);
    if (known === undefined) groups.set(name, [i]);
    else known.push(i);
  });
  const total = (list: readonly bigint[]): bigint | null => (list.length === 0 ? null : list.reduce((a, b) => a + b));
  return [...groups.values()]
    .map((rows) => {
      const first = rows[0]!;
      const of = (list: readonly number[]): bigint[] => list.flatMap((i) => source.values[i] ?? []);
      const doubles = rows.map((i) => source.doubles[i]!);
      const flags = rows.flatMap((i) => source.flags[i] ?? []);
      const xs = of(rows);
      const mean = doubles.reduce((a, b) => a + b) / doubles.length;
      const squares = doubles.reduce((a, b) => a + (b - mean) ** 2, 0);
      return lineOf([
        source.keys[first]!,
        ...(withText ? [source.texts[first]!] : []),
        total(of(rows.filter((i) => source.doubles[i]! > 20.5))),
        BigInt(rows.length),
        Math.max(...doubles),
        xs.length === 0 ? null : xs.reduce((a, b) => (a < b ? a : b)),
        flags.length === 0 ? null : flags.every((flag) => flag),
        total(xs),
        mean,
        doubles.length < 2 ? null : Math.sqrt(squares / (doubles.length - 1)),
      ]);
    })
    .sort();
}

const lineOf = (row: readonly (PlainValue | ScalarData)[]): string =>
  row.map((value) => (typeof value === 'number' ? value.toFixed(4) : String(value))).join(' ');

const far = (key: number): bigint | null => (key === 7 ? null : BigInt(key) * 0x9e37_79b9_7fn);

describe('AggregateExec over very many groups', () => {
  it.each([
    ['one key', ['k'], 8192],
    ['two keys, odd batches', ['k', 's'], 1237],
  ])('gives the same as a naive loop: %s', async (_name, keys, batchSize) => {
    const source = sourceOf(far);
    const result = await run(plan(keys, tableOf(source, batchSize)));
    expectSame(result, expected(source, keys.length > 1));
  });

  it.each([
    ['need more bits', (key: number, row: number) => (row < 90_000 ? far(key) : BigInt(key) * 0x5000_0000_0000n)],
    [
      'cannot be packed',
      (key: number, row: number) =>
        row < 90_000 ? far(key) : row === 90_001 ? -(2n ** 63n) : row === 90_002 ? 2n ** 63n - 1n : far(key),
    ],
  ])('goes on when keys in the middle %s', async (_name, keyOf) => {
    const source = sourceOf(keyOf);
    const result = await run(plan(['k', 's'], tableOf(source, 8192)));
    expectSame(result, expected(source, true));
  });

  it.each([
    ['are short', (): boolean => false],
    ['become long', (row: number): boolean => row > 95_000 && row % 50 === 0],
  ])('takes texts that %s', async (_name, isLong) => {
    const numbers = sourceOf(far);
    // Some of the last rows are NULL, for the first time: until then no validity is kept.
    const values = numbers.values.map((value, i) => (i < 100_000 ? (value ?? 1n) : value));
    const texts = numbers.keys.map((key, i) => {
      if (key === null || i % 9973 === 5) return null;
      return isLong(i) ? `a text that is longer ${key}` : `t${key % 999_999_937n}`;
    });
    const source = { ...numbers, values };
    const result = await run(plan(['s'], tableOf({ ...source, texts }, 8192)));
    // The naive loop takes its keys from the other column.
    expectSame(result, expected({ ...source, keys: texts as unknown as Source['keys'] }, false));
  });

  it('spills when the pool refuses', async () => {
    const source = sourceOf(far);
    const runtime = new RuntimeEnv({ memoryPool: new FairSpillPool(12_000_000) });
    const one = plan(['k'], tableOf(source, 8192));
    const result = await run(one, testContext({ runtime }));
    expectSame(result, expected(source, false));
    expect(one.metrics().sumByName('spill_count')).toBeGreaterThan(0);
    expect(runtime.memoryPool.reserved()).toBe(0);
  });

  it('asks the pool for what groups take more than the rows that waited', async () => {
    const source = sourceOf(far);
    const limit = 18_000_000;
    const memoryPool = new FairSpillPool(limit);
    const one = plan(['k'], tableOf(source, 8192));
    const runtime = new RuntimeEnv({ memoryPool });
    expectSame(await run(one, testContext({ runtime })), expected(source, false));
    expect(one.metrics().sumByName('spill_count')).toBeGreaterThan(0);
    // What one partition takes more, at most, is held without asking.
    expect(one.metrics().sumByName('peak_mem_used')).toBeLessThan(limit + 500_000);
    const diskless = new RuntimeEnv({ memoryPool, diskManager: new DiskManager({ kind: 'Disabled' }) });
    const two = plan(['k'], tableOf(source, 8192));
    await expect(run(two, testContext({ runtime: diskless }))).rejects.toThrow('Failed to allocate');
    expect(memoryPool.reserved()).toBe(0);
  });

  it('stops between partitions when it is cancelled', async () => {
    const before = allocator.liveBlocks;
    const input = tableOf(sourceOf(far), 8192);
    const context = cancelledAtEndOf(input);
    const one = plan(['k'], input);
    await expect(run(one, context)).rejects.toThrow('enough');
    expectClean(before, context);
    expect(one.metrics().sumByName('output_rows')).toBe(0);
  });

  it('merges states', async () => {
    const source = sourceOf(far);
    const single = plan(['k'], tableOf(source, 8192));
    const partial = new AggregateExec({
      mode: 'Partial',
      groupBy: single.groupBy,
      aggregates: single.aggregates,
      filters: single.filters,
      input: single.input,
    });
    const exchange = new RepartitionExec(partial, hashPartitioning(partial.groupBy.outputExprs(), 1));
    const final = new AggregateExec({
      mode: 'FinalPartitioned',
      groupBy: partial.groupBy.asFinal(),
      aggregates: partial.aggregates,
      input: exchange,
      inputSchema: single.input.schema,
    });
    expectSame(await run(final), expected(source, false));
  });
});
