import { parseExpr, stripSpans } from '../../src/index.js';
import type { Expr, SqlOptions } from '../../src/index.js';

const tree = (sql: string, options?: SqlOptions): Expr => stripSpans(parseExpr(sql, options));
const name = (value: string): Expr => ({ kind: 'Identifier', ident: { value } });
const number = (value: string): Expr => ({ kind: 'Value', value: { kind: 'Number', value, long: false } });
const text = (value: string): Expr => ({ kind: 'Value', value: { kind: 'SingleQuotedString', value } });

describe('literals', () => {
  it('keeps the text of numbers of any length', () => {
    expect(tree('123456789012345678901234567890.5')).toEqual(number('123456789012345678901234567890.5'));
    expect(tree('1e-7')).toEqual(number('1e-7'));
    expect(tree('.5')).toEqual(number('.5'));
  });

  it('decodes doubled quotes and escapes', () => {
    expect(tree("'it''s'")).toEqual(text("it's"));
    expect(tree("'a\\nb'")).toEqual(text('a\\nb'));
    expect(tree("E'a\\nb\\u0041'")).toEqual({ kind: 'Value', value: { kind: 'EscapedStringLiteral', value: 'a\nbA' } });
    expect(tree("'a\\nb'", { dialect: 'mysql' })).toEqual(text('a\nb'));
  });

  it.each([
    ["x'ab'", { kind: 'HexStringLiteral', value: 'ab' }],
    ["b'01'", { kind: 'SingleQuotedByteStringLiteral', value: '01' }],
    ["N'n'", { kind: 'NationalStringLiteral', value: 'n' }],
    ["r'a\\b'", { kind: 'SingleQuotedRawStringLiteral', value: 'a\\b' }],
    ['$$a b$$', { kind: 'DollarQuotedString', value: 'a b' }],
    ['$t$a$t$', { kind: 'DollarQuotedString', value: 'a', tag: 't' }],
    ['$1', { kind: 'Placeholder', value: '$1' }],
    ['?', { kind: 'Placeholder', value: '?' }],
    ['NULL', { kind: 'Null' }],
    ['true', { kind: 'Boolean', value: true }],
  ])('reads %s', (sql, value) => {
    expect(tree(sql)).toEqual({ kind: 'Value', value });
  });

  it('takes a type before a text as a typed literal', () => {
    expect(tree("DATE '2020-01-01'")).toEqual({
      kind: 'TypedString',
      dataType: { kind: 'Date' },
      value: { kind: 'SingleQuotedString', value: '2020-01-01' },
      usesOdbcSyntax: false,
    });
    expect(tree('date')).toEqual(name('date'));
  });

  it('reads intervals with and without units', () => {
    expect(tree("INTERVAL '1 day'")).toEqual({ kind: 'Interval', value: text('1 day') });
    expect(tree("INTERVAL '1' YEAR TO MONTH")).toEqual({
      kind: 'Interval',
      value: text('1'),
      leadingField: { kind: 'Field', name: 'Year' },
      lastField: { kind: 'Field', name: 'Month' },
    });
  });
});

describe('operators', () => {
  /** The tree with every operation in parentheses. */
  const grouped = (expr: Expr): string => {
    switch (expr.kind) {
      case 'BinaryOp':
        return `(${grouped(expr.left)} ${typeof expr.op === 'string' ? expr.op : 'custom'} ${grouped(expr.right)})`;
      case 'UnaryOp':
        return `(${expr.op} ${grouped(expr.expr)})`;
      case 'Cast':
        return `(${grouped(expr.expr)}::)`;
      case 'Between':
        return `(${grouped(expr.expr)} between ${grouped(expr.low)} ${grouped(expr.high)})`;
      case 'Like':
        return `(${grouped(expr.expr)} like ${grouped(expr.pattern)})`;
      case 'IsNull':
        return `(${grouped(expr.expr)} null)`;
      case 'Identifier':
        return expr.ident.value;
      default:
        return expr.kind;
    }
  };

  it.each([
    ['a + b * c', '(a Plus (b Multiply c))'],
    ['a - b - c', '((a Minus b) Minus c)'],
    ['a or b and not c', '(a Or (b And (Not c)))'],
    ['not a = b', '(Not (a Eq b))'],
    ['-a::int', '(Minus (a::))'],
    ['- a + b', '((Minus a) Plus b)'],
    ['a || b + c', '((a StringConcat b) Plus c)'],
    ['a & b | c', '((a BitwiseAnd b) BitwiseOr c)'],
    ['a between b and c and d', '((a between b c) And d)'],
    ['a like b or c', '((a like b) Or c)'],
    ['a = b is null', '((a Eq b) null)'],
    ['a -> b = c', '(a Arrow (b Eq c))'],
    ['a ~ b', '(a PGRegexMatch b)'],
    ['a // b', '(a DuckIntegerDivide b)'],
    ['a not null', 'IsNotNull'],
  ])('groups %s', (sql, expected) => {
    expect(grouped(tree(sql))).toBe(expected);
  });

  it('follows the order of PostgreSQL in its dialect', () => {
    expect(grouped(tree('a ^ b * c', { dialect: 'postgresql' }))).toBe('((a PGExp b) Multiply c)');
  });

  it('compares with all and any', () => {
    expect(tree('a = any(b)')).toEqual({
      kind: 'AnyOp',
      left: name('a'),
      compareOp: 'Eq',
      right: name('b'),
      isSome: false,
    });
    expect(tree('a > all(b)')).toEqual({ kind: 'AllOp', left: name('a'), compareOp: 'Gt', right: name('b') });
  });
});

describe('names and access', () => {
  it('keeps quotes and case', () => {
    expect(tree('"A b"')).toEqual({ kind: 'Identifier', ident: { value: 'A b', quoteStyle: '"' } });
    expect(tree('Foo.bar')).toEqual({ kind: 'CompoundIdentifier', parts: [{ value: 'Foo' }, { value: 'bar' }] });
  });

  it('separates the root from accesses', () => {
    expect(tree('a.b[1].c')).toEqual({
      kind: 'CompoundFieldAccess',
      root: name('a'),
      accessChain: [
        { kind: 'Dot', expr: name('b') },
        { kind: 'Index', index: number('1') },
        { kind: 'Dot', expr: name('c') },
      ],
    });
    expect(tree('a[1:2:3]')).toEqual({
      kind: 'CompoundFieldAccess',
      root: name('a'),
      accessChain: [{ kind: 'Slice', lowerBound: number('1'), upperBound: number('2'), stride: number('3') }],
    });
  });

  it('uses keywords as names where nothing else fits', () => {
    expect(tree('date.case')).toMatchObject({ kind: 'CompoundIdentifier' });
    expect(tree('substring')).toEqual(name('substring'));
  });
});

describe('calls', () => {
  it('reads arguments, clauses and what follows', () => {
    expect(
      tree(
        "string_agg(distinct x, ',' order by y desc) filter (where z) over (partition by p rows between 1 preceding and current row)",
      ),
    ).toMatchObject({
      kind: 'Function',
      name: [{ value: 'string_agg' }],
      args: { duplicateTreatment: 'Distinct', clauses: [{ kind: 'OrderBy', exprs: [{ options: { asc: false } }] }] },
      filter: name('z'),
      over: {
        partitionBy: [name('p')],
        windowFrame: {
          units: 'Rows',
          startBound: { kind: 'Preceding', offset: number('1') },
          endBound: { kind: 'CurrentRow' },
        },
      },
    });
  });

  it('reads wildcards and named arguments', () => {
    expect(tree('count(*)')).toMatchObject({ args: { args: [{ kind: 'Unnamed', arg: { kind: 'ArgWildcard' } }] } });
    expect(tree('f(a => 1)')).toMatchObject({
      args: { args: [{ kind: 'Named', name: { value: 'a' }, operator: 'RightArrow' }] },
    });
  });

  it.each([
    ['extract(year from x)', { kind: 'Extract', field: { kind: 'Field', name: 'Year' }, syntax: 'From' }],
    ['trim(leading x from y)', { kind: 'Trim', trimWhere: 'Leading', trimWhat: name('x'), expr: name('y') }],
    ['substring(x from 1 for 2)', { kind: 'Substring', special: false, shorthand: false }],
    ['substr(x, 1)', { kind: 'Substring', special: true, shorthand: true }],
    ['position(x in y)', { kind: 'Position', expr: name('x'), in: name('y') }],
    ['position(x, y)', { kind: 'Function' }],
    ['overlay(a placing b from 1)', { kind: 'Overlay' }],
    ['ceil(a to day)', { kind: 'Ceil', field: { kind: 'Field', name: 'Day' } }],
    ['try_cast(a as int)', { kind: 'Cast', castKind: 'TryCast', dataType: { kind: 'Int' } }],
    ['current_date', { kind: 'Function', args: { kind: 'NoArguments' } }],
    ['exists (select 1)', { kind: 'Exists', negated: false }],
    ['not exists (select 1)', { kind: 'Exists', negated: true }],
    ['a in (1, 2)', { kind: 'InList', negated: false }],
    ['a not in (select 1)', { kind: 'InSubquery', negated: true }],
    ['a in unnest(b)', { kind: 'InUnnest' }],
    ["a ilike 'x' escape '!'", { kind: 'ILike', escapeChar: { value: '!' } }],
    ["a similar to 'x'", { kind: 'SimilarTo' }],
    ['a is not distinct from b', { kind: 'IsNotDistinctFrom' }],
    ["a at time zone 'UTC'", { kind: 'AtTimeZone' }],
    ['case a when 1 then 2 else 3 end', { kind: 'Case', operand: name('a'), conditions: [{ condition: number('1') }] }],
    ['(1, 2)', { kind: 'Tuple' }],
    ['(1)', { kind: 'Nested' }],
    ['array[1]', { kind: 'Array', named: true }],
    ['[1]', { kind: 'Array', named: false }],
    [
      "{'a': 1, b: 2}",
      { kind: 'Dictionary', fields: [{ key: { value: 'a', quoteStyle: "'" } }, { key: { value: 'b' } }] },
    ],
    ['map {1: 2}', { kind: 'Map', entries: [{ key: number('1'), value: number('2') }] }],
    ['struct(1 as a)', { kind: 'Struct', values: [{ kind: 'Named', name: { value: 'a' } }] }],
    ["a:b.c['d']", { kind: 'JsonAccess', path: [{ key: 'b' }, { key: 'c' }, { kind: 'Bracket' }] }],
  ])('reads %s', (sql, expected) => {
    expect(tree(sql)).toMatchObject(expected);
  });

  it('tells lambdas from the arrow operator by dialect', () => {
    expect(tree('f(x -> x)')).toMatchObject({ args: { args: [{ arg: { kind: 'BinaryOp', op: 'Arrow' } }] } });
    const lambda = { kind: 'Lambda', many: true, params: [{ name: { value: 'x' } }, { name: { value: 'y' } }] };
    expect(tree('f((x, y) -> x)', { dialect: 'databricks' })).toMatchObject({ args: { args: [{ arg: lambda }] } });
    expect(tree('lambda x : x', { dialect: 'duckdb' })).toMatchObject({ kind: 'Lambda', keyword: true });
  });
});
