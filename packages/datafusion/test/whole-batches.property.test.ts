/** Aggregation of batches that leave out few rows, against sums made row by row. */
import { propertyBudget } from '@datafusion-ts/test-utils';
import fc from 'fast-check';
import { SessionContext } from '../src/index.js';

interface Row {
  readonly key: number | null;
  readonly amount: number | null;
  readonly factor: number;
  readonly isOut: boolean;
}

/** Left out with it are values that no product of decimals holds. */
const HUGE = '99999999999999999999999999999999999999';

async function rowsOf(context: SessionContext, sql: string): Promise<readonly Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  for await (const row of (await context.sql(sql)).rows()) rows.push({ ...row });
  return rows;
}

async function tableOf(rows: readonly Row[], outAmount: string | undefined): Promise<SessionContext> {
  const context = new SessionContext();
  context.config.set('datafusion.execution.target_partitions', '1');
  // Batches below half of this would be gathered.
  context.config.set('datafusion.execution.batch_size', '60');
  const values = rows.map(({ key, amount, factor, isOut }) => {
    const own = isOut && outAmount !== undefined ? outAmount : String(amount);
    return `(${key}, ${own}, ${factor}, ${isOut})`;
  });
  const type = outAmount === undefined ? 'decimal(12, 2)' : 'decimal(38, 0)';
  await (
    await context.sql(
      `CREATE TABLE t AS SELECT column1 AS k, cast(column2 AS ${type}) AS a, cast(column3 AS decimal(6, 2)) AS f, column4 AS o
       FROM (VALUES ${values.join(', ')})`,
    )
  ).collect();
  return context;
}

const aggregates = 'count(*) AS n, count(a) AS m, sum(a) AS s, avg(f) AS g, sum(a * (f - 1)) AS p, min(a) AS l';

/** Expected results by key, with decimals as texts. */
function expected(rows: readonly Row[]): ReadonlyMap<string, unknown> {
  const groups = new Map<string, Row[]>();
  for (const row of rows.filter(({ isOut }) => !isOut))
    groups.set(String(row.key), [...(groups.get(String(row.key)) ?? []), row]);
  return new Map(
    [...groups].map(([key, group]) => {
      const amounts = group.flatMap(({ amount }) => (amount === null ? [] : [amount]));
      const products = group.flatMap(({ amount, factor }) => (amount === null ? [] : [amount * (factor - 1)]));
      const total = (all: readonly number[]): number | null =>
        all.length === 0 ? null : all.reduce((sum, one) => sum + one, 0);
      const factors = group.reduce((sum, { factor }) => sum + factor, 0);
      return [
        key,
        {
          n: group.length,
          m: amounts.length,
          s: total(amounts),
          g: Math.trunc((factors / group.length) * 1e6 + 1e-7),
          p: total(products),
          l: amounts.length === 0 ? null : Math.min(...amounts),
        },
      ];
    }),
  );
}

const number = (value: unknown): number | null => (value === null ? null : Number(String(value)));

async function found(context: SessionContext): Promise<ReadonlyMap<string, unknown>> {
  const rows = await rowsOf(
    context,
    `SELECT cast(k AS varchar) AS k, n, m, cast(s AS varchar) AS s, cast(g AS varchar) AS g, cast(p AS varchar) AS p,
       cast(l AS varchar) AS l
     FROM (SELECT k, ${aggregates} FROM t WHERE NOT o GROUP BY k)`,
  );
  return new Map(
    rows.map(({ k, n, m, s, g, p, l }) => [
      String(k),
      {
        n: number(n),
        m: number(m),
        s: number(s),
        g: Math.round(Number(g) * 1e6),
        p: number(p),
        l: number(l),
      },
    ]),
  );
}

const rowsWith = (hasNulls: boolean): fc.Arbitrary<readonly Row[]> =>
  fc
    .array(
      fc.record({
        key: fc.option(fc.integer({ min: 0, max: 3 }), { nil: null, freq: 9 }),
        amount: hasNulls
          ? fc.option(fc.integer({ min: -1000, max: 1000 }), { nil: null, freq: 9 })
          : fc.integer({ min: -1000, max: 1000 }),
        factor: fc.integer({ min: 0, max: 50 }),
        isOut: fc.integer({ min: 0, max: 11 }).map((n) => n === 0),
      }),
      { minLength: 3, maxLength: 60 },
    )
    // More rows than a group needs to be one of few.
    .map((rows) => Array.from({ length: 5 }, () => rows).flat());

describe('batches that leave out few rows', () => {
  it.each([false, true])('give the same aggregates, with nulls: %s', async (hasNulls) => {
    await fc.assert(
      fc.asyncProperty(rowsWith(hasNulls), async (rows) => {
        const context = await tableOf(rows, undefined);
        expect(await found(context)).toEqual(expected(rows));
      }),
      propertyBudget(15),
    );
  });

  it('do not fail for rows that are left out', async () => {
    const rows = Array.from({ length: 300 }, (_, i) => ({
      key: i % 2,
      amount: i,
      factor: i % 7,
      isOut: i % 50 === 3,
    }));
    const context = await tableOf(rows, HUGE);
    const sql = `SELECT k, sum(a * a) AS s FROM t WHERE NOT o GROUP BY k ORDER BY k`;
    const sum = (key: number): string =>
      String(rows.filter((row) => row.key === key && !row.isOut).reduce((all, { amount }) => all + amount ** 2, 0));
    const both = await rowsOf(context, sql.replace('sum(a * a)', 'cast(sum(a * a) AS varchar)'));
    expect(both.map(({ s }) => s)).toEqual([sum(0), sum(1)]);
    await expect(rowsOf(context, sql.replace('WHERE NOT o', ''))).rejects.toThrow();
  });
});
