import { DataTypes, ScalarValue, type DataType } from '@datafusion-ts/common';
import { Arena, filterToSelection, takeSelection, vectorFromScalars, type ColumnVector } from '@datafusion-ts/compute';
import type { AccumulatorArgs } from '@datafusion-ts/expr-common';
import type { AggregateUDF } from '@datafusion-ts/expr';
import { expectNoLeaks, plainScalar, propertyBudget } from '@datafusion-ts/test-utils';
import fc from 'fast-check';
import * as functions from '../src/index.js';
import {
  booleans,
  callArgs,
  exactScalars,
  groupsOf,
  plainRow,
  resultOf,
  rowsAt,
  stateColumns,
  update,
} from './support.js';

const D10 = DataTypes.decimal128(10, 2);
const D38 = DataTypes.decimal128(38, 4);
const D76 = DataTypes.decimal256(60, 2);
const { Int64, UInt64, Float64, Int32, Utf8, Utf8View, Boolean: Bool, Date32, Int8, UInt8, Int16 } = DataTypes;
const seconds = DataTypes.duration('Second');

interface Case {
  readonly func: AggregateUDF;
  readonly types: readonly DataType[];
  readonly parts?: Partial<AccumulatorArgs>;
}

/** ORDER BY the second argument column. */
const ordered = (descending: boolean): Partial<AccumulatorArgs> => ({
  orderBy: [{ inputIndex: 1, descending, nullsFirst: descending }],
  orderByTexts: ['k@1'],
  orderByTypes: [Int32],
});

const sums: Case[] = [Int64, UInt64, Float64, D10, D38, D76, seconds].map((type) => ({
  func: functions.sum,
  types: [type],
}));
const means: Case[] = [Float64, D10, D38, D76, seconds].map((type) => ({ func: functions.avg, types: [type] }));
const extremes: Case[] = [
  Int64,
  UInt64,
  Float64,
  DataTypes.Float32,
  DataTypes.UInt32,
  DataTypes.UInt16,
  Int16,
  D10,
  D38,
  D76,
  Int32,
  Utf8,
  Utf8View,
  Bool,
  Date32,
  Int8,
  UInt8,
].flatMap((type) => [
  { func: functions.min, types: [type] },
  { func: functions.max, types: [type] },
]);
const bits: Case[] = [Int64, UInt64, Int32, Int8, UInt8, Int16].flatMap((type) => [
  { func: functions.bitAnd, types: [type] },
  { func: functions.bitOr, types: [type] },
  { func: functions.bitXor, types: [type] },
]);
const distinct: Case[] = [
  { func: functions.sum, types: [Int64], parts: { isDistinct: true } },
  { func: functions.sum, types: [D10], parts: { isDistinct: true } },
  { func: functions.avg, types: [Float64], parts: { isDistinct: true } },
  { func: functions.avg, types: [D10], parts: { isDistinct: true } },
  { func: functions.count, types: [Utf8], parts: { isDistinct: true } },
  { func: functions.count, types: [Int32], parts: { isDistinct: true } },
  { func: functions.bitXor, types: [Int64], parts: { isDistinct: true } },
  { func: functions.median, types: [Float64], parts: { isDistinct: true } },
];
const others: Case[] = [
  { func: functions.count, types: [Int64] },
  { func: functions.count, types: [Utf8, Int64] },
  { func: functions.boolAnd, types: [Bool] },
  { func: functions.boolOr, types: [Bool] },
  { func: functions.median, types: [Float64] },
  { func: functions.median, types: [D10] },
  {
    func: functions.percentileCont,
    types: [Float64, Float64],
    parts: { literals: [undefined, ScalarValue.float64(0.3)] },
  },
  { func: functions.arrayAgg, types: [Int64] },
  { func: functions.arrayAgg, types: [Utf8], parts: { ignoreNulls: true } },
  { func: functions.arrayAgg, types: [Int64, Int32], parts: ordered(false) },
  { func: functions.arrayAgg, types: [Int64, Int32], parts: ordered(true) },
  { func: functions.stringAgg, types: [Utf8, Utf8], parts: { literals: [undefined, ScalarValue.utf8('|')] } },
  // ordered by its keys
  {
    func: functions.stringAgg,
    types: [Utf8View, Utf8, Int32],
    parts: {
      literals: [undefined, ScalarValue.utf8(', ')],
      ...ordered(true),
      orderBy: [{ inputIndex: 2, descending: true, nullsFirst: true }],
    },
  },
  { func: functions.firstValue, types: [Int64] },
  { func: functions.lastValue, types: [Utf8] },
  { func: functions.firstValue, types: [Int64], parts: { ignoreNulls: true } },
  { func: functions.lastValue, types: [Int64], parts: { ignoreNulls: true } },
  ...[functions.firstValue, functions.lastValue].flatMap((func) => [
    { func, types: [Int64, Int32], parts: ordered(false) },
    { func, types: [Utf8, Int32], parts: { ...ordered(true), ignoreNulls: true } },
  ]),
  { func: functions.nthValue, types: [Int64, Int64], parts: { literals: [undefined, ScalarValue.int64(2n)] } },
  { func: functions.approxDistinct, types: [Int64] },
  { func: functions.approxDistinct, types: [Utf8] },
  { func: functions.approxDistinct, types: [Int16] },
];
const cases = [...sums, ...means, ...extremes, ...bits, ...distinct, ...others];
const title = ({ func, types, parts }: Case): string =>
  `${func.name}(${parts?.isDistinct === true ? 'DISTINCT ' : ''}${types.map((t) => t.kind).join(', ')})`;

const build = (
  types: readonly DataType[],
  columns: readonly (readonly ScalarValue[])[],
  arena: Arena,
): ColumnVector[] => types.map((type, i) => vectorFromScalars(type, columns[i]!, arena));

const columnsOf = (types: readonly DataType[], length: number): fc.Arbitrary<ScalarValue[][]> =>
  fc.tuple(...types.map((type) => exactScalars(type, length)));

const inArena = <T>(run: (arena: Arena) => T): T =>
  expectNoLeaks(() => {
    const arena = new Arena();
    try {
      return run(arena);
    } finally {
      arena.release();
    }
  });

describe.each(cases.map((c) => [title(c), c] as const))('%s', (_title, { func, types, parts }) => {
  const args = callArgs(func, types, parts);

  it('gives the same for any batch size, and by merging states', () => {
    const arbitrary = fc
      .integer({ min: 0, max: 30 })
      .chain((length) => fc.tuple(columnsOf(types, length), fc.integer({ min: 1, max: 31 })));
    fc.assert(
      fc.property(arbitrary, ([scalars, size]) =>
        inArena((arena) => {
          const columns = build(types, scalars, arena);
          const whole = resultOf(func.accumulator(args), columns, 1000, arena);
          expect(resultOf(func.accumulator(args), columns, size, arena)).toEqual(whole);
          const final = func.accumulator(args);
          for (let from = 0; from < scalars[0]!.length; from += size) {
            const part = func.accumulator(args);
            update(
              part,
              columns.map((c) => rowsAt(c, range(from, Math.min(from + size, scalars[0]!.length)), arena)),
              1000,
              arena,
            );
            final.mergeBatch(stateColumns(part.state(), arena));
          }
          expect(plainScalar(final.evaluate())).toEqual(whole);
        }),
      ),
      propertyBudget(30),
    );
  });

  const hasGroups = func.groupsAccumulator?.(args) !== undefined;
  (hasGroups ? it : it.skip)('gives for each group what it gives for its rows', () => {
    const row = fc.record({ group: fc.integer({ min: 0, max: 4 }), pass: fc.option(fc.boolean(), { freq: 5 }) });
    const arbitrary = fc
      .array(row, { minLength: 1, maxLength: 40 })
      .chain((rows) =>
        fc.tuple(fc.constant(rows), columnsOf(types, rows.length), fc.boolean(), fc.integer({ min: 0, max: 5 })),
      );
    fc.assert(
      fc.property(arbitrary, ([rows, scalars, filtered, first]) =>
        inArena((arena) => {
          const columns = build(types, scalars, arena);
          const filter = filtered
            ? booleans(
                rows.map(({ pass }) => pass),
                arena,
              )
            : undefined;
          const expected = range(0, 5).map((group) => {
            const chosen = rows.flatMap((r, i) => (r.group === group && (!filtered || r.pass === true) ? [i] : []));
            return resultOf(
              func.accumulator(args),
              columns.map((c) => rowsAt(c, chosen, arena)),
              1000,
              arena,
            );
          });
          const groups = rows.map(({ group }) => group);
          expect(grouped(func, args, columns, groups, filter, first, arena)).toEqual(expected);
          expect(groupedByStates(func, args, columns, groups, filter, arena)).toEqual(expected);
          expect(groupedByConversion(func, args, columns, groups, filter, arena)).toEqual(expected);
        }),
      ),
      propertyBudget(30),
    );
  });

  const sliding = func.slidingAccumulator?.(args) ?? func.accumulator(args);
  // Frames that become empty keep the last min, max and bit_xor, as in DataFusion.
  const exactFrames = sliding.supportsRetract === true && !['min', 'max', 'bit_xor'].includes(func.name);
  (exactFrames ? it : it.skip)('takes rows out again', () => {
    const arbitrary = fc
      .tuple(fc.integer({ min: 0, max: 10 }), fc.integer({ min: 0, max: 10 }))
      .chain(([a, b]) => fc.tuple(columnsOf(types, a), columnsOf(types, b)));
    fc.assert(
      fc.property(arbitrary, ([gone, kept]) =>
        inArena((arena) => {
          const accumulator = func.slidingAccumulator?.(args) ?? func.accumulator(args);
          const old = build(types, gone, arena);
          accumulator.updateBatch(old);
          accumulator.updateBatch(build(types, kept, arena));
          accumulator.retractBatch!(old);
          expect(plainScalar(accumulator.evaluate())).toEqual(
            resultOf(func.accumulator(args), build(types, kept, arena), 1000, arena),
          );
        }),
      ),
      propertyBudget(30),
    );
  });
});

const range = (from: number, to: number): number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);

/** Through one columnar state, the first groups given out before the others. */
function grouped(
  func: AggregateUDF,
  args: AccumulatorArgs,
  columns: readonly ColumnVector[],
  groups: readonly number[],
  filter: ColumnVector | undefined,
  first: number,
  arena: Arena,
): unknown {
  const state = func.groupsAccumulator!(args)!;
  try {
    state.updateBatch(columns, groupsOf(groups, 5, arena), filter);
    const head = state.evaluate({ kind: 'First', count: first }, arena);
    const tail = state.evaluate({ kind: 'All' }, arena);
    return [
      ...range(0, head.length).map((i) => plainRow(head, i)),
      ...range(0, tail.length).map((i) => plainRow(tail, i)),
    ];
  } finally {
    state.release();
  }
}

/** Through states of two halves. */
function groupedByStates(
  func: AggregateUDF,
  args: AccumulatorArgs,
  columns: readonly ColumnVector[],
  groups: readonly number[],
  filter: ColumnVector | undefined,
  arena: Arena,
): unknown {
  const final = func.groupsAccumulator!(args)!;
  const half = groups.length >>> 1;
  try {
    for (const rows of [range(0, half), range(half, groups.length)]) {
      const part = func.groupsAccumulator!(args)!;
      const pick = (column: ColumnVector): ColumnVector => rowsAt(column, rows, arena);
      part.updateBatch(
        columns.map(pick),
        groupsOf(
          rows.map((row) => groups[row]!),
          5,
          arena,
        ),
        filter === undefined ? undefined : pick(filter),
      );
      final.mergeBatch(part.state({ kind: 'All' }, arena), groupsOf(range(0, 5), 5, arena));
      part.release();
    }
    const result = final.evaluate({ kind: 'All' }, arena);
    return range(0, 5).map((i) => plainRow(result, i));
  } finally {
    final.release();
  }
}

/** Through rows that were turned into states one by one, where that is supported. */
function groupedByConversion(
  func: AggregateUDF,
  args: AccumulatorArgs,
  columns: readonly ColumnVector[],
  groups: readonly number[],
  filter: ColumnVector | undefined,
  arena: Arena,
): unknown {
  const part = func.groupsAccumulator!(args)!;
  const final = func.groupsAccumulator!(args)!;
  try {
    if (part.convertToState === undefined) return grouped(func, args, columns, groups, filter, 0, arena);
    final.mergeBatch(part.convertToState(columns, filter, arena), groupsOf(groups, 5, arena));
    const result = final.evaluate({ kind: 'All' }, arena);
    return range(0, 5).map((i) => plainRow(result, i));
  } finally {
    part.release();
    final.release();
  }
}

it('filters alike by masks and by selections', () => {
  inArena((arena) => {
    const values = vectorFromScalars(
      Int64,
      [1n, 2n, null, 4n].map((v) => ScalarValue.int64(v)),
      arena,
    );
    const chosen = filterToSelection(booleans([true, null, true, false], arena), 4, arena);
    const accumulator = functions.sum.accumulator(callArgs(functions.sum, [Int64]));
    accumulator.updateBatch([takeSelection(values, chosen, arena)]);
    expect(accumulator.evaluate().value).toBe(1n);
  });
});
