import {
  eliminateCrossJoin,
  eliminateOuterJoin,
  extractEquijoinPredicate,
  propagateEmptyRelation,
  pushDownFilter,
  pushDownLimit,
  simplifyExpressions,
} from '../support/rules.js';
import { sampleCatalog } from '../support/test-catalog.js';

const catalog = sampleCatalog();

describe('eliminate_cross_join', () => {
  it('joins tables that share keys first', () => {
    expect(catalog.explainWith([eliminateCrossJoin], 'select t2.k from t, t3, t2 where t.i = t2.i and t2.k = t3.x'))
      .toMatchInlineSnapshot(`
      "Projection: t2.k
        Projection: t.i, t.j, t.nn, t.b, t.f, t.s, t.d, t3.x, t3.y, t3.z, t2.i, t2.j, t2.k, t2.s
          Inner Join: t2.k = t3.x
            Inner Join: t.i = t2.i
              TableScan: t
              TableScan: t2
            TableScan: t3"
    `);
  });
});

describe('eliminate_outer_join', () => {
  const explain = (where: string): string =>
    catalog.explainWith(
      [simplifyExpressions, eliminateOuterJoin],
      `select t.i from t left join t2 on t.i = t2.i where ${where}`,
    );

  it.each([
    't2.j > 3',
    "t2.s like 'a%b'",
    't2.j is not null',
    't2.j in (1,2,3,4)',
    't2.j > 5 or t2.k > 3',
    '(t2.j > 5) is true',
    't2.j < 10 or (t.j > 2 and t2.k != 1)',
  ])('makes the join inner when %s drops rows without a partner', (where) =>
    expect(explain(where)).toContain('Inner Join'),
  );

  it.each(['t2.j is null', 'coalesce(t2.j, 0) > 5', 't2.j > 5 or t.j > 3', 't2.j is distinct from 3'])(
    'keeps the outer join under %s',
    (where) => expect(explain(where)).toContain('Left Join'),
  );
});

describe('push_down_filter', () => {
  const explain = (sql: string): string =>
    catalog.explainWith([simplifyExpressions, extractEquijoinPredicate, pushDownFilter], sql);

  it('says of the other key what a predicate says of one', () => {
    expect(explain('select t2.k from t2 left join t3 on t2.i = t3.x and t2.j > 5 and t3.y > 3 where t2.i > 7'))
      .toMatchInlineSnapshot(`
      "Projection: t2.k
        Left Join: t2.i = t3.x Filter: t2.j > Int32(5)
          Filter: t2.i > Int32(7)
            TableScan: t2
          Filter: t3.x > Int32(7) AND t3.y > Int32(3)
            TableScan: t3"
    `);
  });

  it('goes below a grouping with predicates on its keys only', () => {
    expect(explain('select * from (select i, sum(j) s from t2 group by i) where i > 3 and s > 5'))
      .toMatchInlineSnapshot(`
      "Projection: t2.i, s
        Projection: t2.i, sum(t2.j) AS s
          Filter: sum(t2.j) > Int64(5)
            Aggregate: groupBy=[[t2.i]], aggr=[[sum(CAST(t2.j AS Int64))]]
              Filter: t2.i > Int32(3)
                TableScan: t2"
    `);
  });

  it('stays above a limit', () => {
    expect(explain('select * from (select i, j from t2 order by i limit 5) where i > 3')).toMatchInlineSnapshot(`
      "Projection: t2.i, t2.j
        Filter: t2.i > Int32(3)
          Limit: skip=0, fetch=5
            Sort: t2.i ASC NULLS LAST
              Projection: t2.i, t2.j
                TableScan: t2"
    `);
  });

  it('keeps volatile predicates where they are', () => {
    expect(explain('select * from (select i + 1 as a from t2) where random() > 0.5 and a > 3')).toContain('random()');
  });

  it('gives tables what they can use', () => {
    const pushing = sampleCatalog().addTable(
      'p',
      [
        ['a', 'Int32', 'YES'],
        ['c', 'Int32', 'YES'],
      ],
      {
        supportsFiltersPushdown: (filters) =>
          filters.map((filter) => (filter.toString().includes('p.a') ? 'Exact' : 'Inexact')),
      },
    );
    expect(pushing.explainWith([simplifyExpressions, pushDownFilter], 'select * from p where a > 1 and c > 2'))
      .toMatchInlineSnapshot(`
      "Projection: p.a, p.c
        Filter: p.c > Int32(2)
          TableScan: p, full_filters=[p.a > Int32(1)], partial_filters=[p.c > Int32(2)]"
    `);
  });
});

describe('push_down_limit', () => {
  const explain = (sql: string): string => catalog.explainWith([pushDownLimit], sql);

  it('limits the preserved side of an outer join', () => {
    expect(explain('select t2.i from t2 left join t3 on t2.i = t3.x limit 3 offset 2')).toMatchInlineSnapshot(`
      "Projection: t2.i
        Limit: skip=2, fetch=3
          Left Join:  Filter: t2.i = t3.x
            Limit: skip=0, fetch=5
              TableScan: t2, fetch=5
            TableScan: t3"
    `);
  });

  it('merges limits and tells the scan', () => {
    expect(explain('select * from (select i from t2 limit 10) limit 3')).toMatchInlineSnapshot(`
      "Projection: t2.i
        Projection: t2.i
          Limit: skip=0, fetch=3
            TableScan: t2, fetch=3"
    `);
  });
});

describe('propagate_empty_relation', () => {
  const explain = (sql: string): string => catalog.explain(sql);

  it('pads the rows of an outer join with an empty side', () => {
    expect(explain('select t2.i, x.s from t2 left join (select * from t where false) x on t2.i = x.i'))
      .toMatchInlineSnapshot(`
      "Projection: t2.i, Utf8View(NULL) AS s
        TableScan: t2 projection=[i]"
    `);
  });

  it.each([
    'select i from t2 where false union all select x from t3 where 1 = 2',
    'select i, count(*) from t2 where false group by i',
  ])('leaves nothing of %s', (sql) => expect(explain(sql)).toBe('EmptyRelation: rows=0'));

  it('keeps the row of a grouping without keys', () => {
    expect(
      catalog.explainWith([simplifyExpressions, propagateEmptyRelation], 'select count(*) from t2 where false'),
    ).toContain('Aggregate');
  });
});
