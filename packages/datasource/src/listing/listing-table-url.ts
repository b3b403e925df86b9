/**
 * Where the files of a table are: a file, a directory (ending with `/`) or a glob, of a local path or a URL.
 *
 * `data/a.csv`, `data/`, `data/*.csv`, `file:///tmp/x/`, `s3://bucket/key/`. Local paths are made absolute against the
 * working directory when parsed.
 */
import { DataFusionError, ObjectStoreError } from '@datafusion-ts/common';
import type { ObjectMeta, ObjectStore, RuntimeEnv } from '@datafusion-ts/execution';
import { globToRegExp } from './glob.js';

const SCHEME = /^[a-zA-Z][a-zA-Z0-9+.-]+:\/\//;

export class ListingTableUrl {
  /** Key of the store, `file:///`. */
  readonly storeUrl: string;
  /** Path inside the store without leading slash; a directory keeps its trailing slash. */
  readonly prefix: string;
  readonly #glob: string | undefined;
  readonly #matcher: RegExp | undefined;

  private constructor(storeUrl: string, prefix: string, glob: string | undefined) {
    this.storeUrl = storeUrl;
    this.prefix = prefix;
    this.#glob = glob;
    this.#matcher = glob === undefined ? undefined : globToRegExp(glob);
  }

  /** Reads a URL or local path; `workingDirectory` (absolute) completes relative paths. */
  static parse(text: string, workingDirectory: string): ListingTableUrl {
    if (SCHEME.test(text)) return ListingTableUrl.#fromUrl(text);
    if (text === '') throw new DataFusionError('External', 'Failed to convert path to URL: ');
    const absolute = text.startsWith('/') ? text : `${workingDirectory}/${text}`;
    return ListingTableUrl.#split('file:///', normalizePath(absolute));
  }

  /** As `parse`; a local path that is an existing directory counts as one without its trailing slash, too. */
  static async locate(text: string, workingDirectory: string, runtime: RuntimeEnv): Promise<ListingTableUrl> {
    const url = ListingTableUrl.parse(text, workingDirectory);
    if (url.isCollection || SCHEME.test(text)) return url;
    const directory = await runtime.objectStore(url.toString()).isDirectory?.(url.prefix);
    return directory === true ? url.asFolder() : url;
  }

  static #fromUrl(text: string): ListingTableUrl {
    let url: URL;
    try {
      url = new URL(text);
    } catch (error) {
      throw new DataFusionError('External', `invalid URL ${text}`, { cause: error });
    }
    const path = decodeURIComponent(url.pathname);
    return ListingTableUrl.#split(`${url.protocol}//${url.host}/`, path);
  }

  static #split(storeUrl: string, path: string): ListingTableUrl {
    const relative = path.replace(/^\/+/, '');
    const special = relative.search(/[*?[]/);
    if (special < 0) return new ListingTableUrl(storeUrl, relative, undefined);
    const cut = relative.lastIndexOf('/', special) + 1;
    return new ListingTableUrl(storeUrl, relative.slice(0, cut), relative.slice(cut));
  }

  /** True for directories and globs: what is there is found by listing. */
  get isCollection(): boolean {
    return this.#glob !== undefined || this.prefix.endsWith('/') || this.prefix === '';
  }

  get isFolder(): boolean {
    return this.#glob === undefined && this.isCollection;
  }

  /** What DataFusion prints: `file:///tmp/a.csv`. */
  toString(): string {
    return this.storeUrl + this.prefix + (this.#glob ?? '');
  }

  /** Extension of the single file, without dot; undefined for collections and files without one. */
  get fileExtension(): string | undefined {
    if (this.isCollection) return undefined;
    const name = this.prefix.slice(this.prefix.lastIndexOf('/') + 1);
    const dot = name.lastIndexOf('.');
    return dot < 0 ? undefined : name.slice(dot + 1);
  }

  /** The path below this URL's directory, split into segments; undefined when it lies elsewhere. */
  stripPrefix(location: string): readonly string[] | undefined {
    if (location === this.prefix) return [];
    const directory = this.prefix === '' || this.prefix.endsWith('/') ? this.prefix : `${this.prefix}/`;
    return location.startsWith(directory) ? location.slice(directory.length).split('/') : undefined;
  }

  /** Whether a listed object belongs to the table (by prefix and glob). */
  contains(location: string, ignoreSubdirectories: boolean): boolean {
    const segments = this.stripPrefix(location);
    if (segments === undefined) return false;
    // Partition folders count as part of the table.
    const plain = segments.filter((segment) => !segment.includes('='));
    if (this.#matcher !== undefined)
      return this.#matcher.test(ignoreSubdirectories ? (plain[0] ?? '') : plain.join('/'));
    return !ignoreSubdirectories || plain.length <= 1;
  }

  /** The table's files with the extension, sorted by path, none where nothing exists; hidden directories and empty placeholders are left out. */
  async listFiles(
    store: ObjectStore,
    extension: string,
    ignoreSubdirectories: boolean,
  ): Promise<readonly ObjectMeta[]> {
    if (!this.isCollection) return this.#singleFile(store);
    const found: ObjectMeta[] = [];
    for await (const object of store.list(this.prefix === '' ? undefined : this.prefix.replace(/\/$/, ''))) {
      if (object.location.endsWith(extension) && this.contains(object.location, ignoreSubdirectories))
        found.push(object);
    }
    return found.sort((a, b) => (a.location < b.location ? -1 : a.location > b.location ? 1 : 0));
  }

  async #singleFile(store: ObjectStore): Promise<readonly ObjectMeta[]> {
    try {
      return [await store.head(this.prefix)];
    } catch (error) {
      if (error instanceof ObjectStoreError && error.message.startsWith('Object at location')) return [];
      throw error;
    }
  }

  /** The same place as a directory. */
  asFolder(): ListingTableUrl {
    return this.isCollection ? this : new ListingTableUrl(this.storeUrl, `${this.prefix}/`, undefined);
  }

  equals(other: ListingTableUrl): boolean {
    return this.toString() === other.toString();
  }
}

/** Removes `.` and `..` segments and doubled slashes; a trailing slash stays. */
function normalizePath(path: string): string {
  const out: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment === '..') out.pop();
    else out.push(segment);
  }
  return `/${out.join('/')}${path.endsWith('/') && out.length > 0 ? '/' : ''}`;
}
