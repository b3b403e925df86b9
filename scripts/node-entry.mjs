/**
 * The entry of a package for Node, `dist/node/`: its bundle as a script, for V8 keeps compiled code of scripts only
 * (packages/code-cache). `index.js` is an ES module that imports what the package imports, hands it to the script and exports
 * what that returns; so a class is the same one whichever package it comes from, and whether it is imported or required.
 * Bundlers and browsers take the ES module `dist/index.js`.
 */
import { createHash } from 'node:crypto';

/** The script's variable of the modules it imports, by name. */
const MODULES = 'modules_';
/** Scripts cannot `import()` by themselves: they are given a function of this name, as long as `import`, so that columns stay. */
export const IMPORT = '$$load';

/** Takes imports of other packages from the modules that the script is given. @param {Map<string, Set<string>>} names */
export function importsAreGiven(names) {
  return {
    name: 'imports are given',
    setup: ({ onResolve, onLoad }) => {
      onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
        if (kind === 'entry-point') return undefined;
        if (kind !== 'import-statement') return { path, external: true };
        return { path, namespace: 'given', sideEffects: false };
      });
      onLoad({ filter: /./, namespace: 'given' }, ({ path }) => ({
        contents: `export const { ${[...(names.get(path) ?? [])].join(', ')} } = ${MODULES}[${JSON.stringify(path)}];`,
      }));
    },
  };
}

/**
 * The files of the entry.
 *
 * @param {{text: string, map: string, exported: string[], imported: string[], passedOn: string[]}} bundle an ES module without
 *   imports; the names it exports; the modules it is to be given, and those of which it exports all
 * @param {object} metafile esbuild's, of the bundle
 * @returns {Map<string, string>} file name -> contents
 */
export function nodeEntry({ text, map, exported, imported, passedOn }, metafile) {
  const bundle = asFunction(text, metafile);
  const file = scriptName('bundle', bundle);
  const index = [
    ...imported.map((name, i) => `import * as m${i} from ${JSON.stringify(name)};`),
    `import run from './run.cjs';`,
    ...passedOn.map((name) => `export * from ${JSON.stringify(name)};`),
    `export const { ${exported.join(', ')} } = run(`,
    `  { ${imported.map((name, i) => `${JSON.stringify(name)}: m${i}`).join(', ')} },`,
    `  (name) => import(name),`,
    ');',
  ];
  const run = [
    `const { join } = require('node:path');`,
    `const { requireWithCodeCache } = require('@datafusion-ts/code-cache');`,
    `module.exports = requireWithCodeCache(require, join(__dirname, '${file}'));`,
  ];
  return new Map([
    ['index.js', lines(index)],
    ['run.cjs', lines(run)],
    [file, `${bundle}\n//# sourceMappingURL=${file}.map\n`],
    // The function begins on a line of its own.
    [`${file}.map`, map.replace('"mappings": "', '"mappings": ";')],
  ]);
}

const lines = (list) => list.map((line) => `${line}\n`).join('');

function asFunction(text, metafile) {
  const body = withGivenImport(text.replace(/\n?\/\/# sourceMappingURL=.*\n?$/, ''), metafile).replace(
    /export\{([^}]*)\};\s*$/,
    (_, names) => `return{${names.replace(/([\w$]+) as ([\w$]+)/g, '$2:$1')}};`,
  );
  // In parentheses V8 compiles a function at once instead of reading it twice.
  return `module.exports=(function(${MODULES},${IMPORT}){"use strict";\n${body}});`;
}

/**
 * The text of a script with {@link IMPORT} for `import`.
 *
 * @param {string} text without `import` statements
 * @param {object} metafile esbuild's, which tells how many `import()`s there are of modules that the sources name
 */
export function withGivenImport(text, { outputs }) {
  const imports = Object.values(outputs).flatMap((output) => output.imports);
  const expected = imports.filter(({ kind }) => kind === 'dynamic-import').length;
  const found = text.match(/\bimport\("/g)?.length ?? 0;
  if (found !== expected) throw new Error(`The bundle has ${expected} imports, ${found} were found in its text`);
  return text.replace(/\bimport\(/g, () => `${IMPORT}(`);
}

/** A file name with a hash of the contents: compiled code of a script is found by its name. */
export const scriptName = (name, text) => `${name}-${createHash('sha256').update(text).digest('hex').slice(0, 12)}.cjs`;
