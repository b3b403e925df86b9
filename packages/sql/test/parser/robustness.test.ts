/** Long, broken and benchmark input: nothing crashes, hangs, or is slow. */
import { SqlError } from '@datafusion-ts/common';
import { propertyBudget } from '@datafusion-ts/test-utils';
import fc from 'fast-check';
import { parseExpr, parseSql, printExpr, printStatement, spanOf } from '../../src/index.js';
import { loadCorpus, loadQueries } from './corpus.js';

describe('long chains', () => {
  it.each([
    [' + 1', 20_000],
    [' and a = b', 20_000],
    ['::int', 20_000],
    [' is null', 20_000],
    [' between 1 and 2', 20_000],
    ['[1]', 20_000],
    ['.b', 20_000],
    [" || 'x'", 20_000],
  ])('reads and prints a%s repeated', (link, times) => {
    const sql = `a${link.repeat(times)}`;
    expect(printExpr(parseExpr(sql))).toHaveLength(printExpr(parseExpr(`a${link}`)).length * times - (times - 1));
  });

  it('reads and prints thousands of unions and joins', () => {
    const union = `SELECT 1${' UNION ALL SELECT 1'.repeat(5000)}`;
    const join = `SELECT * FROM a${' JOIN b ON true'.repeat(5000)}`;
    expect(parseSql(`${union};${join}`).map(printStatement)).toEqual([union, join]);
  });
});

describe('mutated statements', () => {
  const corpus = loadCorpus()
    .map(({ sql }) => sql)
    .filter((sql) => sql.length < 600);
  const words = corpus.map((sql) => sql.match(/'[^']*'|\w+|\s+|[^\w\s]/g) ?? []);

  it('are refused with an SqlError or read and printed', () => {
    const mutation = fc.record({
      statement: fc.nat(words.length - 1),
      other: fc.nat(words.length - 1),
      at: fc.nat(200),
      kind: fc.constantFrom('drop', 'double', 'cut', 'graft'),
    });
    fc.assert(
      fc.property(mutation, ({ statement, other, at, kind }) => {
        const tokens = [...(words[statement] ?? [])];
        const place = at % Math.max(tokens.length, 1);
        if (kind === 'drop') tokens.splice(place, 1);
        if (kind === 'double') tokens.splice(place, 0, tokens[place] ?? '', ' ');
        if (kind === 'cut') tokens.length = place;
        if (kind === 'graft') tokens.splice(place, 1, ' ', ...(words[other] ?? []).slice(0, 4), ' ');
        expectSqlOrError(tokens.join(''));
      }),
      propertyBudget(400),
    );
  });

  it('of random characters are refused or read', () => {
    fc.assert(fc.property(fc.string({ maxLength: 60, unit: 'grapheme' }), expectSqlOrError), propertyBudget(400));
    fc.assert(
      fc.property(fc.string({ maxLength: 60, unit: 'grapheme' }), (text) => expectSqlOrError(`select ${text}`)),
      propertyBudget(400),
    );
  });
});

function expectSqlOrError(sql: string): void {
  let printed: string;
  try {
    printed = parseSql(sql).map(printStatement).join('; ');
  } catch (error) {
    expect(error).toBeInstanceOf(SqlError);
    return;
  }
  expect(parseSql(printed).map(printStatement).join('; ')).toBe(printed);
}

describe('literals of any content', () => {
  it('survive printing and reading', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const sql = printExpr({ kind: 'Value', value: { kind: 'SingleQuotedString', value: text } });
        expect(parseExpr(sql)).toMatchObject({ value: { kind: 'SingleQuotedString', value: text } });
        const quoted = printExpr({ kind: 'Identifier', ident: { value: text, quoteStyle: '"' } });
        expect(parseExpr(quoted)).toMatchObject({ ident: { value: text, quoteStyle: '"' } });
        const escaped = printExpr({ kind: 'Value', value: { kind: 'EscapedStringLiteral', value: text } });
        expect(parseExpr(escaped)).toMatchObject({ value: { kind: 'EscapedStringLiteral', value: text } });
      }),
    );
  });
});

describe('benchmark queries', () => {
  const queries = loadQueries();
  const whenPresent = queries.length > 0 ? it : it.skip;

  whenPresent('all parse, in well under a millisecond each', () => {
    const run = (): number => queries.reduce((count, { sql }) => count + parseSql(sql).length, 0);
    const statements = run();
    // The best of several runs, in time of this process: others must not make the parser look slow.
    const times = Array.from({ length: 8 }, () => {
      const start = process.cpuUsage();
      run();
      return process.cpuUsage(start).user / 1000;
    });
    expect(Math.min(...times) / statements).toBeLessThan(1);
  });
});

describe('positions', () => {
  it('cover a construct from its first to its last name or literal', () => {
    const [statement] = parseSql('select\n  a + "b c", 1 from t');
    expect(statement?.span).toEqual({ start: { line: 1, column: 1 }, end: { line: 2, column: 22 } });
    expect(spanOf(parseExpr('  foo + bar'))).toEqual({ start: { line: 1, column: 3 }, end: { line: 1, column: 12 } });
  });

  it('count characters, not code units', () => {
    expect(spanOf(parseExpr("'😀' = b"))).toEqual({ start: { line: 1, column: 1 }, end: { line: 1, column: 8 } });
  });
});
