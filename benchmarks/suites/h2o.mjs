/** The db-benchmark's group-by, join and window questions on generated tables of `scale` times 10^7 rows. */
import { join } from 'node:path';
import { duckdbTable } from '../data.mjs';
import { statementsOf } from './queries.mjs';

const rowsOf = (scale) => Math.round(Number(scale) * 1e7);
/** A repeatable pseudo-random integer from 1 to `limit` for row i; `salt` tells columns apart. */
const random = (limit, salt) => `(hash(i * 64 + ${salt}) % ${limit} + 1)`;
const id = (limit, salt, digits = 3) => `'id' || lpad(${random(limit, salt)}::VARCHAR, ${digits}, '0')`;

/** Columns as in the benchmark: 100 groups, n/100 groups, and values 1-5, 1-15 and a float. */
function groupbyTable(n) {
  const many = Math.max(1, Math.round(n / 100));
  return `SELECT ${id(100, 1)} AS id1, ${id(100, 2)} AS id2, ${id(many, 3, 10)} AS id3,
    ${random(100, 4)}::INT AS id4, ${random(100, 5)}::INT AS id5, ${random(many, 6)}::INT AS id6,
    ${random(5, 7)}::INT AS v1, ${random(15, 8)}::INT AS v2, round(hash(i * 64 + 9) % 100000000 / 1e6, 6)::DOUBLE AS v3
    FROM range(${n}) t(i)`;
}

/** The left table of the joins; keys of the right tables are a tenth missing on each side. */
function joinTable(n, rows, columns) {
  const [small, medium] = [Math.max(1, Math.round(n / 1e6)), Math.max(1, Math.round(n / 1e3))];
  const all = {
    id1: `${random(Math.ceil(small * 1.1), 1)}::INT`,
    id2: `${random(Math.ceil(medium * 1.1), 2)}::INT`,
    id3: `${random(Math.ceil(n * 1.1), 3)}::INT`,
    id4: `'id' || ${random(Math.ceil(small * 1.1), 1)}`,
    id5: `'id' || ${random(Math.ceil(medium * 1.1), 2)}`,
    id6: `'id' || ${random(Math.ceil(n * 1.1), 3)}`,
    v1: `round(hash(i * 64 + 7) % 100000000 / 1e6, 6)::DOUBLE`,
    v2: `round(hash(i * 64 + 8) % 100000000 / 1e6, 6)::DOUBLE`,
  };
  return `SELECT ${columns.map((name) => `${all[name]} AS ${name}`).join(', ')} FROM range(${rows}) t(i)`;
}

export const h2oGroupby = {
  title: 'h2o group-by',
  defaultScale: '1',
  tables: (scale, folder) => ({ x: duckdbTable(join(folder, 'x.parquet'), groupbyTable(rowsOf(scale))) }),
  queries: () => statementsOf('h2o/groupby.sql', 'g'),
};

const joinTables = (scale, folder) => {
  const n = rowsOf(scale);
  const table = (name, rows, columns) =>
    duckdbTable(join(folder, `${name}.parquet`), joinTable(n, Math.max(1, Math.round(rows)), columns));
  return {
    x: table('join-x', n, ['id1', 'id2', 'id3', 'id4', 'id5', 'id6', 'v1']),
    small: table('join-small', n / 1e6, ['id1', 'id4', 'v2']),
    medium: table('join-medium', n / 1e3, ['id1', 'id2', 'id4', 'id5', 'v2']),
    large: table('join-large', n, ['id1', 'id2', 'id3', 'id4', 'id5', 'id6', 'v2']),
  };
};

/** The join questions return as many rows as `x` has: their results are summed, so that the join is what is timed. */
const summed = ({ name, sql }) => ({ name, sql: `SELECT count(*), sum(v1), sum(v2) FROM (${sql}) joined` });

export const h2oJoin = {
  title: 'h2o join',
  defaultScale: '1',
  tables: joinTables,
  queries: () => statementsOf('h2o/join.sql', 'j').map(summed),
};

export const h2oWindow = {
  title: 'h2o window',
  defaultScale: '0.1',
  tables: joinTables,
  queries: () => statementsOf('h2o/window.sql', 'w'),
};
