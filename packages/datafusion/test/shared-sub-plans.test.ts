/** Equal parts of a plan are computed once: same rows as without sharing, less work, and no memory left. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allocator } from '@datafusion-ts/compute';
import * as fc from 'fast-check';
import { propertyBudget } from '@datafusion-ts/test-utils';
import {
  createUdf,
  defaultSessionStateBuilder,
  GreedyMemoryPool,
  RuntimeEnvBuilder,
  SessionContext,
} from '../src/index.js';

const folder = mkdtempSync(join(tmpdir(), 'shared-sub-plans-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Options {
  readonly shares?: boolean;
  readonly partitions?: number;
  readonly poolBytes?: number;
  readonly batchSize?: number;
}

function session({ shares = true, partitions = 1, poolBytes, batchSize = 64 }: Options = {}): SessionContext {
  const runtime = new RuntimeEnvBuilder();
  const env = poolBytes === undefined ? runtime : runtime.withMemoryPool(new GreedyMemoryPool(poolBytes));
  const builder = defaultSessionStateBuilder().withRuntimeEnv(env.build()).withSharedSubPlans(shares);
  const context = new SessionContext(builder.build());
  context.config.set('datafusion.execution.target_partitions', String(partitions));
  context.config.set('datafusion.execution.batch_size', String(batchSize));
  return context;
}

const path = (name: string): string => join(folder, `${name}.parquet`);

beforeAll(async () => {
  const context = session({ batchSize: 8192 });
  const tables: Readonly<Record<string, string>> = {
    sales: `SELECT value AS id, value % 97 AS item, value % 11 AS shop, value % 365 AS day, (value * 7919) % 1000 AS price
      FROM generate_series(1, 5000)`,
    items: "SELECT value AS item, value % 5 AS brand, 'item ' || value AS name FROM generate_series(0, 96)",
    shops: 'SELECT value AS shop, value % 3 AS region FROM generate_series(0, 10)',
    days: 'SELECT value AS day, value / 31 AS month FROM generate_series(0, 364)',
  };
  for (const [name, sql] of Object.entries(tables)) {
    await rowsOf(context, `COPY (${sql}) TO '${path(name)}' STORED AS PARQUET`);
  }
});

async function register(context: SessionContext): Promise<SessionContext> {
  for (const name of ['sales', 'items', 'shops', 'days']) await context.registerParquet(name, path(name));
  return context;
}

async function rowsOf(context: SessionContext, sql: string, signal?: AbortSignal): Promise<string[]> {
  const rows: string[] = [];
  const frame = await context.sql(sql);
  for await (const row of frame.rows(signal === undefined ? {} : { signal })) {
    rows.push(
      JSON.stringify(Object.values(row), (_, value: unknown) => (typeof value === 'bigint' ? `${value}` : value)),
    );
  }
  return rows;
}

const nothingHeld = (context: SessionContext): void => {
  expect(allocator.liveBlocks).toBe(0);
  expect(context.runtimeEnv.memoryPool.reserved()).toBe(0);
  expect(context.runtimeEnv.diskManager.spillingProgress()).toEqual({ currentBytes: 0, activeFilesCount: 0 });
};

async function sameWithAndWithout(sql: string, options: Options = {}): Promise<void> {
  const plain = await register(session({ ...options, shares: false }));
  const shared = await register(session(options));
  const [expected, actual] = [await rowsOf(plain, sql), await rowsOf(shared, sql)];
  expect([...actual].sort()).toEqual([...expected].sort());
  nothingHeld(shared);
}

const TOTALS = `totals AS (SELECT item, shop, sum(price) AS total, count(*) AS n FROM sales JOIN days USING (day)
  WHERE month < 6 GROUP BY item, shop)`;

/** The shapes that queries of TPC-H and TPC-DS have. */
const QUERIES: readonly (readonly [string, string])[] = [
  [
    'a view beside its maximum',
    `WITH ${TOTALS} SELECT items.name, total FROM items JOIN totals ON items.item = totals.item
     WHERE total = (SELECT max(total) FROM totals)`,
  ],
  [
    'a row beside the average of its group',
    `WITH ${TOTALS} SELECT t.item, t.shop FROM totals t JOIN shops s ON t.shop = s.shop
     WHERE s.region = 1 AND t.total > (SELECT avg(total) * 1.2 FROM totals u WHERE t.shop = u.shop) ORDER BY 1, 2`,
  ],
  [
    'a common table joined with itself',
    `WITH ${TOTALS} SELECT a.item, a.total, b.total FROM totals a JOIN totals b ON a.item = b.item AND a.shop + 1 = b.shop
     JOIN items i ON i.item = a.item WHERE i.brand = 2 ORDER BY 1, 2, 3 LIMIT 50`,
  ],
  [
    'three times, under a union',
    `WITH best AS (SELECT item FROM sales GROUP BY item HAVING sum(price) > 25000)
     SELECT 'a' AS c, count(*) FROM sales WHERE shop = 1 AND item IN (SELECT item FROM best)
     UNION ALL SELECT 'b', count(*) FROM sales WHERE shop = 2 AND item IN (SELECT item FROM best)
     UNION ALL SELECT 'c', sum(price) FROM sales WHERE shop = 3 AND item NOT IN (SELECT item FROM best)`,
  ],
  [
    'windows over the same rows',
    `WITH v AS (SELECT item, day, sum(price) AS s, rank() OVER (PARTITION BY item ORDER BY day) AS r,
       avg(sum(price)) OVER (PARTITION BY item) AS a FROM sales GROUP BY item, day)
     SELECT v.item, v.day, v.s, before.s, behind.s FROM v JOIN v before ON v.item = before.item AND v.r = before.r + 1
     JOIN v behind ON v.item = behind.item AND v.r = behind.r - 1 WHERE v.s > v.a ORDER BY 1, 2 LIMIT 100`,
  ],
  [
    'a part of one with a limit',
    `WITH ${TOTALS} SELECT * FROM (SELECT total FROM totals ORDER BY total DESC LIMIT 3)
     UNION ALL SELECT sum(total) FROM totals`,
  ],
  [
    'outer, semi and anti joins',
    `WITH ${TOTALS} SELECT count(*), sum(a.total), sum(b.total) FROM totals a FULL JOIN totals b ON a.total = b.n
     WHERE NOT EXISTS (SELECT 1 FROM totals c WHERE c.n = a.item)`,
  ],
  [
    'equal scalar subqueries',
    `SELECT (SELECT max(price) FROM sales WHERE shop = 3), (SELECT max(price) FROM sales WHERE shop = 3) + 1,
       (SELECT count(*) FROM sales WHERE price = (SELECT max(price) FROM sales WHERE shop = 3))`,
  ],
  [
    'rows of which one use sees a filter, another all',
    `WITH ${TOTALS} SELECT i.brand, count(*), (SELECT sum(total) FROM totals) FROM totals t JOIN items i ON t.item = i.item
     WHERE i.brand = 3 GROUP BY i.brand`,
  ],
  [
    'many times, each with a filter of its own',
    Array.from(
      { length: 5 },
      (_, region) => `SELECT ${region} AS r, count(*), sum(sales.price) FROM sales JOIN items ON sales.item = items.item
       JOIN shops ON sales.shop = shops.shop WHERE items.brand = 1 AND shops.region = ${region}`,
    ).join(' UNION ALL '),
  ],
];

describe('equal sub-plans', () => {
  it.each(QUERIES)('give the rows they give apart: %s', async (_name, sql) => {
    for (const partitions of [1, 3]) await sameWithAndWithout(sql, { partitions });
  });

  it.each(QUERIES)('do so under a tight limit of memory: %s', async (_name, sql) => {
    const plain = await register(session({ shares: false }));
    const expected = await rowsOf(plain, sql);
    for (const poolBytes of [1_000_000, 200_000]) {
      const unshared = await register(session({ shares: false, poolBytes }));
      const works = await rowsOf(unshared, sql).then(
        () => true,
        () => false,
      );
      const shared = await register(session({ poolBytes }));
      if (works) expect((await rowsOf(shared, sql)).sort()).toEqual([...expected].sort());
      else await rowsOf(shared, sql).catch(() => undefined);
      nothingHeld(shared);
    }
  });

  it('do so whatever is asked of them', async () => {
    const [plain, shared] = [await register(session({ shares: false })), await register(session())];
    const use = fc.constantFrom(
      'SELECT * FROM c',
      'SELECT k, v FROM c WHERE v > 20000',
      'SELECT k, v FROM c ORDER BY k, v LIMIT 4',
      'SELECT max(k) AS k, sum(v) AS v FROM c',
      'SELECT c.k, c.v FROM c JOIN items i ON c.k = i.item WHERE i.brand = 4',
      'SELECT c.k, c.v FROM c JOIN shops s ON c.k = s.shop',
      'SELECT k, v FROM c WHERE v = (SELECT max(v) FROM c)',
      'SELECT a.k, b.v FROM c a LEFT JOIN c b ON a.k = b.k + 1',
      'SELECT k, v FROM c WHERE k IN (SELECT k FROM c WHERE v % 2 = 0)',
    );
    const common = fc.constantFrom(
      'SELECT item AS k, sum(price) AS v FROM sales GROUP BY item',
      'SELECT shop AS k, sum(price) AS v FROM sales JOIN days USING (day) WHERE month = 3 GROUP BY shop',
      'SELECT item AS k, price AS v FROM sales WHERE price < 30',
      'SELECT DISTINCT shop AS k, price % 10 AS v FROM sales',
      'SELECT item AS k, max(price) - min(price) AS v FROM sales WHERE shop > 4 GROUP BY item HAVING count(*) > 2',
      'SELECT * FROM (SELECT item AS k, price AS v FROM sales ORDER BY price, id LIMIT 40)',
    );
    await fc.assert(
      fc.asyncProperty(common, fc.array(use, { minLength: 2, maxLength: 4 }), async (table, uses) => {
        const sql = `WITH c AS (${table}) ${uses.map((text) => `SELECT * FROM (${text})`).join(' UNION ALL ')}`;
        expect((await rowsOf(shared, sql)).sort()).toEqual((await rowsOf(plain, sql)).sort());
        nothingHeld(shared);
      }),
      propertyBudget(20),
    );
  });
});

/** A function that counts the rows it is called for. */
function counting(context: SessionContext, volatility: 'Immutable' | 'Volatile', failAt = Infinity): () => number {
  let rows = 0;
  const call = (value: bigint): bigint => {
    if (++rows >= failAt) throw new Error('no further');
    return value;
  };
  context.registerUdf(createUdf({ name: 'seen', args: ['Int64'], returns: 'Int64', volatility, call }));
  return () => rows;
}

const TWICE = `WITH c AS (SELECT item, sum(seen(price)) AS s FROM sales GROUP BY item)
  SELECT count(*) FROM c a JOIN c b ON a.item = b.item WHERE a.s + b.s > 0`;

describe('work', () => {
  it.each([
    ['is done once', true, 'Immutable', 5000],
    ['is done twice when sharing is off', false, 'Immutable', 10000],
    ['is done twice when results may differ', true, 'Volatile', 10000],
  ] as const)('%s', async (_name, shares, volatility, rows) => {
    const context = await register(session({ shares }));
    const seen = counting(context, volatility);
    expect(await rowsOf(context, TWICE)).toEqual(['["97"]']);
    expect(seen()).toBe(rows);
  });

  it('does not change the plan', async () => {
    const [plain, shared] = [await register(session({ shares: false })), await register(session())];
    const sql = `EXPLAIN WITH ${TOTALS} SELECT * FROM totals a JOIN totals b ON a.item = b.item`;
    expect(await rowsOf(shared, sql)).toEqual(await rowsOf(plain, sql));
  });

  it('counts rows at every place in EXPLAIN ANALYZE', async () => {
    const context = await register(session());
    const [row] = await rowsOf(context, `EXPLAIN ANALYZE ${TWICE.replace('seen(price)', 'price')}`);
    const rows = [...row!.matchAll(/AggregateExec: mode=Single, gby=\[item[^\n]*?output_rows=(\d+)/g)].map((m) => m[1]);
    expect(rows).toEqual(['97', '97']);
  });
});

describe('an end before the end', () => {
  it('by a limit on one use', async () => {
    await sameWithAndWithout(`WITH c AS (SELECT item, id FROM sales WHERE price < 500)
      SELECT count(*) FROM (SELECT id FROM c LIMIT 5) UNION ALL SELECT count(*) FROM c`);
  });

  it('by an error in the middle', async () => {
    const context = await register(session());
    const seen = counting(context, 'Immutable', 2000);
    await expect(rowsOf(context, TWICE)).rejects.toThrow('no further');
    expect(seen()).toBe(2000);
    nothingHeld(context);
  });

  it('by cancellation', async () => {
    const context = await register(session());
    const controller = new AbortController();
    const call = (value: bigint): bigint => {
      controller.abort();
      return value;
    };
    context.registerUdf(createUdf({ name: 'seen', args: ['Int64'], returns: 'Int64', call }));
    await expect(rowsOf(context, TWICE, controller.signal)).rejects.toThrow();
    nothingHeld(context);
  });

  it('by a reader who leaves', async () => {
    const context = await register(session());
    const frame = await context.sql(`WITH c AS (SELECT item, price FROM sales WHERE price < 900)
      SELECT a.item FROM c a JOIN c b ON a.item = b.item`);
    for await (const row of frame.rows()) {
      expect(row).toHaveProperty('item');
      break;
    }
    nothingHeld(context);
  });
});
