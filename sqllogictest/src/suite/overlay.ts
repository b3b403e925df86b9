/**
 * A writable stand-in for a suite that may be read-only. Tests write (`COPY … TO 'test_files/scratch/…'`), so a run
 * works on a copy in a temporary folder: small files are copied, large ones linked, and each test file finds its scratch
 * folder empty. The original is never written to.
 */
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  constants,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, extname, join, relative, resolve } from 'node:path';
import type { Suite } from './locate-suite.js';

/** Files above this size are linked instead of copied. */
const COPY_LIMIT_BYTES = 8 * 2 ** 20;
/** Never part of what tests read. */
const LEFT_OUT = new Set(['.git', 'node_modules', 'target', 'scratch']);
/** The folders of a suite that is not in DataFusion's layout which tests may write to. */
const OWN_FOLDERS = ['test_files', 'data'];

/** The stand-in of a suite. Absolute paths without symbolic links. */
export interface Overlay {
  /** Stands for the suite's workspace. */
  readonly workspace: string;
  /** Stands for the suite's root: the working directory of the tests. */
  readonly root: string;
  /** Deletes the overlay. */
  remove(): void;
}

function copyFile(source: string, target: string, size: number): void {
  if (size > COPY_LIMIT_BYTES) {
    symlinkSync(source, target);
    return;
  }
  copyFileSync(source, target, constants.COPYFILE_FICLONE);
  chmodSync(target, 0o644);
}

function copyTree(source: string, target: string): void {
  mkdirSync(target, { recursive: true });
  for (const name of readdirSync(source)) {
    if (LEFT_OUT.has(name)) continue;
    const from = join(source, name);
    const stats = statSync(from, { throwIfNoEntry: false });
    if (stats?.isDirectory()) copyTree(from, join(target, name));
    else if (stats?.isFile()) copyFile(from, join(target, name), stats.size);
  }
}

/** Copies what tests may write to, links the rest. */
function linkTree(source: string, target: string): void {
  for (const name of readdirSync(source)) {
    if (LEFT_OUT.has(name)) continue;
    if (OWN_FOLDERS.includes(name)) copyTree(join(source, name), join(target, name));
    else symlinkSync(join(source, name), join(target, name));
  }
}

/** Puts the TPC-H tables (`*.tbl`) of `folder` where the suite's `tpch/` files read them. */
function linkTpchData(overlayRoot: string, folder: string): void {
  const target = join(overlayRoot, 'test_files/tpch/data');
  mkdirSync(target, { recursive: true });
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.tbl'))) {
    rmSync(join(target, name), { force: true });
    symlinkSync(resolve(folder, name), join(target, name));
  }
}

/** Makes an overlay of `suite`. `tpchData` is a folder of generated `.tbl` files, if there is one. */
export function createOverlay(suite: Suite, tpchData?: string): Overlay {
  const workspace = realpathSync(mkdtempSync(join(tmpdir(), 'datafusion-slt-')));
  const root = join(workspace, relative(suite.workspace, suite.root));
  if (suite.workspace === suite.root) linkTree(suite.root, workspace);
  else copyTree(suite.workspace, workspace);
  if (tpchData !== undefined) linkTpchData(root, tpchData);
  return { workspace, root, remove: () => rmSync(workspace, { recursive: true, force: true }) };
}

/** Makes the file's scratch folder, `test_files/scratch/<name without ending>`, and empties it. */
export function prepareScratch(overlayRoot: string, relativePath: string): string {
  const scratch = join(overlayRoot, 'test_files/scratch', basename(relativePath, extname(relativePath)));
  if (existsSync(scratch)) rmSync(scratch, { recursive: true });
  mkdirSync(scratch, { recursive: true });
  return scratch;
}
