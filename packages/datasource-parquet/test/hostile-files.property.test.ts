/** Damaged files give errors: no crash, no hang, no leak, nothing that is not one of the engine's errors. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataFusionError, ScalarValue } from '@datafusion-ts/common';
import { expectNoLeaksAsync, propertyBudget } from '@datafusion-ts/test-utils';
import { BinaryExpr, Column, IsNullExpr, Literal } from '@datafusion-ts/physical-expr';
import fc from 'fast-check';
import { twinKernels, useKernels, wasmKernels } from '../src/kernels.js';
import { readParquet, type ReadOptions } from './read-file.js';

const files = [
  'duckdb-snappy.parquet',
  'duckdb-v2-delta.parquet',
  'datafusion-zstd.parquet',
  'small-pages.parquet',
  'dictionary-overflow.parquet',
  'delta-byte-array.parquet',
];
const contents = files.map((name) => new Uint8Array(readFileSync(join(__dirname, 'fixtures', name))));

/** Filters that leave few rows, which are taken out of pages one by one: of files that begin with the columns they read. */
const filters = ['word3', 'word11', undefined].flatMap((word) =>
  [30n, 200n].map((most) => {
    const w = new Column('w', 1);
    const isWord =
      word === undefined
        ? new IsNullExpr(w)
        : new BinaryExpr(w, 'Eq', new Literal(new ScalarValue({ kind: 'Utf8View' }, word)));
    return new BinaryExpr(
      isWord,
      'And',
      new BinaryExpr(new Column('i', 0), 'Lt', new Literal(ScalarValue.int64(most))),
    );
  }),
);

/** Where the footer begins. */
const footerOf = (bytes: Uint8Array): number =>
  bytes.length - 8 - new DataView(bytes.buffer).getUint32(bytes.length - 8, true);

afterEach(() => useKernels(undefined));

async function readDamaged(bytes: Uint8Array, wanted: ReadOptions = {}): Promise<void> {
  await expectNoLeaksAsync(async () => {
    try {
      await readParquet(bytes, { batchSize: 300, ...wanted });
    } catch (error) {
      if (!(error instanceof DataFusionError) || error.code === 'Internal') throw error;
    }
  });
}

describe.each([
  ['wasm', wasmKernels()],
  ['twins', twinKernels()],
])('with %s', (name, kernels) => {
  beforeEach(() => useKernels(kernels));
  const runs = name === 'wasm' ? 400 : 60;

  test('flipped bits', async () => {
    const damage = fc.array(
      fc.tuple(fc.double({ min: 0, max: 0.999999, noNaN: true }), fc.integer({ min: 1, max: 255 })),
      { minLength: 1, maxLength: 4 },
    );
    await fc.assert(
      fc.asyncProperty(fc.nat(files.length - 1), damage, async (file, flips) => {
        const bytes = contents[file]!.slice();
        for (const [place, mask] of flips) bytes[Math.floor(place * bytes.length)]! ^= mask;
        await readDamaged(bytes);
      }),
      propertyBudget(runs),
    );
  });

  test('flipped bits in pages, under filters', async () => {
    const flip = fc.tuple(fc.double({ min: 0, max: 0.999999, noNaN: true }), fc.integer({ min: 1, max: 255 }));
    await fc.assert(
      fc.asyncProperty(
        fc.nat(files.length - 2),
        fc.constantFrom(...filters),
        fc.array(flip, { minLength: 1, maxLength: 3 }),
        async (file, above, flips) => {
          const bytes = contents[file]!.slice();
          for (const [place, mask] of flips) bytes[4 + Math.floor(place * (footerOf(contents[file]!) - 4))]! ^= mask;
          await readDamaged(bytes, { above });
        },
      ),
      propertyBudget(runs),
    );
  });

  test('flipped bits in the footer', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(files.length - 1),
        fc.nat(2000),
        fc.integer({ min: 1, max: 255 }),
        async (file, place, mask) => {
          const bytes = contents[file]!.slice();
          bytes[Math.max(0, bytes.length - 1 - place)]! ^= mask;
          await readDamaged(bytes);
        },
      ),
      propertyBudget(runs),
    );
  });

  test('missing pieces', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(files.length - 1),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.nat(5000),
        async (file, place, length) => {
          const bytes = contents[file]!;
          const at = Math.floor(place * bytes.length);
          await readDamaged(Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + length)]));
        },
      ),
      propertyBudget(runs / 4),
    );
  });
});
