/**
 * `npm run check-deps`: the allowed package graph (package-graph.mjs) against what is written in package.json files,
 * tsconfig references and imports. Prints one line per disagreement and fails when there is one.
 * `--unused` also lists declared dependencies that no source imports.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, normalize } from 'node:path';
import { findCycle } from './find-cycle.mjs';
import { entryLoader, npmName, packageFolder, packageGraph } from './package-graph.mjs';
import { readPackage, splitDependencies } from './read-packages.mjs';
import { root } from './workspace.mjs';

const names = Object.keys(packageGraph);
const { version } = JSON.parse(readFileSync(join(root, 'lerna.json'), 'utf8'));
const rootManifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const rootDevDependencies = Object.keys(rootManifest.devDependencies);
/** apache-arrow is slow to load: it is loaded from here, on demand, and from nowhere else. */
const arrowFolder = 'packages/compute/src/arrow/';
/** The one other place, a development tool: it reads the real engine's results, and must not do so by our own code. */
const oracleFolder = 'sqllogictest/src/engines/oracle/';

const problems = [];
const report = (where, what) => problems.push(`${where}: ${what}`);

checkFolders();
checkAcyclic('package-graph.mjs', new Map(Object.entries(packageGraph)));
const packages = names.filter((name) => existsSync(join(root, packageFolder(name), 'package.json'))).map(readPackage);
checkDescriptions(packages);
for (const pkg of packages) {
  checkManifest(pkg);
  checkReferences(pkg);
  checkSourceImports(pkg);
  checkTestImports(pkg);
  checkAcyclic(pkg.folder, fileGraph(pkg));
  if (process.argv.includes('--unused')) checkUnused(pkg);
}

for (const problem of problems) console.error(problem);
console.log(`check-deps: ${packages.length} packages, ${problems.length} problems`);
process.exitCode = problems.length > 0 ? 1 : 0;

/** Every package folder is in the graph and the other way round. */
function checkFolders() {
  for (const folder of readdirSync(join(root, 'packages'))) {
    if (!names.includes(folder)) report(`packages/${folder}`, 'is not in scripts/package-graph.mjs');
  }
  for (const name of names) {
    if (!existsSync(join(root, packageFolder(name), 'package.json'))) report(packageFolder(name), 'does not exist');
  }
}

function checkAcyclic(where, edges) {
  const cycle = findCycle(edges);
  if (cycle) report(where, `import cycle ${cycle.join(' -> ')}`);
}

function checkDescriptions(all) {
  const seen = new Map();
  for (const { folder, manifest } of all) {
    if (!manifest.description) report(folder, 'has no description');
    const other = seen.get(manifest.description);
    if (other) report(folder, `has the description of ${other}`);
    seen.set(manifest.description, folder);
  }
}

function checkManifest({ name, folder, manifest }) {
  if (manifest.name !== npmName(name)) report(folder, `is named ${manifest.name} instead of ${npmName(name)}`);
  if (manifest.version !== version) report(folder, `has version ${manifest.version} instead of ${version}`);
  for (const dependency of splitDependencies(manifest.dependencies, names).workspace) {
    const allowed = packageGraph[name].includes(dependency) || dependency === entryLoader;
    if (!allowed) report(folder, `may not depend on ${dependency}`);
  }
  const hasNodeEntry = manifest.exports?.['.'].node !== undefined;
  if (hasNodeEntry !== Object.hasOwn(manifest.dependencies ?? {}, npmName(entryLoader)))
    report(folder, `must depend on ${entryLoader} for its Node entry, or have neither`);
  for (const [key, wanted] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
    const ours = names.some((other) => npmName(other) === key);
    if (ours && wanted !== version) report(folder, `depends on ${key} ${wanted} instead of ${version}`);
  }
}

/** Project references are the workspace dependencies: else tsc builds in the wrong order. */
function checkReferences({ folder, manifest, references }) {
  const imported = splitDependencies(manifest.dependencies, names).workspace.filter((name) => name !== entryLoader);
  const declared = imported.map(packageFolder);
  for (const path of declared) if (!references.includes(path)) report(folder, `has no tsconfig reference to ${path}`);
  for (const path of references)
    if (!declared.includes(path)) report(folder, `refers to ${path} without depending on it`);
}

function checkSourceImports(pkg) {
  const declared = new Set(Object.keys(pkg.manifest.dependencies ?? {}));
  for (const { file, specifier, typeOnly } of pkg.sources) {
    checkImport(pkg, `${pkg.folder}/src`, declared, file, specifier);
    if (specifier === 'apache-arrow' && !typeOnly && ![arrowFolder, oracleFolder].some((f) => file.startsWith(f))) {
      report(file, `loads apache-arrow, which only ${arrowFolder} may`);
    }
  }
}

/** Tests may also use their devDependencies, the workspace's tools and their own package by name. */
function checkTestImports(pkg) {
  const { name, dependencies, devDependencies } = pkg.manifest;
  const declared = new Set([name, ...Object.keys({ ...dependencies, ...devDependencies }), ...rootDevDependencies]);
  for (const { file, specifier } of pkg.tests) checkImport(pkg, pkg.folder, declared, file, specifier);
}

function checkImport({ name }, home, declared, file, specifier) {
  if (isBuiltin(specifier)) return;
  if (specifier.startsWith('.')) {
    const target = normalize(join(dirname(file), specifier));
    if (!target.startsWith(`${home}/`)) report(file, `imports ${specifier}, outside of its package`);
    return;
  }
  const importedPackage = specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
  const ours = names.find((other) => npmName(other) === importedPackage);
  if (ours && specifier !== importedPackage) report(file, `imports ${specifier}: only the package root is public`);
  if (ours === entryLoader && name !== entryLoader)
    report(file, `may not import ${ours}, which is for the entries of packages`);
  else if (ours && !declared.has(importedPackage)) {
    const allowed = packageGraph[name].includes(ours);
    report(file, allowed ? `imports ${ours} without declaring it` : `may not import ${ours}`);
  }
  if (!ours && !declared.has(importedPackage)) report(file, `imports ${importedPackage} without declaring it`);
}

/** Run-time imports between the files of a package; imports of types only cannot make a harmful cycle. */
function fileGraph({ sources }) {
  const edges = new Map();
  for (const { file, specifier, typeOnly } of sources) {
    if (typeOnly || !specifier.startsWith('.')) continue;
    const target = normalize(join(dirname(file), specifier)).replace(/\.js$/, '.ts');
    edges.set(file, [...(edges.get(file) ?? []), target]);
  }
  return edges;
}

function checkUnused({ folder, manifest, sources }) {
  const used = new Set(sources.map(({ specifier }) => specifier));
  for (const key of Object.keys(manifest.dependencies ?? {})) {
    if (!used.has(key) && key !== npmName(entryLoader)) report(folder, `declares ${key} but does not import it`);
  }
}
