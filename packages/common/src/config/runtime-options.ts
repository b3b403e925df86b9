/** A setting of the runtime environment (`datafusion.runtime.*`): the environment keeps its value, not the session. */
export interface RuntimeOption {
  readonly key: string;
  readonly defaultText: string | undefined;
  readonly description: string;
}

/** The settings of the runtime environment, sorted by key. */
export const RUNTIME_OPTIONS: readonly RuntimeOption[] = [
  {
    key: 'datafusion.runtime.file_statistics_cache_limit',
    defaultText: '20M',
    description:
      "Maximum memory to use for file statistics cache. Supports suffixes K (kilobytes), M (megabytes), and G (gigabytes) or '0' for 0. Example: '2G' for 2 gigabytes.",
  },
  {
    key: 'datafusion.runtime.list_files_cache_limit',
    defaultText: '1M',
    description:
      "Maximum memory to use for list files cache. Supports suffixes K (kilobytes), M (megabytes), and G (gigabytes) or '0' for 0. Example: '2G' for 2 gigabytes.",
  },
  {
    key: 'datafusion.runtime.list_files_cache_ttl',
    defaultText: undefined,
    description:
      "TTL (time-to-live) of the entries in the list file cache. Supports units m (minutes), and s (seconds). Example: '2m' for 2 minutes.",
  },
  {
    key: 'datafusion.runtime.max_temp_directory_size',
    defaultText: '100G',
    description:
      "Maximum temporary file directory size. Supports suffixes K (kilobytes), M (megabytes), and G (gigabytes) or '0' for 0. Example: '2G' for 2 gigabytes.",
  },
  {
    key: 'datafusion.runtime.memory_limit',
    defaultText: 'unlimited',
    description:
      "Maximum memory limit for query execution. Supports suffixes K (kilobytes), M (megabytes), and G (gigabytes) or '0' for 0. Example: '2G' for 2 gigabytes.",
  },
  {
    key: 'datafusion.runtime.metadata_cache_limit',
    defaultText: '50M',
    description:
      "Maximum memory to use for file metadata cache such as Parquet metadata. Supports suffixes K (kilobytes), M (megabytes), and G (gigabytes) or '0' for 0. Example: '2G' for 2 gigabytes.",
  },
  {
    key: 'datafusion.runtime.temp_directory',
    defaultText: undefined,
    description: 'The path to the temporary file directory.',
  },
];
