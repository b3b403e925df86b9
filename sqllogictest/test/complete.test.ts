import { completeText } from '../src/complete/complete-file.js';
import { parseSltFile } from '../src/parser/parse-file.js';
import { isSqlRecord } from '../src/parser/record.js';
import { judge } from '../src/run/judge.js';
import type { RecordOutcome } from '../src/run/result.js';

const parse = (text: string) => parseSltFile('t.slt', () => text).filter(isSqlRecord);
const complete = (text: string, ...outcomes: RecordOutcome[]): string =>
  completeText(
    text,
    parse(text).map((record, index) => ({ record, outcome: outcomes[index] as RecordOutcome })),
  );
const rows = (types: string, ...lines: string[]): RecordOutcome => ({
  kind: 'rows',
  types: [...types] as never,
  lines,
});
const error = (text: string): RecordOutcome => ({ kind: 'error', text });

it('fills in types and rows, and leaves everything else', () => {
  const text = '# head\n\nquery ? rowsort lab\nselect 1,\n 2\n\n# tail\nstatement ok\ncreate\n';
  expect(complete(text, rows('II', '1 2'), { kind: 'complete', affected: 0 })).toBe(
    '# head\n\nquery II rowsort lab\nselect 1,\n 2\n----\n1 2\n\n# tail\nstatement ok\ncreate\n',
  );
});

it('replaces rows, and errors by rows and back', () => {
  expect(complete('query I\nq\n----\n1\n2\n\n# x\n', rows('I', '3'))).toBe('query I\nq\n----\n3\n\n# x\n');
  expect(complete('query error\nq\n----\nold\n\nold\n\n\n# x\n', rows('I', '3'))).toBe('query I\nq\n----\n3\n\n# x\n');
  expect(complete('query I\nq\n----\n1\n\n# x\n', error('no (t)'))).toBe('query error no \\(t\\)\nq\n\n# x\n');
  expect(complete('query I\nq\n----\n1\n\n# x\n', error('a\nb'))).toBe('query error\nq\n----\na\nb\n\n\n# x\n');
});

it('keeps expectations that hold', () => {
  const text = 'query T\nq\n----\na<slt:ignore>\n\nstatement error x+\nq\n';
  expect(complete(text, rows('T', 'abc'), error('xx'))).toBe(text);
});

it('updates statements', () => {
  expect(complete('statement error\nq\n', { kind: 'complete', affected: 0 })).toBe('statement ok\nq\n');
  expect(complete('statement count 1\nq\n', { kind: 'complete', affected: 4 })).toBe('statement count 4\nq\n');
  expect(complete('statement ok\nq', error('bad'))).toBe('statement error bad\nq\n');
});

it.each([
  [rows('IT', '1 a', '2 b')],
  [rows('I')],
  [error('one line, (with) [marks] + more')],
  [error('two\n\nparagraphs')],
  [error('x'.repeat(300))],
])('writes what then passes: %j', (outcome) => {
  const [record] = parse(complete('query T\nq\n\nstatement ok\nr\n', outcome, { kind: 'complete', affected: 0 }));
  expect(judge(record as never, outcome)).toBeUndefined();
});
