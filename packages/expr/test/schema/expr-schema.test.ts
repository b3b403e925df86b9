import { DataTypes, DFSchema, field, listItem, Schema } from '@datafusion-ts/common';
import {
  caseWhen,
  castTo,
  col,
  dataTypeOf,
  type Expr,
  lit,
  makeExpr,
  nullableOf,
  subqueryOf,
  scalarSubquery,
  toField,
  unnestExpr,
  when,
} from '@datafusion-ts/expr';
import { displayType } from '@datafusion-ts/common';
import { abs, count, errorOf, lagUdwf, over, rowNumberUdwf, sum, table } from '../fixtures.js';

const schema = DFSchema.fromQualifiedSchema(
  'n',
  new Schema([
    field('a', DataTypes.Int64, false),
    field('b', DataTypes.Int64),
    field('c', DataTypes.Utf8View),
    field('l', DataTypes.list(listItem(DataTypes.Int32))),
  ]),
);
const [a, b, c] = [col('a'), col('b'), col('c')];
const seven = [1, 2, 3, 4, 5, 6, 7];

// Types and nullability are those DESCRIBE of the real engine prints.
describe('types of expressions', () => {
  it.each<readonly [Expr, string, boolean]>([
    [a.cast(DataTypes.Int32), 'Int32', false],
    [a.tryCast(DataTypes.Int32), 'Int32', true],
    [a.add(b), 'Int64', true],
    [a.add(a), 'Int64', false],
    [a.add(1.5), 'Float64', false],
    [a.neg(), 'Int64', false],
    [a.gt(1), 'Boolean', false],
    [a.inList([a, 1]), 'Boolean', false],
    [a.inList(seven.slice(0, 5)), 'Boolean', false],
    [a.inList(seven.slice(0, 6)), 'Boolean', true],
    [a.inList([1, b]), 'Boolean', true],
    [a.between(1, b), 'Boolean', true],
    [b.isNull(), 'Boolean', false],
    [b.isTrue(), 'Boolean', false],
    [c.like('x'), 'Boolean', true],
    [sum([a]), 'Int64', true],
    [count([a]), 'Int64', false],
    [over(rowNumberUdwf, []), 'UInt64', false],
    [over(lagUdwf, [a]), 'Int64', true],
    [sum([a]).over({}), 'Int64', true],
    [count([b]).over({}), 'Int64', false],
    [abs(a), 'Int64', true],
    [lit(null), 'Null', true],
    [unnestExpr(col('l')), 'Int32', true],
    [scalarSubquery(subqueryOf(table('t', 'x').build())), 'Int64', true],
    [makeExpr({ kind: 'Placeholder', id: '$1' }), 'Null', true],
  ])('%s', (expr, type, nullable) => {
    expect(displayType(dataTypeOf(expr, schema))).toBe(type);
    expect(nullableOf(expr, schema)).toBe(nullable);
  });

  it.each<readonly [Expr, boolean]>([
    [when(a.eq(1), a).end(), true],
    [when(a.eq(1), a).otherwise(a), false],
    [when(b.gt(1), b).otherwise(1), false],
    [caseWhen(b).when(1, b).otherwise(1), true],
    [when(b.isNull(), b).otherwise(1), true],
    [when(b.isNotNull(), b).otherwise(1), false],
    [when(b.isNotNull().and(a.gt(1)), b).otherwise(0), false],
    [when(b.isNotNull().or(a.gt(1)), b).otherwise(0), true],
    [when(b.isNull().not(), b.add(1)).otherwise(0), true],
    [when(b.isNotNull(), b.cast(DataTypes.Int32)).otherwise(0), false],
    [when(b.isTrue(), b).otherwise(0), false],
    [when(b.inList([1, 2]), b).otherwise(0), true],
    [when(b.between(1, 2), b).otherwise(0), false],
    [when(c.like('x'), c).otherwise('x'), false],
    [when(b.eq(1).or(c.eq('x')), b).otherwise(0), true],
    [when(b.add(1).gt(2), b).otherwise(0), false],
    [when(abs(b).gt(2), b).otherwise(0), true],
  ])('a CASE is NULL only where a branch can be: %s', (expr, nullable) => {
    expect(nullableOf(expr, schema)).toBe(nullable);
  });

  it('names fields as result columns', () => {
    expect(toField(a.add(b), schema)).toEqual({ name: 'a + b', dataType: DataTypes.Int64, nullable: true });
    expect(toField(a.alias('x'), schema).name).toBe('x');
  });

  it('reports what does not type as DataFusion does', () => {
    expect(errorOf(() => dataTypeOf(a.add(c), schema))).toBe(
      'Error during planning: Cannot coerce arithmetic expression Int64 + Utf8View to valid types',
    );
    expect(errorOf(() => dataTypeOf(unnestExpr(a), schema))).toBe(
      'Error during planning: unnest() can only be applied to array, struct and null',
    );
    expect(errorOf(() => dataTypeOf(unnestExpr(lit(null)), schema))).toBe(
      'This feature is not implemented: unnest() does not support null yet',
    );
    expect(errorOf(() => dataTypeOf(col('nosuch'), schema))).toContain('Schema error: No field named nosuch');
    expect(
      errorOf(() =>
        dataTypeOf(
          makeExpr({
            kind: 'ScalarFunction',
            func: (abs(a) as Extract<Expr, { kind: 'ScalarFunction' }>).func,
            args: [lit('x'), lit(1)],
          }),
          schema,
        ),
      ),
    ).toBe(
      "Error during planning: Function 'abs' expects 1 arguments but received 2. No function matches the given name and argument types 'abs(Utf8, Int64)'. You might need to add explicit type casts.\n\tCandidate functions:\n\tabs(Numeric(1))",
    );
  });

  it('casts only where a cast exists, and scalar subqueries inside', () => {
    expect(castTo(a, DataTypes.Int64, schema)).toBe(a);
    expect(castTo(a, DataTypes.Utf8, schema).toString()).toBe('CAST(a AS Utf8)');
    expect(castTo(scalarSubquery(subqueryOf(table('t', 'x').build())), DataTypes.Int32, schema).kind).toBe(
      'ScalarSubquery',
    );
    expect(errorOf(() => castTo(col('l'), DataTypes.Int64, schema))).toBe(
      'Error during planning: Cannot automatically convert List(Int32) to Int64',
    );
  });
});
