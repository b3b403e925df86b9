import { InternalError, rewritten } from '@datafusion-ts/common';
import { Optimizer, type OptimizerRule } from '../../src/index.js';
import {
  commonSubExpressionEliminate,
  eliminateGroupByConstant,
  optimizeProjections,
  singleDistinctAggregationToGroupBy,
  unionsToFilter,
} from '../support/rules.js';
import { sampleCatalog } from '../support/test-catalog.js';

const catalog = sampleCatalog();

/** The error as users see it, with its contexts. */
function textOfError(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return String(error);
  }
  return 'no error';
}

describe('common_sub_expression_eliminate', () => {
  const explain = (sql: string): string => catalog.explainWith([commonSubExpressionEliminate], sql);

  it('computes the larger and what is common to the common ones once', () => {
    expect(explain('select i + j + 1, i + j + 1 + nn, i + j from t')).toMatchInlineSnapshot(`
      "Projection: __common_expr_1 AS t.i + t.j + Int64(1), __common_expr_1 AS t.i + t.j + Int64(1) + CAST(t.nn AS Int64), __common_expr_2 AS t.i + t.j
        Projection: CAST(__common_expr_3 AS Int64) + Int64(1) AS __common_expr_1, __common_expr_3 AS __common_expr_2, t.i, t.j, t.nn, t.b, t.f, t.s, t.d
          Projection: t.i + t.j AS __common_expr_3, t.i, t.j, t.nn, t.b, t.f, t.s, t.d
            TableScan: t"
    `);
  });

  it('gives a filter its columns back', () => {
    expect(explain('select i from t2 where i + j > 3 and (i + j) * 2 < 10')).toMatchInlineSnapshot(`
      "Projection: t2.i
        Projection: t2.i, t2.j, t2.k, t2.s
          Filter: __common_expr_1 > Int64(3) AND __common_expr_1 * Int64(2) < Int64(10)
            Projection: CAST(t2.i + t2.j AS Int64) AS __common_expr_1, t2.i, t2.j, t2.k, t2.s
              TableScan: t2"
    `);
  });

  it('does not count what only a branch computes', () => {
    expect(explain('select case when i > 3 then i + j else i + j end from t')).not.toContain('__common_expr');
  });

  it('knows that sums commute', () => {
    expect(explain('select i + j as a, j + i as c from t')).toMatchInlineSnapshot(`
      "Projection: __common_expr_1 AS a, __common_expr_1 AS c
        Projection: t.i + t.j AS __common_expr_1, t.i, t.j, t.nn, t.b, t.f, t.s, t.d
          TableScan: t"
    `);
  });

  it('never shares volatile calls', () => {
    expect(explain('select random() as a, random() as b from t')).not.toContain('__common_expr');
  });
});

describe('eliminate_group_by_constant', () => {
  it('drops constants and what follows from other keys', () => {
    expect(catalog.explainWith([eliminateGroupByConstant], "select i, i + 1, count(*) from t group by i, i + 1, 'x'"))
      .toMatchInlineSnapshot(`
      "Projection: t.i, t.i + Int64(1), count(Int64(1)) AS count(*)
        Projection: t.i, CAST(t.i AS Int64) + Int64(1), Utf8("x"), count(Int64(1))
          Aggregate: groupBy=[[t.i]], aggr=[[count(Int64(1))]]
            TableScan: t"
    `);
  });
});

describe('single_distinct_aggregation_to_group_by', () => {
  it('groups twice, combining other aggregates', () => {
    expect(
      catalog.explainWith([singleDistinctAggregationToGroupBy], 'select count(distinct i), max(j) from t group by f'),
    ).toMatchInlineSnapshot(`
      "Projection: count(DISTINCT t.i), max(t.j)
        Projection: t.f, count(alias1) AS count(DISTINCT t.i), max(alias2) AS max(t.j)
          Aggregate: groupBy=[[t.f]], aggr=[[count(alias1), max(alias2)]]
            Aggregate: groupBy=[[t.f, t.i AS alias1]], aggr=[[max(t.j) AS alias2]]
              TableScan: t"
    `);
  });

  it('leaves two different distinct arguments', () => {
    expect(
      catalog.explainWith([singleDistinctAggregationToGroupBy], 'select count(distinct i), count(distinct j) from t'),
    ).toContain('count(DISTINCT t.i)');
  });
});

describe('optimize_projections', () => {
  it('reads what is used, and projects below a join', () => {
    expect(
      catalog.explainWith(
        [optimizeProjections],
        'select sum(t.f) from t join t2 on t.i = t2.i and t.j > t2.j where t2.k = 3 group by t.b',
      ),
    ).toMatchInlineSnapshot(`
      "Projection: sum(t.f)
        Aggregate: groupBy=[[t.b]], aggr=[[sum(t.f)]]
          Projection: t.b, t.f
            Filter: CAST(t2.k AS Int64) = Int64(3)
              Projection: t.b, t.f, t2.k
                Inner Join:  Filter: t.i = t2.i AND t.j > t2.j
                  TableScan: t projection=[i, j, b, f]
                  TableScan: t2 projection=[i, j, k]"
    `);
  });

  it('does not merge projections when something would be computed twice', () => {
    expect(catalog.explainWith([optimizeProjections], 'select a + a from (select i * j as a from t)'))
      .toMatchInlineSnapshot(`
      "Projection: a + a
        Projection: t.i * t.j AS a
          TableScan: t projection=[i, j]"
    `);
  });
});

describe('unions_to_filter', () => {
  it('asks for either filter', () => {
    const enabled = sampleCatalog();
    enabled.config.set('datafusion.optimizer.enable_unions_to_filter', 'true');
    expect(
      enabled.explainWith([unionsToFilter], 'select i, j from t2 where i = 1 union select i, j from t2 where k = 2'),
    ).toMatchInlineSnapshot(`
      "Distinct:
        Projection: t2.i, t2.j
          Projection: t2.i, t2.j
            Filter: CAST(t2.i AS Int64) = Int64(1) OR CAST(t2.k AS Int64) = Int64(2)
              TableScan: t2"
    `);
  });
});

describe('the driver', () => {
  const broken: OptimizerRule = {
    name: 'broken',
    applyOrder: 'topDown',
    rewrite: (plan) => rewritten(plan.kind === 'Projection' ? plan.input : plan),
  };
  const failing: OptimizerRule = {
    name: 'failing',
    rewrite: () => {
      throw new InternalError('oops');
    },
  };

  it('refuses a rule that changes the columns', () => {
    const run = (): unknown =>
      new Optimizer([broken]).optimize(catalog.analyzed('select i from t2'), catalog.optimizerConfig());
    expect(textOfError(run)).toMatch(
      /optimizer rule: broken\ncaused by\nInternal error: Failed due to a difference in schemas/,
    );
  });

  it('names the rule that failed, or leaves it out when told to', () => {
    const lenient = sampleCatalog();
    const plan = lenient.analyzed('select i from t2');
    const run = (): unknown => new Optimizer([failing]).optimize(plan, lenient.optimizerConfig());
    expect(textOfError(run)).toMatch(/^Optimizer rule 'failing' failed\ncaused by\nInternal error: oops/);
    lenient.config.set('datafusion.optimizer.skip_failed_rules', 'true');
    expect(new Optimizer([failing]).optimize(plan, lenient.optimizerConfig())).toBe(plan);
  });

  it('shows every rule of every pass to the observer', () => {
    const seen: string[] = [];
    new Optimizer().optimize(catalog.analyzed('select i from t2'), catalog.optimizerConfig(), (_, name) =>
      seen.push(name),
    );
    expect(seen.slice(0, 4)).toEqual([
      'rewrite_set_comparison',
      'optimize_unions',
      'unions_to_filter',
      'simplify_expressions',
    ]);
    expect(seen.length % new Optimizer().rules.length).toBe(0);
  });
});
