import type { Insert, Query, Statement } from '../../ast/index.js';
import type { Conversion } from './conversion.js';
import { createFrom, dropFrom, objectNameFrom } from './definitions.js';
import { queryIn } from './operators.js';
import { checkMembers, isBlank, listOf, rawOf, textOf, type Raw } from './raw.js';
import { refuse } from './refusal.js';
import { valuesFrom } from './relations.js';

/** A statement: queries, INSERT, CREATE and DROP of tables and views; others are refused by their name. */
export function statementFrom(value: unknown, conversion: Conversion): Statement {
  const node = rawOf(value, 'a statement');
  switch (node['type']) {
    case 'select':
      return conversion.query(node);
    case 'insert':
      return insertFrom(node, conversion);
    case 'drop':
      return dropFrom(node, conversion);
    case 'create':
      return createFrom(node, conversion);
    default:
      return refuse(`the statement ${textOf(node['type'], 'a statement').toUpperCase()}`);
  }
}

function insertFrom(node: Raw, conversion: Conversion): Insert {
  checkMembers(node, 'INSERT', ['type', 'table', 'columns', 'values', 'prefix']);
  if (!isBlank(node['prefix']) && !/^(insert )?into$/i.test(textOf(node['prefix'], 'INSERT')))
    refuse(`INSERT with ${String(node['prefix'])}`);
  const [table, ...others] = listOf(node['table'], 'INSERT').map((item) => rawOf(item, 'INSERT'));
  if (table === undefined || others.length > 0) refuse('INSERT in an unknown form');
  return {
    kind: 'Insert',
    ignore: false,
    into: true,
    table: { kind: 'TableName', name: objectNameFrom(table, 'table', conversion) },
    overwrite: false,
    afterColumns: [],
    hasTableKeyword: false,
    replaceInto: false,
    columns: listOf(node['columns'], 'INSERT').map((column) => [conversion.names.ident(column)]),
    source: sourceOf(rawOf(node['values'], 'INSERT'), conversion),
    assignments: [],
    defaultValues: false,
  };
}

function sourceOf(node: Raw, conversion: Conversion): Query {
  const query = queryIn(node, conversion);
  if (query !== undefined) return query;
  if (node['type'] !== 'values') refuse('INSERT in an unknown form');
  checkMembers(node, 'VALUES', ['type', 'values']);
  return { kind: 'Query', body: valuesFrom(node, conversion), locks: [], pipeOperators: [] };
}
