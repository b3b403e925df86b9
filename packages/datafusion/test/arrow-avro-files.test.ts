/** Arrow and Avro files through the public API, registered and read. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SessionContext } from '../src/index.js';

const AVRO = join(__dirname, '../../../sqllogictest/data/deflate.avro');

async function countOf(context: SessionContext, table: string): Promise<unknown> {
  for await (const row of (await context.sql(`SELECT count(*) AS n FROM ${table}`)).rows()) return row['n'];
  return undefined;
}

describe('files of other formats', () => {
  const folder = mkdtempSync(join(tmpdir(), 'arrow-avro-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('registers and reads Arrow files', async () => {
    const context = new SessionContext();
    const path = join(folder, 'numbers.arrow');
    await (await context.sql(`COPY (SELECT * FROM generate_series(1, 9)) TO '${path}'`)).collect();
    await context.registerArrow('numbers', path);
    expect(await countOf(context, 'numbers')).toBe(9n);
    const batches = await (await context.readArrow(path)).collect();
    expect(batches.reduce((sum, { numRows }) => sum + numRows, 0)).toBe(9);
  });

  it('registers and reads Avro files', async () => {
    const context = new SessionContext();
    await context.registerAvro('numbers', AVRO);
    const batches = await (await context.readAvro(AVRO)).collect();
    const rows = batches.reduce((sum, { numRows }) => sum + numRows, 0);
    expect(rows).toBeGreaterThan(0);
    expect(await countOf(context, 'numbers')).toBe(BigInt(rows));
  });
});
