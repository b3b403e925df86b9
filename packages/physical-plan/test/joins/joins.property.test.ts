import { DataTypes, field, Schema, type JoinType } from '@datafusion-ts/common';
import { binary, Column } from '@datafusion-ts/physical-expr';
import {
  HashJoinExec,
  NestedLoopJoinExec,
  PiecewiseMergeJoinExec,
  SortMergeJoinExec,
  type ExecutionPlan,
  type JoinFilter,
} from '@datafusion-ts/physical-plan';
import type { SortOptions } from '@datafusion-ts/expr-common';
import { propertyBudget } from '@datafusion-ts/test-utils';
import fc from 'fast-check';
import { hostTable, MemoryExec, run, testContext } from '../support/memory-exec.js';
import { JOIN_TYPES, naiveJoin, sorted, type Row } from './naive-join.js';

const { Int32, Int64, Utf8 } = DataTypes;

interface Case {
  readonly left: readonly Row[];
  readonly right: readonly Row[];
  readonly joinType: JoinType;
  readonly filtered: boolean;
  readonly nullsMatch: boolean;
  readonly leftBatch: number;
  readonly rightBatch: number;
  readonly batchSize: number;
  readonly text: boolean;
  readonly keys: 1 | 2;
  /** The filter: a comparison of the left one of the columns with the right one, or the other way round. */
  readonly compared: { readonly op: Comparison; readonly columns: readonly [number, number]; readonly turned: boolean };
}

const COMPARISONS = {
  Lt: (a: number, b: number) => a < b,
  LtEq: (a: number, b: number) => a <= b,
  Eq: (a: number, b: number) => a === b,
  NotEq: (a: number, b: number) => a !== b,
  GtEq: (a: number, b: number) => a >= b,
  Gt: (a: number, b: number) => a > b,
};
type Comparison = keyof typeof COMPARISONS;

/** `spread` keys lie apart: next to each other they are addressed, further off ranked, listed or hashed. */
const rows = (text: boolean, spread: number): fc.Arbitrary<readonly Row[]> => {
  const key = fc.option(
    fc.integer({ min: -3, max: 4 }).map((value) => value * spread),
    { freq: 4 },
  );
  const word = fc.option(fc.constantFrom('', 'a', 'bb', 'a text that is longer than twelve bytes'), { freq: 4 });
  return fc.array(
    fc.tuple<(number | string | null)[]>(
      text ? word : key,
      fc.option(fc.integer({ min: 0, max: 3 })),
      fc.integer({ min: 0, max: 9 }),
    ),
    { maxLength: 12 },
  );
};

const cases: fc.Arbitrary<Case> = fc.tuple(fc.boolean(), fc.constantFrom(1, 5000, 10_000_000)).chain(([text, spread]) =>
  fc.record({
    left: rows(text, spread),
    right: rows(text, spread),
    joinType: fc.constantFrom(...JOIN_TYPES),
    filtered: fc.boolean(),
    nullsMatch: fc.boolean(),
    leftBatch: fc.integer({ min: 1, max: 5 }),
    rightBatch: fc.integer({ min: 1, max: 5 }),
    batchSize: fc.integer({ min: 1, max: 6 }),
    text: fc.constant(text),
    keys: fc.constantFrom<1 | 2>(1, 2),
    compared: fc.record({
      op: fc.constantFrom(...(Object.keys(COMPARISONS) as Comparison[])),
      columns: fc.constantFrom<readonly [number, number]>([2, 2], [1, 2], [2, 1], [1, 1]),
      turned: fc.boolean(),
    }),
  }),
);

function source(data: readonly Row[], text: boolean, batchSize: number, names: readonly string[]): MemoryExec {
  const column = (i: number): (number | string | null)[] => data.map((row) => row[i]!);
  const table = hostTable([
    [names[0]!, text ? Utf8 : Int64, text ? column(0) : column(0).map((v) => (v === null ? null : BigInt(v)))],
    [names[1]!, Int32, column(1)],
    [names[2]!, Int32, column(2)],
  ]);
  return new MemoryExec([table], batchSize);
}

/** `left < right`, or as it may be. */
function filterOf({ compared: { op, columns, turned } }: Case): JoinFilter {
  const [v, w] = [new Column('v', 0), new Column('w', 1)];
  return {
    expression: turned ? binary(w, op, v) : binary(v, op, w),
    columnIndices: [
      { index: columns[0], side: 'Left' },
      { index: columns[1], side: 'Right' },
    ],
    schema: new Schema([field('v', Int32), field('w', Int32)]),
  };
}

/** What the filter says of two rows. */
function passes({ compared: { op, columns, turned } }: Case, l: Row, r: Row): boolean {
  const [v, w] = [l[columns[0]] as number | null, r[columns[1]] as number | null];
  if (v === null || w === null) return false;
  return turned ? COMPARISONS[op](w, v) : COMPARISONS[op](v, w);
}

/** Rows ordered by their first columns. */
function sortedRows(data: readonly Row[], options: readonly SortOptions[]): readonly Row[] {
  const compare = (a: Row, b: Row): number => {
    for (const [i, { descending, nullsFirst }] of options.entries()) {
      const [x, y] = [a[i]!, b[i]!];
      if (x === y) continue;
      if (x === null || y === null) return (x === null) === nullsFirst ? -1 : 1;
      return (x < y ? -1 : 1) * (descending ? -1 : 1);
    }
    return 0;
  };
  return [...data].sort(compare);
}

const settings = (batchSize: number) => ({ settings: { 'datafusion.execution.batch_size': String(batchSize) } });

function inputs(c: Case): { readonly left: ExecutionPlan; readonly right: ExecutionPlan } {
  return {
    left: source(c.left, c.text, c.leftBatch, ['k', 'j', 'v']),
    right: source(c.right, c.text, c.rightBatch, ['l', 'm', 'w']),
  };
}

const expected = (c: Case, byKey: boolean) =>
  naiveJoin(c.left, c.right, c.joinType, (l, r) => {
    if (c.filtered && !passes(c, l, r)) return false;
    if (!byKey) return true;
    return Array.from({ length: c.keys }, (_, i) => i).every((i) =>
      l[i] === null || r[i] === null ? c.nullsMatch && l[i] === r[i] : l[i] === r[i],
    );
  });

describe('joins of any type', () => {
  it('are, by hash, what comparing all pairs gives', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (c) => {
        const on = [
          [new Column('k', 0), new Column('l', 0)],
          [new Column('j', 1), new Column('m', 1)],
        ] as const;
        const join = new HashJoinExec({
          ...inputs(c),
          on: on.slice(0, c.keys),
          filter: c.filtered ? filterOf(c) : undefined,
          joinType: c.joinType,
          mode: 'CollectLeft',
          nullEquality: c.nullsMatch ? 'NullEqualsNull' : 'NullEqualsNothing',
        });
        expect(sorted(await run(join, testContext(settings(c.batchSize))))).toEqual(sorted(expected(c, true)));
      }),
      propertyBudget(400),
    );
  });

  it('are, by merging ordered inputs, what comparing all pairs gives', async () => {
    const options = fc.record({ descending: fc.boolean(), nullsFirst: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(cases, fc.tuple(options, options), async (c, both) => {
        const sortOptions = both.slice(0, c.keys);
        const ordered: Case = { ...c, left: sortedRows(c.left, sortOptions), right: sortedRows(c.right, sortOptions) };
        const on = [
          [new Column('k', 0), new Column('l', 0)],
          [new Column('j', 1), new Column('m', 1)],
        ] as const;
        const join = new SortMergeJoinExec({
          ...inputs(ordered),
          on: on.slice(0, c.keys),
          filter: c.filtered ? filterOf(c) : undefined,
          joinType: c.joinType,
          sortOptions,
          nullEquality: c.nullsMatch ? 'NullEqualsNull' : 'NullEqualsNothing',
        });
        expect(sorted(await run(join, testContext(settings(c.batchSize))))).toEqual(sorted(expected(c, true)));
      }),
      propertyBudget(400),
    );
  });

  it('are, on one comparison along ordered rows, what comparing all pairs gives', async () => {
    const tests = {
      Lt: (a: number, b: number) => a < b,
      LtEq: (a: number, b: number) => a <= b,
      Gt: (a: number, b: number) => a > b,
      GtEq: (a: number, b: number) => a >= b,
    };
    const operators = fc.constantFrom<keyof typeof tests>('Lt', 'LtEq', 'Gt', 'GtEq');
    const types = fc.constantFrom<JoinType>('Inner', 'Left', 'Right', 'Full');
    await fc.assert(
      fc.asyncProperty(cases, operators, types, async (all, operator, joinType) => {
        const c: Case = {
          ...all,
          joinType,
          text: false,
          left: all.left.filter((row) => typeof row[0] !== 'string'),
          right: all.right.filter((row) => typeof row[0] !== 'string'),
        };
        const ordered = sortedRows(c.left, [{ descending: operator.startsWith('Lt'), nullsFirst: true }]);
        const join = new PiecewiseMergeJoinExec({
          ...inputs({ ...c, left: ordered }),
          on: [new Column('k', 0), new Column('l', 0)],
          operator,
          joinType,
        });
        const pairs = naiveJoin(
          c.left,
          c.right,
          joinType,
          (l, r) => l[0] !== null && r[0] !== null && tests[operator](l[0] as number, r[0] as number),
        );
        expect(sorted(await run(join, testContext(settings(c.batchSize))))).toEqual(sorted(pairs));
      }),
      propertyBudget(300),
    );
  });

  it('are, by nested loops, what comparing all pairs gives', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (c) => {
        const join = new NestedLoopJoinExec({
          ...inputs(c),
          filter: c.filtered ? filterOf(c) : undefined,
          joinType: c.joinType,
        });
        expect(sorted(await run(join, testContext(settings(c.batchSize))))).toEqual(sorted(expected(c, false)));
      }),
      propertyBudget(200),
    );
  });
});
