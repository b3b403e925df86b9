import { DataTypes, field, ScalarValue } from '@datafusion-ts/common';
import {
  col,
  displayIndent,
  existsExpr,
  inferPlaceholderTypes,
  lit,
  LogicalPlanBuilder,
  parameterFields,
  placeholder,
  subqueryOf,
  withParamValues,
  type ParamValues,
} from '@datafusion-ts/expr';
import { errorOf, scanT } from '../fixtures.js';

const list = (...values: readonly ScalarValue[]): ParamValues => ({ kind: 'List', values });
const $1 = placeholder('$1');

describe('placeholders', () => {
  it('take the type of what they meet', () => {
    const plan = scanT();
    const { expr, hasPlaceholder } = inferPlaceholderTypes(
      col('t.a')
        .gt($1)
        .and(col('t.b').inList([placeholder('$2')])),
      plan.schema,
    );
    expect(hasPlaceholder).toBe(true);
    const fields = parameterFields(plan.filter(expr).build());
    expect([...fields].map(([id, f]) => [id, f?.dataType.kind, f?.nullable])).toEqual([
      ['$1', 'Int64', true],
      ['$2', 'Utf8View', true],
    ]);
  });
  it('are replaced by position and by name, in subqueries too', () => {
    const inner = scanT()
      .filter(col('b').eq(placeholder('$name')))
      .build();
    const plan = scanT()
      .filter(existsExpr(subqueryOf(inner)))
      .project([$1])
      .build();
    expect(
      displayIndent(withParamValues(scanT().filter(col('a').gt($1)).build(), list(ScalarValue.int64(7n)))),
    ).toContain('Filter: t.a > Int64(7)');
    const values: ParamValues = {
      kind: 'Map',
      values: new Map([
        ['name', ScalarValue.utf8('x')],
        ['1', ScalarValue.int64(1n)],
      ]),
    };
    expect(displayIndent(withParamValues(plan, values))).toContain(
      'Projection: Int64(1) AS $1\n  Filter: EXISTS (<subquery>)\n    Subquery:\n      Filter: t.b = Utf8("x")',
    );
  });
  it('need values', () => {
    const plan = scanT()
      .filter(col('a').gt(placeholder('$2')))
      .build();
    expect(errorOf(() => withParamValues(plan, list(ScalarValue.int64(1n))))).toBe(
      'Execution error: No value found for placeholder with id $2',
    );
    expect(errorOf(() => withParamValues(plan, { kind: 'Map', values: new Map() }))).toBe(
      'Execution error: No value found for placeholder with name $2',
    );
  });
  it('unwrap PREPARE and check its types', () => {
    const prepare = {
      kind: 'Statement' as const,
      statement: {
        kind: 'Prepare' as const,
        name: 'p',
        fields: [field('', DataTypes.Int64)],
        input: LogicalPlanBuilder.empty(true).project([$1]).build(),
      },
    };
    expect(displayIndent(withParamValues(prepare, list(ScalarValue.int64(1n))))).toBe(
      'Projection: Int64(1) AS $1\n  EmptyRelation: rows=1',
    );
    expect(errorOf(() => withParamValues(prepare, list()))).toContain('No value found');
    expect(errorOf(() => withParamValues(prepare, list(ScalarValue.utf8('x'))))).toBe(
      'Error during planning: Expected parameter of type Int64, got Utf8 at index 0',
    );
  });
  it('keep the types that VALUES has settled', () => {
    const plan = withParamValues(LogicalPlanBuilder.values([[$1], [lit(1)]]).build(), list(ScalarValue.float64(1.5)));
    expect(displayIndent(plan)).toBe('Values: (CAST(Float64(1.5) AS Int64) AS $1), (Int64(1))');
  });
});
