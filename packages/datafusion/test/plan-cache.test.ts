/** Plans that are used again: the same answers as without, and nothing kept that something else can change. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryCatalogProvider, MemTable, type TableProvider } from '@datafusion-ts/catalog';
import { allocator, constantVector } from '@datafusion-ts/compute';
import {
  DataTypes,
  field,
  ScalarValue,
  Schema,
  TableReference,
  unchanged,
  type ConfigEntry,
  type ConfigExtension,
} from '@datafusion-ts/common';
import { DataSourceExec } from '@datafusion-ts/datasource';
import type { TaskContext } from '@datafusion-ts/execution';
import { endExecution, executeStream, LocalLimitExec, type BatchStream } from '@datafusion-ts/physical-plan';
import { defaultSessionStateBuilder, SessionContext, type LogicalPlan, type ScalarUDF } from '../src/index.js';

/** Settings of an extension, `own.value`. */
class OwnSettings implements ConfigExtension {
  readonly prefix = 'own';
  value = '0';
  set(_key: string, value: string): void {
    this.value = value;
  }
  entries(): readonly ConfigEntry[] {
    return [{ key: 'own.value', value: this.value, description: '' }];
  }
  clone(): OwnSettings {
    return Object.assign(new OwnSettings(), { value: this.value });
  }
}

/** A session that counts how often plans are optimized, logical (`optimized`) and physical ones (`planned`). */
function countingSession() {
  const context = new SessionContext(defaultSessionStateBuilder().build());
  const logical = jest.spyOn(context.state.optimizer, 'optimize');
  const physical = jest.spyOn(context.state.physicalOptimizer, 'optimize');
  return { context, optimized: () => logical.mock.calls.length, planned: () => physical.mock.calls.length };
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

  it('call table functions each time, whatever tables they give', async () => {
    const context = new SessionContext();
    for (const value of [1, 2, 3]) await context.sql(`CREATE TABLE t${value} AS VALUES (${value})`);
    let calls = 0;
    const tables = await Promise.all(
      [1, 2, 3].map((value) => context.state.catalogs.find(TableReference.bare(`t${value}`))),
    );
    context.registerUdtf({ name: 'next', call: () => tables[calls++ % 3]! });
    for (const value of [1n, 2n, 3n]) expect(await answer(context, 'SELECT * FROM next()')).toEqual([[value]]);
    context.registerUdtf({ name: 'next', call: () => tables[0]! });
    expect(await answer(context, 'SELECT * FROM next()')).toEqual([[1n]]);
  });

  it('see settings of extensions, whoever changes them', async () => {
    const context = new SessionContext();
    const extension = new OwnSettings();
    context.config.addExtension(extension);
    const setting: ScalarUDF = {
      name: 'setting',
      signature: context.state.functions.udf('abs').signature,
      returnField: () => field('setting', DataTypes.Int64, false),
      invoke: ({ rowCount }) => constantVector(new ScalarValue(DataTypes.Int64, BigInt(extension.value)), rowCount),
    };
    context.registerUdf(setting);
    for (const value of ['1', '2']) {
      extension.set('value', value);
      expect(await answer(context, 'SELECT setting(-1)')).toEqual([[BigInt(value)]]);
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
    const sql = 'SELECT column1 FROM t WHERE column1 = $1';
    const plan = await context.state.createLogicalPlan(sql);
    expect(await context.state.createLogicalPlan(sql)).toBe(plan);
    for (const value of [1n, 3n]) {
      const frame = await context.sql(sql, [value]);
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

  it('do not keep tables of schemas and catalogs that are gone', async () => {
    const context = new SessionContext();
    const planOf = async (sql: string): Promise<LogicalPlan> =>
      context.state.statementToPlan(context.state.sqlToStatements(sql)[0]!);
    const kept = await planOf('SELECT 1');
    expect(await planOf('SELECT 1')).toBe(kept);
    await context.sql('CREATE SCHEMA s');
    await context.sql('DROP SCHEMA s CASCADE');
    const afterSchema = await planOf('SELECT 1');
    expect(afterSchema).not.toBe(kept);
    context.registerCatalog('datafusion', new MemoryCatalogProvider());
    expect(await planOf('SELECT 1')).not.toBe(afterSchema);
  });

  it('are not driven out by what is no query', () => {
    const context = new SessionContext(defaultSessionStateBuilder().withPlanCacheSize(1).build());
    const query = context.state.sqlToStatements('SELECT 1');
    context.state.sqlToStatements('INSERT INTO t VALUES (1)');
    expect(context.state.sqlToStatements('SELECT 1')).toBe(query);
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

describe('physical plans that run again', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plan-cache-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  const nothingHeld = (context: SessionContext): void => {
    expect(allocator.liveBlocks).toBe(0);
    expect(context.runtimeEnv.memoryPool.reserved()).toBe(0);
  };

  /** Joins with dynamic filters, a top-k, a scalar subquery, groups: all that leaves something in its nodes. */
  const QUERIES = [
    'SELECT a.id, b.name FROM facts a JOIN names b ON a.name = b.id WHERE b.id < 3 ORDER BY a.id DESC LIMIT 3',
    'SELECT count(*) FROM facts WHERE id > (SELECT avg(id) FROM facts)',
    'SELECT name, min(id), max(id) FROM facts GROUP BY name ORDER BY name LIMIT 4',
    'SELECT min(id), max(id) FROM facts',
    'SELECT id FROM facts WHERE EXISTS (SELECT 1 FROM names n WHERE n.id = facts.name AND n.id = 5) ORDER BY id LIMIT 2',
  ];

  async function facts(context: SessionContext, kind: 'memory' | 'files', rows: number): Promise<void> {
    const sql = `SELECT value AS id, value % 7 AS name FROM generate_series(1, ${rows})`;
    const names = "SELECT value AS id, 'n' || value AS name FROM generate_series(0, 6)";
    if (kind === 'memory') {
      await context.sql(`CREATE OR REPLACE TABLE facts AS ${sql}`);
      await context.sql(`CREATE OR REPLACE TABLE names AS ${names}`);
      return;
    }
    await answer(context, `COPY (${sql}) TO '${join(folder, 'facts.parquet')}'`);
    await answer(context, `COPY (${names}) TO '${join(folder, 'names.parquet')}'`);
    for (const name of ['facts', 'names']) {
      if (!(await context.tableExist(name))) await context.registerParquet(name, join(folder, `${name}.parquet`));
    }
  }

  it.each(['memory', 'files'] as const)('give the same answers, and those over new rows: %s', async (kind) => {
    for (const partitions of ['1', '3']) {
      const { context, planned } = countingSession();
      const plain = new SessionContext(defaultSessionStateBuilder().withPlanCacheSize(0).build());
      for (const each of [context, plain]) each.config.set('datafusion.execution.target_partitions', partitions);
      for (const rows of [50, 1000, 20]) {
        await facts(plain, kind, rows);
        await facts(context, kind, rows);
        for (const sql of QUERIES) {
          const expected = await answer(plain, sql);
          const before = planned();
          for (let run = 0; run < 3; run++) expect(await answer(context, sql)).toEqual(expected);
          expect(planned() - before).toBeLessThanOrEqual(1);
        }
      }
      nothingHeld(context);
    }
  });

  it('are made anew for scans of the user, whatever these are derived from', async () => {
    const context = new SessionContext();
    await facts(context, 'memory', 3);
    const table = (await context.state.catalogs.find(TableReference.bare('facts')))!;
    let limit = 0;
    class Limited extends DataSourceExec {
      readonly #rows = limit;
      override execute(partition: number, taskContext: TaskContext): BatchStream {
        return new LocalLimitExec(new DataSourceExec(this.source), this.#rows).execute(partition, taskContext);
      }
    }
    const scan: TableProvider['scan'] = async (session, args) => {
      const plan = await table.scan(session, args);
      return new Limited((plan as DataSourceExec).source);
    };
    context.registerTable('mine', { schema: table.schema, reusablePlans: true, scan });
    for (limit of [1, 2, 3]) expect(await answer(context, 'SELECT id FROM mine')).toHaveLength(limit);
  });

  it('give the same rows when the user runs one twice', async () => {
    const context = new SessionContext();
    await facts(context, 'memory', 500);
    for (const sql of QUERIES) {
      const plan = await (await context.sql(sql)).createPhysicalPlan();
      const counts: number[] = [];
      for (let run = 0; run < 3; run++) {
        let rows = 0;
        const taskContext = context.state.taskContext();
        for await (const batch of executeStream(plan, taskContext)) rows += batch.rowCount;
        await endExecution(taskContext);
        counts.push(rows);
      }
      expect(new Set(counts).size).toBe(1);
    }
    nothingHeld(context);
  });

  it('are not shared by executions at the same time', async () => {
    const context = new SessionContext();
    await facts(context, 'memory', 500);
    for (const sql of QUERIES) {
      const expected = await answer(context, sql);
      expect(await Promise.all([1, 2, 3].map(() => answer(context, sql)))).toEqual([expected, expected, expected]);
      expect(await answer(context, sql)).toEqual(expected);
    }
    nothingHeld(context);
  });

  it('are made anew after an execution that was broken off or failed', async () => {
    const { context, planned } = countingSession();
    context.config.set('datafusion.execution.batch_size', '8');
    await facts(context, 'memory', 500);
    const frame = await context.sql('SELECT f.id FROM facts f JOIN names n ON f.name = n.id WHERE n.id < 5');
    const all = (await frame.collect()).reduce((sum, batch) => sum + batch.numRows, 0);
    for await (const batch of await frame.executeBatches()) {
      expect(batch.rowCount).toBeGreaterThan(0);
      break;
    }
    const before = planned();
    expect((await frame.collect()).reduce((sum, batch) => sum + batch.numRows, 0)).toBe(all);
    expect(planned()).toBe(before + 1);
    const failing = await context.sql('SELECT 1 / (id - 400) FROM facts');
    for (let run = 0; run < 2; run++) await expect(failing.collect()).rejects.toThrow('Divide by zero');
    nothingHeld(context);
  });

  it('leave metrics and plans of the user alone', async () => {
    const context = new SessionContext();
    await facts(context, 'memory', 500);
    const frame = await context.sql(QUERIES[0]!);
    await frame.collect();
    expect(await frame.createPhysicalPlan()).not.toBe(await frame.createPhysicalPlan());
    const explained = async (): Promise<string> => {
      const rows = await answer(context, `EXPLAIN ANALYZE ${QUERIES[0]!}`);
      return JSON.stringify(rows)
        .match(/output_rows=[0-9.]+/g)!
        .join();
    };
    const first = await explained();
    await frame.collect();
    expect(await explained()).toBe(first);
  });
});
