/** Damaged files give errors: no crash, no hang, no leak, nothing that is not one of the engine's errors. */
import { readFileSync } from 'node:fs';
import { DataFusionError } from '@datafusion-ts/common';
import { Arena, formatBatch, fromHost, HostDictionaries } from '@datafusion-ts/compute';
import { expectNoLeaksAsync, propertyBudget } from '@datafusion-ts/test-utils';
import * as arrow from 'apache-arrow';
import fc from 'fast-check';
import { loadIpc } from '../src/load-ipc.js';
import { batchesOf, hostBatches, openIpc, schemaOf } from '../src/open-ipc.js';

const { Field } = arrow;
const count = 40;
const each = <T>(value: (i: number) => T): (T | null)[] =>
  Array.from({ length: count }, (_, i) => (i % 7 === 3 ? null : value(i)));

function table(): arrow.Table {
  const child = new Field('item', new arrow.Int32(), true);
  const columns: Record<string, arrow.Vector> = {
    i: arrow.vectorFromArray(
      each((i) => i * 3),
      new arrow.Int32(),
    ),
    l: arrow.vectorFromArray(
      each((i) => BigInt(i)),
      new arrow.Int64(),
    ),
    f: arrow.vectorFromArray(
      each((i) => i / 3),
      new arrow.Float64(),
    ),
    b: arrow.vectorFromArray(
      each((i) => i % 2 === 0),
      new arrow.Bool(),
    ),
    t: arrow.vectorFromArray(
      each((i) => `é${i} some longer text ${'x'.repeat(i % 5)}`),
      new arrow.Utf8(),
    ),
    y: arrow.vectorFromArray(
      each((i) => Uint8Array.of(i, 255)),
      new arrow.Binary(),
    ),
    d: arrow.vectorFromArray(
      each((i) => `entry ${i % 4}`),
      new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32()),
    ),
    s: arrow.vectorFromArray(
      each((i) => ({ a: i })),
      new arrow.Struct([new Field('a', new arrow.Int32(), true)]),
    ),
    a: arrow.vectorFromArray(
      each((i) => Array.from({ length: i % 4 }, (_, k) => k)),
      new arrow.List(child),
    ),
    z: arrow.vectorFromArray(
      each((i) => [i, i + 1]),
      new arrow.FixedSizeList(2, child),
    ),
    m: arrow.vectorFromArray(
      each((i) => new Date(i * 1e9)),
      new arrow.TimestampMillisecond(),
    ),
    c: arrow.vectorFromArray(
      each((i) => new Date(i * 864e5)),
      new arrow.DateDay(),
    ),
  };
  return new arrow.Table(columns);
}

const examples = '../../../../shared/datafusion-suite/datafusion/datasource-arrow/tests/data/';
const example = (name: string): Uint8Array[] => {
  try {
    return [new Uint8Array(readFileSync(new URL(examples + name, `file://${__dirname}/`)))];
  } catch {
    return []; // the suite is not everywhere
  }
};

const files = [
  arrow.tableToIPC(table(), 'file'),
  arrow.tableToIPC(table(), 'stream'),
  ...example('example.arrow'),
  ...example('example_stream.arrow'),
];

/** Reads all there is, as a query would. */
async function readAll(bytes: Uint8Array): Promise<number> {
  const bridge = await loadIpc();
  const reader = openIpc(bridge, bytes);
  const schema = schemaOf(bridge, reader);
  const used = schema.fields.map((_, i) => i);
  const toHost = hostBatches(bridge, schema, used);
  const arena = new Arena();
  const dictionaries = new HostDictionaries();
  let rows = 0;
  try {
    for (const batch of batchesOf(reader)) {
      const host = toHost(batch);
      const length = Math.min(host.rowCount, 1000);
      formatBatch(fromHost(host, used, arena, 0, length, dictionaries));
      rows += length;
      if (rows > 10_000) return rows;
    }
  } finally {
    dictionaries.release();
    arena.release();
  }
  return rows;
}

async function readDamaged(bytes: Uint8Array): Promise<void> {
  await expectNoLeaksAsync(async () => {
    const start = performance.now();
    try {
      await readAll(bytes);
    } catch (error) {
      if (!(error instanceof DataFusionError) || error.code === 'Internal') throw error;
    }
    expect(performance.now() - start).toBeLessThan(20_000);
  });
}

const damage = fc.array(fc.tuple(fc.double({ min: 0, max: 0.999999, noNaN: true }), fc.integer({ min: 1, max: 255 })), {
  minLength: 1,
  maxLength: 4,
});

test('sound files are read', async () => {
  for (const bytes of files) expect(await readAll(bytes)).toBeGreaterThan(0);
});

test('flipped bits', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(files.length - 1), damage, async (file, flips) => {
      const bytes = files[file]!.slice();
      for (const [place, mask] of flips) bytes[Math.floor(place * bytes.length)]! ^= mask;
      await readDamaged(bytes);
    }),
    propertyBudget(1500),
  );
});

test('numbers written over', async () => {
  const numbers = fc.constantFrom(-1, 0, 1, 0x7fff_ffff, -0x8000_0000, 0x10, 0x100, 0x10000, 0x100_0000);
  await fc.assert(
    fc.asyncProperty(fc.nat(files.length - 1), fc.nat(100_000), numbers, async (file, place, number) => {
      const bytes = files[file]!.slice();
      new DataView(bytes.buffer).setInt32((place % (bytes.length - 4)) & ~3, number, true);
      await readDamaged(bytes);
    }),
    propertyBudget(1500),
  );
});

test('missing pieces', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(files.length - 1),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.nat(5000),
      async (file, place, length) => {
        const bytes = files[file]!;
        const at = Math.floor(place * bytes.length);
        await readDamaged(Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + length)]));
      },
    ),
    propertyBudget(500),
  );
});
