/**
 * Bundles each package's sources into `dist/index.js`, one file beside the declarations that tsc writes, with a chunk per
 * module that is imported lazily. Node pays half a millisecond for every module, so a session of some 1,500 modules took
 * most of a second to load. Other packages stay imports: a class is the same one whichever package it is imported from.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledPackages, isFresh } from './bundle.mjs';
import { importsAreGiven, nodeEntry } from './node-entry.mjs';
import { packageFolder } from './package-graph.mjs';
import { root } from './workspace.mjs';

/** Bundles every package whose sources, manifest or way of bundling changed. Kernels must be built. */
export async function bundlePackages() {
  const scripts = ['bundle-packages.mjs', 'node-entry.mjs'].map((name) => join(root, 'scripts', name));
  for (const name of bundledPackages) {
    const folder = join(root, packageFolder(name));
    const manifest = join(folder, 'package.json');
    const entry = JSON.parse(readFileSync(manifest, 'utf8')).exports['.'];
    if (isFresh(join(folder, entry.default), [...scripts, manifest, join(folder, 'src')])) continue;
    removeScripts(join(folder, 'dist'));
    // Last what the next build looks at.
    if (entry.node !== undefined) await bundleForNode(folder);
    await bundlePackage(folder, entry.default);
  }
}

/** What all bundles have in common. @param {string} folder */
const optionsOf = (folder) => ({
  entryPoints: [join(folder, 'src/index.ts')],
  bundle: true,
  target: 'es2022',
  // Names stay, for the stack traces and profiles of users.
  minifyWhitespace: true,
  minifySyntax: true,
  lineLimit: 160,
  logLevel: 'warning',
  write: false,
});

/** The package's `dist/index.js`, or `dist/index.cjs` for one that scripts require. */
async function bundlePackage(folder, file) {
  const { build } = await import('esbuild');
  const isScript = file.endsWith('.cjs');
  const { outputFiles } = await build({
    ...optionsOf(folder),
    outdir: join(folder, 'dist'),
    plugins: [otherPackagesAreExternal(join(folder, 'src'))],
    platform: isScript ? 'node' : 'neutral',
    format: isScript ? 'cjs' : 'esm',
    outExtension: { '.js': isScript ? '.cjs' : '.js' },
    splitting: !isScript,
    sourcemap: true,
    chunkNames: 'chunks/[name]-[hash]',
  });
  for (const { path, text } of outputFiles)
    write(path, path.endsWith('.map') ? text : withNamesOfClasses(withoutBareImport(text)));
}

/** The package's `dist/node/`. */
async function bundleForNode(folder) {
  const { build } = await import('esbuild');
  const sources = join(folder, 'src');
  const { names, passedOn } = importsOf(sources);
  const { outputFiles, metafile } = await build({
    ...optionsOf(folder),
    outfile: join(folder, 'dist/node/bundle.js'),
    plugins: [importsAreGiven(names)],
    platform: 'node',
    format: 'esm',
    sourcemap: 'linked',
    // The sources are not published; the map gives places in them.
    sourcesContent: false,
    metafile: true,
  });
  const [map, bundle] = outputFiles;
  const [{ exports }] = Object.values(metafile.outputs).filter(({ entryPoint }) => entryPoint !== undefined);
  const given = Object.keys(metafile.inputs).filter((input) => input.startsWith('given:'));
  const parts = {
    text: withNamesOfClasses(bundle.text),
    map: map.text,
    exported: exports,
    imported: given.map((input) => input.slice('given:'.length)),
    passedOn: [...passedOn.values()].flat(),
  };
  const files = nodeEntry(parts, metafile);
  for (const [name, text] of files) write(join(folder, 'dist/node', name), text);
}

function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/**
 * Imports of other packages stay imports, without side effects: one whose names are not used would stay as
 * `import "package"`, which bundlers of users warn of.
 *
 * The sources meet in one module for each package that gives on all names which any of them imports, so that the bundle
 * imports each name once and not once a file (`rewritten`, `rewritten2`, …): V8 looks through all names a module imports for
 * each variable of each function it compiles.
 */
function otherPackagesAreExternal(sources) {
  const { names, passedOn } = importsOf(sources);
  return {
    name: 'other packages are external',
    setup: ({ onResolve, onLoad }) => {
      onResolve({ filter: /^[^./]/ }, ({ path, kind, namespace, importer }) => {
        if (kind === 'entry-point') return undefined;
        const meets = kind === 'import-statement' && namespace === 'file' && names.has(path) && !passedOn.has(importer);
        return meets
          ? { path, namespace: 'other package', sideEffects: false }
          : { path, external: true, sideEffects: false };
      });
      onLoad({ filter: /./, namespace: 'other package' }, ({ path }) => ({
        contents: `export { ${[...names.get(path)].join(', ')} } from ${JSON.stringify(path)};`,
      }));
    },
  };
}

/** Package -> the names that the sources import from it; and file -> the packages that it exports as a whole. */
function importsOf(sources) {
  const names = new Map();
  const passedOn = new Map();
  for (const name of readdirSync(sources, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts')) continue;
    const file = join(sources, name);
    const text = readFileSync(file, 'utf8');
    const whole = [...text.matchAll(/^export \* from '([^.'][^']*)'/gm)].map(([, from]) => from);
    if (whole.length > 0) passedOn.set(file, whole);
    for (const [, list, from] of text.matchAll(/^(?:import|export) \{([^}]*)\} from '([^.'][^']*)'/gm)) {
      const items = list.split(',').map((item) => item.trim().split(/\s+/));
      const values = items.filter(([first]) => first !== '' && first !== 'type').map(([first]) => first);
      names.set(from, new Set([...(names.get(from) ?? []), ...values]));
    }
  }
  return { names, passedOn };
}

/** A lazy chunk begins by importing the bundler's helpers even if it needs none. Blanks keep the source map right. */
const withoutBareImport = (text) => text.replace(/^import"[^"]*";/, (found) => ' '.repeat(found.length));

/**
 * A class that names itself becomes `X = class _X`, and users would meet `_X` in stack traces and consoles. The name within
 * the class is `X` as well, as it is in the sources. Blanks keep the source map right.
 */
function withNamesOfClasses(text) {
  const names = new Set([...text.matchAll(/\b(\w+)=class _(\w+)\b/g)].filter(([, a, b]) => a === b).map(([, a]) => a));
  return text.replace(/(?<![\w$.])_(\w+)\b/g, (found, name) => (names.has(name) ? ` ${name}` : found));
}

/** Chunks are named after their contents, so those of earlier builds would stay and be published. */
function removeScripts(dist) {
  if (!existsSync(dist)) return;
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' }).map((file) => file.replaceAll('\\', '/'));
  for (const file of files) {
    if (/\.(c?js(\.map)?|cache)$/.test(file) && !file.startsWith('bundle/')) rmSync(join(dist, file));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundlePackages();
