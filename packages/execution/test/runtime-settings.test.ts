import { resetRuntimeVariable, RuntimeEnv, runtimeConfigEntries, setRuntimeVariable } from '@datafusion-ts/execution';

const show = (env: RuntimeEnv, name: string): string | undefined =>
  runtimeConfigEntries(env).find((entry) => entry.key === `datafusion.runtime.${name}`)?.value;
const set = (name: string, value: string, env = new RuntimeEnv()): RuntimeEnv =>
  setRuntimeVariable(env, `datafusion.runtime.${name}`, value);

describe('runtime settings', () => {
  it('have their defaults', () => {
    expect(
      Object.fromEntries(runtimeConfigEntries(new RuntimeEnv()).map(({ key, value }) => [key.slice(19), value])),
    ).toEqual({
      file_statistics_cache_limit: '20M',
      list_files_cache_limit: '1M',
      list_files_cache_ttl: undefined,
      max_temp_directory_size: '100G',
      memory_limit: 'unlimited',
      metadata_cache_limit: '50M',
      temp_directory: undefined,
    });
  });

  it('print back in whole units', () => {
    expect(show(set('memory_limit', '1.5G'), 'memory_limit')).toBe('1G');
    expect(show(set('memory_limit', '1500K'), 'memory_limit')).toBe('1M');
    expect(show(set('memory_limit', '0'), 'memory_limit')).toBe('0');
    expect(show(set('list_files_cache_ttl', '90s'), 'list_files_cache_ttl')).toBe('1m30s');
  });

  it('do not change other sessions on the same runtime, and go back to their defaults', () => {
    const shared = new RuntimeEnv();
    const limited = set('memory_limit', '2G', shared);
    expect(show(shared, 'memory_limit')).toBe('unlimited');
    expect(show(resetRuntimeVariable(limited, 'datafusion.runtime.memory_limit'), 'memory_limit')).toBe('unlimited');
    expect(limited.objectStoreRegistry).toBe(shared.objectStoreRegistry);
    const ttl = set('list_files_cache_ttl', '2m', shared);
    expect(
      show(resetRuntimeVariable(ttl, 'datafusion.runtime.list_files_cache_ttl'), 'list_files_cache_ttl'),
    ).toBeUndefined();
  });

  it.each([
    [
      'memory_limit',
      '1.5X',
      "Unsupported unit 'X' in 'datafusion.runtime.memory_limit', limit '1.5X'. Unit must be one of: 'K', 'M', 'G'",
    ],
    ['memory_limit', 'abcM', "Failed to parse number from 'datafusion.runtime.memory_limit', limit 'abcM'"],
    ['memory_limit', '-1M', "Limit value should be positive finite number for 'datafusion.runtime.memory_limit'"],
    ['memory_limit', 'infM', "Limit value should be positive finite number for 'datafusion.runtime.memory_limit'"],
    [
      'memory_limit',
      '512',
      "Unsupported unit '2' in 'datafusion.runtime.memory_limit', limit '512'. Unit must be one of: 'K', 'M', 'G'",
    ],
    ['memory_limit', ' ', "Empty limit value found for 'datafusion.runtime.memory_limit'"],
    [
      'list_files_cache_ttl',
      '30s1m',
      "Invalid duration unit: 'm'. The unit must be either 'm' (minutes), or 's' (seconds), and be in the correct order for 'datafusion.runtime.list_files_cache_ttl'",
    ],
    [
      'list_files_cache_ttl',
      '1m30s2',
      "Failed to parse number from duration '2' for 'datafusion.runtime.list_files_cache_ttl'",
    ],
    [
      'list_files_cache_ttl',
      'abc',
      "Failed to parse number from duration 'abc' for 'datafusion.runtime.list_files_cache_ttl'",
    ],
    [
      'list_files_cache_ttl',
      '0s',
      "Duration must be greater than 0 seconds for 'datafusion.runtime.list_files_cache_ttl'",
    ],
    [
      'list_files_cache_ttl',
      '9999999999999999999m',
      "Duration has overflowed allowed maximum limit due to 'mins * 60' when setting 'datafusion.runtime.list_files_cache_ttl'",
    ],
    ['nope', '1', 'Unknown runtime configuration: datafusion.runtime.nope'],
  ])('refuse %s = %s', (name, value, message) => {
    expect(() => set(name, value)).toThrow(new Error(message));
  });
});
