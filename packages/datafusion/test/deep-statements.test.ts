/** Long and deep statements: answered, or refused with an error of the engine; never a bare overflow of the stack. */
import { allocator } from '@datafusion-ts/compute';
import { DataFusionError, SessionContext } from '../src/index.js';

const context = new SessionContext();
const chain = (item: string, operator: string, length: number): string =>
  Array<string>(length).fill(item).join(` ${operator} `);
const nested = (open: string, middle: string, close: string, depth: number): string =>
  open.repeat(depth) + middle + close.repeat(depth);

async function rowsOf(sql: string): Promise<readonly unknown[]> {
  const rows: unknown[] = [];
  for await (const row of (await context.sql(sql)).rows()) rows.push(row);
  return rows;
}

async function only(sql: string): Promise<unknown> {
  const [row] = await rowsOf(sql);
  return Object.values(row ?? {})[0];
}

afterEach(() => expect(allocator.liveBlocks).toBe(0));

describe('chains of 2,500 operators', () => {
  const terms = 2500;
  it.each<[string, unknown]>([
    [`select ${chain('1', '+', terms)} as x`, 2500n],
    [`select ${chain('a', '+', terms)} as x from (values (2)) t(a)`, 5000n],
    [`select ${chain('a', 'and', terms)} as x from (values (true)) t(a)`, true],
    [`select count(*) as x from (values (1)) t(a) where ${chain('a = 2', 'or', terms)}`, 0n],
    [
      `select count(*) as x from (values (7)) t(a) where ${Array.from({ length: terms }, (_, i) => `a = ${i}`).join(' or ')}`,
      1n,
    ],
    [`select length(${chain("'x'", '||', terms)}) as x`, 2500],
    [`select length(${chain('a', '||', terms)}) as x from (values ('xy')) t(a)`, 5000],
    [`select 1${'::int'.repeat(terms)} as x`, 1],
    [`select a${' is null'.repeat(terms)} as x from (values (1)) t(a)`, false],
    [`select 2499 in (${Array.from({ length: terms }, (_, i) => i).join(',')}) as x`, true],
    [`select count(*) as x from (${chain('select 1', 'union all', 500)})`, 500n],
  ])(
    '%s',
    async (sql, expected) => {
      expect(String(await only(sql))).toBe(String(expected));
      expect(await rowsOf(`explain ${sql}`)).toHaveLength(2);
    },
    60_000,
  );
});

describe('beyond the limits', () => {
  it.each([
    `select ${nested('(', '1', ')', 100)}`,
    `select ${nested('not ', 'true', '', 100)}`,
    `select ${nested('- ', '1', '', 100_000)}`,
    `select ${nested('case when true then ', '1', ' end', 100)}`,
    `select ${nested('abs(', '1', ')', 10_000)}`,
    `select ${nested('(select ', '1', ')', 100)}`,
    `select * from ${nested('(select * from ', '(values (1))', ')', 1000)}`,
    `select ${nested('[', '1', ']', 1000)}`,
  ])('nesting is refused as by DataFusion (%#)', async (sql) => {
    await expect(context.sql(sql)).rejects.toThrow('RecursionLimitExceeded (current limit: 50)');
  });

  it.each([
    `select 1${' is null'.repeat(50_000)}`,
    `select 1${'::int'.repeat(50_000)}`,
    chain('select 1', 'union all', 50_000),
  ])(
    'endless chains fail with an error of the engine (%#)',
    async (sql) => {
      await expect(rowsOf(sql)).rejects.toBeInstanceOf(DataFusionError);
    },
    60_000,
  );

  it('the session goes on', async () => {
    expect(await only('select 42')).toBe(42n);
  });
});
