import { SltSqlError } from '../src/engine.js';
import { abortable, complete, FakeFactory, rows, slow } from './support/fake-engine.js';
import { runText, statuses } from './support/run-text.js';

describe('statements', () => {
  it.each([
    ['statement ok', complete(), 'passed'],
    ['statement ok', rows('I', ['1']), 'passed'],
    ['statement ok', new SltSqlError('DataFusion error: no'), 'failed: statement failed: DataFusion error: no'],
    ['statement count 2', complete(2), 'passed'],
    ['statement count 2', complete(3), 'failed: affected rows mismatch: expected 2, got 3'],
    ['statement count 2', rows('I', ['3']), 'passed'],
    ['statement error', new SltSqlError('any'), 'passed'],
    ['statement error no$', new SltSqlError('say no'), 'passed'],
    ['statement error yes', new SltSqlError('no'), 'failed: error mismatch: expected an error matching /yes/'],
    ['statement error yes', complete(), 'failed: statement succeeded, expected an error matching /yes/'],
    ['statement error', rows('I'), 'failed: statement succeeded, expected any error'],
  ])('%s with %j: %s', async (header, reaction, expected) => {
    expect(await statuses(`${header}\nsql\n`, new FakeFactory({ sql: reaction }))).toEqual([expected]);
  });
});

describe('queries', () => {
  it.each([
    ['query IT\nsql\n----\n1 a\n2 b\n', rows('IT', ['1', 'a'], ['2', 'b']), 'passed'],
    ['query IT\nsql\n----\n2 b\n1 a\n', rows('IT', ['1', 'a'], ['2', 'b']), 'failed: result mismatch:'],
    ['query IT rowsort\nsql\n----\n1 a\n2 b\n', rows('IT', ['2', 'b'], ['1', 'a']), 'passed'],
    ['query IT valuesort\nsql\n----\n1\n2\na\nb\n', rows('IT', ['2', 'b'], ['1', 'a']), 'passed'],
    ['query II\nsql\n----\n1 1\n', rows('IT', ['1', '1']), 'failed: column types mismatch: expected II, got IT'],
    ['query X\nsql\n----\n1\n', rows('?', ['1']), 'passed'],
    ['query I\nsql\n----\n1\n', new SltSqlError('E'), 'failed: query failed: E'],
    ['query error E\nsql\n', new SltSqlError('E'), 'passed'],
    ['query error\nsql\n----\nE\n', new SltSqlError('E2'), 'failed: error mismatch: expected E'],
    ['query error E\nsql\n', rows('I'), 'failed: query succeeded, expected an error matching /E/'],
    ['query I\nsql\n----\n', complete(), 'passed'],
    ['query I\nsql\n----\n1\n', complete(), 'failed: result mismatch:'],
    ['query TT\nsql\n----\nplan\n01)A\n02)--B\n', rows('TT', ['plan', 'A\n  B']), 'passed'],
    ['query T\nsql\n----\nWORKSPACE_ROOT/f\n', rows('T', ['tmp/overlay/f']), 'passed'],
    ['query T\nsql\n----\na<slt:ignore>c\n', rows('T', ['abc']), 'passed'],
  ])('%j with %j: %s', async (text, reaction, expected) => {
    expect(await statuses(text, new FakeFactory({ sql: reaction }))).toEqual([expected]);
  });

  it('reports the record as the JSON has it', async () => {
    const text = '\nquery I\n-- hint\nExplain select 1\n----\n1\n';
    const [result] = await runText(text, new FakeFactory({ '-- hint\nExplain select 1': rows('I', ['2']) }));
    expect(result).toEqual({
      line: 2,
      kind: 'query',
      explain: true,
      status: 'failed',
      sql: '-- hint\nExplain select 1',
      message: 'result mismatch:\n-   1\n+   2',
    });
  });
});

describe('directives', () => {
  it('skips by label', async () => {
    const text = ['skipif datafusion', 'onlyif postgres', 'skipif postgres', 'onlyif DataFusion']
      .map((condition) => `${condition}\nstatement ok\nsql\n`)
      .join('\n');
    expect(await statuses(text, new FakeFactory())).toEqual([
      'skipped: skipif datafusion',
      'skipped: onlyif postgres',
      'passed',
      'passed',
    ]);
  });

  it('skips what follows a halt, unless the halt is excluded itself', async () => {
    const record = 'statement ok\nsql\n\n';
    const factory = new FakeFactory();
    expect(await statuses(`onlyif postgres\nhalt\n\n${record}halt\n${record}`, factory)).toEqual([
      'passed',
      'skipped: after halt',
    ]);
    expect(factory.ran).toEqual(['sql']);
  });

  it('hashes results above the threshold', async () => {
    const text = 'hash-threshold 1\n\nquery II\nsql\n----\n2 values hashing to 6ddb4095eb719e2a9f0a3f95677d24e0\n';
    expect(await statuses(text, new FakeFactory({ sql: rows('II', ['1', '2']) }))).toEqual(['passed']);
  });

  it('applies sort and result modes to following queries', async () => {
    const text = 'control sortmode rowsort\ncontrol resultmode valuewise\nquery IT\nsql\n----\n1\na\n2\nb\n';
    expect(await statuses(text, new FakeFactory({ sql: rows('IT', ['2', 'b'], ['1', 'a']) }))).toEqual(['passed']);
  });

  it('substitutes variables while told to', async () => {
    const text =
      'control substitution on\nstatement ok\n$__TEST_DIR__ ${none:d} \\$\n\ncontrol substitution off\nstatement ok\n$x\n';
    const factory = new FakeFactory();
    await runText(text, factory);
    expect(factory.ran).toEqual(['/work d $', '$x']);
    expect(await statuses('control substitution on\nstatement ok\n$no_such_name\n', factory)).toEqual([
      "failed: no value for the variable 'no_such_name'",
    ]);
  });

  it('retries failures', async () => {
    const factory = new FakeFactory({ sql: [new SltSqlError('a'), new SltSqlError('b'), complete()] });
    expect(await statuses('statement ok retry 2 backoff 1ms\nsql\n', factory)).toEqual(['passed']);
    expect(factory.ran).toHaveLength(3);
  });

  it('opens a session a connection and closes all', async () => {
    const factory = new FakeFactory();
    await runText('statement ok\na\n\nconnection two\nstatement ok\nb\n\nstatement ok\nc\n', factory);
    expect(factory.opened).toHaveLength(2);
    expect(factory.closed).toBe(2);
  });
});

describe('time limits', () => {
  it('fail the record and not the file', async () => {
    const factory = new FakeFactory({ sql: abortable });
    expect(await statuses('statement error\nsql\n\nstatement ok\nnext\n', factory, { timeLimitMs: 20 })).toEqual([
      'failed: exceeded the time limit of 0.02 s',
      'passed',
    ]);
  });

  it('give up a session that does not react to being aborted', async () => {
    const factory = new FakeFactory({ sql: slow });
    const text = 'statement ok\nsql\n\nstatement ok\nnext\n';
    expect(await statuses(text, factory, { timeLimitMs: 20 })).toEqual([
      'failed: exceeded the time limit of 0.02 s',
      'failed: not run: line 1 exceeded the time limit of 0.02 s',
    ]);
    expect(factory.ran).toEqual(['sql']);
    expect(factory.closed).toBe(0);
  });
});

it('fails every record when no session can be opened', async () => {
  const factory = new FakeFactory();
  factory.open = () => Promise.reject(new Error('no session'));
  expect(await statuses('statement ok\na\n\nquery I\nb\n----\n', factory)).toEqual([
    'failed: engine fault: Error: no session',
    'failed: engine fault: Error: no session',
  ]);
});

it('fails records by faults of the engine, even where an error is expected', async () => {
  const factory = new FakeFactory({ sql: new TypeError('x is undefined') });
  expect(await statuses('statement error\nsql\n', factory)).toEqual([
    'failed: engine fault: TypeError: x is undefined',
  ]);
});
