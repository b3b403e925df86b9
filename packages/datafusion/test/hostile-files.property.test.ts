/**
 * Damaged Arrow, Parquet, CSV and NDJSON files, read by whole queries: an answer or one of the engine's errors, never a crash, a hang or a
 * leak. Schemas are known from the sound file, so that damage gets past their inference.
 */
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataFusionError } from '@datafusion-ts/common';
import { allocator } from '@datafusion-ts/compute';
import { propertyBudget } from '@datafusion-ts/test-utils';
import fc from 'fast-check';
import { SessionContext } from '../src/index.js';

const folder = mkdtempSync(join(tmpdir(), 'hostile-'));
afterAll(() => rmSync(folder, { recursive: true }));

const LONGEST_MS = 20_000;

/** Rows of many types, with nulls, long and short texts and lists. */
const ROWS = `SELECT value AS a, CASE WHEN value % 7 = 0 THEN NULL ELSE value * 1.5 END AS b, value % 2 = 0 AS c,
  'text é ' || repeat('x', value % 30) AS d, arrow_cast(value, 'Int32') AS e,
  to_timestamp_seconds(value * 100000) AS f, 'entry' || (value % 3) AS g FROM generate_series(1, 300)`;
const NESTED = ", [value, NULL, value + 1] AS h, named_struct('x', value, 'y', ['é']) AS i";

const sound: Readonly<Record<string, string>> = {
  arrow: join(folder, 'sound.arrow'),
  parquet: join(folder, 'sound.parquet'),
  csv: join(folder, 'sound.csv'),
  json: join(folder, 'sound.json'),
};

beforeAll(async () => {
  const context = new SessionContext();
  for (const [format, path] of Object.entries(sound)) {
    const rows = format === 'csv' ? ROWS : ROWS.replace(' FROM ', `${NESTED} FROM `);
    await (await context.sql(`COPY (${rows}) TO '${path}' STORED AS ${format}`)).collect();
  }
});

/**
 * Reads all rows of a file that holds `bytes`, as a table with the schema of the sound file or with its own. Gives the error that the
 * damage led to.
 */
async function readDamaged(format: string, bytes: Uint8Array, known: boolean): Promise<DataFusionError | undefined> {
  const path = join(folder, `damaged.${format}`);
  const start = performance.now();
  let failure: DataFusionError | undefined;
  try {
    const context = new SessionContext();
    if (known) copyFileSync(sound[format]!, path);
    else writeFileSync(path, bytes);
    await (await context.sql(`CREATE EXTERNAL TABLE t STORED AS ${format} LOCATION '${path}'`)).collect();
    if (known) writeFileSync(path, bytes);
    await (await context.sql('SELECT * FROM t')).collect();
    await (await context.sql('SELECT count(*), max(a) FROM t WHERE a > 3')).collect();
  } catch (error) {
    if (!(error instanceof DataFusionError) || error.code === 'Internal') throw error;
    failure = error;
  }
  expect(performance.now() - start).toBeLessThan(LONGEST_MS);
  expect(allocator.liveBlocks).toBe(0);
  return failure;
}

const place = fc.double({ min: 0, max: 0.999999, noNaN: true });
const flips = fc.array(fc.tuple(place, fc.integer({ min: 1, max: 255 })), { minLength: 1, maxLength: 4 });

describe.each(Object.keys(sound))('%s', (format) => {
  it('is read when it is sound', async () => {
    expect(await readDamaged(format, readFileSync(sound[format]!), true)).toBeUndefined();
  });

  it('with flipped bits', async () => {
    await fc.assert(
      fc.asyncProperty(flips, fc.boolean(), async (list, known) => {
        const bytes = new Uint8Array(readFileSync(sound[format]!));
        for (const [at, mask] of list) bytes[Math.floor(at * bytes.length)]! ^= mask;
        await readDamaged(format, bytes, known);
      }),
      propertyBudget(250),
    );
  });

  it('with pieces missing or in a wrong place', async () => {
    await fc.assert(
      fc.asyncProperty(place, fc.nat(3000), place, fc.boolean(), async (from, length, to, known) => {
        const bytes = readFileSync(sound[format]!);
        const start = Math.floor(from * bytes.length);
        const piece = bytes.subarray(start, start + length);
        const rest = Buffer.concat([bytes.subarray(0, start), bytes.subarray(start + length)]);
        const target = Math.floor(to * rest.length);
        const moved = Buffer.concat([rest.subarray(0, target), piece, rest.subarray(target)]);
        await readDamaged(format, rest, known);
        await readDamaged(format, moved, known);
      }),
      propertyBudget(50),
    );
  });
});

const badData = join(__dirname, '../../../../shared/datafusion-suite/parquet-testing/bad_data');
const bad = existsSync(badData) ? readdirSync(badData).filter((name) => name.endsWith('.parquet')) : [];

(bad.length > 0 ? it.each(bad) : it.skip.each(['(not present)']))('bad data of parquet-testing: %s', async (name) => {
  await readDamaged('parquet', readFileSync(join(badData, name)), false);
});
