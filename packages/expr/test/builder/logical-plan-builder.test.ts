import {
  Column,
  Constraints,
  DataTypes,
  displayType,
  field,
  listItem,
  Schema,
  TableReference,
} from '@datafusion-ts/common';
import {
  col,
  displayIndent,
  ident,
  lit,
  LogicalPlanBuilder,
  logicalTableSource,
  type LogicalPlan,
  nullableOf,
  recomputeSchema,
  schemaOf,
  wildcard,
  withNewExprs,
  expressionsOf,
  inputsOf,
  coercePlanForSchema,
} from '@datafusion-ts/expr';
import { count, errorOf, max, over, rowNumberUdwf, scanT, sum, table } from '../fixtures.js';

const [x, y] = [col('x'), col('y')];
const tableA = (): LogicalPlanBuilder => table('a', 'x', 'y');
const tableB = (): LogicalPlanBuilder => table('b', 'x', 'z');
const text = (builder: LogicalPlanBuilder): string => displayIndent(builder.build());
const names = (plan: LogicalPlan): readonly string[] => schemaOf(plan).fieldNames();

// Plans and errors are those of the real engine for the SQL each test is named after.
describe('projection', () => {
  it('refuses two expressions of one name', () => {
    expect(errorOf(() => tableA().project([x.add(1), x.add(1)]))).toBe(
      'Error during planning: Projections require unique expression names but the expression "a.x + Int64(1)" at position 0 and "a.x + Int64(1)" at position 1 have the same name. Consider aliasing ("AS") one of them.',
    );
  });
  it('expands wildcards with EXCLUDE, EXCEPT and REPLACE', () => {
    expect(text(tableA().project([wildcard(undefined, { exclude: ['x'] })]))).toContain('Projection: a.y\n');
    expect(text(tableA().project([wildcard(undefined, { replace: [{ name: 'x', expr: x.add(1) }] })]))).toContain(
      'Projection: a.x + Int64(1) AS x, a.y',
    );
    expect(errorOf(() => tableA().project([wildcard(undefined, { exclude: ['q'] })]))).toBe(
      'Schema error: No field named q. Valid fields are a.x, a.y.',
    );
    expect(errorOf(() => tableA().project([wildcard(undefined, { exclude: ['x', 'x'] })]))).toBe(
      'Error during planning: EXCLUDE or EXCEPT contains duplicate column names',
    );
    expect(errorOf(() => tableA().project([wildcard(TableReference.bare('q'))]))).toBe(
      'Error during planning: Invalid qualifier q',
    );
  });
  it('shows keys of USING once', () => {
    const joined = tableA().joinUsing(tableB().build(), 'Full', ['x']);
    expect(text(joined.project([wildcard()]))).toBe(
      'Projection: a.x, a.y, b.z\n  Full Join: Using a.x = b.x\n    TableScan: a\n    TableScan: b',
    );
    expect(text(joined.project([x]))).toContain('Projection: a.x\n');
    expect(text(joined.project([wildcard(TableReference.bare('b'))]))).toContain('Projection: b.x, b.z');
  });
  it('reports ambiguous names', () => {
    expect(errorOf(() => tableA().crossJoin(tableB().build()).project([x]))).toBe(
      'Schema error: Ambiguous reference to unqualified field x',
    );
    expect(errorOf(() => tableA().crossJoin(tableA().build()))).toBe(
      'Schema error: Schema contains duplicate qualified field name a.x',
    );
  });
  it('refers to computed aggregates by column', () => {
    const plan = tableA()
      .aggregate([x], [sum([y])])
      .project([sum([y]).add(1)])
      .build();
    expect(displayIndent(plan)).toContain('Projection: sum(a.y) + Int64(1)\n');
    expect(plan.kind === 'Projection' && plan.exprs[0]).toMatchObject({ left: { kind: 'Column' } });
  });
});

describe('filters', () => {
  it('want booleans', () => {
    expect(errorOf(() => tableA().filter(y))).toBe(
      "Error during planning: Cannot create filter with non-boolean predicate 'a.y' returning Int64",
    );
    expect(text(tableA().filter(y.gt(1).alias('q')))).toContain('Filter: a.y > Int64(1)\n');
  });
});

describe('sorting', () => {
  it('adds columns the projection dropped and drops them again', () => {
    const plan = tableA()
      .crossJoin(tableB().build())
      .project([col('a.x'), col('b.x')])
      .sort([y.asc()]);
    expect(text(plan)).toBe(
      'Projection: a.x, b.x\n  Sort: a.y ASC NULLS LAST\n    Projection: a.x, b.x, a.y\n      Cross Join:\n        TableScan: a\n        TableScan: b',
    );
  });
  it('does not below DISTINCT', () => {
    expect(
      errorOf(() =>
        tableA()
          .project([x])
          .distinct()
          .sort([col('a.y').asc()]),
      ),
    ).toBe('Error during planning: For SELECT DISTINCT, ORDER BY expressions a.y must appear in select list');
    expect(
      text(
        tableA()
          .project([x.alias('q')])
          .distinct()
          .sort([col('a.x').asc()]),
      ),
    ).toBe(
      'Projection: q\n  Sort: a.x ASC NULLS LAST\n    Distinct:\n      Projection: a.x AS q, a.x\n        TableScan: a',
    );
  });
  it('sorts by what an aggregation computed', () => {
    const grouped = tableA()
      .aggregate([x], [max([y])])
      .project([x, max([y])]);
    expect(text(grouped.sort([max([y]).desc()]))).toContain('Sort: max(a.y) DESC NULLS FIRST\n  Projection');
    expect(grouped.sort([max([y]).desc()]).plan).toMatchObject({ exprs: [{ expr: { kind: 'Column' } }] });
    expect(
      text(
        tableA()
          .project([x.add(1).alias('s')])
          .sort([x.add(1).asc()]),
      ),
    ).toContain('Sort: s ASC NULLS LAST');
  });
});

describe('aggregation', () => {
  it('needs something to compute', () => {
    expect(errorOf(() => tableA().aggregate([], []))).toContain(
      'Aggregate requires at least one grouping or aggregate expression',
    );
  });
  it('makes grouping columns nullable under grouping sets and adds their id', () => {
    const source = logicalTableSource(new Schema([field('x', DataTypes.Int64, false), field('y', DataTypes.Int64)]));
    const builder = LogicalPlanBuilder.scan('a', source);
    const plain = schemaOf(builder.aggregate([x], [count([y])]).build());
    expect(plain.fields.map((f) => `${f.name} ${displayType(f.dataType)} ${f.nullable}`)).toEqual([
      'x Int64 false',
      'count(a.y) Int64 false',
    ]);
    const sets = schemaOf(
      LogicalPlanBuilder.from(builder.build())
        .aggregate([x.alias('q')], [count([y])])
        .build(),
    );
    expect(sets.fieldNames()[0]).toBe('q');
  });
  it('adds columns that a key determines when asked', () => {
    const constraints = new Constraints([{ kind: 'PrimaryKey', columns: [0] }]);
    const builder = LogicalPlanBuilder.scan('a', {
      schema: new Schema([field('x', DataTypes.Int64, false), field('y', DataTypes.Int64)]),
      constraints,
    });
    expect(text(builder.withOptions({ addImplicitGroupByExprs: true }).aggregate([x], [count([y])]))).toContain(
      'groupBy=[[a.x, a.y]]',
    );
    expect(text(builder.aggregate([x], [count([y])]))).toContain('groupBy=[[a.x]]');
  });
});

describe('joins', () => {
  it('moves keys to the side that has them', () => {
    expect(text(tableA().join(tableB().build(), 'Inner', [['b.x'], ['a.x']]))).toContain('Inner Join: a.x = b.x');
    expect(text(tableA().join(tableB().build(), 'Inner', [['z'], ['y']]))).toContain('Inner Join: a.y = b.z');
  });
  it('pads with nulls', () => {
    const source = logicalTableSource(new Schema([field('k', DataTypes.Int64, false)]));
    const left = LogicalPlanBuilder.scan('l', source);
    const right = LogicalPlanBuilder.scan('r', source).build();
    const nullable = (type: 'Inner' | 'Left' | 'Right' | 'Full'): readonly boolean[] =>
      schemaOf(left.join(right, type, [['l.k'], ['r.k']]).build()).fields.map((f) => f.nullable);
    expect([nullable('Inner'), nullable('Left'), nullable('Right'), nullable('Full')]).toEqual([
      [false, false],
      [false, true],
      [true, false],
      [true, true],
    ]);
    expect(names(left.join(right, 'LeftMark', [['l.k'], ['r.k']]).build())).toEqual(['l.k', 'r.mark']);
    expect(names(left.join(right, 'RightAnti', [['l.k'], ['r.k']]).build())).toEqual(['r.k']);
  });
  it('refuses outer joins without a condition and keys of different number', () => {
    expect(errorOf(() => tableA().join(tableB().build(), 'Left', [[], []]))).toBe(
      'Error during planning: join condition should not be empty',
    );
    expect(errorOf(() => tableA().join(tableB().build(), 'Left', [['x'], []]))).toBe(
      'Error during planning: left_keys and right_keys were not the same length',
    );
  });
  it('reports keys that no side has', () => {
    expect(errorOf(() => tableA().joinUsing(tableB().build(), 'Inner', ['q']))).toBe(
      'Schema error: No field named q. Valid fields are a.x, a.y.',
    );
  });
  it('takes pairs of expressions', () => {
    expect(text(tableA().joinWithExprKeys(tableB().build(), 'Inner', [[col('b.x').add(1)], [y]]))).toContain(
      'Inner Join: a.y = b.x + Int64(1)',
    );
    expect(errorOf(() => tableA().joinWithExprKeys(tableB().build(), 'Inner', [[col('a.x')], [y]]))).toBe(
      "Error during planning: can't create join plan, join key should belong to one input, error key: (a.x,a.y)",
    );
  });
});

describe('set operations', () => {
  it('name and type columns after the first input', () => {
    const plan = tableA()
      .union(
        tableB()
          .project([col('z'), x])
          .build(),
      )
      .build();
    expect(names(plan)).toEqual(['x', 'y']);
    expect(errorOf(() => tableA().union(tableB().project([x]).build()))).toBe(
      'Error during planning: UNION queries have different number of columns: left has 2 columns whereas right has 1 columns',
    );
  });
  it('match columns by name', () => {
    const plan = tableA()
      .unionByName(
        tableB()
          .project([col('z')])
          .build(),
      )
      .build();
    expect(displayIndent(plan)).toBe(
      'Union\n  Projection: x, y, NULL AS z\n    TableScan: a\n  Projection: NULL AS x, NULL AS y, z\n    Projection: b.z\n      TableScan: b',
    );
    expect(schemaOf(plan).fields.every((f) => f.nullable)).toBe(true);
  });
  it('requalify sides that could not be told apart', () => {
    const side = (): LogicalPlan => tableA().project([x]).build();
    expect(displayIndent(LogicalPlanBuilder.intersect(side(), side(), false))).toBe(
      'LeftSemi Join: left.x = right.x\n  Distinct:\n    SubqueryAlias: left\n      Projection: a.x\n        TableScan: a\n  SubqueryAlias: right\n    Projection: a.x\n      TableScan: a',
    );
    expect(displayIndent(LogicalPlanBuilder.except(side(), tableB().project([x]).build(), true))).toContain(
      'LeftAnti Join: a.x = b.x\n  Projection: a.x',
    );
  });
});

describe('values', () => {
  it('unify types column by column', () => {
    const plan = LogicalPlanBuilder.values([[lit(1)], [lit(null)], [lit(1.5)]]);
    expect(text(plan)).toBe('Values: (CAST(Int64(1) AS Float64)), (Float64(NULL)), (Float64(1.5))');
    expect(plan.schema.fieldNames()).toEqual(['column1']);
  });
  it.each<readonly [readonly (readonly ReturnType<typeof lit>[])[], string]>([
    [[], 'Values list cannot be empty'],
    [[[]], 'Values list cannot be zero length'],
    [[[lit(1)], [lit(1), lit(2)]], 'Inconsistent data length across values list: got 2 values in row 1 but expected 1'],
    [
      [[lit(1)], [lit(true)]],
      'Inconsistent data type across values list at row 1 column 0. Was Int64 but found Boolean',
    ],
  ])('%#: refuse %s', (rows, message) => {
    expect(errorOf(() => LogicalPlanBuilder.values(rows))).toBe(`Error during planning: ${message}`);
  });
});

describe('aliases', () => {
  it('rename columns that shared a name', () => {
    const plan = tableA()
      .crossJoin(tableB().build())
      .project([col('a.x'), col('b.x')])
      .alias('t');
    expect(plan.schema.fieldNames()).toEqual(['t.x', 't.x:1']);
    expect(text(plan)).toContain('SubqueryAlias: t\n  Projection: a.x, b.x AS x:1\n    Projection: a.x, b.x');
  });
  it('are inlined for views', () => {
    const view = {
      schema: new Schema([field('x', DataTypes.Int64), field('y', DataTypes.Int64)]),
      logicalPlan: tableA().build(),
    };
    expect(text(LogicalPlanBuilder.scan('v', view))).toBe('SubqueryAlias: v\n  TableScan: a');
    expect(text(LogicalPlanBuilder.scan('v', view, { projection: [1] }))).toBe(
      'SubqueryAlias: v\n  Projection: a.y\n    TableScan: a',
    );
  });
});

describe('unnest', () => {
  const source = logicalTableSource(
    new Schema([
      field('l', DataTypes.list(listItem(DataTypes.list(listItem(DataTypes.Int32))))),
      field('s', DataTypes.struct([field('p', DataTypes.Int32), field('q', DataTypes.Utf8)])),
      field('k', DataTypes.Int64),
    ]),
  );
  it('spreads structs over columns and lists over rows', () => {
    const plan = LogicalPlanBuilder.scan('t', source).unnestColumnsWithOptions(['l', 's']).build();
    expect(names(plan)).toEqual(['l', 's.p', 's.q', 't.k']);
    expect(displayIndent(plan).split('\n')[0]).toBe('Unnest: lists[t.l|depth=1] structs[t.s]');
    expect(displayType(schemaOf(plan).field(0).dataType)).toBe('List(Int32)');
  });
  it('goes to several depths of one column', () => {
    const inputColumn = new Column(TableReference.bare('t'), 'l');
    const recursions = [1, 2].map((depth) => ({ inputColumn, outputColumn: Column.unqualified(`l${depth}`), depth }));
    const plan = LogicalPlanBuilder.scan('t', source)
      .unnestColumnsWithOptions([inputColumn], { preserveNulls: false, recursions })
      .build();
    expect(
      schemaOf(plan)
        .fields.map((f) => `${f.name}:${displayType(f.dataType)}`)
        .slice(0, 2),
    ).toEqual(['l1:List(Int32)', 'l2:Int32']);
    expect(plan.kind === 'Unnest' && plan.dependencyIndices).toEqual([0, 0, 1, 2]);
  });
});

describe('recursive queries', () => {
  it('cast the recursive term to the static one', () => {
    const start = LogicalPlanBuilder.empty(true).project([lit(1).alias('n')]);
    const step = LogicalPlanBuilder.scan('r', logicalTableSource(new Schema([field('n', DataTypes.Int64)]))).project([
      col('n').add(1.5),
    ]);
    expect(text(start.toRecursiveQuery('r', step.build(), false))).toBe(
      'RecursiveQuery: is_distinct=false\n  Projection: Int64(1) AS n\n    EmptyRelation: rows=1\n  Projection: CAST(r.n + Float64(1.5) AS Int64)\n    TableScan: r',
    );
    expect(errorOf(() => start.toRecursiveQuery('r', tableA().build(), false))).toBe(
      'Error during planning: Non-recursive term and recursive term must have the same number of columns (1 != 2)',
    );
  });
  it('keep names of cast columns', () => {
    const coerced = coercePlanForSchema(
      tableA().build(),
      schemaOf(LogicalPlanBuilder.values([[lit('x'), lit(1)]]).build()),
    );
    expect(names(coerced)).toEqual(['x', 'a.y']);
  });
});

describe('windows', () => {
  it('are grouped by sort keys, deeper sorts further down', () => {
    const t = table('t', 'a', 'b', 'c');
    const [a, b, c] = [col('a'), col('b'), col('c')];
    const plan = LogicalPlanBuilder.windowPlan(t.build(), [
      sum([a]).over({ orderBy: [a.asc(), b.asc()] }),
      sum([b]).over({ orderBy: [a.asc()] }),
      sum([c]).over({ partitionBy: [b] }),
      sum([a]).over({}),
      max([a]).over({ orderBy: [a.desc()] }),
      over(rowNumberUdwf, [], { orderBy: [a.asc()] }),
    ]);
    const lines = displayIndent(plan)
      .split('\n')
      .map((line) => line.trim().replace(/ (ROWS|RANGE) [^\],]*/g, ''));
    expect(lines).toEqual([
      'WindowAggr: windowExpr=[[sum(t.a)]]',
      'WindowAggr: windowExpr=[[sum(t.c) PARTITION BY [t.b]]]',
      'WindowAggr: windowExpr=[[sum(t.b) ORDER BY [t.a ASC NULLS LAST], row_number() ORDER BY [t.a ASC NULLS LAST]]]',
      'WindowAggr: windowExpr=[[sum(t.a) ORDER BY [t.a ASC NULLS LAST, t.b ASC NULLS LAST]]]',
      'WindowAggr: windowExpr=[[max(t.a) ORDER BY [t.a DESC NULLS FIRST]]]',
      'TableScan: t',
    ]);
  });
});

describe('DISTINCT ON', () => {
  it('wants its keys first in ORDER BY', () => {
    expect(errorOf(() => tableA().distinctOn([x], [col('a.x')], [y.asc()]))).toBe(
      'Error during planning: SELECT DISTINCT ON expressions must match initial ORDER BY expressions',
    );
    expect(errorOf(() => tableA().distinctOn([], [col('a.x')]))).toBe(
      'Error during planning: No `ON` expressions provided',
    );
  });
});

describe('rebuilding nodes', () => {
  it('computes the same schema again', () => {
    const plans = [
      tableA()
        .project([x.add(1)])
        .build(),
      tableA()
        .aggregate([x], [sum([y])])
        .build(),
      tableA()
        .join(tableB().build(), 'Full', [['a.x'], ['b.x']])
        .build(),
      tableA()
        .window([sum([y]).over({})])
        .build(),
      scanT().alias('q').build(),
    ];
    for (const plan of plans) {
      const again = withNewExprs(plan, expressionsOf(plan), inputsOf(plan));
      expect(again).toEqual(plan);
      expect(recomputeSchema(again)).toEqual(plan);
    }
  });
  it('follows changed inputs', () => {
    const plan = tableA().project([x]).build();
    const literal = LogicalPlanBuilder.empty(true)
      .project([lit(1).alias('x')])
      .build();
    const moved = withNewExprs(plan, [ident('x')], [literal]);
    expect(nullableOf(ident('x'), schemaOf(moved))).toBe(false);
  });
});
