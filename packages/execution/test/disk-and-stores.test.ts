import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DefaultCache,
  DefaultObjectStoreRegistry,
  DiskManager,
  InMemoryObjectStore,
  LocalFileSystem,
  ObjectStoreUrl,
  tableKey,
  type ObjectStore,
} from '@datafusion-ts/execution';

describe('DiskManager', () => {
  it('removes files with their last reference and directories with their last file', async () => {
    const disk = new DiskManager();
    const file = await disk.createTmpFile('Sorting');
    file.write(new Uint8Array(10));
    file.finish();
    const [directory] = disk.tempDirPaths();
    expect(existsSync(directory!)).toBe(true);
    expect(disk.spillingProgress()).toEqual({ currentBytes: 10, activeFilesCount: 1 });
    file.retain();
    file.release();
    expect(existsSync(file.path)).toBe(true);
    file.release();
    expect(existsSync(directory!)).toBe(false);
    expect(disk.usedDiskSpace).toBe(0);
  });

  it('refuses to exceed its limit and counts nothing for what it refused', async () => {
    const disk = new DiskManager({ kind: 'OsTmpDirectory' }, 100);
    const file = await disk.createTmpFile('Sorting');
    file.write(new Uint8Array(90));
    expect(() => file.write(new Uint8Array(11))).toThrow(
      'The used disk space during the spilling process has exceeded the allowable limit of 100.0 B. Please try increasing the config: `datafusion.runtime.max_temp_directory_size`.',
    );
    expect(disk.usedDiskSpace).toBe(90);
    file.release();
    expect(disk.usedDiskSpace).toBe(0);
  });

  it('makes no files when disabled', async () => {
    const disk = new DiskManager({ kind: 'Disabled' });
    await expect(disk.createTmpFile('Sorting')).rejects.toThrow(
      'Memory Exhausted while Sorting (DiskManager is disabled)',
    );
    expect(() => disk.setMaxTempDirectorySize(5)).toThrow(
      'Cannot set max temp directory size for a disk manager that spilling is disabled',
    );
  });

  it('reads back what was written', async () => {
    const disk = new DiskManager();
    const file = await disk.createTmpFile('Sorting');
    file.write(new Uint8Array([1, 2, 3]));
    const reader = file.open();
    const bytes = new Uint8Array(5);
    expect(reader.read(bytes)).toBe(3);
    expect([...bytes]).toEqual([1, 2, 3, 0, 0]);
    reader.close();
    file.release();
  });
});

describe.each([
  ['memory', (): [ObjectStore, string, () => void] => [new InMemoryObjectStore(), 'base', () => undefined]],
  [
    'local files',
    (): [ObjectStore, string, () => void] => {
      const folder = mkdtempSync(join(tmpdir(), 'store-'));
      return [new LocalFileSystem(), folder.slice(1), () => rmSync(folder, { recursive: true })];
    },
  ],
])('object store of %s', (_name, make) => {
  it('puts, lists, reads ranges and deletes', async () => {
    const [store, base, clean] = make();
    try {
      await store.put(`${base}/a/one`, new Uint8Array([0, 1, 2, 3, 4, 5]));
      await store.put(`${base}/two`, new Uint8Array([9]));
      expect([...(await store.get(`${base}/a/one`))]).toEqual([0, 1, 2, 3, 4, 5]);
      const ranges = await store.getRanges(`${base}/a/one`, [
        { start: 4, end: 6 },
        { start: 0, end: 2 },
      ]);
      expect(ranges.map((range) => [...range])).toEqual([
        [4, 5],
        [0, 1],
      ]);
      expect((await store.head(`${base}/two`)).size).toBe(1);
      const listed: string[] = [];
      for await (const meta of store.list(base)) listed.push(meta.location);
      expect(listed.sort()).toEqual([`${base}/a/one`, `${base}/two`]);
      const level = await store.listWithDelimiter(base);
      expect(level.objects.map((meta) => meta.location)).toEqual([`${base}/two`]);
      expect(level.commonPrefixes).toEqual([`${base}/a`]);
      const upload = await store.putMultipart(`${base}/three`);
      await upload.putPart(new Uint8Array([1]));
      await upload.putPart(new Uint8Array([2]));
      await upload.complete();
      expect([...(await store.get(`${base}/three`))]).toEqual([1, 2]);
      await store.delete(`${base}/three`);
      await expect(store.get(`${base}/three`)).rejects.toThrow(/Object at location .*three not found: /);
    } finally {
      clean();
    }
  });
});

describe('ObjectStoreRegistry', () => {
  it('finds stores by scheme and host, whatever the user and the path', () => {
    const registry = new DefaultObjectStoreRegistry();
    const store = new InMemoryObjectStore();
    expect(registry.registerStore('s3://bucket', store)).toBeUndefined();
    expect(registry.getStore('s3://user:secret@bucket/some/path')).toBe(store);
    expect(String(registry.getStore('file:///tmp/x.csv'))).toBe('LocalFileSystem(file:///)');
    expect(() => registry.getStore('gs://other/')).toThrow(
      'No suitable object store found for gs://other/. See `RuntimeEnv::register_object_store`',
    );
    expect(registry.deregisterStore('s3://bucket')).toBe(store);
    expect(() => registry.deregisterStore('s3://bucket')).toThrow(
      'Failed to deregister object store. No suitable object store found for s3://bucket',
    );
  });

  it('names stores by scheme and authority only', () => {
    expect(String(ObjectStoreUrl.parse('s3://bucket'))).toBe('s3://bucket/');
    expect(String(ObjectStoreUrl.localFilesystem())).toBe('file:///');
    expect(() => ObjectStoreUrl.parse('s3://bucket/path')).toThrow(
      'ObjectStoreUrl must only contain scheme and authority, got: /path',
    );
  });
});

describe('DefaultCache', () => {
  const make = (limit: number, ttl?: number): { cache: DefaultCache<string>; clock: { now: number } } => {
    const clock = { now: 0 };
    const options = { name: 'test', limit, sizeOf: (value: string) => value.length, now: () => clock.now };
    return { cache: new DefaultCache(ttl === undefined ? options : { ...options, ttl }), clock };
  };

  it('drops what was used longest ago', () => {
    const { cache } = make(9);
    cache.put('a', 'xx');
    cache.put('b', 'xx');
    cache.put('c', 'xx');
    cache.get('a');
    cache.put('d', 'xx');
    expect(['a', 'b', 'c', 'd'].filter((key) => cache.containsKey(key))).toEqual(['a', 'c', 'd']);
    cache.updateCacheLimit(3);
    expect(cache.length).toBe(1);
  });

  it('keeps neither empty nor oversized values, and the latter remove their predecessor', () => {
    const { cache } = make(5);
    expect(cache.put('a', '')).toBeUndefined();
    expect(cache.length).toBe(0);
    cache.put('a', 'xx');
    expect(cache.put('a', 'xxxxxxxx')).toBe('xx');
    expect(cache.get('a')).toBeUndefined();
  });

  it('forgets expired entries and those of a dropped table', () => {
    const { cache, clock } = make(100, 10);
    cache.put(tableKey('t', 'p'), 'x');
    cache.put(tableKey('u', 'p'), 'y');
    cache.dropTableEntries('t');
    expect(cache.get(tableKey('t', 'p'))).toBeUndefined();
    clock.now = 10;
    expect(cache.get(tableKey('u', 'p'))).toBeUndefined();
  });

  it('counts hits', () => {
    const { cache } = make(100);
    cache.put('k', 'v');
    cache.get('k');
    cache.get('k');
    expect(cache.listEntries().get('k')).toEqual({ value: 'v', sizeBytes: 1, hits: 2, expires: undefined });
    cache.put('k', 'w');
    expect(cache.listEntries().get('k')?.hits).toBe(0);
  });
});

it('reports missing local files with their absolute path', async () => {
  writeFileSync(join(tmpdir(), 'present'), '');
  await expect(new LocalFileSystem().head('definitely/not/there')).rejects.toThrow(
    'Object at location /definitely/not/there not found: No such file or directory (os error 2)',
  );
});
