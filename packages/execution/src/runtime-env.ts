import { CacheManager, type CacheManagerConfig } from './cache/cache-manager.js';
import { DEFAULT_MAX_TEMP_DIRECTORY_SIZE, DiskManager, type DiskManagerMode } from './disk/disk-manager.js';
import { GreedyMemoryPool } from './memory-pool/greedy-memory-pool.js';
import type { MemoryPool } from './memory-pool/memory-pool.js';
import { TrackConsumersPool } from './memory-pool/track-consumers-pool.js';
import { UnboundedMemoryPool } from './memory-pool/unbounded-memory-pool.js';
import type { ObjectStore } from './object-store/object-store.js';
import { DefaultObjectStoreRegistry, type ObjectStoreRegistry } from './object-store/object-store-registry.js';

/** Memory, disk, caches and object stores that sessions share. Immutable: a changed setting makes a copy. */
export class RuntimeEnv {
  readonly memoryPool: MemoryPool;
  readonly diskManager: DiskManager;
  readonly cacheManager: CacheManager;
  readonly objectStoreRegistry: ObjectStoreRegistry;
  /** What the caches were made with, so that a copy can change one limit. */
  readonly cacheConfig: CacheManagerConfig;

  constructor(parts: RuntimeEnvParts = {}) {
    this.memoryPool = parts.memoryPool ?? new UnboundedMemoryPool();
    this.diskManager = parts.diskManager ?? new DiskManager();
    this.cacheConfig = parts.cacheConfig ?? {};
    this.cacheManager = parts.cacheManager ?? new CacheManager(this.cacheConfig);
    this.objectStoreRegistry = parts.objectStoreRegistry ?? new DefaultObjectStoreRegistry();
  }

  registerObjectStore(url: string, store: ObjectStore): ObjectStore | undefined {
    return this.objectStoreRegistry.registerStore(url, store);
  }

  deregisterObjectStore(url: string): ObjectStore {
    return this.objectStoreRegistry.deregisterStore(url);
  }

  /** The store of the URL's scheme and host; throws when there is none. */
  objectStore(url: string): ObjectStore {
    return this.objectStoreRegistry.getStore(url);
  }
}

/** Parts of a {@link RuntimeEnv}; what is left out gets its default. */
export interface RuntimeEnvParts {
  readonly memoryPool?: MemoryPool;
  readonly diskManager?: DiskManager;
  readonly cacheManager?: CacheManager;
  readonly cacheConfig?: CacheManagerConfig;
  readonly objectStoreRegistry?: ObjectStoreRegistry;
}

/** Consumers that errors of a limited pool name. */
const TOP_CONSUMERS = 5;

/** Makes runtimes step by step; every step gives a new builder. */
export class RuntimeEnvBuilder {
  readonly #parts: RuntimeEnvParts;

  constructor(parts: RuntimeEnvParts = {}) {
    this.#parts = parts;
  }

  /** Starts from an existing runtime: its parts are shared, not copied. */
  static fromRuntimeEnv(env: RuntimeEnv): RuntimeEnvBuilder {
    return new RuntimeEnvBuilder({ ...env });
  }

  withMemoryPool(memoryPool: MemoryPool): RuntimeEnvBuilder {
    return new RuntimeEnvBuilder({ ...this.#parts, memoryPool });
  }

  /** A tracked greedy pool of `maxMemory * fraction` bytes. */
  withMemoryLimit(maxMemory: number, fraction: number): RuntimeEnvBuilder {
    const pool = new GreedyMemoryPool(Math.trunc(maxMemory * fraction));
    return this.withMemoryPool(new TrackConsumersPool(pool, TOP_CONSUMERS));
  }

  withDiskManager(diskManager: DiskManager): RuntimeEnvBuilder {
    return new RuntimeEnvBuilder({ ...this.#parts, diskManager });
  }

  /** Spills to sub-directories of one directory. */
  withTempFilePath(path: string): RuntimeEnvBuilder {
    return this.#withDisk({ kind: 'Directories', paths: [path] }, this.#diskLimit());
  }

  /** Spills to the system's temporary directory. */
  withOsTempDirectory(): RuntimeEnvBuilder {
    return this.#withDisk({ kind: 'OsTmpDirectory' }, this.#diskLimit());
  }

  withMaxTempDirectorySize(bytes: number): RuntimeEnvBuilder {
    return this.#withDisk(this.#parts.diskManager?.mode ?? { kind: 'OsTmpDirectory' }, bytes);
  }

  withObjectStoreRegistry(objectStoreRegistry: ObjectStoreRegistry): RuntimeEnvBuilder {
    return new RuntimeEnvBuilder({ ...this.#parts, objectStoreRegistry });
  }

  /** Changes cache limits; the caches start empty. */
  withCacheLimits(change: CacheManagerConfig): RuntimeEnvBuilder {
    return this.replaceCacheConfig({ ...this.#parts.cacheConfig, ...change });
  }

  /** New caches with exactly these limits. */
  replaceCacheConfig(cacheConfig: CacheManagerConfig): RuntimeEnvBuilder {
    return new RuntimeEnvBuilder({ ...this.#parts, cacheConfig, cacheManager: new CacheManager(cacheConfig) });
  }

  build(): RuntimeEnv {
    return new RuntimeEnv(this.#parts);
  }

  #diskLimit(): number {
    return this.#parts.diskManager?.maxTempDirectorySize ?? DEFAULT_MAX_TEMP_DIRECTORY_SIZE;
  }

  #withDisk(mode: DiskManagerMode, limit: number): RuntimeEnvBuilder {
    return this.withDiskManager(new DiskManager(mode, limit));
  }
}
