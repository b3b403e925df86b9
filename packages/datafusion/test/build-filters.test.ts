/** Joins of whole tables are made only as far as few rows on the other side of a join ask for them. */
import { allocator } from '@datafusion-ts/compute';
import * as fc from 'fast-check';
import { propertyBudget } from '@datafusion-ts/test-utils';
import { SessionContext } from '../src/index.js';

async function rowsOf(context: SessionContext, sql: string): Promise<readonly (readonly unknown[])[]> {
  const rows: unknown[][] = [];
  for await (const row of (await context.sql(sql)).rows()) rows.push(Object.values(row));
  expect(allocator.liveBlocks).toBe(0);
  return rows;
}

async function session(): Promise<SessionContext> {
  const context = new SessionContext();
  context.config.set('datafusion.execution.target_partitions', '1');
  await rowsOf(
    context,
    'CREATE TABLE places AS SELECT value AS g, value * 3 AS p FROM generate_series(0, 96) AS t(value)',
  );
  await rowsOf(
    context,
    'CREATE TABLE parents AS SELECT value AS k, value % 97 AS g, value % 7 AS h FROM generate_series(1, 70000) AS t(value)',
  );
  await rowsOf(
    context,
    `CREATE TABLE children AS SELECT CASE WHEN value % 13 = 0 THEN NULL ELSE (value * 7) % 80000 END AS k, value % 7 AS h,
      value AS v FROM generate_series(1, 90000) AS t(value)`,
  );
  return context;
}

const BOTH = 'SELECT k, parents.g AS g, parents.h AS h, p FROM parents JOIN places ON parents.g = places.g';
const FEW = (least: number): string => `SELECT k, h, sum(v) AS s FROM children GROUP BY k, h HAVING sum(v) > ${least}`;

/** Rows that the join on top of the plan read as its build side. */
async function buildRows(context: SessionContext, sql: string): Promise<string | undefined> {
  const plan = String((await rowsOf(context, `EXPLAIN ANALYZE ${sql}`))[0]![1]);
  return /HashJoinExec.*?build_input_rows=([^,]*),/.exec(plan)?.[1];
}

let context: SessionContext;
beforeAll(async () => {
  context = await session();
});

describe('a build side that joins whole tables', () => {
  it.each([
    ['an inner join', `SELECT * FROM (${BOTH}) b JOIN (${FEW(145_000)}) f ON b.k = f.k`],
    ['a semi join', `SELECT * FROM (${BOTH}) b WHERE k IN (SELECT k FROM (${FEW(145_000)}) f)`],
    ['an inner join by two keys', `SELECT * FROM (${BOTH}) b JOIN (${FEW(145_000)}) f ON b.k = f.k AND b.h = f.h`],
  ])('is narrowed for %s', async (_, sql) => {
    expect(Number(await buildRows(context, sql))).toBeLessThan(3000);
    expect(await rowsOf(context, sql)).toEqual(await rowsOf(context, sql));
  });

  it('is left alone where one of its rows may fail', async () => {
    const left = `SELECT k, 100 / (k - 50) AS q FROM (${BOTH})`;
    const sql = `SELECT * FROM (${left}) b JOIN (${FEW(145_000)}) f ON b.k = f.k WHERE q >= 0`;
    await expect(rowsOf(context, sql)).rejects.toThrow('Divide by zero');
  });

  it('is not read for nobody', async () => {
    expect(await buildRows(context, `SELECT * FROM (${BOTH}) b JOIN (${FEW(1e9)}) f ON b.k = f.k`)).toBe('0');
  });

  it('is narrowed anew whenever a plan runs', async () => {
    const frame = await context.sql(`SELECT b.k FROM (${BOTH}) b JOIN (${FEW(145_000)}) f ON b.k = f.k`);
    const [first, second] = [await frame.count(), await frame.count()];
    expect(first).toBe(second);
  });

  it('gives the same rows as without filters', async () => {
    const plain = await session();
    plain.config.set('datafusion.optimizer.enable_join_dynamic_filter_pushdown', 'false');
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('JOIN', 'LEFT JOIN', 'RIGHT JOIN', 'LEFT SEMI JOIN', 'LEFT ANTI JOIN', 'RIGHT SEMI JOIN'),
        fc.constantFrom('b.k = f.k', 'b.k = f.k AND b.h = f.h', 'b.g = f.k', 'b.p = f.k AND b.h = f.h'),
        fc.integer({ min: 0, max: 150_000 }),
        async (type, on, least) => {
          const sql = `SELECT count(*), sum(1) FROM (${BOTH}) b ${type} (${FEW(least)}) f ON ${on}`;
          const sums = type.startsWith('RIGHT') ? 'sum(f.v), min(f.k)' : 'sum(b.k), max(b.p)';
          const query = sql.replace(
            'sum(1)',
            type === 'RIGHT SEMI JOIN' ? 'sum(f.s), min(f.k)' : sums.replace('f.v', 'f.s'),
          );
          expect(await rowsOf(context, query)).toEqual(await rowsOf(plain, query));
        },
      ),
      propertyBudget(5),
    );
  });
});
