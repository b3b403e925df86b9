import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { requireWithCodeCache } from '@datafusion-ts/code-cache';
import { KeptCode } from '../src/kept-code.js';

/** Enough to be told from what Node compiles of its own. */
const COUNT = 500;

/** A script of some size, whose functions `first` and `second` are compiled when they are called. */
const functions = (name: string): string =>
  Array.from(
    { length: COUNT },
    (_, i) => `function ${name}${i}(x){let y=x;for(let i=0;i<x;i++)y+=i*${i};return y}`,
  ).join('\n');
const calls = (name: string): string => Array.from({ length: COUNT }, (_, i) => `${name}${i}(2)`).join('+');
const SCRIPT = `${functions('a')}\n${functions('b')}
module.exports = { first: () => ${calls('a')}, second: () => ${calls('b')} };`;

let folder: string;
let script: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'code-cache-'));
  script = join(folder, 'script-1a2b.cjs');
  writeFileSync(script, SCRIPT);
  const entryPoint = join(__dirname, '../src/index.ts');
  buildSync({
    entryPoints: [entryPoint],
    outfile: join(folder, 'lib.cjs'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
  });
});

afterEach(() => rmSync(folder, { recursive: true }));

/** What a process of its own prints that loads the script and calls functions of it. */
function run(names: string[], env: NodeJS.ProcessEnv = {}, flags: string[] = []): string {
  const main = `const { requireWithCodeCache } = require(${JSON.stringify(join(folder, 'lib.cjs'))});
    const script = requireWithCodeCache(require, ${JSON.stringify(script)});
    setImmediate(() => console.log(${names.map((name) => `script.${name}()`).join(', ')}));`;
  const { NODE_COMPILE_CACHE: _, ...rest } = process.env;
  const { stdout, stderr, status } = spawnSync(process.execPath, [...flags, '-e', main], {
    encoding: 'utf8',
    env: { ...rest, ...env },
  });
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  return stdout.trim();
}

const codeFiles = (where = folder): string[] => readdirSync(where).filter((name) => name.endsWith('.cache'));
const kept = (): KeptCode => KeptCode.read(join(folder, codeFiles()[0]!))!;

test('a process keeps what it compiled, a later one that compiles more adds it', () => {
  const first = run(['first']);
  const [file] = codeFiles();
  expect(codeFiles()).toEqual([expect.stringMatching(/^script-1a2b\.cjs\.[0-9a-f]+\.cache$/)]);
  const { code, writings } = kept();
  expect(writings).toBe(1);

  expect(run(['first'])).toBe(first);
  const second = run(['second']);
  expect(codeFiles()).toEqual([file]);
  expect(kept().code.length).toBeGreaterThan(1.5 * code.length);
  expect(run(['first', 'second'])).toBe(`${first} ${second}`);
});

test('nothing is written again by processes that compile nothing new', () => {
  run(['first']);
  run(['first']);
  const { writings } = kept();
  for (let i = 0; i < 3; i++) run(['first']);
  expect(kept().writings).toBe(writings);
});

test('code that is cut short, or no code at all, counts as none', () => {
  const answer = run(['first']);
  const file = join(folder, codeFiles()[0]!);
  const { length } = readFileSync(file);
  for (const cut of [length - 1, length >> 1, 64, 10, 9, 1, 0]) {
    truncateSync(file, cut);
    expect(run(['first'])).toBe(answer);
    expect(readFileSync(file).length).toBeGreaterThan(length / 2);
  }
  writeFileSync(file, 'something else');
  expect(run(['first'])).toBe(answer);
  expect(kept().writings).toBe(1);
});

test('processes with other flags have code of their own', () => {
  run(['first']);
  run(['first'], {}, ['--no-opt']);
  expect(codeFiles()).toHaveLength(2);
});

test('NODE_COMPILE_CACHE names the folder', () => {
  run(['first'], { NODE_COMPILE_CACHE: join(folder, 'elsewhere') });
  expect(codeFiles()).toEqual([]);
  expect(codeFiles(join(folder, 'elsewhere/datafusion-ts'))).toHaveLength(1);
});

test('a folder that cannot be written is no error', () => {
  const answer = run(['first'], { NODE_COMPILE_CACHE: join(script, 'not-a-folder') });
  expect(answer).toBe(run(['first'], { NODE_DISABLE_COMPILE_CACHE: '1' }));
});

test.each([
  ['NODE_DISABLE_COMPILE_CACHE', { NODE_DISABLE_COMPILE_CACHE: '1' }, []],
  ['source maps', {}, ['--enable-source-maps']],
  ['coverage', { NODE_V8_COVERAGE: join(tmpdir(), 'code-cache-coverage') }, []],
])('%s: the script is one of Node', (_, env, flags) => {
  run(['first'], env, flags);
  expect(codeFiles()).toEqual([]);
});

test('in a context of its own, as here, a module is that of the context', () => {
  writeFileSync(script, 'module.exports = [];');
  expect(requireWithCodeCache(require, script)).toBeInstanceOf(Array);
  expect(existsSync(script)).toBe(true);
  expect(codeFiles()).toEqual([]);
});
