import { Column, DataTypes, field } from '@datafusion-ts/common';
import {
  assertValidPlan,
  col,
  existsExpr,
  inSubquery,
  lit,
  LogicalPlanBuilder,
  type LogicalPlan,
  outerRef,
  scalarSubquery,
  subqueryOf,
  allOuterReferences,
  maxRows,
} from '@datafusion-ts/expr';
import { errorOf, sum, table } from '../fixtures.js';

const outer = outerRef(field('a', DataTypes.Int64), new Column('t', 'a'));
const t = (): LogicalPlanBuilder => table('t', 'a', 'b');
const u = (): LogicalPlanBuilder => table('u', 'a', 'b').filter(col('u.a').eq(outer));
const scalar = (plan: LogicalPlan) => scalarSubquery(subqueryOf(plan, allOuterReferences(plan)));
const check = (plan: LogicalPlan): string => errorOf(() => assertValidPlan(plan, 'Executable'));

// Rules and texts are those of the real engine's analyzer.
describe('subqueries of executable plans', () => {
  it('of one value must be aggregated when correlated', () => {
    expect(
      check(
        t()
          .project([
            scalar(
              u()
                .project([col('b')])
                .build(),
            ),
          ])
          .build(),
      ),
    ).toBe('Error during planning: Correlated scalar subquery must be aggregated to return at most one row');
    expect(
      check(
        t()
          .project([
            scalar(
              u()
                .aggregate([col('b')], [sum([col('b')])])
                .project([sum([col('b')])])
                .build(),
            ),
          ])
          .build(),
      ),
    ).toBe(
      'Error during planning: A GROUP BY clause in a scalar correlated subquery cannot contain non-correlated columns',
    );
    assertValidPlan(
      t()
        .project([
          scalar(
            u()
              .aggregate([col('a')], [sum([col('b')])])
              .project([sum([col('b')])])
              .build(),
          ),
        ])
        .build(),
      'Executable',
    );
  });
  it('stand only in some nodes', () => {
    const aggregated = u()
      .aggregate([], [sum([col('b')])])
      .build();
    expect(
      check(
        t()
          .sort([scalar(aggregated).asc()])
          .build(),
      ),
    ).toBe(
      'Error during planning: Correlated scalar subquery can only be used in Projection, Filter, Aggregate plan nodes',
    );
    expect(
      check(
        t()
          .sort([existsExpr(subqueryOf(u().build())).asc()])
          .build(),
      ),
    ).toContain('but was used in [Sort: EXISTS (<subquery>) ASC NULLS LAST]');
  });
  it('of IN give one column', () => {
    expect(
      check(
        t()
          .filter(inSubquery(col('a'), subqueryOf(table('v', 'x', 'y').build())))
          .build(),
      ),
    ).toBe('Error during planning: InSubquery should only return one column, but found 2: v.x, v.y');
  });
  it('may not use outer columns behind an outer join', () => {
    const inner = table('v', 'x')
      .joinOn(u().build(), 'Left', [col('x').eq(col('u.b'))])
      .build();
    expect(
      check(
        t()
          .filter(existsExpr(subqueryOf(inner)))
          .build(),
      ),
    ).toBe(
      'Error during planning: Accessing outer reference columns is not allowed in the plan: Filter: u.a = outer_ref(t.a)',
    );
  });
});

describe('the most rows of a plan', () => {
  it('follows limits, literals and joins', () => {
    expect(maxRows(t().build())).toBeUndefined();
    expect(maxRows(t().limit(0, 3).build())).toBe(3);
    expect(
      maxRows(
        t()
          .aggregate([], [sum([col('a')])])
          .build(),
      ),
    ).toBe(1);
    expect(
      maxRows(
        LogicalPlanBuilder.values([[lit(1)], [lit(2)]])
          .crossJoin(t().limit(0, 3).build())
          .build(),
      ),
    ).toBe(6);
    expect(maxRows(LogicalPlanBuilder.empty(true).union(LogicalPlanBuilder.empty(true).build()).build())).toBe(2);
  });
});
