import { objectNotFound } from './errors.js';
import { multipartOf } from './multipart.js';
import type { ByteRange, ListResult, MultipartUpload, ObjectMeta, ObjectStore } from './object-store.js';

interface Entry {
  readonly bytes: Uint8Array;
  readonly lastModified: Date;
}

/** Objects held in memory: for tests, browsers and scratch data. */
export class InMemoryObjectStore implements ObjectStore {
  readonly #objects = new Map<string, Entry>();

  toString(): string {
    return 'InMemory';
  }

  get(location: string): Promise<Uint8Array> {
    return Promise.resolve().then(() => this.#entry(location).bytes);
  }

  getSync(location: string): Uint8Array | undefined {
    return this.#entry(location).bytes;
  }

  async getRange(location: string, range: ByteRange): Promise<Uint8Array> {
    return (await this.get(location)).subarray(range.start, range.end);
  }

  async getRanges(location: string, ranges: readonly ByteRange[]): Promise<readonly Uint8Array[]> {
    const bytes = await this.get(location);
    return ranges.map((range) => bytes.subarray(range.start, range.end));
  }

  head(location: string): Promise<ObjectMeta> {
    return Promise.resolve().then(() => metaOf(location, this.#entry(location)));
  }

  async *list(prefix: string | undefined): AsyncIterable<ObjectMeta> {
    for (const [location, entry] of [...this.#objects]) {
      if (isBelow(location, prefix)) yield metaOf(location, entry);
    }
  }

  async listWithDelimiter(prefix: string | undefined): Promise<ListResult> {
    const start = prefix === undefined || prefix === '' ? 0 : prefix.length + 1;
    const objects: ObjectMeta[] = [];
    const prefixes = new Set<string>();
    for await (const meta of this.list(prefix)) {
      const slash = meta.location.indexOf('/', start);
      if (slash === -1) objects.push(meta);
      else prefixes.add(meta.location.slice(0, slash));
    }
    return { objects, commonPrefixes: [...prefixes] };
  }

  put(location: string, bytes: Uint8Array): Promise<void> {
    this.#objects.set(location, { bytes: bytes.slice(), lastModified: new Date() });
    return Promise.resolve();
  }

  putMultipart(location: string): Promise<MultipartUpload> {
    return Promise.resolve(multipartOf(this, location));
  }

  delete(location: string): Promise<void> {
    this.#objects.delete(location);
    return Promise.resolve();
  }

  #entry(location: string): Entry {
    const entry = this.#objects.get(location);
    if (entry === undefined) throw objectNotFound(location, `No data in memory found. Location: ${location}`);
    return entry;
  }
}

function metaOf(location: string, entry: Entry): ObjectMeta {
  return { location, lastModified: entry.lastModified, size: entry.bytes.length };
}

/** True when a path lies below a prefix of whole segments. */
function isBelow(location: string, prefix: string | undefined): boolean {
  return prefix === undefined || prefix === '' || location.startsWith(`${prefix}/`);
}
