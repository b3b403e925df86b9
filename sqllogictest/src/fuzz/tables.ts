/** Random tables: columns of all types, with NULLs, duplicates, and an `id` that is unique. */
import type { Random } from './random.js';
import { TYPES, valueSql, type FuzzType } from './types.js';

export interface FuzzColumn {
  readonly name: string;
  readonly type: FuzzType;
}

export interface FuzzTable {
  readonly name: string;
  readonly columns: readonly FuzzColumn[];
  /** SQL that makes the table. */
  readonly sql: string;
}

const ID: FuzzType = { name: 'Int64', family: 'int', literal: () => '0' };

/** A table of up to 40 rows; every type comes up in some table. */
export function makeTable(name: string, random: Random, types: readonly FuzzType[] = TYPES): FuzzTable {
  const columns = random.times(3 + random.below(6), (i) => ({ name: `c${i}`, type: random.pick(types) }));
  // Few different values, so that keys meet.
  const pools = columns.map(({ type }) => random.times(1 + random.below(8), () => valueSql(type, random)));
  const rows = random.times(random.chance(0.08) ? 0 : 1 + random.below(40), (id) =>
    [String(id), ...pools.map((pool) => random.pick(pool))].join(', '),
  );
  const empty = [ID, ...columns.map(({ type }) => type)].map((type) => (type === ID ? '0' : valueSql(type, random, 0)));
  const names = ['id', ...columns.map((column) => column.name)].join(', ');
  const values = rows.length === 0 ? `(${empty.join(', ')})` : rows.map((row) => `(${row})`).join(', ');
  const filter = rows.length === 0 ? ' WHERE id < 0' : '';
  return {
    name,
    columns: [{ name: 'id', type: ID }, ...columns],
    sql: `CREATE TABLE ${name} AS SELECT * FROM (VALUES ${values}) AS v(${names})${filter}`,
  };
}
