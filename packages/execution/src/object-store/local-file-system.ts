import { ObjectStoreError } from '@datafusion-ts/common';
import { objectNotFound } from './errors.js';
import { multipartOf } from './multipart.js';
import type { ByteRange, ListResult, MultipartUpload, ObjectMeta, ObjectReader, ObjectStore } from './object-store.js';
import { readCoalesced } from './ranges.js';

type FileSystem = typeof import('node:fs');

/** So many bytes are read in less time than it takes to ask another thread for them. */
const SHORT_READ = 256 * 1024;

/** Gaps up to this size are cheaper to read than a second call. */
const LOCAL_GAP = 64 * 1024;

/**
 * The files of this machine; locations are absolute paths without their leading slash. Node's `fs` is loaded with the
 * first access, so that browsers can load this package.
 */
export class LocalFileSystem implements ObjectStore {
  #fs: FileSystem | undefined;

  toString(): string {
    return 'LocalFileSystem(file:///)';
  }

  async get(location: string): Promise<Uint8Array> {
    const fs = await this.#load();
    return this.#guard(location, () => fs.promises.readFile(pathOf(location)));
  }

  async getRange(location: string, range: ByteRange): Promise<Uint8Array> {
    const [bytes] = await this.getRanges(location, [range]);
    return bytes!;
  }

  async getRanges(location: string, ranges: readonly ByteRange[]): Promise<readonly Uint8Array[]> {
    const fs = await this.#load();
    if (ranges.reduce((bytes, { start, end }) => bytes + end - start, 0) <= SHORT_READ)
      return this.#guard(location, () => readShort(fs, location, ranges));
    return this.#guard(location, async () => {
      const file = await fs.promises.open(pathOf(location), 'r');
      try {
        return await readCoalesced(ranges, (range) => readFully(file, range), LOCAL_GAP);
      } finally {
        await file.close();
      }
    });
  }

  async readInto(location: string, start: number, target: Uint8Array): Promise<number> {
    const fs = await this.#load();
    return this.#guard(location, async () => {
      const file = await fs.promises.open(pathOf(location), 'r');
      try {
        return await fill(file, start, target);
      } finally {
        await file.close();
      }
    });
  }

  /** Reads of a file held open are synchronous: from the page cache they cost less than handing them to another thread. */
  async openReader(location: string): Promise<ObjectReader> {
    const fs = await this.#load();
    const file = guarded(location, () => fs.openSync(pathOf(location), 'r'));
    return {
      readInto: (start, target) => guarded(location, () => fillSync(fs, file, start, target)),
      close: () => fs.closeSync(file),
    };
  }

  async head(location: string): Promise<ObjectMeta> {
    const fs = await this.#load();
    return guarded(location, () => {
      const stat = fs.statSync(pathOf(location));
      if (stat.isDirectory()) throw objectNotFound(pathOf(location), 'it is a directory');
      return {
        location,
        lastModified: stat.mtime,
        size: stat.size,
        eTag: `${stat.ino.toString(16)}-${stat.mtimeMs}-${stat.size}`,
      };
    });
  }

  async isDirectory(location: string): Promise<boolean> {
    const fs = await this.#load();
    const stat = await fs.promises.stat(pathOf(location)).catch(() => undefined);
    return stat?.isDirectory() ?? false;
  }

  async *list(prefix: string | undefined): AsyncIterable<ObjectMeta> {
    const { objects, commonPrefixes } = await this.listWithDelimiter(prefix);
    yield* objects;
    for (const below of commonPrefixes) yield* this.list(below);
  }

  async listWithDelimiter(prefix: string | undefined): Promise<ListResult> {
    const fs = await this.#load();
    const directory = prefix ?? '';
    const objects: ObjectMeta[] = [];
    const commonPrefixes: string[] = [];
    for (const name of await this.#names(fs, directory)) {
      const location = directory === '' ? name : `${directory}/${name}`;
      const stat = await fs.promises.stat(pathOf(location)).catch(() => undefined);
      if (stat === undefined) continue;
      if (stat.isDirectory()) commonPrefixes.push(location);
      else objects.push({ location, lastModified: stat.mtime, size: stat.size });
    }
    return { objects, commonPrefixes };
  }

  async put(location: string, bytes: Uint8Array): Promise<void> {
    const fs = await this.#load();
    const path = pathOf(location);
    await this.#guard(location, async () => {
      await fs.promises.mkdir(path.slice(0, path.lastIndexOf('/')) || '/', { recursive: true });
      await fs.promises.writeFile(path, bytes);
    });
  }

  putMultipart(location: string): Promise<MultipartUpload> {
    return Promise.resolve(multipartOf(this, location));
  }

  async delete(location: string): Promise<void> {
    const fs = await this.#load();
    await this.#guard(location, () => fs.promises.unlink(pathOf(location)));
  }

  async #load(): Promise<FileSystem> {
    return (this.#fs ??= await import('node:fs'));
  }

  /** Names in a directory, sorted; nothing when it does not exist or is a file. */
  async #names(fs: FileSystem, directory: string): Promise<readonly string[]> {
    try {
      return (await fs.promises.readdir(pathOf(directory))).sort();
    } catch (error) {
      const code = codeOf(error);
      if (code === 'ENOENT' || code === 'ENOTDIR') return [];
      throw unreadable(directory, error);
    }
  }

  async #guard<T>(location: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw storeError(location, error);
    }
  }
}

function guarded<T>(location: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw storeError(location, error);
  }
}

function storeError(location: string, error: unknown): unknown {
  if (error instanceof ObjectStoreError) return error;
  const code = codeOf(error);
  return code === 'ENOENT' || code === 'ENOTDIR'
    ? objectNotFound(pathOf(location), 'No such file or directory (os error 2)', error)
    : unreadable(location, error);
}

/** Footers, filters, first lines: opened, read and closed without leaving this thread. */
async function readShort(
  fs: FileSystem,
  location: string,
  ranges: readonly ByteRange[],
): Promise<readonly Uint8Array[]> {
  const file = fs.openSync(pathOf(location), 'r');
  try {
    const read = ({ start, end }: ByteRange): Promise<Uint8Array> => {
      const bytes = new Uint8Array(end - start);
      return Promise.resolve(bytes.subarray(0, fillSync(fs, file, start, bytes)));
    };
    return await readCoalesced(ranges, read, LOCAL_GAP);
  } finally {
    fs.closeSync(file);
  }
}

async function readFully(file: import('node:fs').promises.FileHandle, range: ByteRange): Promise<Uint8Array> {
  const bytes = new Uint8Array(range.end - range.start);
  const done = await fill(file, range.start, bytes);
  return done === bytes.length ? bytes : bytes.subarray(0, done);
}

/** Reads until `target` is full or the file ends; gives the number of bytes read. */
async function fill(file: import('node:fs').promises.FileHandle, start: number, target: Uint8Array): Promise<number> {
  let done = 0;
  while (done < target.length) {
    const { bytesRead } = await file.read(target, done, target.length - done, start + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return done;
}

function fillSync(fs: FileSystem, file: number, start: number, target: Uint8Array): number {
  let done = 0;
  while (done < target.length) {
    const bytesRead = fs.readSync(file, target, done, target.length - done, start + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return done;
}

const pathOf = (location: string): string => (location.startsWith('/') ? location : `/${location}`);

/** Node's error code; not by `instanceof`, since errors may come from another realm. */
function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

function unreadable(location: string, error: unknown): ObjectStoreError {
  const reason = error instanceof Error ? error.message : String(error);
  return new ObjectStoreError(`Generic LocalFileSystem error: Unable to access ${pathOf(location)}: ${reason}`, {
    cause: error,
  });
}
