import { tableKey, type Cache, type CacheEntryInfo } from './cache.js';

interface Entry<V> {
  readonly value: V;
  readonly size: number;
  readonly expires: number | undefined;
  hits: number;
}

/** What a cache needs to know besides its limit. */
export interface DefaultCacheOptions<V> {
  readonly name: string;
  /** Bytes of keys and values together. */
  readonly limit: number;
  readonly ttl?: number;
  sizeOf(value: V): number;
  /** Milliseconds since 1970; for tests. */
  readonly now?: () => number;
}

/**
 * Drops what was used longest ago when the bytes of keys and values exceed the limit. Values of size 0 are not kept, and
 * one larger than the limit only removes its predecessor.
 */
export class DefaultCache<V> implements Cache<V> {
  readonly name: string;
  /** In order of use: a Map iterates in insertion order, and `get` re-inserts. */
  readonly #entries = new Map<string, Entry<V>>();
  readonly #sizeOf: (value: V) => number;
  readonly #now: () => number;
  #limit: number;
  #ttl: number | undefined;
  #used = 0;

  constructor(options: DefaultCacheOptions<V>) {
    this.name = options.name;
    this.#limit = options.limit;
    this.#ttl = options.ttl;
    this.#sizeOf = (value) => options.sizeOf(value);
    this.#now = options.now ?? Date.now;
  }

  get(key: string): V | undefined {
    const entry = this.#alive(key);
    if (entry === undefined) return undefined;
    entry.hits++;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  put(key: string, value: V): V | undefined {
    const size = this.#sizeOf(value);
    if (size === 0) return undefined;
    const old = this.remove(key);
    const total = size + key.length;
    if (total > this.#limit) return old;
    this.#entries.set(key, {
      value,
      size: total,
      expires: this.#ttl === undefined ? undefined : this.#now() + this.#ttl,
      hits: 0,
    });
    this.#used += total;
    this.#evict();
    return old;
  }

  remove(key: string): V | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    this.#used -= entry.size;
    return entry.value;
  }

  containsKey(key: string): boolean {
    return this.#alive(key) !== undefined;
  }

  get length(): number {
    return this.#entries.size;
  }

  clear(): void {
    this.#entries.clear();
    this.#used = 0;
  }

  get cacheLimit(): number {
    return this.#limit;
  }

  updateCacheLimit(bytes: number): void {
    this.#limit = bytes;
    this.#evict();
  }

  get cacheTtl(): number | undefined {
    return this.#ttl;
  }

  updateCacheTtl(ttl: number | undefined): void {
    this.#ttl = ttl;
  }

  dropTableEntries(table: string): void {
    const prefix = tableKey(table, '');
    for (const key of [...this.#entries.keys()]) if (key.startsWith(prefix)) this.remove(key);
  }

  listEntries(): ReadonlyMap<string, CacheEntryInfo<V>> {
    return new Map(
      [...this.#entries].map(([key, entry]) => [
        key,
        { value: entry.value, sizeBytes: entry.size - key.length, hits: entry.hits, expires: entry.expires },
      ]),
    );
  }

  #alive(key: string): Entry<V> | undefined {
    const entry = this.#entries.get(key);
    if (entry?.expires === undefined || this.#now() < entry.expires) return entry;
    this.remove(key);
    return undefined;
  }

  #evict(): void {
    for (const key of this.#entries.keys()) {
      if (this.#used <= this.#limit) return;
      this.remove(key);
    }
  }
}
