import { DataFusionError, DataTypes, DFSchema, field } from '@datafusion-ts/common';
import { displayIndent, lit, planned } from '@datafusion-ts/expr';
import { parseSql, PlannerContext, SqlToRel } from '../../src/index.js';
import { FakeContext } from '../support/fake-context.js';

function contextWith(settings: Readonly<Record<string, string>> = {}): FakeContext {
  const context = new FakeContext();
  context.addTable('t', [
    ['a', 'Int32', 'YES'],
    ['B', 'Utf8View', 'YES'],
  ]);
  for (const [key, value] of Object.entries(settings)) context.config.set(key, value);
  return context;
}

function planOf(sql: string, settings: Readonly<Record<string, string>> = {}): string {
  try {
    return displayIndent(new SqlToRel(contextWith(settings)).statementToPlan(parseSql(sql)[0]!)).split('\n')[0]!;
  } catch (error) {
    if (error instanceof DataFusionError) return error.toString();
    throw error;
  }
}

describe('settings of the SQL planner', () => {
  it('folds identifiers unless told not to', () => {
    expect(planOf('SELECT A FROM T')).toBe('Projection: t.a');
    expect(planOf('SELECT B FROM t', { 'datafusion.sql_parser.enable_ident_normalization': 'false' })).toBe(
      'Projection: t.B',
    );
    expect(planOf('SELECT B FROM t')).toContain('No field named b');
  });

  it('reads decimals when asked to', () => {
    const decimals = { 'datafusion.sql_parser.parse_float_as_decimal': 'true' };
    expect(planOf('SELECT 1.50', decimals)).toBe('Projection: Decimal128(Some(150),3,2)');
    expect(planOf('SELECT -0.001', decimals)).toBe('Projection: Decimal128(Some(-1),3,3)');
    expect(planOf('SELECT 1e200', decimals)).toBe(
      'This feature is not implemented: Decimal scale -200 exceeds the minimum supported scale: -128',
    );
  });

  it('maps string types and lengths as configured', () => {
    expect(planOf('SELECT CAST(a AS VARCHAR(3)) FROM t')).toContain('AS Utf8View');
    expect(
      planOf('SELECT CAST(a AS VARCHAR) FROM t', { 'datafusion.sql_parser.map_string_types_to_utf8view': 'false' }),
    ).toContain('AS Utf8)');
    expect(
      planOf('SELECT CAST(a AS VARCHAR(3)) FROM t', { 'datafusion.sql_parser.support_varchar_with_length': 'false' }),
    ).toBe(
      'Error during planning: does not support Varchar with length, please set `support_varchar_with_length` to be true',
    );
  });

  it.each([
    ['nulls_max', 'Sort: t.a ASC NULLS LAST, t.B DESC NULLS FIRST'],
    ['nulls_min', 'Sort: t.a ASC NULLS FIRST, t.B DESC NULLS LAST'],
    ['nulls_first', 'Sort: t.a ASC NULLS FIRST, t.B DESC NULLS FIRST'],
    ['nulls_last', 'Sort: t.a ASC NULLS LAST, t.B DESC NULLS LAST'],
  ])('orders nulls by %s', (ordering, expected) => {
    expect(
      planOf('SELECT * FROM t ORDER BY a, "B" DESC', { 'datafusion.sql_parser.default_null_ordering': ordering }),
    ).toBe(expected);
  });

  it('gives zoned timestamps the session zone', () => {
    expect(planOf("SELECT TIMESTAMPTZ '2020-01-01'")).toContain('AS Timestamp(ns))');
    expect(planOf("SELECT TIMESTAMPTZ '2020-01-01'", { 'datafusion.execution.time_zone': '+08:00' })).toContain(
      'AS Timestamp(ns, "+08:00"))',
    );
  });

  it('keeps sorts of subqueries when elimination is off', () => {
    const sql = 'SELECT * FROM (SELECT a FROM t ORDER BY a)';
    const plan = (settings: Readonly<Record<string, string>>): string =>
      displayIndent(new SqlToRel(contextWith(settings)).statementToPlan(parseSql(sql)[0]!));
    expect(plan({})).not.toContain('Sort');
    expect(plan({ 'datafusion.sql_parser.enable_subquery_sort_elimination': 'false' })).toContain('Sort: t.a');
  });

  it('refuses recursive queries when they are off', () => {
    expect(
      planOf('WITH RECURSIVE r AS (SELECT 1 UNION ALL SELECT * FROM r) SELECT * FROM r', {
        'datafusion.execution.enable_recursive_ctes': 'false',
      }),
    ).toBe('This feature is not implemented: Recursive CTEs are not enabled');
  });

  it('refuses SHOW without information_schema', () => {
    expect(planOf('SHOW TABLES', { 'datafusion.catalog.information_schema': 'false' })).toBe(
      'Error during planning: SHOW TABLES is not supported unless information_schema is enabled',
    );
  });

  it('remembers where columns are written when spans are collected', () => {
    const collect = (on: string): unknown => {
      try {
        return new SqlToRel(contextWith({ 'datafusion.sql_parser.collect_spans': on })).statementToPlan(
          parseSql('SELECT a,\n  nosuch FROM t')[0]!,
        );
      } catch (error) {
        return (error as DataFusionError).span?.start;
      }
    };
    expect(collect('true')).toEqual({ line: 2, column: 3 });
    expect(collect('false')).toBeUndefined();
  });
});

describe('extension points of the SQL planner', () => {
  it('asks expression planners in turn and takes what an earlier one changed', () => {
    const context = contextWith();
    const own = [
      {
        name: 'first',
        planBinaryOp: (raw: { left: never; right: never }) => ({
          kind: 'original' as const,
          input: { ...raw, op: 'Plus' },
        }),
      },
      {
        name: 'second',
        planBinaryOp: (raw: { op: string; left: never; right: never }) =>
          raw.op === 'Plus' ? planned(lit('seen')) : { kind: 'original' as const, input: raw },
      },
    ];
    Object.assign(context, { getExprPlanners: () => own });
    expect(displayIndent(new SqlToRel(context).statementToPlan(parseSql('SELECT 1 * 2')[0]!))).toContain(
      'Utf8("seen")',
    );
  });

  it('takes types it does not know from the type planner', () => {
    const context = contextWith();
    Object.assign(context, {
      getTypePlanner: () => ({
        name: 'own',
        planTypeField: (type: { kind: string }) =>
          type.kind === 'Uuid' ? field('', DataTypes.fixedSizeBinary(16)) : undefined,
      }),
    });
    expect(displayIndent(new SqlToRel(context).statementToPlan(parseSql('SELECT CAST(NULL AS UUID)')[0]!))).toContain(
      'FixedSizeBinary(16)',
    );
  });

  it('plans relations by relation planners', () => {
    const context = contextWith();
    Object.assign(context, {
      getRelationPlanners: () => [
        {
          name: 'pivot',
          planRelation: (relation: { kind: string; table?: unknown }, api: { plan: (r: unknown) => unknown }) =>
            relation.kind === 'Pivot' ? { plan: api.plan(relation.table), alias: 'p' } : undefined,
        },
      ],
    });
    const sql = "SELECT * FROM t PIVOT (sum(a) FOR b IN ('x'))";
    expect(displayIndent(new SqlToRel(context).statementToPlan(parseSql(sql, { dialect: 'snowflake' })[0]!))).toBe(
      'Projection: p.a, p.B\n  SubqueryAlias: p\n    TableScan: t',
    );
  });

  it('types parameters by the context', () => {
    const context = new PlannerContext();
    context.paramFields = [field('', DataTypes.Int64)];
    const planner = new SqlToRel(contextWith());
    const expr = planner.sqlToExpr(
      { kind: 'Value', value: { kind: 'Placeholder', value: '$1' } },
      DFSchema.empty,
      context,
    );
    expect(expr.kind === 'Placeholder' && expr.field?.dataType.kind).toBe('Int64');
  });
});
