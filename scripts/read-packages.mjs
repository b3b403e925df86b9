/** Reads the packages of the workspace for check-deps: manifests, project references and imports. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, resolve } from 'node:path';
import { npmName, packageFolder } from './package-graph.mjs';
import { root } from './workspace.mjs';

// The JavaScript API of TypeScript is in the linter's version only.
const ts = createRequire(new URL('./lint/package.json', import.meta.url))('typescript');

/**
 * One import, export-from, import() or import type.
 * @typedef {{ file: string, specifier: string, typeOnly: boolean }} Import
 * @typedef {{ name: string, folder: string, manifest: any, references: string[], sources: Import[], tests: Import[] }} Package
 */

/** @param {string} name folder name of the package @returns {Package} */
export function readPackage(name) {
  const folder = packageFolder(name);
  return {
    name,
    folder,
    manifest: readJson(join(folder, 'package.json')),
    references: (readJson(join(folder, 'tsconfig.json')).references ?? []).map(({ path }) =>
      relative(root, resolve(root, folder, path)),
    ),
    sources: importsBelow(join(folder, 'src')),
    tests: [...importsBelow(join(folder, 'test')), ...importsBelow(join(folder, 'bench'))],
  };
}

/** Workspace packages among the keys of a dependency table, as folder names, and the rest. */
export function splitDependencies(table, packageNames) {
  const byNpmName = new Map(packageNames.map((name) => [npmName(name), name]));
  const workspace = [];
  const thirdParty = [];
  for (const key of Object.keys(table ?? {})) {
    if (byNpmName.has(key)) workspace.push(byNpmName.get(key));
    else thirdParty.push(key);
  }
  return { workspace, thirdParty };
}

function readJson(file) {
  return JSON.parse(readFileSync(join(root, file), 'utf8'));
}

function importsBelow(folder) {
  if (!existsSync(join(root, folder))) return [];
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return files.filter((file) => file.endsWith('.ts')).flatMap((file) => importsOf(join(folder, file)));
}

/** @param {string} file @returns {Import[]} */
function importsOf(file) {
  const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.ES2022);
  const found = [];
  const add = (literal, typeOnly) => {
    if (literal && ts.isStringLiteral(literal)) found.push({ file, specifier: literal.text, typeOnly });
  };
  const visit = (node) => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, node.importClause?.isTypeOnly ?? false);
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node)) add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
