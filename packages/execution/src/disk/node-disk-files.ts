import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DiskFiles, DiskReader, DiskWriter } from './disk-files.js';

/** Spill files on Node's file system; synchronous, as spilling blocks its operator anyway. */
export function nodeDiskFiles(): DiskFiles {
  return {
    makeDirectory: (root) => mkdtempSync(join(root ?? tmpdir(), 'datafusion-')),
    removeDirectory: (path) => rmSync(path, { recursive: true, force: true }),
    ensureDirectory: (path) => {
      if (!existsSync(path)) mkdirSync(path);
    },
    openForWriting,
    openForReading,
    removeFile: (path) => unlinkSync(path),
  };
}

function openForWriting(path: string): DiskWriter {
  const file = openSync(path, 'wx');
  return {
    write(bytes) {
      for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done, bytes.length - done);
    },
    close: () => closeSync(file),
  };
}

function openForReading(path: string): DiskReader {
  const file = openSync(path, 'r');
  return {
    read(target) {
      let done = 0;
      while (done < target.length) {
        const count = readSync(file, target, done, target.length - done, null);
        if (count === 0) break;
        done += count;
      }
      return done;
    },
    close: () => closeSync(file),
  };
}
