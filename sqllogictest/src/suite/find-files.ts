/**
 * From the command line's words to test files. A word that is a file or folder means it; any other word selects, by
 * substring, among the files of the folders given, or of the default folder.
 */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { locateSuite, suitePath, type Suite } from './locate-suite.js';

/** A test file of a run. */
export interface SltFile {
  /** As reached from the command line. */
  readonly path: string;
  readonly suite: Suite;
  /** Below `test_files`. */
  readonly relativePath: string;
}

const DEFAULT_FOLDERS = ['test_files', 'sqllogictest/test_files'];

function walk(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => name !== 'scratch' && !name.startsWith('.'))
    .sort()
    .map((name) => join(path, name))
    .flatMap((child) => (statSync(child).isDirectory() ? walk(child) : child.endsWith('.slt') ? [child] : []));
}

function describe(path: string): SltFile {
  const suite = locateSuite(path);
  return { path, suite, relativePath: suitePath(suite, path) };
}

/** The files that the words mean, without doubles. @throws Error when a word selects nothing */
export function findSltFiles(words: readonly string[], currentDirectory: string = process.cwd()): readonly SltFile[] {
  const at = (word: string): string => resolve(currentDirectory, word);
  const paths = words.filter((word) => existsSync(at(word)));
  const filters = words.filter((word) => !paths.includes(word));
  const roots = paths.length > 0 ? paths : DEFAULT_FOLDERS.filter((folder) => existsSync(at(folder))).slice(0, 1);
  const found = [...new Set(roots.flatMap((root) => walk(at(root)).map((file) => root + file.slice(at(root).length))))];
  const files = found.map((path) => ({ ...describe(at(path)), path }));
  for (const filter of filters) {
    if (!files.some((file) => file.relativePath.includes(filter))) throw new Error(`no test file matches '${filter}'`);
  }
  if (filters.length === 0) return files;
  return files.filter((file) => filters.some((filter) => file.relativePath.includes(filter)));
}
