/** Plans that are used again: the same answers as without, and nothing kept that something else can change. */
import { MemTable, type TableProvider } from '@datafusion-ts/catalog';
import { DataTypes, field, Schema, unchanged } from '@datafusion-ts/common';
import { defaultSessionStateBuilder, SessionContext, type LogicalPlan } from '../src/index.js';

/** A session that counts how often a plan is optimized. */
function countingSession(): { readonly context: SessionContext; readonly optimized: () => number } {
  const context = new SessionContext(defaultSessionStateBuilder().build());
  const { optimizer } = context.state;
  let count = 0;
  const optimize = optimizer.optimize.bind(optimizer);
  optimizer.optimize = (plan, config, observe) => {
    count++;
    return optimize(plan, config, observe);
  };
  return { context, optimized: () => count };
}

async function answer(context: SessionContext, sql: string): Promise<readonly unknown[]> {
  const rows: unknown[] = [];
  for await (const row of (await context.sql(sql)).rows()) rows.push(Object.values(row));
  return rows;
}

const T = 'CREATE TABLE t AS VALUES (1, 2), (3, 4)';
const QUERY = 'SELECT column1 + 1 FROM t WHERE column2 > 2 ORDER BY 1';

describe('statements that come again', () => {
  it('are optimized once, over the rows as they are', async () => {
    const { context, optimized } = countingSession();
    await context.sql(T);
    expect(await answer(context, QUERY)).toEqual([[4n]]);
    const before = optimized();
    expect(await answer(context, QUERY)).toEqual([[4n]]);
    expect(optimized()).toBe(before);
    await answer(context, 'INSERT INTO t VALUES (5, 6)');
    const written = optimized();
    expect(await answer(context, QUERY)).toEqual([[4n], [6n]]);
    expect(optimized()).toBe(written);
  });

  it('are optimized once as a DataFrame', async () => {
    const { context, optimized } = countingSession();
    await context.sql(T);
    const frame = (await context.table('t')).selectColumns('column1');
    await frame.collect();
    const before = optimized();
    await frame.collect();
    expect(optimized()).toBe(before);
  });

  it('see settings that have changed', async () => {
    const context = new SessionContext();
    await context.sql(T);
    await context.sql("SET datafusion.sql_parser.dialect = 'postgresql'");
    const sql = 'SELECT "column1" FROM t LIMIT 1';
    expect(await answer(context, sql)).toEqual([[1n]]);
    await context.sql("SET datafusion.sql_parser.dialect = 'mysql'");
    expect(await answer(context, sql)).toEqual([['column1']]);
  });

  it('see tables and views that have been replaced', async () => {
    const context = new SessionContext();
    await context.sql(T);
    await context.sql('CREATE VIEW v AS SELECT column1 AS x FROM t');
    expect(await answer(context, 'SELECT * FROM v')).toEqual([[1n], [3n]]);
    await context.sql('CREATE OR REPLACE VIEW v AS SELECT column2 AS y FROM t');
    expect(await answer(context, 'SELECT * FROM v')).toEqual([[2n], [4n]]);
    expect(await answer(context, 'SELECT column1 FROM t')).toEqual([[1n], [3n]]);
    await context.sql("CREATE OR REPLACE TABLE t AS VALUES ('a')");
    expect(await answer(context, 'SELECT column1 FROM t')).toEqual([['a']]);
    await context.sql('DROP TABLE t');
    await expect(answer(context, 'SELECT column1 FROM t')).rejects.toThrow("table 'datafusion.public.t' not found");
  });

  it('see functions that have been replaced', async () => {
    const context = new SessionContext();
    const signum = context.state.functions.udf('signum');
    expect(await answer(context, 'SELECT abs(-2.5)')).toEqual([[2.5]]);
    context.registerUdf({ ...signum, name: 'abs' });
    expect(await answer(context, 'SELECT abs(-2.5)')).not.toEqual([[2.5]]);
  });

  it.each(['SELECT now()', 'SELECT random()', 'SELECT count(*) FROM t WHERE now() > now()', 'SELECT uuid() FROM t'])(
    'are planned each time where a call is not immutable: %s',
    async (sql) => {
      const { context, optimized } = countingSession();
      await context.sql(T);
      const before = optimized();
      await answer(context, sql);
      await answer(context, sql);
      expect(optimized()).toBe(before + 2);
    },
  );

  it('take the time of the query, not that of the first', async () => {
    const context = new SessionContext();
    await context.sql('CREATE VIEW instant AS SELECT now() AS at');
    const first = await answer(context, 'SELECT at FROM instant');
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await answer(context, 'SELECT at FROM instant')).not.toEqual(first);
  });

  it('are planned each time over tables that do not promise the same answers, and over table functions', async () => {
    const { context, optimized } = countingSession();
    const inner = new MemTable(new Schema([field('a', DataTypes.Int64, true)]), [[]]);
    const table: TableProvider = { schema: inner.schema, scan: (session, args) => inner.scan(session, args) };
    context.registerTable('mine', table);
    for (const sql of ['SELECT a FROM mine', 'SELECT * FROM generate_series(1, 3)']) {
      const before = optimized();
      await answer(context, sql);
      await answer(context, sql);
      expect(optimized()).toBe(before + 2);
    }
  });

  it('are given to rules of the user each time', async () => {
    const context = new SessionContext();
    const seen: LogicalPlan[] = [];
    const rule: Parameters<SessionContext['addOptimizerRule']>[0] = {
      name: 'watch',
      rewrite: (plan) => {
        seen.push(plan);
        return unchanged(plan);
      },
    };
    context.addOptimizerRule(rule);
    await answer(context, 'SELECT 1');
    const once = seen.length;
    await answer(context, 'SELECT 1');
    expect(seen).toHaveLength(2 * once);
  });

  it('get values of parameters each time', async () => {
    const context = new SessionContext();
    await context.sql(T);
    for (const value of [1n, 3n]) {
      const frame = await context.sql('SELECT column1 FROM t WHERE column1 = $1', [value]);
      const rows = [];
      for await (const row of frame.rows()) rows.push(row);
      expect(rows).toEqual([{ column1: value }]);
    }
  });

  it('are planned each time when the session keeps no plans', async () => {
    const context = new SessionContext(defaultSessionStateBuilder().withPlanCacheSize(0).build());
    const statements = context.state.sqlToStatements('SELECT 1');
    expect(context.state.sqlToStatements('SELECT 1')).not.toBe(statements);
  });

  it('are forgotten, the least recently used first', () => {
    const context = new SessionContext(defaultSessionStateBuilder().withPlanCacheSize(2).build());
    const parse = (text: string) => context.state.sqlToStatements(text);
    const [one, two] = [parse('SELECT 1'), parse('SELECT 2')];
    expect(parse('SELECT 1')).toBe(one);
    parse('SELECT 3');
    expect(parse('SELECT 1')).toBe(one);
    expect(parse('SELECT 2')).not.toBe(two);
  });

  it('do not keep tables that are gone', async () => {
    const context = new SessionContext();
    await context.sql(T);
    await answer(context, QUERY);
    const [statement] = context.state.sqlToStatements(QUERY);
    const plan = await context.state.statementToPlan(statement!);
    expect(await context.state.statementToPlan(statement!)).toBe(plan);
    const table = context.deregisterTable('t')!;
    context.registerTable('t', table);
    expect(await context.state.statementToPlan(statement!)).not.toBe(plan);
  });
});
