/** Reading alone: wide and narrow scans of lineitem from Parquet, CSV and NDJSON. */
import { join } from 'node:path';
import { duckdbTable, tpcTables } from '../data.mjs';

const all = `l_orderkey l_partkey l_suppkey l_linenumber l_quantity l_extendedprice l_discount l_tax l_returnflag
  l_linestatus l_shipdate l_commitdate l_receiptdate l_shipinstruct l_shipmode l_comment`.split(/\s+/);
const maxima = (names) => names.map((name) => `max(${name})`).join(', ');
/** Keeps every row, which no statistics can say: otherwise the peers answer from the footer. */
const kept = 'WHERE l_linenumber % 64 < 63';

const parquetQueries = [
  { name: 'max16', sql: `SELECT ${maxima(all)} FROM parquet ${kept}` },
  { name: 'max8', sql: `SELECT ${maxima(all.slice(0, 8))} FROM parquet ${kept}` },
  { name: 'like', sql: `SELECT count(*) FROM parquet WHERE l_comment LIKE '%special%requests%'` },
  { name: 'length', sql: `SELECT max(length(l_comment)) FROM parquet` },
];
const textQueries = (table) => [
  { name: `${table}-all`, sql: `SELECT ${maxima(all)} FROM ${table}` },
  { name: `${table}-two`, sql: `SELECT max(l_orderkey), sum(l_quantity) FROM ${table}` },
];

export const scan = {
  title: 'Scans of lineitem',
  defaultScale: '1',
  tables(scale, folder) {
    const { lineitem } = tpcTables('tpch', ['lineitem'], scale, join(folder, 'source'));
    const copy = (kind) => duckdbTable(join(folder, `lineitem.${kind}`), `SELECT * FROM '${lineitem}'`);
    return { parquet: lineitem, csv: copy('csv'), json: copy('json') };
  },
  queries: () => [...parquetQueries, ...textQueries('csv'), ...textQueries('json')],
};
