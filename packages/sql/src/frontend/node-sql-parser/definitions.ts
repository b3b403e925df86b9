import type { ColumnDef, CreateTable, CreateView, Drop, ObjectName, Statement } from '../../ast/index.js';
import type { Conversion } from './conversion.js';
import { checkMembers, isBlank, isRaw, listOf, rawOf, textOf, type Raw } from './raw.js';
import { refuse } from './refusal.js';
import { dataTypeFrom } from './types.js';

/** The name of a table or view. */
export function objectNameFrom(node: Raw, key: 'table' | 'view', conversion: Conversion): ObjectName {
  checkMembers(node, `the name of a ${key}`, ['catalog', 'db', 'schema', key, 'surround']);
  const parts = [node['catalog'], node['db'], node['schema'], node[key]].filter((part) => !isBlank(part));
  return parts.map((part) => conversion.names.ident(part));
}

/** DROP TABLE and DROP VIEW. */
export function dropFrom(node: Raw, conversion: Conversion): Drop {
  checkMembers(node, 'DROP', ['type', 'keyword', 'prefix', 'name', 'options']);
  const keyword = textOf(node['keyword'], 'DROP').toLowerCase();
  if (keyword !== 'table' && keyword !== 'view') refuse(`DROP ${keyword.toUpperCase()}`);
  const option = isBlank(node['options']) ? '' : textOf(node['options'], 'DROP').toLowerCase();
  return {
    kind: 'Drop',
    objectType: keyword === 'table' ? 'Table' : 'View',
    ifExists: !isBlank(node['prefix']),
    names: listOf(node['name'], 'DROP').map((name) => objectNameFrom(rawOf(name, 'DROP'), 'table', conversion)),
    cascade: option === 'cascade',
    restrict: option === 'restrict',
    purge: false,
    temporary: false,
  };
}

/** CREATE TABLE and CREATE VIEW. */
export function createFrom(node: Raw, conversion: Conversion): Statement {
  const keyword = textOf(node['keyword'], 'CREATE').toLowerCase();
  if (keyword === 'view') return createView(node, conversion);
  if (keyword === 'table') return createTable(node, conversion);
  return refuse(`CREATE ${keyword.toUpperCase()}`);
}

function createView(node: Raw, conversion: Conversion): CreateView {
  checkMembers(node, 'CREATE VIEW', ['type', 'keyword', 'replace', 'columns', 'select', 'view']);
  return {
    kind: 'CreateView',
    orAlter: false,
    orReplace: !isBlank(node['replace']),
    temporary: false,
    materialized: false,
    secure: false,
    name: objectNameFrom(rawOf(node['view'], 'CREATE VIEW'), 'view', conversion),
    nameBeforeNotExists: false,
    columns: listOf(node['columns'], 'CREATE VIEW').map((name) => ({
      name: conversion.names.ident(name),
      options: [],
    })),
    query: conversion.query(rawOf(node['select'], 'CREATE VIEW')),
    options: { kind: 'None', options: [] },
    clusterBy: [],
    withNoSchemaBinding: false,
    ifNotExists: false,
  };
}

function createTable(node: Raw, conversion: Conversion): CreateTable {
  checkMembers(node, 'CREATE TABLE', [
    'type',
    'keyword',
    'if_not_exists',
    'table',
    'as',
    'query_expr',
    'create_definitions',
  ]);
  const [table, ...others] = listOf(node['table'], 'CREATE TABLE');
  if (others.length > 0) refuse('CREATE TABLE in an unknown form');
  const query = node['query_expr'];
  return {
    kind: 'CreateTable',
    orReplace: false,
    temporary: false,
    transient: false,
    external: false,
    ifNotExists: !isBlank(node['if_not_exists']),
    volatile: false,
    name: objectNameFrom(rawOf(table, 'CREATE TABLE'), 'table', conversion),
    columns: listOf(node['create_definitions'], 'CREATE TABLE').map((item) =>
      columnFrom(rawOf(item, 'a column'), conversion),
    ),
    constraints: [],
    tableOptions: { kind: 'None', options: [] },
    withoutRowid: false,
    strict: false,
    ...(isBlank(query) ? {} : { query: conversion.query(queryOf(rawOf(query, 'CREATE TABLE'))) }),
  };
}

const queryOf = (node: Raw): Raw => (isRaw(node['ast']) ? node['ast'] : node);

function columnFrom(node: Raw, conversion: Conversion): ColumnDef {
  if (node['resource'] !== 'column') refuse(`a table with ${String(node['resource'])}`);
  checkMembers(node, 'a column', ['column', 'definition', 'resource', 'nullable', 'default_val']);
  const column = rawOf(node['column'], 'a column');
  const options: ColumnDef['options'][number][] = [];
  if (!isBlank(node['nullable'])) options.push({ option: nullability(rawOf(node['nullable'], 'a column')) });
  if (!isBlank(node['default_val'])) {
    const value = rawOf(node['default_val'], 'a default')['value'];
    options.push({ option: { kind: 'Default', expr: conversion.expression(value) } });
  }
  return { name: conversion.names.ident(column['column']), dataType: dataTypeFrom(node['definition']), options };
}

function nullability(node: Raw): ColumnDef['options'][number]['option'] {
  switch (textOf(node['value'], 'a column').toLowerCase()) {
    case 'not null':
      return { kind: 'NotNull' };
    case 'null':
      return { kind: 'Null' };
    default:
      return refuse('the nullability of a column in an unknown form');
  }
}
