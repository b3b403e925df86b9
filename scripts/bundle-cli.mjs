/**
 * Bundles the shell into packages/cli/dist/bundle: one small file for start-up and a lazy chunk per dynamic import
 * (apache-arrow, file formats, …), so that `SELECT 1` reads no more than it needs. It is made from the sources of all
 * packages, module by module: so only what the shell uses gets in, and nothing but the kernels has to be built before.
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledPackages, isFresh, sourceAliases } from './bundle.mjs';
import { packageFolder } from './package-graph.mjs';
import { root } from './workspace.mjs';

const entry = join(root, 'packages/cli/src/main.ts');
const outdir = join(root, 'packages/cli/dist/bundle');

/** Makes `require`, which ES modules lack. */
const REQUIRE = "import{createRequire as makeRequire__}from'node:module';const require=makeRequire__(import.meta.url);";

/** Bundles the shell unless its bundle is newer than the sources of every package. */
export async function bundleCli() {
  const inputs = bundledPackages.flatMap((name) =>
    ['package.json', 'src'].map((part) => join(root, packageFolder(name), part)),
  );
  if (isFresh(join(outdir, 'main.js'), [fileURLToPath(import.meta.url), join(root, 'package-lock.json'), ...inputs]))
    return;
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
    alias: sourceAliases,
    // Finds its WebAssembly beside its own file.
    external: ['parquet-wasm'],
    target: 'node20',
    logLevel: 'warning',
    chunkNames: 'chunks/[name]-[hash]',
    // Libraries in CommonJS (of file formats, of codecs) require Node's own modules.
    banner: { js: `${readFileSync(entry, 'utf8').startsWith('#!') ? '' : '#!/usr/bin/env node\n'}${REQUIRE}` },
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleCli();
