import {
  decorrelateLateralJoin,
  decorrelatePredicateSubquery,
  rewriteSetComparison,
  scalarSubqueryToJoin,
} from '../support/rules.js';
import { sampleCatalog } from '../support/test-catalog.js';

const catalog = sampleCatalog();

describe('decorrelate_predicate_subquery', () => {
  const explain = (sql: string): string => catalog.explainWith([decorrelatePredicateSubquery], sql);

  it('turns EXISTS into a semi join on the correlated predicate', () => {
    expect(explain('select i from t where exists (select 1 from t2 where t2.i = t.i)')).toMatchInlineSnapshot(`
      "Projection: t.i
        LeftSemi Join:  Filter: __correlated_sq_1.i = t.i
          TableScan: t
          SubqueryAlias: __correlated_sq_1
            Projection: Int64(1), t2.i
              TableScan: t2"
    `);
  });

  it('turns NOT EXISTS into an anti join with every correlated predicate', () => {
    expect(explain('select i from t where not exists (select 1 from t2 where t2.i = t.i and t2.j > t.j)'))
      .toMatchInlineSnapshot(`
      "Projection: t.i
        LeftAnti Join:  Filter: __correlated_sq_1.i = t.i AND __correlated_sq_1.j > t.j
          TableScan: t
          SubqueryAlias: __correlated_sq_1
            Projection: Int64(1), t2.i, t2.j
              TableScan: t2"
    `);
  });

  it('answers inside OR by a mark column', () => {
    expect(explain('select i from t where i in (select i from t2) or b')).toMatchInlineSnapshot(`
      "Projection: t.i
        Projection: t.i, t.j, t.nn, t.b, t.f, t.s, t.d
          Filter: __correlated_sq_1.mark OR t.b
            LeftMark Join:  Filter: t.i = __correlated_sq_1.i
              TableScan: t
              Projection: __correlated_sq_1.i
                SubqueryAlias: __correlated_sq_1
                  Projection: t2.i
                    TableScan: t2"
    `);
  });

  it('leaves a correlated IN with LIMIT as it is', () => {
    expect(explain('select i from t where i in (select j from t2 where t2.k = t.j limit 10)')).toContain(
      'IN (<subquery>)',
    );
  });
});

describe('scalar_subquery_to_join', () => {
  const explain = (sql: string): string => catalog.explainWith([scalarSubqueryToJoin], sql);

  it('puts 0 where a correlated count has no rows', () => {
    expect(explain('select i, (select count(*) from t2 where t2.i = t.i) from t')).toMatchInlineSnapshot(`
      "Projection: t.i, CASE WHEN __scalar_sq_1.__always_true IS NULL THEN Int64(0) ELSE __scalar_sq_1.count(*) END AS count(*)
        Left Join:  Filter: __scalar_sq_1.i = t.i
          TableScan: t
          SubqueryAlias: __scalar_sq_1
            Projection: count(Int64(1)) AS count(*), t2.i, __always_true
              Aggregate: groupBy=[[t2.i, Boolean(true) AS __always_true]], aggr=[[count(Int64(1))]]
                TableScan: t2"
    `);
  });

  it('compares with the joined value', () => {
    expect(explain('select i from t where i > (select max(j) from t2 where t2.i = t.i)')).toMatchInlineSnapshot(`
      "Projection: t.i
        Projection: t.i, t.j, t.nn, t.b, t.f, t.s, t.d
          Filter: t.i > __scalar_sq_1.max(t2.j)
            Left Join:  Filter: __scalar_sq_1.i = t.i
              TableScan: t
              SubqueryAlias: __scalar_sq_1
                Projection: max(t2.j), t2.i, __always_true
                  Aggregate: groupBy=[[t2.i, Boolean(true) AS __always_true]], aggr=[[max(t2.j)]]
                    TableScan: t2"
    `);
  });

  it('leaves uncorrelated subqueries to execution', () => {
    expect(explain('select i from t where i > (select max(j) from t2)')).toContain('(<subquery>)');
  });
});

describe('decorrelate_lateral_join', () => {
  it('joins on what the lateral query asked of the outer row', () => {
    expect(
      catalog.explainWith([decorrelateLateralJoin], 'select x.k from t, lateral (select * from t2 where t2.i = t.i) x'),
    ).toMatchInlineSnapshot(`
      "Projection: x.k
        Inner Join:  Filter: x.i = t.i
          TableScan: t
          SubqueryAlias: x
            Projection: t2.i, t2.j, t2.k, t2.s
              TableScan: t2"
    `);
  });
});

describe('rewrite_set_comparison', () => {
  it('asks whether a comparison is true, then whether one is NULL', () => {
    expect(catalog.explainWith([rewriteSetComparison], 'select i from t where i > any (select i from t2)'))
      .toMatchInlineSnapshot(`
      "Projection: t.i
        Filter: CASE WHEN EXISTS (<subquery>) THEN Boolean(true) WHEN EXISTS (<subquery>) THEN Boolean(NULL) ELSE Boolean(false) END
          Subquery:
            Filter: outer_ref(t.i) > t2.i IS TRUE
              Projection: t2.i
                TableScan: t2
          Subquery:
            Filter: outer_ref(t.i) > t2.i IS NULL
              Projection: t2.i
                TableScan: t2
          TableScan: t"
    `);
  });
});
