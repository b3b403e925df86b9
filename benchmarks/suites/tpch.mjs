import { duckdbTable, tpcTables } from '../data.mjs';
import { queryFiles } from './queries.mjs';
import { join } from 'node:path';

const names = ['customer', 'lineitem', 'nation', 'orders', 'part', 'partsupp', 'region', 'supplier'];

export const tpch = {
  title: 'TPC-H',
  defaultScale: '1',
  tables: (scale, folder) => tpcTables('tpch', names, scale, folder),
  queries: () => queryFiles('tpch').map(mainStatement),
};

/** The same on files that DuckDB wrote: optional columns, other encodings and page sizes. */
export const tpchDuckdbFiles = {
  ...tpch,
  title: 'TPC-H on files that DuckDB wrote',
  tables(scale, folder) {
    const made = tpcTables('tpch', names, scale, join(folder, 'source'));
    const copy = (name) => duckdbTable(join(folder, `${name}.parquet`), `SELECT * FROM '${made[name]}'`);
    return Object.fromEntries(names.map((name) => [name, copy(name)]));
  },
};

/** Q15 makes a view: the peers take one statement at a time, so the view becomes a common table expression. */
function mainStatement({ name, sql }) {
  const view = /create view (\w+)\s*(\([^)]*\))?\s*as([\s\S]*?);([\s\S]*?);\s*drop view[\s\S]*$/i.exec(`${sql};`);
  if (view === null) return { name, sql };
  const [, viewName, columns = '', body, query] = view;
  return { name, sql: `with ${viewName}${columns} as (${body}) ${query}` };
}
