import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseSltFile } from '../src/parser/parse-file.js';
import { isSqlRecord, SltParseError, type SqlRecord } from '../src/parser/record.js';

const parse = (text: string) => parseSltFile('t.slt', () => text);
const one = (text: string): SqlRecord => {
  const [record, ...rest] = parse(text).filter(isSqlRecord);
  expect(rest).toEqual([]);
  return record as SqlRecord;
};

describe('statements', () => {
  it.each([
    ['ok', { kind: 'ok' }],
    ['count 3', { kind: 'count', count: 3 }],
    ['error', { kind: 'error', error: { kind: 'any' } }],
    ['error Table  .*  gone', { kind: 'error', error: { kind: 'regex', pattern: 'Table .* gone' } }],
  ])('expects %s', (header, expected) => {
    expect(one(`statement ${header}\nDROP TABLE t\n`)).toMatchObject({
      kind: 'statement',
      sql: 'DROP TABLE t',
      expected,
    });
  });

  it('takes SQL up to a blank line, comment marks included', () => {
    expect(one('statement ok\nselect 1,\n# not a comment\n2;\n\n# comment\n').sql).toBe(
      'select 1,\n# not a comment\n2;',
    );
  });

  it('takes SQL that begins with a blank line', () => {
    expect(one('statement ok\n\nCREATE TABLE t\n').sql).toBe('\nCREATE TABLE t');
  });

  it('reads an error text over several paragraphs up to two blank lines', () => {
    const records = parse('statement error\nselect x\n----\nfirst\n\nsecond\n\n\nstatement ok\nselect 1\n');
    expect(records).toHaveLength(2);
    expect(records[0]).toMatchObject({ expected: { error: { kind: 'text', text: 'first\n\nsecond' } } });
  });

  it('reads retries', () => {
    expect(one('statement ok retry 2 backoff 5ms\nselect 1\n').retry).toEqual({ attempts: 2, backoffMs: 5 });
  });
});

describe('queries', () => {
  it('reads types, sort mode, label and rows', () => {
    expect(one('query IT rowsort lab\nselect 1\n----\n1 a\n2  b \n\n').expected).toEqual({
      kind: 'rows',
      types: 'IT',
      sortMode: 'rowsort',
      label: 'lab',
      lines: ['1 a', '2  b '],
    });
  });

  it('expects no rows without a delimiter', () => {
    expect(one('query I\nselect 1\n').expected).toMatchObject({ lines: [] });
  });

  it('may expect an error by pattern or by text', () => {
    expect(one('query error no .* t\nselect 1\n').expected).toMatchObject({ error: { pattern: 'no .* t' } });
    expect(one('query error\nselect 1\n----\nexact\n').expected).toMatchObject({
      error: { kind: 'text', text: 'exact' },
    });
  });

  it('keeps the lines of the record and of its expected output', () => {
    const record = one('# head\n\nquery I\nselect 1\n----\n1\n\n# tail\n');
    expect(record.location).toEqual({ file: 't.slt', line: 3 });
    expect(record.lines).toEqual({ start: 2, end: 7 });
    expect(record.output).toEqual({ start: 4, end: 7 });
  });

  it('reads files with CRLF', () => {
    expect(one('query I\r\nselect 1\r\n----\r\n1\r\n')).toMatchObject({ sql: 'select 1', expected: { lines: ['1'] } });
  });
});

describe('other directives', () => {
  it('attaches conditions and connection to the next record only', () => {
    const [first, second] = parse('skipif a\nonlyif b\nconnection c\nstatement ok\nx\n\nstatement ok\ny\n');
    expect(first).toMatchObject({
      connection: 'c',
      conditions: [
        { kind: 'skipif', label: 'a' },
        { kind: 'onlyif', label: 'b' },
      ],
    });
    expect(second).toMatchObject({ conditions: [], connection: undefined });
  });

  it('reads controls in order', () => {
    const text = [
      'hash-threshold 8',
      'sleep 20ms',
      'control sortmode rowsort',
      'control resultmode valuewise',
      'control substitution on',
      'subtest name',
      'halt',
    ];
    expect(parse(text.join('\n'))).toMatchObject([
      { kind: 'hash-threshold', threshold: 8 },
      { kind: 'sleep', milliseconds: 20 },
      { kind: 'sort-mode', mode: 'rowsort' },
      { kind: 'result-mode', mode: 'valuewise' },
      { kind: 'substitution', on: true },
      { kind: 'halt' },
    ]);
  });

  it.each([
    ['nonsense 1', 'unknown directive'],
    ['statement maybe\nselect 1', 'unknown kind of statement'],
    ['statement count x\nselect 1', 'invalid count'],
    ['query I sideways\nselect 1', 'invalid sort mode'],
    ['query I rowsort l m\nselect 1', "unexpected 'm'"],
    ['statement ok\n', 'no SQL'],
    ['statement error a\nselect 1\n----\nb', 'not both'],
    ['sleep long', 'invalid duration'],
    ['control noise on', 'unknown control'],
    ['skipif', 'wants one label'],
    ['system ok\necho', 'unknown directive'],
  ])('refuses %j', (text, message) => {
    expect(() => parse(text)).toThrow(SltParseError);
    expect(() => parse(text)).toThrow(message);
  });
});

describe('include', () => {
  const folder = mkdtempSync(join(tmpdir(), 'slt-include-'));
  const write = (name: string, text: string): string => {
    mkdirSync(join(folder, 'parts'), { recursive: true });
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  it('expands globs in the order of names, with records placed in the included file', () => {
    write('parts/q2.part', '# c\nstatement ok\ntwo\n');
    write('parts/q10.part', 'statement ok\nten\n');
    const main = write('main.slt', 'include ./parts/q*.part\n\nstatement ok\nlast\n');
    const records = parseSltFile(main).filter(isSqlRecord);
    expect(records.map(({ sql }) => sql)).toEqual(['ten', 'two', 'last']);
    expect(records[1]?.location).toEqual({ file: join(folder, 'parts/q2.part'), line: 2 });
  });

  it('refuses patterns without files, and endless includes', () => {
    expect(() => parseSltFile(write('none.slt', 'include ./x*.part\n'))).toThrow("no file matches './x*.part'");
    expect(() => parseSltFile(write('self.slt', 'include ./self.slt\n'))).toThrow('nested too deeply');
  });
});
