import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileJob, WorkerReport, WorkerRequest } from '../src/pool/messages.js';
import { runJobs } from '../src/pool/run-jobs.js';
import type { WorkerHandle } from '../src/pool/worker-process.js';
import type { RecordResult } from '../src/run/result.js';

const folder = mkdtempSync(join(tmpdir(), 'slt-pool-'));

/** A job over a file with these SQL texts, each a `statement ok`. */
function job(id: number, sqls: readonly string[]): FileJob {
  const source = join(folder, `${id}.slt`);
  writeFileSync(source, sqls.map((sql) => `statement ok\n${sql}\n`).join('\n'));
  const paths = { source, relativePath: `${id}.slt`, workingDirectory: folder, workspaceRoot: folder };
  return { id, ...paths, engine: 'fake', timeLimitMs: 10, outcomes: false };
}

const passed = (sql: string): RecordResult => ({
  line: 1,
  kind: 'statement',
  explain: false,
  status: 'passed',
  sql,
  message: '',
});

/** A worker that passes every record, except that `hang`, `die` and `spoil` do what they say. */
class FakeWorker implements WorkerHandle {
  static started: FakeWorker[] = [];
  jobs: number[] = [];
  #report: (report: WorkerReport) => void = () => undefined;
  #exit: (detail: string) => void = () => undefined;

  constructor(readonly sqlsOf: (id: number) => readonly string[]) {
    FakeWorker.started.push(this);
  }

  send(request: WorkerRequest): void {
    if (request.kind === 'exit') return void setImmediate(() => this.#exit('exit code 0'));
    setImmediate(() => this.#run(request.job.id));
  }

  #run(id: number): void {
    this.jobs.push(id);
    this.#report({ kind: 'begun', id });
    let usable = true;
    for (const [index, sql] of this.sqlsOf(id).entries()) {
      if (sql === 'hang') return;
      if (sql === 'die') return this.#exit('signal SIGSEGV');
      if (sql === 'spoil') usable = false;
      this.#report({ kind: 'record', id, index, result: passed(sql) });
    }
    this.#report({ kind: 'done', id, seconds: 1, usable });
  }

  onReport(listener: (report: WorkerReport) => void): void {
    this.#report = listener;
  }

  onExit(listener: (detail: string) => void): void {
    this.#exit = listener;
  }

  kill(): void {
    this.#exit('signal SIGKILL');
  }
}

async function run(files: readonly (readonly string[])[], workers = 1) {
  FakeWorker.started = [];
  const done: number[] = [];
  const results = await runJobs(
    files.map((sqls, id) => job(id, sqls)),
    {
      start: () => new FakeWorker((id) => files[id] as readonly string[]),
      workers,
      marginMs: -2990,
      onDone: (result) => done.push(result.job.id),
    },
  );
  return { done, results: results.map(({ records }) => records.map(({ message }) => message)) };
}

it('runs all files in one worker, and answers in their order', async () => {
  expect((await run([['a', 'b'], ['c'], []])).results).toEqual([['', ''], [''], []]);
  expect(FakeWorker.started).toHaveLength(1);
});

it('spreads files over workers, never more than files', async () => {
  const { done } = await run([['a'], ['b'], ['c']], 8);
  expect(FakeWorker.started).toHaveLength(3);
  expect(done.sort()).toEqual([0, 1, 2]);
});

it('ends a worker that blocks, fails the rest of its file and goes on with another', async () => {
  expect((await run([['a', 'hang', 'b', 'c'], ['d']])).results).toEqual([
    [
      '',
      'exceeded the time limit of 0.01 s and blocked the engine',
      'not run: line 4 exceeded the time limit of 0.01 s and blocked the engine',
      'not run: line 4 exceeded the time limit of 0.01 s and blocked the engine',
    ],
    [''],
  ]);
  expect(FakeWorker.started).toHaveLength(2);
});

it('survives a worker that dies', async () => {
  const [first, second] = (await run([['die', 'b'], ['c']])).results;
  expect(first?.[0]).toBe("the engine's process ended: signal SIGSEGV");
  expect(first?.[1]).toContain('not run: line 1');
  expect(second).toEqual(['']);
});

it('does not use a worker again whose engine is stuck', async () => {
  await run([['spoil'], ['b']]);
  expect(FakeWorker.started.map(({ jobs }) => jobs)).toEqual([[0], [1]]);
});
