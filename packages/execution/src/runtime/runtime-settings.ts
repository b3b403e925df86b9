import { PlanError } from '@datafusion-ts/common';
import {
  DEFAULT_FILE_STATISTICS_CACHE_LIMIT,
  DEFAULT_LIST_FILES_CACHE_LIMIT,
  DEFAULT_METADATA_CACHE_LIMIT,
} from '../cache/cache-manager.js';
import { DEFAULT_MAX_TEMP_DIRECTORY_SIZE } from '../disk/disk-manager.js';
import { UnboundedMemoryPool } from '../memory-pool/unbounded-memory-pool.js';
import { RuntimeEnvBuilder, type RuntimeEnv } from '../runtime-env.js';
import { formatCapacity, parseCapacityLimit } from './capacity-limit.js';
import { formatDuration, parseDuration } from './duration.js';

/**
 * The `datafusion.runtime.*` settings: they live in the RuntimeEnv and not in the session's options. Each knows how to
 * change a runtime, how to go back to its default, and how to print its value.
 */
interface RuntimeSetting {
  set(builder: RuntimeEnvBuilder, key: string, value: string): RuntimeEnvBuilder;
  reset(builder: RuntimeEnvBuilder): RuntimeEnvBuilder;
  show(env: RuntimeEnv): string | undefined;
}

/** What keys of runtime settings begin with. */
export const RUNTIME_PREFIX = 'datafusion.runtime.';

const settings: Readonly<Record<string, RuntimeSetting>> = {
  memory_limit: {
    set: (builder, key, value) => builder.withMemoryLimit(parseCapacityLimit(key, value), 1),
    reset: (builder) => builder.withMemoryPool(new UnboundedMemoryPool()),
    show: (env) => {
      const limit = env.memoryPool.memoryLimit();
      return limit.kind === 'Finite' ? formatCapacity(limit.bytes) : 'unlimited';
    },
  },
  max_temp_directory_size: {
    set: (builder, key, value) => builder.withMaxTempDirectorySize(parseCapacityLimit(key, value)),
    reset: (builder) => builder.withMaxTempDirectorySize(DEFAULT_MAX_TEMP_DIRECTORY_SIZE),
    show: (env) => formatCapacity(env.diskManager.maxTempDirectorySize),
  },
  temp_directory: {
    set: (builder, _key, value) => builder.withTempFilePath(value),
    reset: (builder) => builder.withOsTempDirectory(),
    show: (env) => {
      const { mode } = env.diskManager;
      return mode.kind === 'Directories' ? mode.paths.join(',') : undefined;
    },
  },
  metadata_cache_limit: {
    set: (builder, key, value) => builder.withCacheLimits({ metadataLimit: parseCapacityLimit(key, value) }),
    reset: (builder) => builder.withCacheLimits({ metadataLimit: DEFAULT_METADATA_CACHE_LIMIT }),
    show: (env) => formatCapacity(env.cacheManager.fileMetadataCache.cacheLimit),
  },
  list_files_cache_limit: {
    set: (builder, key, value) => builder.withCacheLimits({ listFilesLimit: parseCapacityLimit(key, value) }),
    reset: (builder) => builder.withCacheLimits({ listFilesLimit: DEFAULT_LIST_FILES_CACHE_LIMIT }),
    show: (env) => formatCapacity(env.cacheManager.listFilesCache?.cacheLimit ?? 0),
  },
  list_files_cache_ttl: {
    set: (builder, key, value) => builder.withCacheLimits({ listFilesTtl: parseDuration(key, value) }),
    reset: (builder) => withoutListingTtl(builder),
    show: (env) => {
      const ttl = env.cacheConfig.listFilesTtl;
      return ttl === undefined ? undefined : formatDuration(ttl);
    },
  },
  file_statistics_cache_limit: {
    set: (builder, key, value) => builder.withCacheLimits({ fileStatisticsLimit: parseCapacityLimit(key, value) }),
    reset: (builder) => builder.withCacheLimits({ fileStatisticsLimit: DEFAULT_FILE_STATISTICS_CACHE_LIMIT }),
    show: (env) => formatCapacity(env.cacheManager.fileStatisticsCache?.cacheLimit ?? 0),
  },
};

function withoutListingTtl(builder: RuntimeEnvBuilder): RuntimeEnvBuilder {
  const { listFilesTtl: _dropped, ...rest } = builder.build().cacheConfig;
  return RuntimeEnvBuilder.fromRuntimeEnv(builder.build()).replaceCacheConfig(rest);
}

/** True for keys of this module. */
export function isRuntimeKey(key: string): boolean {
  return key.startsWith(RUNTIME_PREFIX);
}

/** A runtime with one setting changed; other sessions on `env` do not see it. */
export function setRuntimeVariable(env: RuntimeEnv, key: string, value: string): RuntimeEnv {
  return settingOf(key).set(RuntimeEnvBuilder.fromRuntimeEnv(env), key, value).build();
}

/** A runtime with one setting back at its default. */
export function resetRuntimeVariable(env: RuntimeEnv, key: string): RuntimeEnv {
  return settingOf(key).reset(RuntimeEnvBuilder.fromRuntimeEnv(env)).build();
}

/** Every runtime setting and its value (undefined: none), sorted by key. */
export function runtimeConfigEntries(
  env: RuntimeEnv,
): readonly { readonly key: string; readonly value: string | undefined }[] {
  return Object.keys(settings)
    .sort()
    .map((name) => ({ key: RUNTIME_PREFIX + name, value: settings[name]!.show(env) }));
}

function settingOf(key: string): RuntimeSetting {
  const name = key.slice(RUNTIME_PREFIX.length);
  const setting = Object.hasOwn(settings, name) ? settings[name] : undefined;
  if (setting === undefined) throw new PlanError(`Unknown runtime configuration: ${key}`);
  return setting;
}
