import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const folder = mkdtempSync(join(tmpdir(), 'slt-process-'));
const program = join(folder, 'main.mjs');

/** An engine that does what its SQL says. */
const ENGINE = `
export const createEngineFactory = () => ({
  name: 'module', labels: [],
  open: async () => ({
    run: async (sql) => {
      if (sql === 'loop') for (;;);
      if (sql === 'die') process.kill(process.pid, 'SIGKILL');
      return { kind: 'complete', affected: 0 };
    },
    close: async () => {},
  }),
  shutdown: async () => {},
});`;

beforeAll(() => {
  buildSync({
    entryPoints: [join(__dirname, '../src/main.ts')],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    external: ['apache-arrow', 'datafusion-ts', '@datafusion-ts/*'],
    logLevel: 'error',
  });
  mkdirSync(join(folder, 'test_files'));
  const file = (name: string, ...sqls: string[]): void =>
    writeFileSync(join(folder, 'test_files', name), sqls.map((sql) => `statement ok\n${sql}\n`).join('\n'));
  file('die.slt', 'a', 'die', 'b');
  file('good.slt', 'a', 'b');
  file('loop.slt', 'a', 'loop', 'b');
  writeFileSync(join(folder, 'engine.mjs'), ENGINE);
});

it('survives engines that loop for ever or kill their process', () => {
  const args = [program, '--engine', './engine.mjs', '--time-limit', '0.05', '--jobs', '2', '--json', '-'];
  const run = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', timeout: 60_000 });
  const report = JSON.parse(run.stdout) as { files: { path: string; records: { message: string }[] }[] };
  const messages = report.files.map(({ records }) => records.map(({ message }) => message));
  expect(messages).toEqual([
    ['', "the engine's process ended: signal SIGKILL", expect.stringContaining('not run: line 4')],
    ['', ''],
    ['', 'exceeded the time limit of 0.05 s and blocked the engine', expect.stringContaining('not run: line 4')],
  ]);
  expect(report).toMatchObject({ passed: 4, failed: 4, skipped: 0 });
  expect(run.status).toBe(1);
  expect(run.stderr.trim().split('\n').at(-1)).toBe('4 passed, 4 failed, 0 skipped');
}, 90_000);
