import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ScalarValue } from '@datafusion-ts/common';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { BinaryExpr, Column, DynamicFilterPhysicalExpr, Literal } from '@datafusion-ts/physical-expr';
import { expectNoLeaksAsync } from '@datafusion-ts/test-utils';
import { useKernels, twinKernels, wasmKernels } from '../src/kernels.js';
import { readParquet, type ReadResult } from './read-file.js';

const fixture = (name: string): Uint8Array => new Uint8Array(readFileSync(join(__dirname, 'fixtures', name)));
const word = (i: number): string | null => (i % 7 === 0 ? null : `word${i % 13}`);
const text = (i: number): string => `a rather long text number ${i}`;
const column = ({ names, rows }: ReadResult, name: string): unknown[] => rows.map((row) => row[names.indexOf(name)]);
const numbers = Array.from({ length: 500 }, (_, i) => i);

afterEach(() => useKernels(undefined));

describe.each([
  ['wasm', wasmKernels()],
  ['twins', twinKernels()],
])('reading with %s', (_name, kernels) => {
  beforeEach(() => useKernels(kernels));

  test.each([8192, 100, 7])('a DuckDB file of all shapes, batches of %i', async (batchSize) => {
    const result = await expectNoLeaksAsync(() => readParquet(fixture('duckdb-snappy.parquet'), { batchSize }));
    expect(column(result, 'i')).toEqual(numbers.map(BigInt));
    expect(column(result, 'w')).toEqual(numbers.map(word));
    expect(column(result, 't')).toEqual(numbers.map(text));
    expect(column(result, 'd')).toEqual(numbers.map((i) => (i % 3 === 0 ? null : i / 4)));
    expect(column(result, 'b')).toEqual(numbers.map((i) => i % 2 === 0));
    expect(column(result, 'f')).toEqual(numbers.map((i) => i / 3));
    expect(column(result, 'dt')).toEqual(numbers.map((i) => 18262 + i));
    expect(column(result, 'l')).toEqual(numbers.map((i) => [BigInt(i), BigInt(i + 1), null]));
    expect(column(result, 's')).toEqual(numbers.map((i) => [BigInt(i), `q${i}`]));
    expect(column(result, 'm')).toEqual(numbers.map((i) => (i % 5 === 0 ? null : [[`k${i}`, BigInt(i)]])));
  });

  test('v2 pages with delta encodings and gzip', async () => {
    const result = await expectNoLeaksAsync(() => readParquet(fixture('duckdb-v2-delta.parquet')));
    expect(column(result, 'i')).toEqual(numbers.map(BigInt));
    expect(column(result, 'w')).toEqual(numbers.map(word));
    expect(column(result, 't')).toEqual(numbers.map(text));
    expect(column(result, 'f')).toEqual(numbers.map((i) => Math.fround(Math.fround(i) / 3)));
  });

  test('row groups of a DataFusion file, Zstandard, FIXED_LEN_BYTE_ARRAY decimals, time zones', async () => {
    const result = await expectNoLeaksAsync(() => readParquet(fixture('datafusion-zstd.parquet'), { batchSize: 64 }));
    expect(column(result, 'i')).toEqual(numbers.map(BigInt));
    expect(column(result, 'w')).toEqual(numbers.map(word));
    expect(column(result, 't')).toEqual(numbers.map(text));
    expect(column(result, 'd')).toEqual(numbers.map((i) => BigInt(i * 100)));
    expect(column(result, 'ts')).toEqual(numbers.map(BigInt));
    expect(column(result, 'l')).toEqual(numbers.map((i) => [BigInt(i), null]));
  });

  test('DELTA_BYTE_ARRAY', async () => {
    const result = await expectNoLeaksAsync(() => readParquet(fixture('delta-byte-array.parquet')));
    expect(result.rows).toHaveLength(1000);
    expect(result.rows[0]).toEqual(
      [
        'AAAAAAAAIODAAAAA',
        'Sir',
        'Mark',
        'Bailey',
        'N',
        'MOROCCO',
        null,
        'Mark.Bailey@rg9qCNVJ0s7qeY.com',
        '2452443',
      ].map((v, i) =>
        i === 8 ? column(result, 'c_last_review_date')[0] : v === null ? column(result, 'c_login')[0] : v,
      ),
    );
  });
});

describe('predicates', () => {
  const equals = (value: bigint): BinaryExpr =>
    new BinaryExpr(new Column('i', 0), 'Eq', new Literal(ScalarValue.int64(value)));

  test('bounds leave out row groups', async () => {
    const { rows, metrics } = await readParquet(fixture('datafusion-zstd.parquet'), {
      predicate: equals(450n),
      columns: ['i'],
    });
    expect(rows.map(([i]) => i)).toEqual(numbers.slice(400).map(BigInt));
    expect(metrics.formatAggregated()).toContain('row_groups_pruned_statistics=3 total → 1 matched');
  });

  test('Bloom filters leave out row groups whose bounds hold the value', async () => {
    const predicate = new BinaryExpr(new Column('w', 1), 'Eq', new Literal(ScalarValue.utf8('word111')));
    const { rows, metrics } = await readParquet(fixture('datafusion-zstd.parquet'), { predicate, columns: ['i'] });
    expect(rows).toEqual([]);
    expect(metrics.formatAggregated()).toContain('row_groups_pruned_bloom_filter=3 total → 0 matched');
  });

  test('page bounds leave out rows inside a row group', async () => {
    const predicate = new BinaryExpr(new Column('i', 0), 'Lt', new Literal(ScalarValue.int64(60n)));
    const { rows, metrics } = await expectNoLeaksAsync(() =>
      readParquet(fixture('small-pages.parquet'), { predicate, columns: ['i', 't', 'l'], batchSize: 7 }),
    );
    expect(rows.length).toBeGreaterThanOrEqual(60);
    expect(rows.length).toBeLessThan(200);
    rows.forEach((row, i) => expect(row).toEqual([BigInt(i), text(i), [BigInt(i), null]]));
    expect(metrics.formatAggregated()).toContain('page_index_pages_pruned=');
  });

  test('rows between the pages that are left out', async () => {
    const predicate = new BinaryExpr(new Column('i', 0), 'GtEq', new Literal(ScalarValue.int64(430n)));
    const { rows } = await expectNoLeaksAsync(() =>
      readParquet(fixture('small-pages.parquet'), { predicate, columns: ['l', 't', 'i', 'w'], batchSize: 50 }),
    );
    const first = 500 - rows.length;
    expect(first).toBeGreaterThan(300);
    rows.forEach((row, k) =>
      expect(row).toEqual([[BigInt(first + k), null], text(first + k), BigInt(first + k), word(first + k)]),
    );
  });

  test('bounds of pages leave out NaN: filters of the plan skip none of them, those of users do', async () => {
    const f = new Column('f', 0);
    const above = new BinaryExpr(f, 'Gt', new Literal(ScalarValue.float64(20)));
    const valuesOf = async (predicate: PhysicalExpr): Promise<readonly unknown[]> => {
      const { rows } = await expectNoLeaksAsync(() => readParquet(fixture('nan-pages.parquet'), { predicate }));
      return rows.map(([value]) => value);
    };
    expect(await valuesOf(above)).toEqual([0, 1, 2, 50, 4, 5, 6, 7, 8, 9]);
    // Rows are tested as well.
    expect(await valuesOf(new DynamicFilterPhysicalExpr([f], above))).toEqual([50, NaN]);
  });

  test('a filter that is applied leaves rows out and reads its own columns', async () => {
    const read = (): Promise<ReadResult> =>
      readParquet(fixture('datafusion-zstd.parquet'), {
        predicate: equals(450n),
        appliesPredicate: true,
        columns: ['t', 'l'],
        batchSize: 16,
      });
    const { rows } = await expectNoLeaksAsync(read);
    expect(rows).toEqual([[text(450), [450n, null]]]);
  });
});

test('a scan whose filter leaves nothing can be cancelled between row groups', async () => {
  const controller = new AbortController();
  const above = new BinaryExpr(new Column('i', 0), 'Lt', new Literal(ScalarValue.int64(-1n)));
  const options = { above, signal: controller.signal };
  await expect(readParquet(fixture('datafusion-zstd.parquet'), options)).resolves.toMatchObject({ rows: [] });
  controller.abort(new Error('enough'));
  await expect(expectNoLeaksAsync(() => readParquet(fixture('datafusion-zstd.parquet'), options))).rejects.toThrow(
    'enough',
  );
});
