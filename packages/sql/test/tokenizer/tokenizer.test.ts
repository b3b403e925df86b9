import { dialectByName, genericDialect } from '../../src/dialect/dialects.js';
import { tokenize } from '../../src/tokenizer/tokenizer.js';
import { describeToken } from '../../src/tokenizer/token.js';

const kinds = (sql: string, dialect = 'generic'): string[] =>
  tokenize(sql, dialectByName(dialect) ?? genericDialect)
    .slice(0, -1)
    .map((token) => `${token.kind === 'Word' ? 'W' : token.kind} ${token.text}`.replace(/^(\S+) \1$/, '$1'));

describe('the tokenizer', () => {
  it.each([
    ['a.b', ['W a', '.', 'W b']],
    ['1.5e-3 .5 1. 2..3', ['Number 1.5e-3', 'Number .5', 'Number 1.', 'Number 2.', 'Number .3']],
    ['1e 1L', ['Number 1', 'W e', 'Number 1']],
    ['a->>b #>> c', ['W a', '->>', 'W b', '#>>', 'W c']],
    ['a!=b <> c <=> d', ['W a', '<>', 'W b', '<>', 'W c', '<=>', 'W d']],
    ['::int :=', ['::', 'W int', ':=']],
    ['a -- comment\n/* b /* nested */ */ c', ['W a', 'W c']],
    ['@x #y $z ?1', ['W @x', 'W #y', 'Placeholder $z', 'Placeholder ?1']],
    ['"a""b" `c`', ['W a"b', 'W c']],
    ["U&'\\0041\\+01F600'", ['UnicodeStringLiteral A😀']],
    ['été naïve_1', ['W été', 'W naïve_1']],
    ['0x1F', ['HexStringLiteral 1F']],
    ['!~~* || ||/ |> //', ['!~~*', '||', '||/', '|>', '//']],
  ])('cuts %s', (sql, expected) => {
    expect(kinds(sql)).toEqual(expected);
  });

  it('follows the quotes and comments of the dialect', () => {
    expect(kinds('"a" # rest', 'mysql')).toEqual(['DoubleQuotedString a']);
    expect(kinds('[a b]', 'mssql')).toEqual(['W a b']);
    expect(kinds("'''a'b'''", 'bigquery')).toEqual(["TripleSingleQuotedString a'b"]);
  });

  it('shows tokens as they were written', () => {
    const shown = tokenize(`"a b" 'c' N'd' 1L $$e$$ x'ff'`, genericDialect).map(describeToken);
    expect(shown).toEqual(['"a b"', "'c'", "N'd'", '1L', '$$e$$', "X'ff'", 'EOF']);
  });

  it('puts line and column on every token', () => {
    const [, second] = tokenize("'x\ny'  foo", genericDialect);
    expect(second).toMatchObject({ line: 2, column: 5, endLine: 2, endColumn: 8 });
  });
});
