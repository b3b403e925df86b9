import type { JoinConstraint, JoinKind, TableAlias, TableFactor, TableWithJoins } from '../../ast/index.js';
import type { Conversion } from './conversion.js';
import { queryIn } from './operators.js';
import { checkMembers, isBlank, isRaw, listOf, rawOf, textOf, type Raw } from './raw.js';
import { refuse } from './refusal.js';

const JOINS: Readonly<Record<string, JoinKind>> = {
  'INNER JOIN': 'Join',
  JOIN: 'Join',
  'LEFT JOIN': 'Left',
  'LEFT OUTER JOIN': 'Left',
  'RIGHT JOIN': 'Right',
  'RIGHT OUTER JOIN': 'Right',
  'FULL JOIN': 'FullOuter',
  'FULL OUTER JOIN': 'FullOuter',
  'CROSS JOIN': 'CrossJoin',
  'LEFT SEMI JOIN': 'LeftSemi',
  'LEFT ANTI JOIN': 'LeftAnti',
};

/** The FROM clause: node-sql-parser lists tables and joined tables alike. */
export function fromClause(value: unknown, conversion: Conversion): readonly TableWithJoins[] {
  if (isBlank(value)) return [];
  if (!Array.isArray(value)) return fromItems(rawOf(value, 'FROM'), conversion);
  const tables: { relation: TableFactor; joins: TableWithJoins['joins'][number][] }[] = [];
  for (const item of value) {
    const node = rawOf(item, 'FROM');
    const { join, on, using, ...plain } = node;
    const relation = relationFrom(plain, conversion);
    const last = tables.at(-1);
    if (isBlank(join)) {
      tables.push({ relation, joins: [] });
      continue;
    }
    const word = textOf(join, 'a join').toUpperCase();
    const kind = JOINS[word] ?? refuse(`the join ${word}`);
    if (last === undefined) refuse('a join without a left side');
    last.joins.push({ relation, global: false, joinOperator: { kind, constraint: constraint(on, using, conversion) } });
  }
  return tables;
}

/** Some dialects put the list into a node of its own. */
function fromItems(node: Raw, conversion: Conversion): readonly TableWithJoins[] {
  checkMembers(node, 'FROM', ['expr', 'parentheses']);
  if (!isBlank(node['parentheses'])) refuse('FROM in parentheses');
  return fromClause(node['expr'], conversion);
}

function constraint(on: unknown, using: unknown, conversion: Conversion): JoinConstraint {
  if (!isBlank(using)) {
    const columns = listOf(using, 'USING').map((name) => [conversion.names.ident(name)]);
    return { kind: 'Using', columns };
  }
  return isBlank(on) ? { kind: 'NoConstraint' } : { kind: 'On', expr: conversion.expression(on) };
}

function relationFrom(node: Raw, conversion: Conversion): TableFactor {
  const alias = aliasFrom(node['as'], conversion);
  const named = alias === undefined ? {} : { alias };
  if (typeof node['table'] === 'string') {
    checkMembers(node, 'a table', ['type', 'catalog', 'schema', 'db', 'table', 'as', 'surround']);
    const parts = [node['catalog'], node['db'], node['schema'], node['table']].filter((part) => !isBlank(part));
    return { ...tableNamed(parts.map((part) => conversion.names.ident(part))), ...named };
  }
  checkMembers(node, 'a relation', ['type', 'expr', 'as', 'prefix']);
  const lateral = typeof node['prefix'] === 'string' && node['prefix'].toLowerCase() === 'lateral';
  if (!lateral && !isBlank(node['prefix'])) refuse(`a relation with ${String(node['prefix'])}`);
  const inner = rawOf(node['expr'], 'a relation');
  const subquery = queryIn(inner, conversion) ?? valuesIn(inner, conversion);
  if (subquery !== undefined) return { kind: 'Derived', lateral, subquery, ...named };
  return { ...functionTable(conversion.expression(inner), lateral), ...named };
}

const tableNamed = (
  name: Extract<TableFactor, { kind: 'Table' }>['name'],
): Extract<TableFactor, { kind: 'Table' }> => ({
  kind: 'Table',
  name,
  withHints: [],
  withOrdinality: false,
  partitions: [],
});

/** `VALUES (…), (…)` as a relation. */
function valuesIn(
  node: Raw,
  conversion: Conversion,
): Extract<TableFactor, { kind: 'Derived' }>['subquery'] | undefined {
  if (node['type'] !== 'values') return undefined;
  checkMembers(node, 'VALUES', ['type', 'values', 'parentheses']);
  return { kind: 'Query', body: valuesFrom(node, conversion), locks: [], pipeOperators: [] };
}

/** The rows of VALUES. */
export function valuesFrom(
  node: Raw,
  conversion: Conversion,
): Extract<import('../../ast/index.js').SetExpr, { kind: 'Values' }> {
  const rows = listOf(node['values'], 'VALUES').map((row) => {
    const list = rawOf(row, 'VALUES');
    checkMembers(list, 'VALUES', ['type', 'value', 'parentheses']);
    return listOf(list['value'], 'VALUES').map(conversion.expression);
  });
  return { kind: 'Values', explicitRow: false, valueKeyword: false, rows };
}

function functionTable(call: ReturnType<Conversion['expression']>, lateral: boolean): TableFactor {
  if (call.kind !== 'Function' || call.args.kind !== 'List' || call.over !== undefined)
    refuse('a relation in an unknown form');
  const { name, args } = call;
  if (lateral) return { kind: 'FunctionTable', lateral, name, args: args.args, withOrdinality: false };
  return { ...tableNamed(name), args: args.args };
}

/** An alias; node-sql-parser writes its columns back into a text. */
function aliasFrom(value: unknown, conversion: Conversion): TableAlias | undefined {
  if (isBlank(value)) return undefined;
  if (isRaw(value)) return { explicit: false, name: conversion.names.ident(value), columns: [] };
  const [, name, columns] = /^([^()]+)\(([^()]*)\)$/.exec(textOf(value, 'an alias')) ?? [undefined, value, undefined];
  return {
    explicit: false,
    name: conversion.names.ident(name),
    columns: (columns?.split(',') ?? []).map((column) => ({ name: conversion.names.ident(column.trim()) })),
  };
}
