/** The same statements in a session that keeps plans and in one that does not: the answers are the same. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { propertyBudget } from '@datafusion-ts/test-utils';
import fc from 'fast-check';
import { allocator } from '@datafusion-ts/compute';
import { defaultSessionStateBuilder, SessionContext, type DataFrame } from '../src/index.js';

const QUERIES = [
  'SELECT * FROM t',
  'SELECT count(*) FROM t',
  'SELECT count(*), min(a), max(a), sum(b) FROM t WHERE a > 3',
  'SELECT min(a), max(b) FROM t',
  'SELECT b, count(*), sum(a) FROM t GROUP BY b',
  'SELECT DISTINCT b FROM t',
  'SELECT a FROM t ORDER BY a DESC, b LIMIT 3',
  'SELECT a FROM t ORDER BY a LIMIT 2 OFFSET 1',
  'SELECT t.a, u.name FROM t JOIN u ON t.b = u.id WHERE u.id < 3',
  'SELECT t.a, u.name FROM t LEFT JOIN u ON t.b = u.id ORDER BY t.a, u.name LIMIT 4',
  'SELECT t.a, u.name FROM t FULL JOIN u ON t.b = u.id AND t.a = u.id',
  'SELECT a FROM t WHERE b IN (SELECT id FROM u WHERE id > 1)',
  'SELECT a FROM t WHERE b NOT IN (SELECT id FROM u)',
  "SELECT a FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.id = t.b AND u.name <> 'n1')",
  'SELECT a FROM t WHERE a > (SELECT avg(a) FROM t)',
  'SELECT a, (SELECT count(*) FROM u WHERE u.id = t.b) FROM t',
  'SELECT (SELECT max(id) FROM u), (SELECT min(a) FROM t), count(*) FROM t',
  'SELECT t.a, u.id FROM t JOIN u ON t.a < u.id',
  'SELECT count(*) FROM t CROSS JOIN u',
  'SELECT a, row_number() OVER (PARTITION BY b ORDER BY a) AS r, sum(a) OVER (ORDER BY a, b) FROM t',
  'SELECT * FROM (SELECT a, b, row_number() OVER (PARTITION BY b ORDER BY a DESC) AS r FROM t) WHERE r <= 2',
  'WITH c AS (SELECT b, sum(a) AS s FROM t GROUP BY b) SELECT x.b, x.s, y.s FROM c x JOIN c y ON x.b = y.b',
  'WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r WHERE n < (SELECT count(*) FROM u)) SELECT * FROM r',
  'SELECT a FROM t UNION SELECT id FROM u',
  'SELECT a FROM t INTERSECT SELECT id FROM u',
  'SELECT a FROM t EXCEPT SELECT id FROM u',
  'SELECT b, a, count(*) FROM t GROUP BY GROUPING SETS ((a), (b), ())',
  'SELECT * FROM v',
  'SELECT count(*) FROM w WHERE a > 2',
  'SELECT w.a, u.name FROM w JOIN u ON w.b = u.id ORDER BY 1, 2 LIMIT 5',
  'SELECT * FROM f',
  'SELECT count(*), min(a), max(a) FROM f',
  'SELECT f.a, u.name FROM f JOIN u ON f.b = u.id WHERE u.id BETWEEN 1 AND 2',
  'SELECT a FROM f ORDER BY a DESC LIMIT 2',
  "SELECT a, p FROM g WHERE p = 'x'",
  'SELECT p, count(*) FROM g GROUP BY p',
  "SELECT max(a) FROM g WHERE a > 2 AND p <> 'x'",
  'SELECT g.a, t.b FROM g JOIN t ON g.a = t.a AND g.b = t.b',
  'SELECT * FROM generate_series(1, 3)',
  'SELECT abs(-1), 1 + 1',
  'SELECT 10 / a FROM t',
  'SELECT sum(a) FILTER (WHERE b > 1) FROM t',
  'SELECT array_agg(a ORDER BY a) FROM t',
  'SELECT "A" FROM t',
  "SELECT to_timestamp('2024-01-01T00:00:00'), 7 / 2",
  'SELECT table_name FROM information_schema.tables',
  "SELECT value FROM information_schema.df_settings WHERE name LIKE '%batch_size'",
  'SHOW datafusion.execution.batch_size',
  'EXECUTE one(2)',
  'EXECUTE none',
  'VALUES (1, 2), (3, 4)',
  'TABLE t',
  'SELECT * FROM s.t',
];

const CHANGES = [
  'INSERT INTO t VALUES (7, 2), (1, 1)',
  'INSERT INTO t SELECT id, id FROM u',
  "INSERT INTO u VALUES (3, 'n3')",
  'DELETE FROM t WHERE a > 6',
  'DELETE FROM u WHERE id = 2',
  'UPDATE t SET a = a + 1 WHERE b = 1',
  'TRUNCATE TABLE t',
  'CREATE OR REPLACE TABLE t AS SELECT value AS a, value % 4 AS b FROM generate_series(1, 12)',
  'CREATE OR REPLACE TABLE t AS SELECT value AS a, value % 3 AS b FROM generate_series(1, 300)',
  'CREATE OR REPLACE TABLE t AS SELECT 5::int AS a, 1::int AS b, 3 AS "A"',
  "CREATE OR REPLACE TABLE u AS SELECT value AS id, 'm' || value AS name FROM generate_series(0, 5)",
  'CREATE OR REPLACE VIEW v AS SELECT a, b FROM t WHERE a > 2',
  'CREATE OR REPLACE VIEW v AS SELECT b, a FROM t',
  'CREATE OR REPLACE VIEW v AS SELECT a, b FROM f',
  'CREATE OR REPLACE VIEW w AS SELECT * FROM v WHERE b < 3',
  'DROP VIEW v',
  'DROP TABLE t',
  'CREATE TABLE IF NOT EXISTS t AS VALUES (1, 2), (3, 4)',
  "COPY (SELECT value AS a, value % 4 AS b FROM generate_series(1, 9)) TO '$DIR/f/1.parquet'",
  "COPY (SELECT value AS a, value % 2 AS b FROM generate_series(11, 19)) TO '$DIR/f/1.parquet'",
  "COPY (SELECT value AS a, value % 4 AS b FROM generate_series(1, 500)) TO '$DIR/f/2.parquet'",
  'INSERT INTO f VALUES (100, 1)',
  "INSERT INTO g VALUES (5, 1, 'x'), (6, 2, 'z')",
  "COPY (SELECT value AS a, value % 4 AS b FROM generate_series(1, 7)) TO '$DIR/g/p=x/1.csv' STORED AS CSV",
  'CREATE SCHEMA IF NOT EXISTS s',
  'CREATE OR REPLACE TABLE s.t AS VALUES (1), (2)',
  'DROP SCHEMA IF EXISTS s CASCADE',
  "SET datafusion.catalog.default_schema = 's'",
  "SET datafusion.catalog.default_schema = 'public'",
  'SET datafusion.execution.target_partitions = 3',
  'SET datafusion.execution.target_partitions = 1',
  'SET datafusion.execution.batch_size = 2',
  'SET datafusion.execution.batch_size = 8192',
  'RESET datafusion.execution.batch_size',
  "SET datafusion.execution.time_zone = '+02:00'",
  'RESET datafusion.execution.time_zone',
  "SET datafusion.sql_parser.dialect = 'mysql'",
  "SET datafusion.sql_parser.dialect = 'duckdb'",
  "SET datafusion.sql_parser.dialect = 'generic'",
  'SET datafusion.sql_parser.enable_ident_normalization = false',
  'SET datafusion.sql_parser.enable_ident_normalization = true',
  'SET datafusion.optimizer.prefer_hash_join = false',
  'SET datafusion.optimizer.prefer_hash_join = true',
  'SET datafusion.optimizer.enable_dynamic_filter_pushdown = false',
  'SET datafusion.optimizer.enable_dynamic_filter_pushdown = true',
  'SET datafusion.execution.parquet.pushdown_filters = true',
  'SET datafusion.execution.parquet.pushdown_filters = false',
  'SET datafusion.catalog.information_schema = true',
  'SET datafusion.catalog.information_schema = false',
  "SET datafusion.runtime.memory_limit = '100M'",
  "SET datafusion.runtime.memory_limit = '1G'",
  'PREPARE one AS SELECT a FROM t WHERE b = $1',
  'PREPARE none AS SELECT count(*) FROM t',
  'DEALLOCATE one',
  'DEALLOCATE none',
];

const SETUP = [
  'SET datafusion.catalog.information_schema = true',
  'SET datafusion.execution.target_partitions = 2',
  'CREATE TABLE t AS SELECT value AS a, value % 4 AS b FROM generate_series(1, 12)',
  "CREATE TABLE u AS SELECT value AS id, 'n' || value AS name FROM generate_series(0, 3)",
  'CREATE VIEW v AS SELECT a, b FROM t',
  'CREATE VIEW w AS SELECT * FROM v WHERE b < 3',
  "COPY (SELECT value AS a, value % 4 AS b FROM generate_series(1, 9)) TO '$DIR/f/1.parquet'",
  "COPY (SELECT value AS a, value % 4 AS b FROM generate_series(1, 4)) TO '$DIR/g/p=x/1.csv' STORED AS CSV",
  "COPY (SELECT value AS a, value % 4 AS b FROM generate_series(3, 6)) TO '$DIR/g/p=y/1.csv' STORED AS CSV",
  "CREATE EXTERNAL TABLE f (a BIGINT, b BIGINT) STORED AS PARQUET LOCATION '$DIR/f/'",
  "CREATE EXTERNAL TABLE g (a BIGINT, b BIGINT, p VARCHAR) STORED AS CSV PARTITIONED BY (p) LOCATION '$DIR/g/' OPTIONS ('format.has_header' 'true')",
];

/** A query in one of the ways to run it, or a change. */
type Step =
  | { readonly kind: 'change'; readonly sql: string }
  | { readonly kind: 'all' | 'first' | 'twice' | 'frame' | 'both'; readonly sql: string };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(...CHANGES).map((sql): Step => ({ kind: 'change', sql })) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        'all' as const,
        'all' as const,
        'first' as const,
        'twice' as const,
        'frame' as const,
        'both' as const,
      ),
      sql: fc.constantFrom(...QUERIES),
    }),
  },
);

/** A few queries each time, so that they come again. */
const sequence = fc.subarray(QUERIES, { minLength: 1, maxLength: 4 }).chain((few) =>
  fc.array(
    step.chain((s): fc.Arbitrary<Step> =>
      s.kind === 'change' ? fc.constant(s) : fc.constantFrom(...few).map((sql) => ({ kind: s.kind, sql })),
    ),
    { minLength: 6, maxLength: 30 },
  ),
);

const shown = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? `${inner}n` : inner)) ?? 'undefined';

class Side {
  readonly context: SessionContext;
  readonly #folder = mkdtempSync(join(tmpdir(), 'plan-cache-'));
  /** DataFrames made earlier, collected again. */
  readonly #frames = new Map<string, DataFrame>();

  constructor(planCacheSize: number | undefined) {
    const builder = defaultSessionStateBuilder();
    this.context = new SessionContext(
      (planCacheSize === undefined ? builder : builder.withPlanCacheSize(planCacheSize)).build(),
    );
  }

  async answer({ kind, sql }: Step): Promise<unknown> {
    const text = sql.replaceAll('$DIR', this.#folder);
    try {
      switch (kind) {
        case 'change':
        case 'all':
          return await this.#rows(await this.context.sql(text));
        case 'first': {
          for await (const batch of await (await this.context.sql(text)).executeBatches()) return batch.rowCount > -1;
          return true;
        }
        case 'twice': {
          const frame = await this.context.sql(text);
          return [await this.#rows(frame), await this.#rows(frame)];
        }
        case 'frame': {
          let frame = this.#frames.get(sql);
          if (frame === undefined) this.#frames.set(sql, (frame = await this.context.sql(text)));
          return await this.#rows(frame);
        }
        case 'both':
          return await Promise.all([1, 2, 3].map(async () => this.#rows(await this.context.sql(text))));
      }
    } catch (error) {
      return String(error).replaceAll(this.#folder, '$DIR');
    }
  }

  async #rows(frame: DataFrame): Promise<readonly string[]> {
    const rows: string[] = [];
    for await (const row of frame.rows()) rows.push(shown(Object.entries(row)));
    return rows.sort();
  }

  end(): void {
    rmSync(this.#folder, { recursive: true });
  }
}

describe('a session that keeps plans', () => {
  it('answers as one that does not', async () => {
    await fc.assert(
      fc.asyncProperty(sequence, async (steps) => {
        const [kept, plain] = [new Side(undefined), new Side(0)];
        try {
          for (const sql of SETUP) {
            for (const side of [kept, plain])
              expect(String(await side.answer({ kind: 'change', sql }))).not.toContain('Error');
          }
          for (const each of steps) expect([each, await kept.answer(each)]).toEqual([each, await plain.answer(each)]);
          for (const { context } of [kept, plain]) expect(context.runtimeEnv.memoryPool.reserved()).toBe(0);
        } finally {
          kept.end();
          plain.end();
        }
      }),
      propertyBudget(12),
    );
    expect(allocator.liveBlocks).toBe(0);
  }, 600_000);
});
