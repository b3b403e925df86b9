/** An entry as `listEntries` shows it. */
export interface CacheEntryInfo<V> {
  readonly value: V;
  readonly sizeBytes: number;
  readonly hits: number;
  /** Milliseconds since 1970; undefined when it never expires. */
  readonly expires: number | undefined;
}

/** Keeps values up to a number of bytes. Keys are text. */
export interface Cache<V> {
  readonly name: string;
  /** Counts a hit; an expired entry is dropped and not given. */
  get(key: string): V | undefined;
  /** Returns the value that was there before. */
  put(key: string, value: V): V | undefined;
  remove(key: string): V | undefined;
  containsKey(key: string): boolean;
  readonly length: number;
  clear(): void;
  readonly cacheLimit: number;
  updateCacheLimit(bytes: number): void;
  readonly cacheTtl: number | undefined;
  /** Milliseconds; holds for entries put from now on. */
  updateCacheTtl(ttl: number | undefined): void;
  /** Drops the entries of one table. */
  dropTableEntries(table: string): void;
  listEntries(): ReadonlyMap<string, CacheEntryInfo<V>>;
}

/** Key of an entry that belongs to a table (undefined: to none). */
export function tableKey(table: string | undefined, path: string): string {
  return `${table ?? ''}\u0000${path}`;
}
