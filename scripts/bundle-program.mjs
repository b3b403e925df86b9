/**
 * Bundles a program into one file and the launcher `main.js` that keeps its compiled code. V8 compiles scripts for later,
 * but modules not. What is bundled is made from the sources of all packages, module by module: so only what the program
 * uses gets in, and nothing but the kernels has to be built before.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledPackages, isFresh, sourceAliases } from './bundle.mjs';
import { packageFolder } from './package-graph.mjs';
import { root } from './workspace.mjs';

const launcher = join(root, 'scripts/program-launcher.cjs');

/**
 * Bundles a program unless its bundle is newer than the sources of every package.
 *
 * @param {{name: string, entry: string, outdir: string, external?: string[], inputs?: string[]}} program `inputs` are files
 *   it is made of beside the packages' sources
 */
export async function bundleProgram({ name, entry, outdir, external = [], inputs = [] }) {
  const sources = bundledPackages.flatMap((each) =>
    ['package.json', 'src'].map((part) => join(root, packageFolder(each), part)),
  );
  const self = fileURLToPath(import.meta.url);
  if (isFresh(join(outdir, 'main.js'), [...sources, self, launcher, join(root, 'package-lock.json'), ...inputs]))
    return;
  const { build } = await import('esbuild');
  rmSync(outdir, { recursive: true, force: true });
  const { metafile, outputFiles } = await build({
    entryPoints: [entry],
    outfile: join(outdir, `${name}.js`),
    bundle: true,
    // Parsing is most of the start-up time, so that every byte counts. No text depends on names of classes.
    minify: true,
    format: 'cjs',
    platform: 'node',
    alias: sourceAliases,
    external,
    target: 'node20',
    logLevel: 'warning',
    metafile: true,
    write: false,
  });
  mkdirSync(outdir, { recursive: true });
  const text = withImportOfLauncher(outputFiles[0].text, metafile);
  const file = `${name}-${createHash('sha256').update(text).digest('hex').slice(0, 8)}.js`;
  writeFileSync(join(outdir, file), text);
  writeFileSync(join(outdir, 'package.json'), '{ "type": "commonjs" }\n');
  writeFileSync(join(outdir, 'main.js'), readFileSync(launcher, 'utf8').replace('PROGRAM', file), { mode: 0o755 });
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
    throw new Error(`The program has ${imports.length} imports, ${count} were found in its bundle`);
  return changed;
}
