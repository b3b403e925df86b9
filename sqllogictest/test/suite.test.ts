import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findSltFiles } from '../src/suite/find-files.js';
import { locateSuite, suitePath } from '../src/suite/locate-suite.js';
import { createOverlay, prepareScratch } from '../src/suite/overlay.js';

const fresh = (): string => realpathSync(mkdtempSync(join(tmpdir(), 'slt-suite-')));
function write(folder: string, path: string, text = ''): string {
  const file = join(folder, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
  return file;
}

describe('locateSuite', () => {
  it('finds the folder that holds test_files', () => {
    const suite = locateSuite('/a/b/test_files/x/y.slt');
    expect(suite).toEqual({ root: '/a/b', testFiles: '/a/b/test_files', workspace: '/a/b' });
    expect(suitePath(suite, '/a/b/test_files/x/y.slt')).toBe('x/y.slt');
  });

  it('takes the repository as workspace in the layout of DataFusion', () => {
    expect(locateSuite('/r/datafusion/sqllogictest/test_files/y.slt').workspace).toBe('/r');
  });

  it('takes any other file as a suite of its own', () => {
    expect(locateSuite('/a/y.slt')).toEqual({ root: '/a', testFiles: '/a', workspace: '/a' });
  });
});

describe('findSltFiles', () => {
  const folder = fresh();
  for (const name of ['b.slt', 'a.slt', 'sub/c.slt', 'sub/d.slt.part', 'scratch/e.slt']) {
    write(folder, `test_files/${name}`);
  }
  const find = (...words: string[]) => findSltFiles(words, folder).map(({ path }) => path);

  it('walks folders in order, without parts and scratch files', () => {
    expect(find('test_files')).toEqual(['test_files/a.slt', 'test_files/b.slt', 'test_files/sub/c.slt']);
  });

  it('has a default folder', () => expect(find()).toEqual(find('test_files')));

  it('selects by a part of the name', () => {
    expect(find('sub/')).toEqual(['test_files/sub/c.slt']);
    expect(find('test_files', 'a.s')).toEqual(['test_files/a.slt']);
    expect(() => find('nothing')).toThrow("no test file matches 'nothing'");
  });

  it('takes files once', () => expect(find('test_files/a.slt', 'test_files/a.slt')).toEqual(['test_files/a.slt']));
});

describe('createOverlay', () => {
  it('copies a read-only workspace so that it can be written to', () => {
    const folder = fresh();
    const test = write(folder, 'datafusion/sqllogictest/test_files/t.slt');
    const data = write(folder, 'testing/data.csv', '1');
    write(folder, '.git/config');
    const big = write(folder, 'testing/big.bin');
    truncateSync(big, 9 * 2 ** 20);
    chmodSync(data, 0o444);
    chmodSync(join(folder, 'testing'), 0o555);
    const overlay = createOverlay(locateSuite(test));
    try {
      expect(overlay.root).toBe(join(overlay.workspace, 'datafusion/sqllogictest'));
      const copy = join(overlay.root, '../../testing/data.csv');
      writeFileSync(copy, '2');
      write(overlay.workspace, 'testing/new.csv');
      expect(readFileSync(data, 'utf8')).toBe('1');
      expect(lstatSync(join(overlay.workspace, 'testing/big.bin')).isSymbolicLink()).toBe(true);
      expect(existsSync(join(overlay.workspace, '.git'))).toBe(false);
    } finally {
      overlay.remove();
      chmodSync(join(folder, 'testing'), 0o755);
    }
    expect(existsSync(overlay.workspace)).toBe(false);
    expect(readFileSync(data, 'utf8')).toBe('1');
  });

  it('links TPC-H tables and empties scratch folders', () => {
    const folder = fresh();
    const suite = locateSuite(write(folder, 'test_files/tpch/q.slt'));
    write(folder, 'tables/nation.tbl', 'x');
    const overlay = createOverlay(suite, join(folder, 'tables'));
    try {
      expect(readFileSync(join(overlay.root, 'test_files/tpch/data/nation.tbl'), 'utf8')).toBe('x');
      const scratch = prepareScratch(overlay.root, 'tpch/q.slt');
      expect(scratch).toBe(join(overlay.root, 'test_files/scratch/q'));
      write(scratch, 'left.over');
      prepareScratch(overlay.root, 'tpch/q.slt');
      expect(existsSync(join(scratch, 'left.over'))).toBe(false);
    } finally {
      overlay.remove();
    }
  });
});
