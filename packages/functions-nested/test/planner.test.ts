import { DataTypes, DFSchema, field, listItem } from '@datafusion-ts/common';
import {
  type AggregateUDF,
  aggregateFunction,
  col,
  type Expr,
  lit,
  type PlannerResult,
  type ScalarUDF,
} from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { fieldAccessPlanner, nestedFunctionPlanner } from '../src/index.js';

const signature = Signature.variadicAny('Immutable');
const unimplemented = (): never => {
  throw new Error('not called');
};
const lookup = (name: string): ScalarUDF => ({
  name,
  signature,
  returnType: ([first]) => first ?? DataTypes.Null,
  invoke: unimplemented,
});
const aggregate = (name: string): AggregateUDF => ({
  name,
  signature,
  returnType: ([first]) => first!,
  accumulator: unimplemented,
});

const nested = nestedFunctionPlanner(lookup);
const access = fieldAccessPlanner(lookup, () => aggregate('nth_value'));
const schema = DFSchema.fromUnqualifiedFields([
  field('xs', DataTypes.list(listItem(DataTypes.Int64))),
  field('xss', DataTypes.list(listItem(DataTypes.list(listItem(DataTypes.Int64))))),
  field(
    'm',
    DataTypes.map(
      field('entries', DataTypes.struct([field('key', DataTypes.Utf8), field('value', DataTypes.Int64)])),
      false,
    ),
  ),
  field('a', DataTypes.Int64),
]);

const text = (result: PlannerResult<unknown>): string =>
  result.kind === 'planned' ? result.expr.toString() : 'original';
const operator = (op: string, left: Expr, right: Expr): string =>
  text(nested.planBinaryOp!({ op, left, right }, schema));

describe('operators on arrays', () => {
  it.each([
    ['StringConcat', 'xs', 'xs', 'array_concat(xs, xs)'],
    ['StringConcat', 'xs', 'a', 'array_append(xs, a)'],
    ['StringConcat', 'a', 'xs', 'array_prepend(a, xs)'],
    ['StringConcat', 'xss', 'xs', 'array_append(xss, xs)'],
    ['StringConcat', 'a', 'a', 'original'],
    ['AtArrow', 'xs', 'xs', 'array_has_all(xs, xs)'],
    ['ArrowAt', 'xs', 'xss', 'array_has_all(xss, xs)'],
    ['AtArrow', 'xs', 'a', 'original'],
    ['Plus', 'xs', 'xs', 'original'],
  ])('%s of %s and %s', (op, left, right, expected) => {
    expect(operator(op, col(left), col(right))).toBe(expected);
  });
});

describe('ANY and ALL over arrays', () => {
  const any = (op: string): string => text(nested.planAny!({ op, left: lit(1n), right: col('xs') }));
  const all = (op: string): string => text(nested.planAll!({ op, left: lit(1n), right: col('xs') }));

  it('finds an element for ANY', () => {
    expect(any('Eq')).toBe('array_has(xs, Int64(1))');
    expect(any('Gt')).toBe(
      'CASE WHEN array_min(xs) IS NOT NULL THEN array_min(xs) < Int64(1) WHEN xs IS NOT NULL THEN Boolean(false) ELSE Boolean(NULL) END',
    );
    expect(any('NotEq')).toBe(
      'CASE WHEN array_max(xs) IS NOT NULL THEN array_min(xs) != Int64(1) OR array_max(xs) != Int64(1) WHEN xs IS NOT NULL THEN Boolean(false) ELSE Boolean(NULL) END',
    );
  });

  it('finds a counterexample for ALL', () => {
    const around = (counterexample: string): string =>
      `CASE WHEN xs IS NULL THEN Boolean(NULL) WHEN cardinality(xs) = UInt64(0) THEN Boolean(true) WHEN Int64(1) IS NULL THEN Boolean(NULL) WHEN ${counterexample} THEN Boolean(false) WHEN array_position(xs, NULL, Int64(1)) IS NOT NULL THEN Boolean(NULL) ELSE Boolean(true) END`;
    expect(all('Eq')).toBe(around('NOT array_min(xs) = Int64(1) AND array_max(xs) = Int64(1)'));
    expect(all('NotEq')).toBe(around('array_has(xs, Int64(1))'));
    expect(all('LtEq')).toBe(around('NOT Int64(1) <= array_min(xs)'));
    expect(all('GtEq')).toBe(around('NOT Int64(1) >= array_max(xs)'));
  });

  it('refuses other operators by their spelling', () => {
    expect(() => any('PGRegexMatch')).toThrow(
      "Unsupported AnyOp: '~', only '=', '<>', '>', '<', '>=', '<=' are supported",
    );
    expect(() => all('PGLikeMatch')).toThrow(
      "Unsupported AllOp: '~~', only '=', '<>', '>', '<', '>=', '<=' are supported",
    );
  });
});

describe('literals and subscripts', () => {
  it('makes maps of keys and values', () => {
    expect(text(nested.planMakeMap!([lit('a'), lit(1n), lit('b'), lit(2n)]))).toBe(
      'map(make_array(Utf8("a"), Utf8("b")), make_array(Int64(1), Int64(2)))',
    );
    expect(() => nested.planMakeMap!([lit(1n)])).toThrow('make_map requires an even number of arguments');
  });

  it('reads fields, keys, elements and slices', () => {
    const of = (expr: Expr, step: Parameters<NonNullable<typeof access.planFieldAccess>>[0]['access']): string =>
      text(access.planFieldAccess!({ expr, access: step }, schema));
    expect(of(col('m'), { kind: 'NamedStructField', name: 'k' })).toBe('get_field(m, Utf8("k"))');
    expect(of(col('m'), { kind: 'ListIndex', key: lit(1n) })).toBe('get_field(m, Int64(1))');
    expect(of(col('xs'), { kind: 'ListIndex', key: lit(1n) })).toBe('array_element(xs, Int64(1))');
    expect(of(col('xs'), { kind: 'ListRange', start: lit(1n), stop: lit(2n), stride: lit(1n) })).toBe(
      'array_slice(xs, Int64(1), Int64(2), Int64(1))',
    );
  });

  it('finds an element of array_agg by nth_value, clauses kept', () => {
    const call = aggregateFunction(aggregate('array_agg'), [col('a')], { distinct: true, orderBy: [col('a').desc()] });
    expect(text(access.planFieldAccess!({ expr: call, access: { kind: 'ListIndex', key: lit(2n) } }, schema))).toBe(
      'nth_value(DISTINCT a, Int64(2)) ORDER BY [a DESC NULLS FIRST]',
    );
  });
});
