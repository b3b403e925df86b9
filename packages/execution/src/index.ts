export type { TaskContext } from './task-context.js';
export { createTaskContext, checkCancelled, type TaskContextParts } from './create-task-context.js';
export { RuntimeEnv, RuntimeEnvBuilder, type RuntimeEnvParts } from './runtime-env.js';
// Settings of the runtime
export {
  isRuntimeKey,
  resetRuntimeVariable,
  runtimeConfigEntries,
  RUNTIME_PREFIX,
  setRuntimeVariable,
} from './runtime/runtime-settings.js';
export { formatCapacity, parseCapacityLimit } from './runtime/capacity-limit.js';
export { formatDuration, parseDuration } from './runtime/duration.js';
// Memory
export type { MemoryLimit, MemoryPool } from './memory-pool/memory-pool.js';
export { MemoryConsumer } from './memory-pool/memory-consumer.js';
export { MemoryReservation } from './memory-pool/memory-reservation.js';
export { UnboundedMemoryPool } from './memory-pool/unbounded-memory-pool.js';
export { GreedyMemoryPool } from './memory-pool/greedy-memory-pool.js';
export { FairSpillPool } from './memory-pool/fair-spill-pool.js';
export { TrackConsumersPool, type ConsumerMetrics } from './memory-pool/track-consumers-pool.js';
export { humanReadableSize } from './memory-pool/human-readable-size.js';
// Disk
export {
  DiskManager,
  DEFAULT_MAX_TEMP_DIRECTORY_SIZE,
  type DiskManagerMode,
  type SpillingProgress,
} from './disk/disk-manager.js';
export type { DiskFiles, DiskReader, DiskWriter } from './disk/disk-files.js';
export { TempFile } from './disk/temp-file.js';
// Object stores
export type {
  ByteRange,
  ListResult,
  MultipartUpload,
  ObjectMeta,
  ObjectReader,
  ObjectStore,
} from './object-store/object-store.js';
export { objectNotFound } from './object-store/errors.js';
export { coalesceRanges, readCoalesced } from './object-store/ranges.js';
export { joinBytes, multipartOf } from './object-store/multipart.js';
export { InMemoryObjectStore } from './object-store/memory-store.js';
export { LocalFileSystem } from './object-store/local-file-system.js';
export { ObjectStoreUrl, storeKey } from './object-store/object-store-url.js';
export { DefaultObjectStoreRegistry, type ObjectStoreRegistry } from './object-store/object-store-registry.js';
// Caches
export { tableKey, type Cache, type CacheEntryInfo } from './cache/cache.js';
export { DefaultCache, type DefaultCacheOptions } from './cache/default-cache.js';
export {
  CacheManager,
  isSameFile,
  type CachedFileMetadata,
  type CachedFileStatistics,
  type CacheManagerConfig,
} from './cache/cache-manager.js';
