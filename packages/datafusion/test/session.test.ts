/** The whole way from SQL to rows, through the public API; after every query no memory may be left. */
import { DataTypes, field, Schema, ScalarValue } from '@datafusion-ts/common';
import { allocator, type Batch } from '@datafusion-ts/compute';
import {
  col,
  GreedyMemoryPool,
  lit,
  max,
  min,
  RuntimeEnvBuilder,
  SessionContext,
  defaultSessionStateBuilder,
} from '../src/index.js';

function session(): SessionContext {
  const context = new SessionContext();
  context.config.set('datafusion.execution.target_partitions', '4');
  context.config.set('datafusion.execution.batch_size', '16');
  return context;
}

async function rowsOf(
  context: SessionContext,
  sql: string,
  parameters?: readonly unknown[],
): Promise<readonly unknown[]> {
  const rows: unknown[] = [];
  const frame = await context.sql(sql, parameters as never);
  for await (const row of frame.rows()) rows.push(Object.values(row));
  return rows;
}

const nothingHeld = (context: SessionContext): void => {
  expect(allocator.liveBlocks).toBe(0);
  expect(context.runtimeEnv.memoryPool.reserved()).toBe(0);
};

const NUMBERS = 'CREATE TABLE numbers AS SELECT value AS n, value % 7 AS k FROM generate_series(1, 500)';

describe('SessionContext.sql', () => {
  it('answers queries over tables it created', async () => {
    const context = session();
    await context.sql("CREATE TABLE t (a INT, b VARCHAR) AS VALUES (1, 'x'), (2, 'y'), (3, NULL)");
    expect(await rowsOf(context, 'SELECT a + 1, b FROM t WHERE a >= 2 ORDER BY a DESC')).toEqual([
      [4n, null],
      [3n, 'y'],
    ]);
    nothingHeld(context);
  });

  it('aggregates and joins over several partitions', async () => {
    const context = session();
    await context.sql(NUMBERS);
    const rows = await rowsOf(
      context,
      'SELECT a.k, count(*), sum(b.n) FROM numbers a JOIN numbers b ON a.n = b.n WHERE a.n <= 21 GROUP BY a.k ORDER BY a.k LIMIT 2',
    );
    expect(rows).toEqual([
      [0n, 3n, 42n],
      [1n, 3n, 24n],
    ]);
    nothingHeld(context);
  });

  it('binds parameters by position and by name', async () => {
    const context = session();
    expect(await rowsOf(context, 'SELECT $1 + 1, $2', [41n, 'x'])).toEqual([[42n, 'x']]);
    const frame = await context.sql('SELECT $a * 2 AS twice', { a: 21n });
    for await (const row of frame.rows()) expect(row).toEqual({ twice: 42n });
  });

  it.each([
    ['SELECT * FROM missing', "Error during planning: table 'datafusion.public.missing' not found"],
    ['SELECT nope FROM (VALUES (1)) t(a)', 'Schema error: No field named nope. Valid fields are t.a.'],
    ['SELEC 1', 'SQL error: ParserError("Expected: an SQL statement, found: SELEC at Line: 1, Column: 1")'],
    ["SELECT 1 + 'x' + true", 'Error during planning'],
    ['SELECT 1/0', 'Arrow error: Divide by zero error'],
  ])('names what is wrong with %s and stays usable', async (sql, message) => {
    const context = session();
    const failure = await rowsOf(context, sql).catch((error: unknown) => String(error));
    expect(failure).toContain(message);
    nothingHeld(context);
    expect(await rowsOf(context, 'SELECT 1')).toEqual([[1n]]);
  });

  it.each([
    ['SELECT a\n  FROM missing', 2, 8, 15],
    ['SELECT 1, nope(2)', 1, 11, 15],
    ['SELECT * FROM (SELECT nope(1) OVER ())', 1, 23, 27],
    ['SELECT * FROM nope(1)', 1, 15, 19],
    ['SELECT * FROM range(1) JOIN public.missing ON true', 1, 29, 43],
    ['SELECT (SELECT 1 FROM missing)', 1, 23, 30],
  ])('says where the unknown name is: %s', async (sql, line, from, to) => {
    const span = { start: { line, column: from }, end: { line, column: to } };
    await expect(session().sql(sql)).rejects.toMatchObject({ span, code: 'Plan' });
  });

  it('releases memory when a query fails half way', async () => {
    const context = session();
    await context.sql(NUMBERS);
    await expect(rowsOf(context, 'SELECT k, sum(100 / (n - 300)) FROM numbers GROUP BY k ORDER BY k')).rejects.toThrow(
      'Divide by zero',
    );
    nothingHeld(context);
  });

  it('releases memory when a consumer stops early', async () => {
    const context = session();
    await context.sql(NUMBERS);
    const frame = await context.sql('SELECT a.n FROM numbers a JOIN numbers b ON a.k = b.k ORDER BY a.n, b.n');
    for await (const batch of await frame.executeBatches()) {
      expect(batch.rowCount).toBeGreaterThan(0);
      break;
    }
    nothingHeld(context);
    for await (const _row of (await context.sql('SELECT n FROM numbers LIMIT 3')).rows()) break;
    nothingHeld(context);
  });

  it('stops when aborted', async () => {
    const context = session();
    const controller = new AbortController();
    const frame = await context.sql('SELECT count(*) FROM generate_series(1, 1000000000) a');
    const stream = await frame.executeBatches({ signal: controller.signal });
    const run = (async (): Promise<void> => {
      for await (const batch of stream) expect(batch.rowCount).toBe(1);
    })();
    setTimeout(() => controller.abort(new Error('enough')), 20);
    await expect(run).rejects.toThrow('enough');
    nothingHeld(context);
  });

  it('refuses what does not fit in the memory pool', async () => {
    const runtime = new RuntimeEnvBuilder().withMemoryPool(new GreedyMemoryPool(100_000)).build();
    const context = new SessionContext(defaultSessionStateBuilder().withRuntimeEnv(runtime).build());
    const sql =
      'SELECT count(*) FROM (SELECT DISTINCT value, value + 1 AS w FROM generate_series(1, 200000)) a, generate_series(1, 2) b';
    const outcome = await rowsOf(context, sql).catch((error: unknown) => String(error));
    // Either the state was spilled or the query was refused; never an answer that is wrong.
    if (typeof outcome === 'string') expect(outcome).toContain('Resources exhausted');
    else expect(outcome).toEqual([[400000n]]);
    nothingHeld(context);
  });
});

describe('DataFrame', () => {
  it('builds queries step by step', async () => {
    const context = session();
    await context.sql(NUMBERS);
    const frame = (await context.table('numbers'))
      .filter(col('n').gt(lit(490n)))
      .aggregate([], [min(col('n')).alias('low'), max(col('n')).alias('high')]);
    for await (const row of frame.rows()) expect(row).toEqual({ low: 491n, high: 500n });
    expect(await (await context.table('numbers')).count()).toBe(500);
    nothingHeld(context);
  });

  it('gives apache-arrow record batches', async () => {
    const context = session();
    const batches = await (await context.sql("SELECT * FROM (VALUES (1, 'a'), (2, NULL)) t(x, y)")).collect();
    expect(batches.map((batch) => batch.toArray().map((row) => row?.toJSON()))).toEqual([
      [
        { x: 1n, y: 'a' },
        { x: 2n, y: null },
      ],
    ]);
    await context.registerBatches('back', batches);
    expect(await rowsOf(context, 'SELECT y FROM back WHERE x = 1')).toEqual([['a']]);
    nothingHeld(context);
  });

  it('reads tables that are plain objects', async () => {
    const context = session();
    const { MemTable, batchOfRows } = await import('@datafusion-ts/catalog');
    const schema = new Schema([field('id', DataTypes.Int64)]);
    const inner = new MemTable(schema, [[batchOfRows(schema, [[1n], [2n]])]]);
    context.registerTable('mine', { schema, scan: (state, args) => inner.scan(state, args) });
    expect(await rowsOf(context, 'SELECT sum(id) FROM mine')).toEqual([[3n]]);
  });

  it('refuses tables that leave the projection out', async () => {
    const context = session();
    const { MemTable, batchOfRows } = await import('@datafusion-ts/catalog');
    const schema = new Schema([field('a', DataTypes.Int64), field('b', DataTypes.Int64)]);
    const inner = new MemTable(schema, [[batchOfRows(schema, [[1n, 2n]])]]);
    context.registerTable('mine', { schema, scan: (state) => inner.scan(state, { filters: [] }) });
    await expect(rowsOf(context, 'SELECT b FROM mine')).rejects.toThrow(
      "The scan of table 'mine' gives 2 columns, but 1 were asked for",
    );
    nothingHeld(context);
  });

  it('takes expressions that a rule made by object spread', async () => {
    const context = session();
    context.addOptimizerRule({
      name: 'at_least',
      applyOrder: 'topDown',
      rewrite(plan) {
        const isGreater = plan.kind === 'Filter' && plan.predicate.kind === 'BinaryExpr' && plan.predicate.op === 'Gt';
        if (!isGreater) return { node: plan, changed: false, recursion: 'Continue' };
        const predicate = { ...plan.predicate, op: 'GtEq' as const };
        return { node: { ...plan, predicate }, changed: true, recursion: 'Continue' };
      },
    });
    const sql = 'SELECT v FROM (SELECT value + 1 AS v FROM generate_series(1, 4)) WHERE v > 3 ORDER BY v';
    expect(await rowsOf(context, sql)).toEqual([[3n], [4n], [5n]]);
  });

  it('runs rules added to a builder behind the built-in ones, in their order', async () => {
    const seen: string[] = [];
    const note = (name: string) => ({
      name,
      applyOrder: 'topDown' as const,
      analyze: <P>(node: P) => (seen.push(name), { node, changed: false, recursion: 'Continue' as const }),
      rewrite: <P>(node: P) => (seen.push(name), { node, changed: false, recursion: 'Continue' as const }),
      optimize: <P>(plan: P) => (seen.push(name), plan),
    });
    const state = defaultSessionStateBuilder()
      .withPhysicalOptimizerRule(note('physical'))
      .withOptimizerRule(note('logical 1'))
      .withOptimizerRule(note('logical 2'))
      .withAnalyzerRule(note('analyzer'))
      .build();
    expect(await rowsOf(new SessionContext(state), 'SELECT 1')).toEqual([[1n]]);
    expect([...new Set(seen)]).toEqual(['analyzer', 'logical 1', 'logical 2', 'physical']);
    expect(state.optimizer.rules.length).toBeGreaterThan(20);
  });

  it('runs user-defined functions', async () => {
    const context = session();
    const { createUdf } = await import('@datafusion-ts/expr');
    const { constantVector } = await import('@datafusion-ts/compute');
    const answer = createUdf('answer', [], DataTypes.Int64, 'Immutable', ({ rowCount }) =>
      constantVector(ScalarValue.int64(42n), rowCount),
    );
    context.registerUdf(answer);
    expect(await rowsOf(context, 'SELECT answer() + 1')).toEqual([[43n]]);
  });

  it('keeps batches within the batch size', async () => {
    const context = session();
    await context.sql(NUMBERS);
    const sizes: number[] = [];
    const stream = await (await context.sql('SELECT n FROM numbers WHERE n % 2 = 0 ORDER BY n')).executeBatches();
    for await (const batch of stream as AsyncIterable<Batch>) sizes.push(batch.rowCount);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(16);
    expect(sizes.reduce((a, b) => a + b, 0)).toBe(250);
  });
});
