/**
 * Bundles the shell into packages/cli/dist/bundle: one small file for start-up and a lazy chunk per dynamic import
 * (apache-arrow, file formats, …), so that `SELECT 1` reads no more than it needs.
 */
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageFolder, packageGraph } from './package-graph.mjs';
import { root } from './workspace.mjs';

const entry = join(root, 'packages/cli/src/main.ts');
const outdir = join(root, 'packages/cli/dist/bundle');

/** Makes `require`, which ES modules lack. */
const REQUIRE = "import{createRequire as makeRequire__}from'node:module';const require=makeRequire__(import.meta.url);";

/** Bundles the shell unless its bundle is newer than every compiled package. Needs the packages built. */
export async function bundleCli() {
  if (!existsSync(entry) || isFresh()) return;
  const { build } = await import('esbuild');
  rmSync(outdir, { recursive: true, force: true });
  await build({
    entryPoints: [entry],
    outdir,
    bundle: true,
    splitting: true,
    // Parsing is most of the start-up time, so that every byte counts. No text depends on names of classes.
    minify: true,
    format: 'esm',
    platform: 'node',
    // Finds its WebAssembly beside its own file.
    external: ['parquet-wasm'],
    target: 'node20',
    logLevel: 'warning',
    chunkNames: 'chunks/[name]-[hash]',
    // Libraries in CommonJS (of file formats, of codecs) require Node's own modules.
    banner: { js: `${readFileSync(entry, 'utf8').startsWith('#!') ? '' : '#!/usr/bin/env node\n'}${REQUIRE}` },
  });
}

/** tsc rewrites the build info of a package whenever it compiled it, so that file tells its age. */
function isFresh() {
  const bundle = join(outdir, 'main.js');
  if (!existsSync(bundle)) return false;
  const built = statSync(bundle).mtimeMs;
  return Object.keys(packageGraph).every((name) => {
    const info = join(root, packageFolder(name), 'dist/.tsbuildinfo');
    return !existsSync(info) || statSync(info).mtimeMs <= built;
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleCli();
