/**
 * Bundles the shell into packages/cli/dist/bundle: one file and the launcher `main.js` that keeps its compiled
 * code. It is made from the sources of all packages, module by module: so only what the shell uses gets in, and nothing but
 * the kernels has to be built before.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledPackages, isFresh, sourceAliases } from './bundle.mjs';
import { packageFolder } from './package-graph.mjs';
import { root } from './workspace.mjs';

const entry = join(root, 'packages/cli/src/main.ts');
const outdir = join(root, 'packages/cli/dist/bundle');

const launcher = join(root, 'scripts/shell-launcher.cjs');

/** Bundles the shell unless its bundle is newer than the sources of every package. */
export async function bundleCli() {
  const inputs = bundledPackages.flatMap((name) =>
    ['package.json', 'src'].map((part) => join(root, packageFolder(name), part)),
  );
  inputs.push(fileURLToPath(import.meta.url), launcher, join(root, 'package-lock.json'));
  if (isFresh(join(outdir, 'main.js'), inputs)) return;
  const { build } = await import('esbuild');
  rmSync(outdir, { recursive: true, force: true });
  const { metafile, outputFiles } = await build({
    entryPoints: [entry],
    outfile: join(outdir, 'shell.js'),
    bundle: true,
    // Parsing is most of the start-up time, so that every byte counts. No text depends on names of classes.
    minify: true,
    // V8 compiles scripts for later, but modules not.
    format: 'cjs',
    platform: 'node',
    alias: sourceAliases,
    // Finds its WebAssembly beside its own file.
    external: ['parquet-wasm'],
    target: 'node20',
    logLevel: 'warning',
    metafile: true,
    write: false,
  });
  mkdirSync(outdir, { recursive: true });
  const text = withImportOfLauncher(outputFiles[0].text, metafile);
  const name = `shell-${createHash('sha256').update(text).digest('hex').slice(0, 8)}.js`;
  writeFileSync(join(outdir, name), text);
  writeFileSync(join(outdir, 'package.json'), '{ "type": "commonjs" }\n');
  writeFileSync(join(outdir, 'main.js'), readFileSync(launcher, 'utf8').replace('SHELL', name), { mode: 0o755 });
}

/** Scripts cannot `import()` by themselves: the launcher gives them a function for it. */
function withImportOfLauncher(text, { outputs }) {
  let count = 0;
  const changed = text.replace(/\bimport\(/g, () => {
    count++;
    return 'import_(';
  });
  const imports = Object.values(outputs).flatMap((output) =>
    output.imports.filter(({ kind }) => kind === 'dynamic-import'),
  );
  if (count !== imports.length)
    throw new Error(`The shell has ${imports.length} imports, ${count} were found in its bundle`);
  return changed;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleCli();
