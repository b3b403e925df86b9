import type { Statistics } from '@datafusion-ts/common';
import type { ObjectMeta } from '../object-store/object-store.js';
import type { Cache } from './cache.js';
import { DefaultCache } from './default-cache.js';

const MIB = 1024 * 1024;
/** 50 MiB. */
export const DEFAULT_METADATA_CACHE_LIMIT = 50 * MIB;
/** 1 MiB. */
export const DEFAULT_LIST_FILES_CACHE_LIMIT = MIB;
/** 20 MiB. */
export const DEFAULT_FILE_STATISTICS_CACHE_LIMIT = 20 * MIB;

/** Statistics of a file, valid while the file is the one of `meta`. */
export interface CachedFileStatistics {
  readonly meta: ObjectMeta;
  readonly statistics: Statistics;
}

/** A file's footer as its format keeps it; formats narrow `metadata` by `format`. */
export interface CachedFileMetadata {
  readonly meta: ObjectMeta;
  readonly format: string;
  readonly metadata: unknown;
  readonly sizeBytes: number;
  readonly extraInfo?: ReadonlyMap<string, string>;
}

/** Limits of the three caches, bytes and milliseconds. */
export interface CacheManagerConfig {
  readonly fileStatisticsLimit?: number;
  readonly listFilesLimit?: number;
  readonly listFilesTtl?: number;
  readonly metadataLimit?: number;
}

/** True when a file is still the one that was cached: same size, same modification time. */
export function isSameFile(cached: ObjectMeta, current: ObjectMeta): boolean {
  return cached.size === current.size && cached.lastModified.getTime() === current.lastModified.getTime();
}

/** The caches a runtime shares between sessions. A limit of 0 switches statistics and listings off. */
export class CacheManager {
  /** Keyed by `tableKey(table, path)`. */
  readonly fileStatisticsCache: Cache<CachedFileStatistics> | undefined;
  /** Keyed by `tableKey(table, base path)`. */
  readonly listFilesCache: Cache<readonly ObjectMeta[]> | undefined;
  /** Keyed by path. */
  readonly fileMetadataCache: Cache<CachedFileMetadata>;

  constructor(config: CacheManagerConfig = {}) {
    const statistics = config.fileStatisticsLimit ?? DEFAULT_FILE_STATISTICS_CACHE_LIMIT;
    const listing = config.listFilesLimit ?? DEFAULT_LIST_FILES_CACHE_LIMIT;
    this.fileStatisticsCache =
      statistics === 0
        ? undefined
        : new DefaultCache({ name: 'DefaultFileStatisticsCache', limit: statistics, sizeOf: statisticsSize });
    this.listFilesCache =
      listing === 0
        ? undefined
        : new DefaultCache({
            name: 'DefaultListFilesCache',
            limit: listing,
            sizeOf: listingSize,
            ...(config.listFilesTtl === undefined ? {} : { ttl: config.listFilesTtl }),
          });
    this.fileMetadataCache = new DefaultCache({
      name: 'DefaultFilesMetadataCache',
      limit: config.metadataLimit ?? DEFAULT_METADATA_CACHE_LIMIT,
      sizeOf: (entry) => entry.sizeBytes,
    });
  }
}

const META_BYTES = 96;
const COLUMN_STATISTICS_BYTES = 256;

function listingSize(files: readonly ObjectMeta[]): number {
  return files.reduce((sum, file) => sum + META_BYTES + file.location.length, 0);
}

function statisticsSize(entry: CachedFileStatistics): number {
  return META_BYTES + entry.meta.location.length + entry.statistics.columnStatistics.length * COLUMN_STATISTICS_BYTES;
}
