/**
 * Window operators that stream compute partitions in pieces. Whatever the pieces are, the results must be those of all
 * rows at once: every query runs with batches of one, two and five rows, and with all rows in one batch.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { allocator } from '@datafusion-ts/compute';
import { propertyBudget } from '@datafusion-ts/test-utils';
import fc from 'fast-check';
import { SessionContext } from '../src/index.js';

const folder = mkdtempSync(join(tmpdir(), 'window-pieces-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Row {
  readonly p: number;
  readonly q: number;
  readonly s: string;
  readonly v: number | '';
  readonly step: number;
}

const row: fc.Arbitrary<Row> = fc.record({
  p: fc.nat(2),
  q: fc.nat(1),
  s: fc.constantFrom('', 'a', 'bb', 'a text that is longer than a view holds'),
  v: fc.oneof({ weight: 3, arbitrary: fc.nat(9) }, { weight: 1, arbitrary: fc.constant('' as const) }),
  step: fc.nat(1),
});

const offset = fc.nat(3).map(String);
const start = fc.oneof(
  fc.constant('UNBOUNDED PRECEDING'),
  offset.map((n) => `${n} PRECEDING`),
  fc.constant('CURRENT ROW'),
);
const end = fc.oneof(
  fc.constant('CURRENT ROW'),
  offset.map((n) => `${n} FOLLOWING`),
);
const partition = fc.constantFrom('', 'PARTITION BY p', 'PARTITION BY q', 'PARTITION BY p, q');
/** Functions of frames in which rows with equal keys come and go together. */
const ofPeers = [
  'sum(v)',
  'count(s)',
  'avg(x)',
  'min(s)',
  'max(v)',
  'count(DISTINCT v)',
  'sum(x) FILTER (WHERE v > 3)',
];
/** Functions that see the order of rows; their rows are told apart by `id`. */
const ofRows = [
  ...ofPeers,
  'first_value(v)',
  'last_value(s) IGNORE NULLS',
  'nth_value(v, 2) IGNORE NULLS',
  'nth_value(s, -2)',
  'array_agg(v)',
];
const withoutFrame = [
  'row_number()',
  'rank()',
  'dense_rank()',
  'lag(v, 2, -1)',
  'lag(s) IGNORE NULLS',
  'lead(v, 2) IGNORE NULLS',
  'lead(s)',
];

const call = fc.oneof(
  fc
    .tuple(fc.constantFrom(...ofPeers), partition, fc.constantFrom('RANGE', 'GROUPS'), start, end)
    .map(([f, by, units, from, to]) => `${f} OVER (${by} ORDER BY o ${units} BETWEEN ${from} AND ${to})`),
  fc
    .tuple(fc.constantFrom(...ofRows), partition, start, end)
    .map(([f, by, from, to]) => `${f} OVER (${by} ORDER BY o, id ROWS BETWEEN ${from} AND ${to})`),
  fc.tuple(fc.constantFrom(...withoutFrame), partition).map(([f, by]) => `${f} OVER (${by} ORDER BY o, id)`),
);

/** A session in which table `t` is the file, known to be ordered as given. */
async function session(batchSize: number, order: string): Promise<SessionContext> {
  const context = new SessionContext();
  context.config.set('datafusion.execution.target_partitions', '1');
  context.config.set('datafusion.execution.batch_size', String(batchSize));
  await context.sql(
    `CREATE EXTERNAL TABLE t (id INT NOT NULL, p INT NOT NULL, q INT NOT NULL, s VARCHAR, o INT NOT NULL, v BIGINT, x DOUBLE)
     STORED AS CSV WITH ORDER (${order}) LOCATION '${join(folder, 't.csv')}' OPTIONS ('format.has_header' 'false')`,
  );
  return context;
}

async function answer(context: SessionContext, sql: string): Promise<readonly string[]> {
  const rows: string[] = [];
  for await (const found of (await context.sql(sql)).rows())
    rows.push(JSON.stringify(Object.values(found), (_, value: unknown) => shown(value)));
  return rows.sort();
}

/** Sums of doubles that lose values again differ in the last digits by the order of rows in other partitions. */
const shown = (value: unknown): unknown =>
  typeof value === 'bigint' ? `${value}n` : typeof value === 'number' ? value.toPrecision(12) : value;

describe('window functions over partitions in pieces', () => {
  it.each(['o, id', 'p, o, id', 'p, q, o, id'])('give what all rows at once give, ordered by %s', async (order) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 40 }),
        fc.array(call, { minLength: 1, maxLength: 3 }),
        async (data, calls) => {
          let o = 0;
          const rows = data.map(
            ({ p, q, s, v, step }, id) => [id, p, q, s, (o += step), v, v === '' ? '' : v / 8] as const,
          );
          const keys = order.split(', ').map((name) => ({ id: 0, p: 1, q: 2, o: 4 })[name]!);
          const sorted = [...rows].sort((a, b) =>
            Number(keys.map((k) => Number(a[k]) - Number(b[k])).find((d) => d !== 0)),
          );
          writeFileSync(join(folder, 't.csv'), sorted.map((values) => `${values.join(',')}\n`).join(''));
          const sql = `SELECT id, ${calls.map((text, i) => `${text} AS w${i}`).join(', ')} FROM t`;
          const whole = await answer(await session(8192, order), sql);
          for (const batchSize of [1, 2, 5]) expect(await answer(await session(batchSize, order), sql)).toEqual(whole);
          expect(allocator.liveBlocks).toBe(0);
        },
      ),
      propertyBudget(30),
    );
  });
});
