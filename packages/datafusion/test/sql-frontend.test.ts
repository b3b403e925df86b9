/** Another front end for a session and for a call: SQL of other systems, and the same plans for all TPC-H queries. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { displayIndent } from '@datafusion-ts/expr';
import { defaultSessionStateBuilder, loadNodeSqlParser, SessionContext } from '../src/index.js';

const queries = resolve(__dirname, '../../../../shared/queries/tpch');

const TABLES = [
  'region (r_regionkey bigint, r_name varchar, r_comment varchar)',
  'nation (n_nationkey bigint, n_name varchar, n_regionkey bigint, n_comment varchar)',
  'supplier (s_suppkey bigint, s_name varchar, s_address varchar, s_nationkey bigint, s_phone varchar, s_acctbal decimal(15, 2), s_comment varchar)',
  'customer (c_custkey bigint, c_name varchar, c_address varchar, c_nationkey bigint, c_phone varchar, c_acctbal decimal(15, 2), c_mktsegment varchar, c_comment varchar)',
  'part (p_partkey bigint, p_name varchar, p_mfgr varchar, p_brand varchar, p_type varchar, p_size int, p_container varchar, p_retailprice decimal(15, 2), p_comment varchar)',
  'partsupp (ps_partkey bigint, ps_suppkey bigint, ps_availqty int, ps_supplycost decimal(15, 2), ps_comment varchar)',
  'orders (o_orderkey bigint, o_custkey bigint, o_orderstatus varchar, o_totalprice decimal(15, 2), o_orderdate date, o_orderpriority varchar, o_clerk varchar, o_shippriority int, o_comment varchar)',
  'lineitem (l_orderkey bigint, l_partkey bigint, l_suppkey bigint, l_linenumber int, l_quantity decimal(15, 2), l_extendedprice decimal(15, 2), l_discount decimal(15, 2), l_tax decimal(15, 2), l_returnflag varchar, l_linestatus varchar, l_shipdate date, l_commitdate date, l_receiptdate date, l_shipinstruct varchar, l_shipmode varchar, l_comment varchar)',
];

type QueryOptions = Parameters<SessionContext['sql']>[2];

async function values(context: SessionContext, sql: string, options?: QueryOptions): Promise<readonly unknown[]> {
  const rows: unknown[] = [];
  for await (const row of (await context.sql(sql, [], options)).rows()) rows.push(Object.values(row));
  return rows;
}

it('reads MySQL for a call and for a session', async () => {
  const frontend = await loadNodeSqlParser('MySQL');
  const sql = 'select `a b` from (select 1 as `a b` union all select 2) t order by 1 limit 1, 1';
  expect(await values(new SessionContext(), sql, { frontend })).toEqual([[2n]]);
  const session = new SessionContext(defaultSessionStateBuilder().withSqlFrontend(frontend).build());
  expect(await values(session, sql)).toEqual([[2n]]);
  expect(await values(session, 'select "text"')).toEqual([['text']]);
  await expect(session.sql('update t set a = 1')).rejects.toThrow('node-sql-parser front end: the statement UPDATE');
  expect(await values(session, 'select 1')).toEqual([[1n]]);
});

const whenPresent = existsSync(queries) ? it : it.skip;

whenPresent(
  'plans all TPC-H queries as the own parser',
  async () => {
    const context = new SessionContext();
    context.config.set('datafusion.execution.target_partitions', '4');
    for (const table of TABLES) await context.sql(`create table ${table}`);
    const frontend = await loadNodeSqlParser('PostgreSQL');
    const files = readdirSync(queries).filter((file) => file.endsWith('.sql'));
    for (const file of files) {
      const sql = readFileSync(join(queries, file), 'utf8');
      const own = await plansOf(context, context.state.sqlToStatements(sql));
      expect(own).not.toEqual([]);
      expect(await plansOf(context, context.state.sqlToStatements(sql, frontend))).toEqual(own);
    }
    expect(files).toHaveLength(22);
  },
  60_000,
);

/** The plans of the queries of a text; its views are made and dropped on the way. */
async function plansOf(
  context: SessionContext,
  statements: ReturnType<SessionContext['state']['sqlToStatements']>,
): Promise<readonly string[]> {
  const plans: string[] = [];
  for (const statement of statements) {
    const frame = await context.executeStatement(statement);
    if (statement.kind !== 'Query') continue;
    plans.push(displayIndent(frame.logicalPlan), displayIndent(frame.optimizedPlan()));
  }
  return plans;
}
