/** Runs every program of `examples/src` as it is written and compares what it prints (`jest -u` accepts), so that no example rots. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { packageSources, root } from './support/package-sources.js';

const sources = join(root, 'examples/src');
const programs = readdirSync(sources)
  .filter((file) => file !== 'index.ts')
  .map((file) => file.replace(/\.ts$/, ''));
let out = '';

/** Bundles the examples with the packages' sources; npm's packages stay outside. */
beforeAll(async () => {
  out = await mkdtemp(join(root, 'node_modules/.examples-'));
  await build({
    entryPoints: programs.map((name) => join(sources, `${name}.ts`)),
    outdir: out,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
    // Finds its WebAssembly beside its own file.
    external: ['parquet-wasm'],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    plugins: [packageSources],
  });
});
afterAll(() => rm(out, { recursive: true, force: true }));

test.each(programs)('The example %s prints what it did', async (name) => {
  const { stdout } = await promisify(execFile)(process.execPath, [join(out, `${name}.mjs`)], { cwd: root });
  expect(stdout).toMatchSnapshot();
});
