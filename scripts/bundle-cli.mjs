/**
 * Bundles the shell into packages/cli/dist/bundle: one script and the launcher `main.js`, which keeps its compiled code. What
 * is bundled is made from the sources of all packages, module by module: so only what the shell uses gets in, and nothing but
 * the kernels has to be built before.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledPackages, isFresh, sourceAliases } from './bundle.mjs';
import { IMPORT, scriptName, withGivenImport } from './node-entry.mjs';
import { packageFolder } from './package-graph.mjs';
import { root } from './workspace.mjs';

const outdir = join(root, 'packages/cli/dist/bundle');
const launcher = join(root, 'scripts/shell-launcher.cjs');

/** Parsing is most of the start-up time, so that every byte counts. No text depends on names of classes. */
const options = { bundle: true, minify: true, format: 'cjs', platform: 'node', target: 'node20', logLevel: 'warning' };

/** Bundles the shell unless its bundle is newer than the sources of every package. */
export async function bundleCli() {
  const sources = bundledPackages.flatMap((name) =>
    ['package.json', 'src'].map((part) => join(root, packageFolder(name), part)),
  );
  const scripts = ['bundle-cli.mjs', 'node-entry.mjs'].map((name) => join(root, 'scripts', name));
  if (isFresh(join(outdir, 'main.js'), [...sources, ...scripts, launcher, join(root, 'package-lock.json')])) return;
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(outdir, { recursive: true });
  writeFileSync(join(outdir, 'package.json'), '{ "type": "commonjs" }\n');
  await bundleLauncher(await bundleShell());
}

/** Writes the shell as a function of a script. @returns {Promise<string>} the script's name, with a hash of its contents */
async function bundleShell() {
  const { build } = await import('esbuild');
  const { metafile, outputFiles } = await build({
    ...options,
    entryPoints: [join(root, 'packages/cli/src/main.ts')],
    outfile: join(outdir, 'shell.js'),
    alias: sourceAliases,
    // Finds its WebAssembly beside its own file.
    external: ['parquet-wasm'],
    metafile: true,
    write: false,
  });
  const body = withGivenImport(outputFiles[0].text, metafile);
  const text = `module.exports=(function(require,module,${IMPORT}){${body}\n});\n`;
  const file = scriptName('shell', text);
  writeFileSync(join(outdir, file), text);
  return file;
}

async function bundleLauncher(shell) {
  const { build } = await import('esbuild');
  await build({
    ...options,
    entryPoints: [launcher],
    outfile: join(outdir, 'main.js'),
    define: { SHELL: JSON.stringify(shell) },
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleCli();
