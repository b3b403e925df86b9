import { InMemoryObjectStore } from '@datafusion-ts/execution';
import { ListingTableUrl } from '../src/listing/listing-table-url.js';

const parse = (text: string): ListingTableUrl => ListingTableUrl.parse(text, '/work');

describe('ListingTableUrl', () => {
  it.each([
    ['a.csv', 'file:///work/a.csv', false],
    ['../x/./a.csv', 'file:///x/a.csv', false],
    ['data/', 'file:///work/data/', true],
    ['/data/*.csv', 'file:///data/*.csv', true],
    ['s3://bucket/key/', 's3://bucket/key/', true],
    ['file:///tmp/a%20b.csv', 'file:///tmp/a b.csv', false],
  ])('reads %s', (text, printed, collection) => {
    const url = parse(text);
    expect(url.toString()).toBe(printed);
    expect(url.isCollection).toBe(collection);
  });

  it('counts partition folders as part of the table, other folders not', () => {
    const url = parse('/t/');
    expect(url.contains('t/a.csv', true)).toBe(true);
    expect(url.contains('t/x=1/y=2/a.csv', true)).toBe(true);
    expect(url.contains('t/sub/a.csv', true)).toBe(false);
    expect(url.contains('t/sub/a.csv', false)).toBe(true);
    expect(url.contains('u/a.csv', true)).toBe(false);
  });

  it('matches globs against names', () => {
    const url = parse('/t/*.csv');
    expect(url.contains('t/a.csv', true)).toBe(true);
    expect(url.contains('t/x=1/a.csv', true)).toBe(true);
    expect(url.contains('t/a.json', true)).toBe(false);
  });

  it('lists files by extension, in order of their paths, and nothing where nothing is', async () => {
    const store = new InMemoryObjectStore();
    for (const name of ['t/b.csv', 't/a.csv', 't/a.json', 'u/c.csv']) await store.put(name, new Uint8Array(1));
    const files = async (text: string): Promise<readonly string[]> =>
      (await parse(text).listFiles(store, '.csv', true)).map((file) => file.location);
    expect(await files('/t/')).toEqual(['t/a.csv', 't/b.csv']);
    expect(await files('/t/a.csv')).toEqual(['t/a.csv']);
    expect(await files('/t/nothing.csv')).toEqual([]);
  });
});
