import { DataTypes, field, ScalarValue } from '@datafusion-ts/common';
import { getScalar, isNull, type ColumnVector } from '@datafusion-ts/compute';
import {
  windowFrameOf,
  type AggregateUDF,
  type WindowFrame,
  type WindowFrameBound,
  type WindowUDF,
} from '@datafusion-ts/expr';
import { Signature, type Accumulator } from '@datafusion-ts/expr-common';
import {
  AggregateFunctionExpr,
  aggregateWindowExpr,
  Column,
  standardWindowExpr,
  type WindowSpec,
} from '@datafusion-ts/physical-expr';
import { BoundedWindowAggExec, WindowAggExec, type InputOrderMode } from '@datafusion-ts/physical-plan';
import { propertyBudget } from '@datafusion-ts/test-utils';
import fc from 'fast-check';
import { hostTable, MemoryExec, run, testContext } from '../support/memory-exec.js';

const { Int64, UInt64 } = DataTypes;

/** A sum that can take rows out again; NULL over no values. */
class Total implements Accumulator {
  #sum = 0n;
  #count = 0;
  readonly supportsRetract = true;
  #add([column]: readonly ColumnVector[], sign: bigint): void {
    for (let row = 0; row < column!.length; row++) {
      if (isNull(column!, row)) continue;
      this.#sum += sign * (getScalar(column!, row).value as bigint);
      this.#count += Number(sign);
    }
  }
  updateBatch(values: readonly ColumnVector[]): void {
    this.#add(values, 1n);
  }
  retractBatch(values: readonly ColumnVector[]): void {
    this.#add(values, -1n);
  }
  mergeBatch(): void {}
  state(): readonly ScalarValue[] {
    return [this.evaluate()];
  }
  evaluate(): ScalarValue {
    return new ScalarValue(Int64, this.#count === 0 ? null : this.#sum);
  }
  size(): number {
    return 0;
  }
}

const total: AggregateUDF = {
  name: 'total',
  signature: Signature.any(1, 'Immutable'),
  returnType: () => Int64,
  accumulator: () => new Total(),
};

/** The same sum, made for all frames at once, and further such functions; their accumulators are never asked. */
const atOnce = (kind: NonNullable<AggregateUDF['overFrames']>): AggregateUDF => ({
  ...total,
  name: kind,
  overFrames: kind,
});

/** Rows of the frame, through the method that knows one row at a time. */
const frameSize: WindowUDF = {
  name: 'frame_size',
  signature: Signature.nullary('Immutable'),
  field: ({ name }) => field(name, UInt64, false),
  partitionEvaluator: () => ({
    usesWindowFrame: true,
    supportsBoundedExecution: true,
    includeRank: false,
    evaluate: (_values, { start, end }) => new ScalarValue(UInt64, BigInt(Math.max(0, end - start))),
  }),
};

type Data = readonly (readonly [p: number, q: number, o: number | null, v: number | null])[];
interface Case {
  readonly data: Data;
  readonly frame: WindowFrame;
  readonly descending: boolean;
  readonly nullsFirst: boolean;
  readonly batch: number;
  readonly mode: InputOrderMode;
}

const bounds = (units: WindowFrame['units']): fc.Arbitrary<WindowFrameBound> => {
  const value = (n: number | null): ScalarValue =>
    new ScalarValue(units === 'Range' ? Int64 : UInt64, n === null ? null : BigInt(n));
  return fc.oneof(
    fc.constant<WindowFrameBound>({ kind: 'CurrentRow' }),
    fc
      .tuple(fc.constantFrom<'Preceding' | 'Following'>('Preceding', 'Following'), fc.option(fc.nat(3)))
      .map(([kind, n]) => ({ kind, value: value(n) })),
  );
};

/** Place of a bound: for sensible frames the start's must not be behind the end's. */
const place = (bound: WindowFrameBound): number => {
  if (bound.kind === 'CurrentRow') return 0;
  const size = bound.value.isNull ? 100 : Number(bound.value.value);
  return bound.kind === 'Preceding' ? -size : size;
};

const frames = fc
  .constantFrom<WindowFrame['units']>('Rows', 'Range', 'Groups')
  .chain((units) => fc.tuple(fc.constant(units), bounds(units), bounds(units)))
  .filter(([, start, end]) => place(start) < 100 && place(end) > -100 && place(start) <= place(end))
  .map(([units, start, end]) => windowFrameOf(units, start, end));

const cases: fc.Arbitrary<Case> = fc.record({
  data: fc.array(
    fc.tuple(
      fc.nat(2),
      fc.nat(1),
      fc.option(fc.integer({ min: -4, max: 4 }), { nil: null, freq: 4 }),
      fc.option(fc.integer({ min: -9, max: 9 }), { nil: null, freq: 4 }),
    ),
    { maxLength: 25 },
  ),
  frame: frames,
  descending: fc.boolean(),
  nullsFirst: fc.boolean(),
  batch: fc.integer({ min: 1, max: 8 }),
  mode: fc.constantFrom<InputOrderMode>(
    { kind: 'Sorted' },
    { kind: 'Linear' },
    { kind: 'PartiallySorted', indices: [0] },
  ),
});

const order = (a: number | null, b: number | null, c: Case): number => {
  if (a === b) return 0;
  if (a === null || b === null) return (a === null) === c.nullsFirst ? -1 : 1;
  return (a - b) * (c.descending ? -1 : 1);
};

/** Rows in the order the mode wants. */
function arranged(c: Case): Data {
  const keys = c.mode.kind === 'Sorted' ? [0, 1] : c.mode.kind === 'PartiallySorted' ? [0] : [];
  return [...c.data].sort((a, b) => {
    for (const key of keys) if (a[key] !== b[key]) return a[key]! - b[key]!;
    return order(a[2], b[2], c);
  });
}

/** The rows of a partition that a row's frame holds, by looking at each of them. */
function frameOf(rows: Data, at: number, c: Case): Data {
  const { units, startBound, endBound } = c.frame;
  const groupOf = (i: number): number => new Set(rows.slice(0, i + 1).map((r) => r[2])).size;
  const position = (i: number): number => (units === 'Rows' ? i - at : groupOf(i) - groupOf(at));
  return rows.filter((row, i) => {
    if (units !== 'Range') return position(i) >= place(startBound) && position(i) <= place(endBound);
    const shift = (bound: WindowFrameBound): number | null => {
      const key = rows[at]![2];
      return key === null ? null : key + place(bound) * (c.descending ? -1 : 1);
    };
    const afterStart = place(startBound) === -100 || order(row[2], shift(startBound), c) >= 0;
    const beforeEnd = place(endBound) === 100 || order(row[2], shift(endBound), c) <= 0;
    return afterStart && beforeEnd;
  });
}

/** Stands for any value in what is expected. */
const ANYTHING = 'anything';

const valuesOf = (rows: Data): number[] => rows.map((r) => r[3]).filter((v) => v !== null);

/**
 * The best value of every frame of a partition. As in DataFusion a frame without values keeps the least one seen before it
 * went, but no largest: of the rows from the begin of the frame before to the frame's own end. A frame without rows has none, and what
 * frames without values keep in partitions where there are such is left open here.
 */
function extremesOf(partition: Data, c: Case, best: (...values: number[]) => number): (string | null)[] {
  let start = 0;
  let last: number | undefined;
  return partition.map((_, at) => {
    const inside = frameOf(partition, at, c);
    if (inside.length === 0) {
      start = Number.NaN;
      return null;
    }
    if (Number.isNaN(start)) return valuesOf(inside).length === 0 ? ANYTHING : String(best(...valuesOf(inside)));
    const begin = partition.indexOf(inside[0]!);
    const passing = partition.slice(Math.min(start, begin), begin + inside.length);
    for (const seen of [valuesOf(passing), valuesOf(inside)]) if (seen.length > 0) last = best(...seen);
    start = begin;
    if (best === Math.max && valuesOf(inside).length === 0) return null;
    return last === undefined ? null : String(last);
  });
}

function expected(c: Case): (string | null)[][] {
  const rows = arranged(c);
  return rows.map((row) => {
    const partition = rows.filter((other) => other[0] === row[0] && other[1] === row[1]);
    const at = partition.indexOf(row);
    const inside = frameOf(partition, at, c);
    const values = valuesOf(inside);
    const sum = values.length === 0 ? null : String(values.reduce((a, b) => a + b, 0));
    const extremes = [extremesOf(partition, c, Math.max)[at]!, extremesOf(partition, c, Math.min)[at]!];
    return [sum, ...extremes.map((text) => text ?? null), String(values.length), sum, String(inside.length)];
  });
}

describe('window operators', () => {
  // `frame_size` needs whole partitions: without it the bounded operator computes them in pieces.
  it.each(['pieces', 'bounded', 'whole'])('%s: frames hold the rows that looking at each row finds', async (kind) => {
    await fc.assert(
      fc.asyncProperty(cases, async (all) => {
        const c: Case = kind === 'whole' ? { ...all, mode: { kind: 'Sorted' } } : all;
        const rows = arranged(c);
        const big = (i: 0 | 1 | 2 | 3): (bigint | null)[] =>
          rows.map((row) => (row[i] === null ? null : BigInt(row[i]!)));
        const table = hostTable(['p', 'q', 'o', 'v'].map((name, i) => [name, Int64, big(i as 0)]));
        const input = new MemoryExec([table], c.batch);
        const window: WindowSpec = {
          partitionBy: [new Column('p', 0), new Column('q', 1)],
          orderBy: [{ expr: new Column('o', 2), options: { descending: c.descending, nullsFirst: c.nullsFirst } }],
          frame: c.frame,
        };
        const sum = new AggregateFunctionExpr({
          func: total,
          args: [new Column('v', 3)],
          schema: input.schema,
          name: 'total',
        });
        const extra = (['sum', 'max', 'min', 'count'] as const).map((kind) =>
          aggregateWindowExpr(
            new AggregateFunctionExpr({
              func: atOnce(kind),
              args: [new Column('v', 3)],
              schema: input.schema,
              name: kind,
            }),
            window,
          ),
        );
        const exprs = [
          ...extra,
          aggregateWindowExpr(sum, window),
          ...(kind === 'pieces'
            ? []
            : [standardWindowExpr(frameSize, { name: 'size', args: [], schema: input.schema }, window)]),
        ];
        const plan =
          kind === 'whole'
            ? new WindowAggExec(exprs, input, true)
            : new BoundedWindowAggExec(exprs, input, c.mode, true);
        const result = await run(
          plan,
          testContext({ settings: { 'datafusion.execution.batch_size': String(c.batch) } }),
        );
        const wanted = expected(c).map((row) => row.slice(0, exprs.length));
        const got = result.map((row) => row.slice(4).map((value) => (value === null ? null : String(value))));
        const open = (cell: string | null, i: number, j: number): string | null =>
          wanted[i]?.[j] === ANYTHING ? ANYTHING : cell;
        expect(got.map((row, i) => row.map((cell, j) => open(cell, i, j)))).toEqual(wanted);
      }),
      propertyBudget(300),
    );
  });

  it('gives rows out as soon as their frames are complete, and holds no more than later frames need', async () => {
    const rows = Array.from({ length: 5000 }, (_, i) => BigInt(i));
    const table = hostTable(['o', 'v'].map((name) => [name, Int64, rows]));
    const input = new MemoryExec([table], 10);
    const window: WindowSpec = {
      partitionBy: [],
      orderBy: [{ expr: new Column('o', 0), options: { descending: false, nullsFirst: false } }],
      frame: windowFrameOf(
        'Rows',
        { kind: 'Preceding', value: new ScalarValue(UInt64, 5n) },
        { kind: 'Following', value: new ScalarValue(UInt64, 5n) },
      ),
    };
    const sum = new AggregateFunctionExpr({ func: total, args: [new Column('v', 1)], schema: input.schema, name: 's' });
    const plan = new BoundedWindowAggExec([aggregateWindowExpr(sum, window)], input, { kind: 'Linear' }, false);
    const context = testContext({ settings: { 'datafusion.execution.batch_size': '10' } });
    let seen = 0;
    let most = 0;
    for await (const batch of plan.execute(0, context)) {
      seen += batch.rowCount;
      expect(input.pulled * 10 - seen).toBeLessThan(40);
      most = Math.max(most, context.runtime.memoryPool.reserved());
    }
    expect(seen).toBe(5000);
    expect(most).toBeLessThan(200_000);
  });
});
