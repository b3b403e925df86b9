/**
 * Where a test file belongs: the suite's folder is the one that holds `test_files`; relative paths in SQL start there.
 * In DataFusion's layout (`…/datafusion/sqllogictest/test_files`) they reach out to the repository two levels up, which
 * is then the workspace. A file outside any `test_files` is a suite of its own folder.
 */
import { basename, dirname, relative, resolve, sep } from 'node:path';

/** The folders around a test file. Absolute paths. */
export interface Suite {
  /** Relative paths in SQL start here. */
  readonly root: string;
  /** Paths of test files are told from here. */
  readonly testFiles: string;
  /** Everything the tests may read; shown as `WORKSPACE_ROOT`. */
  readonly workspace: string;
}

/** The suite that `file` belongs to. */
export function locateSuite(file: string): Suite {
  const home = dirname(resolve(file));
  for (let folder = home; folder !== dirname(folder); folder = dirname(folder)) {
    if (basename(folder) !== 'test_files') continue;
    const root = dirname(folder);
    const upstream = root.endsWith(`${sep}datafusion${sep}sqllogictest`);
    return { root, testFiles: folder, workspace: upstream ? resolve(root, '../..') : root };
  }
  return { root: home, testFiles: home, workspace: home };
}

/** The path of `file` below the suite's test files, with `/`. */
export function suitePath(suite: Suite, file: string): string {
  return relative(suite.testFiles, resolve(file)).split(sep).join('/');
}
