import { TableReference } from '@datafusion-ts/common';
import {
  col,
  displayGraphviz,
  displayIndent,
  displayIndentSchema,
  displayPgJson,
  existsExpr,
  lit,
  LogicalPlanBuilder,
  logicalTableSource,
  type LogicalPlan,
  outerRef,
  subqueryOf,
  tableScan,
} from '@datafusion-ts/expr';
import { field, DataTypes } from '@datafusion-ts/common';
import { Column } from '@datafusion-ts/common';
import { max, scanT, sum, table, tableT } from '../fixtures.js';

const joined = (): LogicalPlan => {
  const left = scanT()
    .filter(col('b').eq('x'))
    .project([col('a'), col('c')])
    .build();
  const right = LogicalPlanBuilder.scan('t', logicalTableSource(tableT), { projection: [0] })
    .project([col('a').alias('a2')])
    .build();
  return LogicalPlanBuilder.from(left)
    .join(right, 'Inner', [['a'], ['a2']])
    .build();
};

describe('EXPLAIN of logical plans', () => {
  it('indents inputs', () => {
    const plan = LogicalPlanBuilder.from(joined())
      .aggregate([col('a')], [sum([col('c')])])
      .sortWithLimit([col('a').asc()], 2)
      .build();
    expect(displayIndent(plan)).toBe(
      [
        'Sort: t.a ASC NULLS LAST, fetch=2',
        '  Aggregate: groupBy=[[t.a]], aggr=[[sum(t.c)]]',
        '    Inner Join: t.a = a2',
        '      Projection: t.a, t.c',
        '        Filter: t.b = Utf8("x")',
        '          TableScan: t',
        '      Projection: t.a AS a2',
        '        TableScan: t projection=[a]',
      ].join('\n'),
    );
  });

  it('shows columns when asked', () => {
    expect(displayIndentSchema(joined())).toContain('Inner Join: t.a = a2 [a:Int64;N, c:Float64;N, a2:Int64;N]');
  });

  it('prints subqueries before inputs', () => {
    const inner = LogicalPlanBuilder.from(table('u', 'a').build())
      .filter(col('u.a').eq(outerRef(field('a', DataTypes.Int64), new Column('t', 'a'))))
      .project([lit(1)])
      .build();
    const plan = scanT()
      .filter(existsExpr(subqueryOf(inner)))
      .build();
    expect(displayIndent(plan)).toBe(
      [
        'Filter: EXISTS (<subquery>)',
        '  Subquery:',
        '    Projection: Int64(1)',
        '      Filter: u.a = outer_ref(t.a)',
        '        TableScan: u',
        '  TableScan: t',
      ].join('\n'),
    );
  });

  it.each<readonly [string, LogicalPlan]>([
    ['EmptyRelation: rows=1', LogicalPlanBuilder.empty(true).build()],
    ['Limit: skip=1, fetch=3', scanT().limit(1, 3).build()],
    ['Limit: skip=3, fetch=None', scanT().limit(3).build()],
    ['Limit: skip=0, fetch=Int64(1) + Int64(1)', scanT().limitByExpr(undefined, lit(1).add(1)).build()],
    ['Distinct:', scanT().distinct().build()],
    [
      'DistinctOn: on_expr=[[t.a]], select_expr=[[t.a, t.b]], sort_expr=[[]]',
      scanT()
        .distinctOn([col('a')], [col('t.a'), col('t.b')])
        .build(),
    ],
    ['Union', scanT().union(scanT().build()).build()],
    ['Cross Join:', scanT().crossJoin(table('u', 'x').build()).build()],
    [
      'Left Join:  Filter: t.a > u.x',
      scanT()
        .joinOn(table('u', 'x').build(), 'Left', [col('a').gt(col('x'))])
        .build(),
    ],
    ['Inner Join: Using t.a = u.a', scanT().joinUsing(table('u', 'a').build(), 'Inner', ['a']).build()],
    [
      'Values: (Int64(1)), (Int64(2)), (Int64(3)), (Int64(4)), (Int64(5))...',
      LogicalPlanBuilder.values([1, 2, 3, 4, 5, 6].map((n) => [lit(n)])).build(),
    ],
    ['SubqueryAlias: x', scanT().alias('x').build()],
    [
      'WindowAggr: windowExpr=[[max(t.a) PARTITION BY [t.b] ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING]]',
      scanT()
        .window([max([col('a')]).over({ partitionBy: [col('b')] })])
        .build(),
    ],
    [
      'Dml: op=[Insert Overwrite] table=[t]',
      LogicalPlanBuilder.insertInto(
        scanT().build(),
        TableReference.bare('t'),
        logicalTableSource(tableT),
        'Overwrite',
      ).build(),
    ],
    [
      'CopyTo: format=csv output_url=/tmp/x.csv options: (format.delimiter ;, format.has_header true)',
      LogicalPlanBuilder.copyTo(scanT().build(), {
        outputUrl: '/tmp/x.csv',
        fileType: 'csv',
        partitionBy: [],
        options: new Map([
          ['format.delimiter', ';'],
          ['format.has_header', 'true'],
        ]),
      }).build(),
    ],
    [
      'Repartition: Hash(t.a) partition_count=4',
      scanT()
        .repartition({ kind: 'Hash', exprs: [col('t.a')], count: 4 })
        .build(),
    ],
    ['Explain', scanT().explain(false, false).build()],
    [
      'DropTable: Bare { table: "t" } if not exist:=false',
      {
        kind: 'Ddl',
        ddl: { kind: 'DropTable', name: TableReference.bare('t'), ifExists: false, schema: scanT().schema },
      },
    ],
    [
      'CreateView: Full { catalog: "cat", schema: "s", table: "v" }',
      {
        kind: 'Ddl',
        ddl: {
          kind: 'CreateView',
          name: TableReference.full('cat', 's', 'v'),
          input: scanT().build(),
          orReplace: false,
          temporary: false,
        },
      },
    ],
    [
      'SetVariable: set "a.b" to "3"',
      { kind: 'Statement', statement: { kind: 'SetVariable', variable: 'a.b', value: '3' } },
    ],
  ])('%s', (text, plan) => {
    expect(displayIndent(plan).split('\n')[0]).toBe(text);
  });

  it('groups scan filters by how far the table evaluates them', () => {
    const source = { schema: tableT, supportsFiltersPushdown: () => ['Exact', 'Inexact', 'Unsupported'] as const };
    const filters = [col('a').gt(1), col('a').lt(9), col('b').eq('x')];
    expect(displayIndent(tableScan('t', source, { projection: [0], filters, fetch: 5 }))).toBe(
      'TableScan: t projection=[a], full_filters=[a > Int64(1)], partial_filters=[a < Int64(9)], unsupported_filters=[b = Utf8("x")], fetch=5',
    );
  });

  it('draws two clusters for graphviz, quotes replaced', () => {
    const text = displayGraphviz(scanT().filter(col('b').eq('x')).build());
    expect(text).toBe(`
// Begin DataFusion GraphViz Plan,
// display it online here: https://dreampuf.github.io/GraphvizOnline

digraph {
  subgraph cluster_1
  {
    graph[label="LogicalPlan"]
    2[shape=box label="Filter: t.b = Utf8(_x_)"]
    3[shape=box label="TableScan: t"]
    2 -> 3 [arrowhead=none, arrowtail=normal, dir=back]
  }
  subgraph cluster_4
  {
    graph[label="Detailed LogicalPlan"]
    5[shape=box label="Filter: t.b = Utf8(_x_)\\nSchema: [a:Int64;N, b:Utf8View;N, c:Float64;N, bo:Boolean;N]"]
    6[shape=box label="TableScan: t\\nSchema: [a:Int64;N, b:Utf8View;N, c:Float64;N, bo:Boolean;N]"]
    5 -> 6 [arrowhead=none, arrowtail=normal, dir=back]
  }
}
// End DataFusion GraphViz Plan
`);
  });

  it('prints JSON as PostgreSQL does', () => {
    expect(
      JSON.parse(
        displayPgJson(
          scanT()
            .project([col('a')])
            .limit(0, 2)
            .build(),
        ),
      ),
    ).toEqual([
      {
        Plan: {
          'Node Type': 'Limit',
          Fetch: 'Int64(2)',
          Plans: [
            {
              'Node Type': 'Projection',
              Expressions: ['t.a'],
              Plans: [{ 'Node Type': 'TableScan', 'Relation Name': 't', Plans: [], Output: ['a', 'b', 'c', 'bo'] }],
              Output: ['a'],
            },
          ],
          Output: ['a'],
        },
      },
    ]);
  });
});
