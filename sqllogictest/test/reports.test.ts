import { failureShape } from '../src/report/failure-shape.js';
import { jsonReport } from '../src/report/json-report.js';
import { countDrops, countRise, mergedCountsText } from '../src/report/record-counts.js';
import { applySkipList, parseSkipList, type SuiteResult } from '../src/report/skip-list.js';
import { groupFailures, summaryText } from '../src/report/summary.js';
import { fileLine, slowestFiles, totalsLine } from '../src/report/text-report.js';
import { fileResult, type RecordResult, type RecordStatus } from '../src/run/result.js';

const record = (line: number, status: RecordStatus, message = ''): RecordResult => ({
  line,
  kind: 'query',
  explain: false,
  status,
  sql: `select ${line}`,
  message,
});
const file = (path: string, ...records: RecordResult[]): SuiteResult => ({
  relativePath: path,
  result: fileResult(`suite/${path}`, 1.5, records),
});

it('counts for JSON and text', () => {
  const files = [
    file('a.slt', record(1, 'passed'), record(2, 'failed', 'x')),
    file('b.slt', record(1, 'skipped', 'y')),
  ];
  const results = files.map(({ result }) => result);
  expect(jsonReport(results)).toEqual({ files: results, passed: 1, failed: 1, skipped: 1 });
  expect(Object.keys(results[0] ?? {})).toEqual(['path', 'passed', 'failed', 'skipped', 'seconds', 'records']);
  expect(totalsLine(results)).toBe('1 passed, 1 failed, 1 skipped');
  expect(fileLine(results[0] as never)).toBe('FAIL suite/a.slt  1 passed, 1 failed, 0 skipped  1.50 s');
  expect(slowestFiles(results, 1)).toBe('    1.50 s  suite/a.slt');
});

describe('skip list', () => {
  const statuses = (files: readonly SuiteResult[]) =>
    files.map(({ result }) => result.records.map(({ status, message }) => `${status} ${message}`.trim()));

  it('excuses listed lines and refuses those that pass', () => {
    const files = [file('a.slt', record(1, 'failed', 'x'), record(5, 'passed'), record(9, 'failed', 'z'))];
    const applied = applySkipList(files, [{ path: 'a.slt', lines: [1, 5], reason: 'later' }]);
    expect(statuses(applied.files)).toEqual([
      ['skipped later: x', 'failed passes, but is on the skip list (later): take it out', 'failed z'],
    ]);
    expect(applied.files[0]?.result).toMatchObject({ passed: 0, failed: 2, skipped: 1 });
  });

  it('excuses as many records of a folder as counted', () => {
    const files = [file('s/a.slt', record(1, 'failed', 'x')), file('s/b.slt', record(1, 'failed', 'y')), file('t.slt')];
    const applied = applySkipList(files, [{ path: 's/', count: 2, reason: 'pack' }]);
    expect(applied.mismatches).toEqual([]);
    expect(statuses(applied.files)).toEqual([['skipped pack: x'], ['skipped pack: y'], []]);
  });

  it('reports counts that are not exact', () => {
    const files = [file('a.slt', record(1, 'failed', 'x'), record(2, 'passed'))];
    const tooMany = applySkipList(files, [{ path: 'a.slt', count: 0, reason: 'r' }]);
    expect(tooMany.mismatches).toMatchObject([{ failing: 1 }]);
    expect(tooMany.files[0]?.result.failed).toBe(1);
    const fewer = applySkipList(files, [{ path: 'a.slt', count: 2, reason: 'r' }]);
    expect(fewer.mismatches).toMatchObject([{ failing: 1 }]);
    expect(fewer.files[0]?.result.failed).toBe(0);
  });

  it('does not mind entries whose files were not run', () => {
    expect(applySkipList([], [{ path: 'a.slt', count: 2, reason: 'r' }]).mismatches).toEqual([]);
  });

  it.each(['[]', '{"entries":[{"path":"a"}]}', '{"entries":[{"path":"a","reason":"r","lines":[1],"count":1}]}'])(
    'refuses %s',
    (json) => expect(() => parseSkipList(json)).toThrow('skip'),
  );
});

it('compares and merges counts', () => {
  const recorded = { 'a.slt': 3, 'b.slt': 1 };
  expect(countDrops(recorded, { 'a.slt': 2, 'c.slt': 1 })).toEqual([{ path: 'a.slt', recorded: 3, passed: 2 }]);
  expect(countRise(recorded, { 'a.slt': 5, 'c.slt': 1 })).toBe(3);
  expect(JSON.parse(mergedCountsText(recorded, { 'c.slt': 1, 'a.slt': 4 }))).toEqual({
    'a.slt': 4,
    'b.slt': 1,
    'c.slt': 1,
  });
});

describe('failure shapes', () => {
  it.each([
    ["query failed: DataFusion error: table 'x.y' not found", "query failed: DataFusion error: table 'z' not found"],
    [
      'query failed: Schema error: No field named a. Valid fields are b.',
      'query failed: Schema error: No field named c.d.',
    ],
    ['column types mismatch: expected I, got II', 'column types mismatch: expected I, got II'],
    ['statement succeeded, expected any error', 'statement succeeded, expected an error matching /a/'],
    [
      'result mismatch:\n    a\n-   01)FilterExec: a\n+   01)FilterExec: b',
      'result mismatch:\n-   04)--FilterExec: c\n+   02)FilterExec: d',
    ],
    ['not run: line 3 x', 'not run: line 9 y'],
  ])('%j is like %j', (left, right) => expect(failureShape(left)).toBe(failureShape(right)));

  it.each([
    ['result mismatch:\n-   1', 'result mismatch: rows missing'],
    ['result mismatch:\n+   1', 'result mismatch: more rows than expected'],
    ['result mismatch:\n-   1\n+   2', 'result mismatch: different values'],
    ['result mismatch:\n-   01)A: x\n+   01)B: y', 'plan mismatch: A expected, B found'],
    ['error mismatch: expected a\ngot: b 12', 'error mismatch, got: b N'],
    [
      "query failed: Optimizer rule 'x' failed\ncaused by\nOops 1",
      "query failed: Optimizer rule '…' failed caused by Oops N",
    ],
  ])('%j is %s', (message, shape) => expect(failureShape(message)).toBe(shape));

  it('groups largest first', () => {
    const files = [
      file('a.slt', record(1, 'failed', 'one 1'), record(2, 'failed', 'two')),
      file('b.slt', record(3, 'failed', 'one 2'), record(4, 'passed')),
    ].map(({ result }) => result);
    expect(groupFailures(files)).toMatchObject([
      { shape: 'one N', count: 2, files: 2, example: { path: 'suite/a.slt' } },
      { shape: 'two', count: 1, files: 1 },
    ]);
    expect(summaryText(files, 1)).toBe(
      '     2 in 2 files  one N\n         suite/a.slt:1  select 1\n       … 1 more shapes',
    );
  });
});
