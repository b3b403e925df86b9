import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../src/cli/program.js';
import { parseOptions, UsageError } from '../src/cli/options.js';
import { SltWorker } from '../src/pool/worker.js';
import type { StartWorker } from '../src/pool/worker-process.js';
import { FakeFactory, rows } from './support/fake-engine.js';

const home = process.cwd();
afterEach(() => process.chdir(home));

/** Workers in this process, with a fake engine. */
function inProcess(factory: FakeFactory): StartWorker {
  return () => {
    let exit: (detail: string) => void = () => undefined;
    let report: ConstructorParameters<typeof SltWorker>[0] = () => undefined;
    const worker = new SltWorker(
      (message) => report(message),
      () => Promise.resolve(factory),
    );
    return {
      send: (request) => {
        if (request.kind === 'run') void worker.run(request.job);
        else void worker.shutdown().then(() => exit('exit code 0'));
      },
      onReport: (listener) => (report = listener),
      onExit: (listener) => (exit = listener),
      kill: () => exit('signal SIGKILL'),
    };
  };
}

function suite(files: Readonly<Record<string, string>>): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'slt-program-')), 'test_files');
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

async function program(factory: FakeFactory, ...argv: string[]) {
  const lines: string[] = [];
  const errors: string[] = [];
  const output = { line: (text: string) => lines.push(text), error: (text: string) => errors.push(text) };
  const code = await runProgram(argv, { start: inProcess(factory), output });
  process.chdir(home);
  return { code, lines, errors };
}

const FILES = { 'a.slt': 'query I\none\n----\n1\n\nquery I\ntwo\n----\n2\n', 'b.slt': 'statement ok\nthree\n' };
const good = () => new FakeFactory({ one: rows('I', ['1']), two: rows('I', ['2']) });
const bad = () => new FakeFactory({ one: rows('I', ['1']), two: rows('I', ['3']) });

it('passes and says so in its last line and exit code', async () => {
  const { code, lines } = await program(good(), suite(FILES));
  expect(code).toBe(0);
  expect(lines.at(-1)).toBe('3 passed, 0 failed, 0 skipped');
});

it('fails with the record, its SQL and its difference', async () => {
  const folder = suite(FILES);
  const { code, lines } = await program(bad(), '--summary', folder);
  expect(code).toBe(1);
  expect(lines.join('\n')).toContain(`${folder}/a.slt:6 query\n    two\n    result mismatch:\n    -   2\n    +   3`);
  expect(lines.join('\n')).toContain('1 in 1 files  result mismatch: different values');
});

it('writes JSON to a file or to standard output', async () => {
  const folder = suite(FILES);
  const json = join(folder, '../out.json');
  await program(good(), '--json', json, folder);
  const report = JSON.parse(readFileSync(json, 'utf8')) as { files: { path: string; records: unknown[] }[] };
  expect(report).toMatchObject({ passed: 3, failed: 0, skipped: 0 });
  expect(report.files.map(({ path }) => path)).toEqual([`${folder}/a.slt`, `${folder}/b.slt`]);
  expect(report.files[0]?.records[1]).toEqual({
    line: 6,
    kind: 'query',
    explain: false,
    status: 'passed',
    sql: 'two',
    message: '',
  });
  const { lines } = await program(good(), '--json', '-', folder);
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] as string)).toMatchObject({ passed: 3 });
});

it('records counts, guards them, and refuses to lower them', async () => {
  const folder = suite(FILES);
  const counts = join(folder, '../counts.json');
  expect((await program(bad(), '--record-counts', counts, folder)).code).toBe(1);
  expect(JSON.parse(readFileSync(counts, 'utf8'))).toEqual({ 'a.slt': 1, 'b.slt': 1 });
  expect((await program(bad(), '--check-counts', counts, folder)).code).toBe(0);
  const risen = await program(good(), '--check-counts', counts, folder);
  expect(risen.code).toBe(0);
  expect(risen.lines.join('\n')).toContain('1 more records pass than recorded');
  await program(good(), '--record-counts', counts, folder);
  const fallen = await program(bad(), '--check-counts', counts, folder);
  expect(fallen.code).toBe(1);
  expect(fallen.lines.join('\n')).toContain('a.slt: 1 records pass, 2 did');
  await program(bad(), '--record-counts', counts, folder);
  expect(JSON.parse(readFileSync(counts, 'utf8'))).toEqual({ 'a.slt': 2, 'b.slt': 1 });
});

it('applies a skip list, which fails once it is out of date', async () => {
  const folder = suite(FILES);
  const skip = join(folder, '../skip.json');
  writeFileSync(skip, JSON.stringify({ entries: [{ path: 'a.slt', lines: [6], reason: 'later' }] }));
  const listed = await program(bad(), '--skip-list', skip, folder);
  expect([listed.code, listed.lines.at(-1)]).toEqual([0, '2 passed, 0 failed, 1 skipped']);
  expect((await program(good(), '--skip-list', skip, folder)).code).toBe(1);
});

it('completes files from another engine than the one under test', async () => {
  const folder = suite(FILES);
  const { code } = await program(bad(), '--complete', '--engine', './other.js', folder);
  expect(code).toBe(0);
  expect(readFileSync(join(folder, 'a.slt'), 'utf8')).toBe('query I\none\n----\n1\n\nquery I\ntwo\n----\n3\n');
  expect((await program(bad(), folder)).code).toBe(0);
});

it('fails a file that cannot be read, and runs the others', async () => {
  const { code, lines } = await program(good(), suite({ ...FILES, 'c.slt': 'nonsense\n' }));
  expect(code).toBe(1);
  expect(lines.join('\n')).toContain('unknown directive: nonsense');
  expect(lines.at(-1)).toBe('3 passed, 1 failed, 0 skipped');
});

it('gives every file its own session, working folder and scratch folder, and leaves nothing behind', async () => {
  const factory = good();
  const folders: boolean[] = [];
  const open = factory.open.bind(factory);
  factory.open = (setup) => {
    folders.push(existsSync(join(setup.workingDirectory, 'test_files/scratch', setup.relativePath.slice(0, -4))));
    expect(process.cwd()).toBe(setup.workingDirectory);
    return open(setup);
  };
  await program(factory, '--jobs', '1', suite(FILES));
  expect(factory.opened.map(({ relativePath }) => relativePath)).toEqual(['a.slt', 'b.slt']);
  expect(folders).toEqual([true, true]);
  expect(factory.opened.some(({ workingDirectory }) => existsSync(workingDirectory))).toBe(false);
});

describe('command line', () => {
  it('prints help', async () => {
    expect((await program(good(), '--help')).lines[0]).toContain('usage:');
  });

  it.each([['--what'], ['--jobs', '0'], ['--time-limit', 'x'], ['--complete', '--engine', 'datafusion-ts']])(
    'refuses %s %s',
    async (...argv) => {
      expect(() => parseOptions(argv)).toThrow(UsageError);
      expect((await program(good(), ...argv)).code).toBe(2);
    },
  );

  it('refuses to run nothing', async () => {
    expect(await program(good(), suite({}))).toMatchObject({ code: 2 });
    expect((await program(good(), suite(FILES), 'zzz')).errors[0]).toContain("no test file matches 'zzz'");
  });

  it('completes from the oracle by default', () => {
    expect(parseOptions(['--complete']).engine).toBe('oracle');
    expect(parseOptions([]).engine).toBe('datafusion-ts');
  });
});
