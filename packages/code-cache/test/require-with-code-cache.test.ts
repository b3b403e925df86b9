import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
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
function run(names: string[], env: NodeJS.ProcessEnv = {}, flags: string[] = [], then = ''): string {
  const main = `const { requireWithCodeCache } = require(${JSON.stringify(join(folder, 'lib.cjs'))});
    const script = requireWithCodeCache(require, ${JSON.stringify(script)});
    setImmediate(() => console.log(${names.map((name) => `script.${name}()`).join(', ')}));
    ${then}`;
  const { NODE_COMPILE_CACHE: _, ...rest } = process.env;
  const { stdout, stderr, status } = spawnSync(process.execPath, [...flags, '-e', main], {
    encoding: 'utf8',
    env: { ...rest, ...env },
  });
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  return stdout.trim();
}

const codeFiles = (where = folder): string[] => readdirSync(where).filter((name) => name.endsWith('.cache'));
/** When the code was last written, after each of some runs; drafts that they leave are errors. */
const runs = (names: string[], count: number): number[] =>
  Array.from({ length: count }, () => {
    run(names);
    expect(codeFiles()).toHaveLength(1);
    return statSync(join(folder, codeFiles()[0]!)).mtimeMs;
  });
const kept = (): KeptCode => KeptCode.read(join(folder, codeFiles()[0]!))!;

test('a process keeps what it compiled, a later one that compiles more adds it', () => {
  const first = run(['first']);
  const [file] = codeFiles();
  expect(codeFiles()).toEqual([expect.stringMatching(/^script-1a2b\.cjs\.[0-9a-f]+\.cache$/)]);
  const { code } = kept();

  expect(run(['first'])).toBe(first);
  const second = run(['second']);
  expect(codeFiles()).toEqual([file]);
  expect(kept().code.length).toBeGreaterThan(1.5 * code.length);
  expect(run(['first', 'second'])).toBe(`${first} ${second}`);
});

test('nothing is written by processes that compile nothing new, once one has noted that it did not', () => {
  run(['first']);
  expect(kept().compiledInVain).toBe(0);
  const written = runs(['first'], 4);
  expect(new Set(written).size).toBe(1);
  expect(kept().compiledInVain).toBeGreaterThan(0);
});

test('programs that compile different functions add theirs, in whatever order they run', () => {
  run([]);
  run(['first']);
  const { code } = kept();
  const [added, noted, ...later] = runs(['second'], 4);
  expect(kept().code.length).toBeGreaterThan(1.3 * code.length);
  expect(added).not.toBe(noted);
  expect(new Set([noted, ...later]).size).toBe(1);
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
  expect(kept().code.length).toBeGreaterThan(length / 2);
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

test('NODE_COMPILE_CACHE may be relative, and the program may go elsewhere', () => {
  const env = { NODE_COMPILE_CACHE: relative(process.cwd(), join(folder, 'elsewhere')) };
  run(['first'], env, [], `process.chdir(${JSON.stringify(tmpdir())})`);
  expect(codeFiles(join(folder, 'elsewhere/datafusion-ts'))).toHaveLength(1);
});

test('a program that changes flags of V8 keeps nothing: no other would take it', () => {
  run(['first'], {}, [], `require('node:v8').setFlagsFromString('--expose-gc')`);
  expect(codeFiles()).toEqual([]);
});

test('threads keep code, and write it at the same time', () => {
  const main = `const { Worker, isMainThread } = require('node:worker_threads');
    if (isMainThread) for (let i = 0; i < 4; i++) new Worker(__filename);
    else setImmediate(require('./lib.cjs').requireWithCodeCache(require, ${JSON.stringify(script)}).first);`;
  writeFileSync(join(folder, 'main.cjs'), main);
  const { stderr, status } = spawnSync(process.execPath, [join(folder, 'main.cjs')], { encoding: 'utf8' });
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  const { code } = kept();
  expect(codeFiles()).toHaveLength(1);
  run(['first']);
  expect(kept().code.length).toBe(code.length);
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
