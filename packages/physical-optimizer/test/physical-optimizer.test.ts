import { lit } from '@datafusion-ts/physical-expr';
import { Column, binary } from '@datafusion-ts/physical-expr';
import {
  AggregateExec,
  FilterExec,
  GlobalLimitExec,
  HashJoinExec,
  PhysicalGroupBy,
  ProjectionExec,
  SortExec,
  SortPreservingMergeExec,
  UnionExec,
  type ExecutionPlan,
  type PartitionMode,
} from '@datafusion-ts/physical-plan';
import { defaultPhysicalOptimizerRules, PhysicalOptimizer } from '@datafusion-ts/physical-optimizer';
import { a, b, by, c, optimized, testConfig, TestScan } from './support/scan.js';

const grouped = (input: ExecutionPlan, keys: readonly Column[]): AggregateExec => {
  const groupBy = PhysicalGroupBy.single(keys.map((expr) => ({ expr, alias: expr.name })));
  const partial = new AggregateExec({ mode: 'Partial', groupBy, aggregates: [], input });
  return new AggregateExec({
    mode: 'FinalPartitioned',
    groupBy: partial.groupBy.asFinal(),
    aggregates: [],
    input: partial,
    inputSchema: input.schema,
  });
};

const joined = (left: ExecutionPlan, right: ExecutionPlan, mode: PartitionMode = 'Auto'): HashJoinExec =>
  new HashJoinExec({ left, right, on: [[a, a]], joinType: 'Inner', mode, nullEquality: 'NullEqualsNothing' });

const greater = (column: Column, value: bigint): ReturnType<typeof binary> => binary(column, 'Gt', lit(value));

describe('distribution', () => {
  it('hashes groups between the steps of an aggregation', () => {
    expect(optimized(grouped(new TestScan('t', { partitions: 4 }), [a]))).toEqual([
      'AggregateExec: mode=FinalPartitioned, gby=[a@0 as a], aggr=[]',
      '  RepartitionExec: partitioning=Hash([a@0], 4), input_partitions=4',
      '    AggregateExec: mode=Partial, gby=[a@0 as a], aggr=[]',
      '      TestScan: t',
    ]);
  });

  it('makes one step of an aggregation over one partition', () => {
    expect(optimized(grouped(new TestScan('t', { rows: 1 }), [a]))).toEqual([
      'AggregateExec: mode=SinglePartitioned, gby=[a@0 as a], aggr=[]',
      '  TestScan: t',
    ]);
  });

  it('spreads rows by turns for a filter', () => {
    expect(optimized(new FilterExec(greater(a, 1n), new TestScan('t')))).toEqual([
      'FilterExec: a@0 > 1',
      '  RepartitionExec: partitioning=RoundRobinBatch(4), input_partitions=1',
      '    TestScan: t, filters=[a@0 > 1]',
    ]);
  });

  it('interleaves unions of inputs hashed alike', () => {
    const branch = (): ExecutionPlan => grouped(new TestScan('t', { partitions: 4 }), [a]);
    expect(optimized(grouped(new UnionExec([branch(), branch()]), [a]))).toContainEqual(
      expect.stringContaining('InterleaveExec'),
    );
    expect(
      optimized(
        grouped(new UnionExec([branch(), branch()]), [a]),
        undefined,
        testConfig({ prefer_existing_union: 'true' }),
      ),
    ).toContainEqual(expect.stringContaining('UnionExec'));
  });
});

const withoutRoundRobin = (): ReturnType<typeof testConfig> => testConfig({ enable_round_robin_repartition: 'false' });

describe('sorting', () => {
  it('sorts partitions by themselves and merges them', () => {
    expect(optimized(new SortExec(by(a), new TestScan('t', { partitions: 4 })))).toEqual([
      'SortPreservingMergeExec: [a@0 ASC NULLS LAST]',
      '  SortExec: expr=[a@0 ASC NULLS LAST], preserve_partitioning=[true]',
      '    TestScan: t',
    ]);
  });

  it('drops a sort of rows that are ordered already', () => {
    expect(optimized(new SortExec(by(a), new TestScan('t', { ordering: by(a, b) })))).toEqual(['TestScan: t']);
    expect(optimized(new SortExec(by(a), new TestScan('t', { ordering: by(a), partitions: 4 })))).toEqual([
      'SortPreservingMergeExec: [a@0 ASC NULLS LAST]',
      '  TestScan: t',
    ]);
  });

  it('turns a satisfied sort with fetch into a limit', () => {
    expect(optimized(new SortExec(by(a), new TestScan('t', { ordering: by(a) }), { fetch: 3 }))).toEqual([
      'TestScan: t, fetch=3',
    ]);
  });

  it('drops a sort below one by other keys', () => {
    expect(optimized(new SortExec(by(b), new SortExec(by(a), new TestScan('t'))))).toEqual([
      'SortExec: expr=[b@1 ASC NULLS LAST], preserve_partitioning=[false]',
      '  TestScan: t',
    ]);
  });

  it('keeps a sort below that chooses rows', () => {
    expect(optimized(new SortExec(by(b), new SortExec(by(a), new TestScan('t'), { fetch: 2 })))).toEqual([
      'SortExec: expr=[b@1 ASC NULLS LAST], preserve_partitioning=[false]',
      '  SortExec: TopK(fetch=2), expr=[a@0 ASC NULLS LAST], preserve_partitioning=[false]',
      '    TestScan: t, filters=[DynamicFilter [ empty ]]',
    ]);
  });

  it('merges ordered partitions only where the order is asked for', () => {
    const scan = new TestScan('t', { ordering: by(a), partitions: 4 });
    expect(optimized(new SortPreservingMergeExec(by(a), new FilterExec(greater(b, 1n), scan)))).toEqual([
      'SortPreservingMergeExec: [a@0 ASC NULLS LAST]',
      '  FilterExec: b@1 > 1',
      '    TestScan: t, filters=[b@1 > 1]',
    ]);
  });

  it('refuses to sort rows that never end', () => {
    const plan = new SortExec(by(a), new TestScan('t', { unbounded: true }));
    expect(() => optimized(plan)).toThrow('Cannot execute pipeline breaking queries, operator: SortExec');
  });

  it('sorts unbounded rows ordered by the first keys group by group', () => {
    expect(optimized(new SortExec(by(a, b), new TestScan('t', { unbounded: true, ordering: by(a) })))).toEqual([
      'PartialSortExec: expr=[a@0 ASC NULLS LAST, b@1 ASC NULLS LAST], common_prefix_length=[1]',
      '  TestScan: t',
    ]);
  });
});

describe('joins', () => {
  it('collects a small left side', () => {
    const plan = joined(new TestScan('small', { bytes: 10 }), new TestScan('big', { bytes: 10_000_000 }));
    expect(optimized(plan, undefined, withoutRoundRobin())).toEqual([
      'HashJoinExec: mode=CollectLeft, join_type=Inner, on=[(a@0, a@0)]',
      '  TestScan: small',
      '  TestScan: big, filters=[DynamicFilter [ empty ]]',
    ]);
  });

  it('exchanges the sides to build the small one', () => {
    const plan = joined(new TestScan('big', { bytes: 10_000_000 }), new TestScan('small', { bytes: 10 }));
    expect(optimized(plan, undefined, withoutRoundRobin())).toEqual([
      'HashJoinExec: mode=CollectLeft, join_type=Inner, on=[(a@0, a@0)], projection=[a@3, b@4, c@5, a@0, b@1, c@2]',
      '  TestScan: small',
      '  TestScan: big, filters=[DynamicFilter [ empty ]]',
    ]);
  });

  it('keeps the order of the query when told to', () => {
    const plan = joined(new TestScan('big', { bytes: 1000 }), new TestScan('small', { bytes: 10 }));
    const config = testConfig({ join_reordering: 'false', enable_round_robin_repartition: 'false' });
    expect(optimized(plan, undefined, config)[1]).toBe('  TestScan: big');
  });

  it('splits both sides by the keys when neither is known to be small', () => {
    expect(optimized(joined(new TestScan('x', { partitions: 4 }), new TestScan('y', { partitions: 4 })))).toEqual([
      'HashJoinExec: mode=Partitioned, join_type=Inner, on=[(a@0, a@0)]',
      '  RepartitionExec: partitioning=Hash([a@0], 4), input_partitions=4',
      '    TestScan: x',
      '  RepartitionExec: partitioning=Hash([a@0], 4), input_partitions=4',
      '    TestScan: y, filters=[DynamicFilter [ empty ]]',
    ]);
  });

  it('puts keys in the order that saves an exchange', () => {
    const scan = (table: string): ExecutionPlan => new TestScan(table, { partitions: 4 });
    const parts = { joinType: 'Inner', mode: 'Partitioned', nullEquality: 'NullEqualsNothing' } as const;
    const inner = new HashJoinExec({
      ...parts,
      left: scan('x'),
      right: scan('y'),
      on: [
        [a, a],
        [b, b],
      ],
    });
    const outer = new HashJoinExec({
      ...parts,
      left: inner,
      right: scan('z'),
      on: [
        [b, b],
        [a, a],
      ],
    });
    const exchanges = optimized(outer).filter((line) => line.includes('RepartitionExec'));
    expect(exchanges).toHaveLength(3);
  });
});

describe('limits', () => {
  it('reach scans and merges', () => {
    expect(optimized(new GlobalLimitExec(new TestScan('t', { partitions: 4 }), 0, 5))).toEqual([
      'CoalescePartitionsExec: fetch=5',
      '  TestScan: t, fetch=5',
    ]);
  });

  it('keep an offset where it is', () => {
    expect(optimized(new GlobalLimitExec(new TestScan('t'), 2, 5))).toEqual([
      'GlobalLimitExec: skip=2, fetch=5',
      '  TestScan: t, fetch=7',
    ]);
  });

  it('combine with limits above them', () => {
    expect(optimized(new GlobalLimitExec(new GlobalLimitExec(new TestScan('t'), 1, 10), 2, 3))).toEqual([
      'GlobalLimitExec: skip=3, fetch=3',
      '  TestScan: t, fetch=6',
    ]);
  });

  it('stop a distinct aggregation early', () => {
    const plan = new GlobalLimitExec(grouped(new TestScan('t', { rows: 100 }), [a]), 0, 4);
    expect(optimized(plan, undefined, withoutRoundRobin())).toEqual([
      'CoalescePartitionsExec: fetch=4',
      '  AggregateExec: mode=FinalPartitioned, gby=[a@0 as a], aggr=[], lim=[4]',
      '    RepartitionExec: partitioning=Hash([a@0], 4), input_partitions=1',
      '      AggregateExec: mode=Partial, gby=[a@0 as a], aggr=[], lim=[4]',
      '        TestScan: t',
    ]);
  });

  it('keep only the best groups below a top-k by the key', () => {
    const plan = new SortExec(by(a), grouped(new TestScan('t'), [a]), { fetch: 4 });
    expect(optimized(plan, undefined, withoutRoundRobin())).toContainEqual(expect.stringContaining('lim=[4]'));
  });
});

describe('projections', () => {
  const project = (input: ExecutionPlan, ...columns: readonly Column[]): ProjectionExec =>
    new ProjectionExec(
      columns.map((expr) => ({ expr, alias: expr.name })),
      input,
    );

  it('go when they change nothing', () => {
    expect(optimized(project(new TestScan('t'), a, b, c))).toEqual(['TestScan: t']);
  });

  it('become one', () => {
    const inner = new ProjectionExec(
      [
        { expr: binary(a, 'Plus', lit(1n)), alias: 'x' },
        { expr: b, alias: 'b' },
      ],
      new TestScan('t'),
    );
    expect(optimized(project(inner, new Column('x', 0)), undefined, withoutRoundRobin())).toEqual([
      'ProjectionExec: expr=[a@0 + 1 as x]',
      '  TestScan: t',
    ]);
  });

  it('do not compute an expression twice', () => {
    const inner = new ProjectionExec([{ expr: binary(a, 'Plus', lit(1n)), alias: 'x' }], new TestScan('t'));
    const x = new Column('x', 0);
    const outer = new ProjectionExec(
      [
        { expr: x, alias: 'p' },
        { expr: x, alias: 'q' },
      ],
      inner,
    );
    expect(optimized(outer, undefined, withoutRoundRobin())).toHaveLength(3);
  });

  it('are done by filters', () => {
    expect(
      optimized(project(new FilterExec(greater(a, 1n), new TestScan('t')), c), undefined, withoutRoundRobin()),
    ).toEqual(['FilterExec: a@0 > 1, projection=[c@2]', '  TestScan: t, filters=[a@0 > 1]']);
  });
});

describe('filters', () => {
  it('go when the scan applies them', () => {
    expect(optimized(new FilterExec(greater(a, 1n), new TestScan('t', { appliesFilters: true })))).toEqual([
      'TestScan: t, filters=[a@0 > 1]',
    ]);
  });

  it('do not pass a top-k', () => {
    const top = new SortExec(by(b), new TestScan('t', { appliesFilters: true }), { fetch: 2 });
    expect(optimized(new FilterExec(greater(a, 1n), top), undefined, withoutRoundRobin())).toEqual([
      'FilterExec: a@0 > 1',
      '  SortExec: TopK(fetch=2), expr=[b@1 ASC NULLS LAST], preserve_partitioning=[false]',
      '    TestScan: t, filters=[DynamicFilter [ empty ]]',
    ]);
  });

  it('pass an aggregation on its keys', () => {
    const plan = new FilterExec(
      greater(new Column('a', 0), 1n),
      grouped(new TestScan('t', { appliesFilters: true, rows: 1 }), [a]),
    );
    expect(optimized(plan, undefined, withoutRoundRobin())).toEqual([
      'AggregateExec: mode=SinglePartitioned, gby=[a@0 as a], aggr=[]',
      '  TestScan: t, filters=[a@0 > 1]',
    ]);
  });
});

describe('the optimizer', () => {
  it('runs the rules of DataFusion in its order', () => {
    expect(defaultPhysicalOptimizerRules().map((rule) => rule.name)).toEqual([
      'OutputRequirements',
      'aggregate_statistics',
      'join_selection',
      'LimitedDistinctAggregation',
      'FilterPushdown',
      'EnforceDistribution',
      'CombinePartialFinalAggregate',
      'EnforceSorting',
      'OptimizeAggregateOrder',
      'WindowTopN',
      'ProjectionPushdown',
      'OutputRequirements',
      'LimitAggregation',
      'LimitPushPastWindows',
      'HashJoinBuffering',
      'LimitPushdown',
      'TopKRepartition',
      'ProjectionPushdown',
      'PushdownSort',
      'EnsureCooperative',
      'FilterPushdown(Post)',
      'SanityCheckPlan',
    ]);
  });

  it('shows the plan after every rule', () => {
    const seen: string[] = [];
    new PhysicalOptimizer().optimize(new TestScan('t'), testConfig(), (_plan, rule) => seen.push(rule));
    expect(seen).toHaveLength(defaultPhysicalOptimizerRules().length);
  });
});
