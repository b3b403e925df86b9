import type {
  Cte,
  Distinct,
  Expr,
  GroupBy,
  LimitClause,
  Query,
  Select,
  SelectItem,
  SetExpr,
  SetQuantifier,
} from '../../ast/index.js';
import type { Conversion } from './conversion.js';
import { checkMembers, isBlank, isRaw, listOf, rawOf, textOf, type Raw } from './raw.js';
import { refuse } from './refusal.js';
import { fromClause } from './relations.js';
import { orderByFrom, windowFrom } from './windows.js';

const SELECT_MEMBERS = [
  'type',
  'with',
  'distinct',
  'columns',
  'from',
  'where',
  'groupby',
  'having',
  'qualify',
  'window',
  'orderby',
  'limit',
  'top',
  '_next',
  'set_op',
  '_orderby',
  '_limit',
  'parentheses_symbol',
  'parentheses',
];

/** A query: node-sql-parser chains the operands of set operations, and the last one carries ORDER BY and LIMIT of all. */
export function queryFrom(first: Raw, conversion: Conversion): Query {
  const operands = [first];
  for (let next = first['_next']; isRaw(next); next = next['_next']) operands.push(next);
  const last = operands.at(-1)!;
  const isOuter = !(isBlank(first['_orderby']) && isBlank(first['_limit']));
  const clauses = isOuter
    ? clausesOf(first['_orderby'], first['_limit'], conversion)
    : wrapped(last)
      ? {}
      : clausesOf(last['orderby'], last['limit'], conversion);
  const parts = operands.map((node) => operandFrom(node, conversion, node === last && !isOuter));
  const body = parts.reduce((left, right, i) =>
    setOperation(left, textOf(operands[i - 1]!['set_op'], 'a set operation'), right),
  );
  const ctes = wrapped(first) ? [] : listOf(first['with'], 'WITH').map((item) => rawOf(item, 'WITH'));
  const recursive = ctes.some((item) => !isBlank(item['recursive']));
  return {
    kind: 'Query',
    ...(ctes.length === 0 ? {} : { with: { recursive, ctes: ctes.map((item) => cteFrom(item, conversion)) } }),
    body,
    ...clauses,
    locks: [],
    pipeOperators: [],
  };
}

/** Whether a SELECT stands in parentheses of its own, as an operand. */
const wrapped = (node: Raw): boolean => node['parentheses_symbol'] === true;

function clausesOf(orderby: unknown, limit: unknown, conversion: Conversion): Pick<Query, 'orderBy' | 'limitClause'> {
  const exprs = orderByFrom(isBlank(orderby) ? [] : orderby, conversion);
  const limitClause = limitFrom(limit, conversion);
  return {
    ...(exprs.length === 0 ? {} : { orderBy: { orderKind: { kind: 'Expressions', exprs } } }),
    ...(limitClause === undefined ? {} : { limitClause }),
  };
}

function limitFrom(value: unknown, conversion: Conversion): LimitClause | undefined {
  if (isBlank(value)) return undefined;
  const node = rawOf(value, 'LIMIT');
  checkMembers(node, 'LIMIT', ['seperator', 'value']);
  const [first, second, ...others] = listOf(node['value'], 'LIMIT').map(conversion.expression);
  if (others.length > 0) refuse('LIMIT in an unknown form');
  const none = { limitBy: [] };
  switch (node['seperator']) {
    case ',':
      if (first === undefined || second === undefined) refuse('LIMIT in an unknown form');
      return { kind: 'OffsetCommaLimit', offset: first, limit: second };
    case 'offset':
      if (first === undefined) refuse('LIMIT in an unknown form');
      if (second === undefined) return { kind: 'LimitOffset', offset: { value: first, rows: 'None' }, ...none };
      return { kind: 'LimitOffset', limit: first, offset: { value: second, rows: 'None' }, ...none };
    default:
      if (first === undefined || second !== undefined) refuse('LIMIT in an unknown form');
      return { kind: 'LimitOffset', limit: first, ...none };
  }
}

/** An operand: a SELECT, or a query in parentheses. */
function operandFrom(node: Raw, conversion: Conversion, isTail: boolean): SetExpr {
  if (wrapped(node)) {
    const { _next, set_op, _orderby, _limit, parentheses_symbol, ...inner } = node;
    void [_next, set_op, _orderby, _limit, parentheses_symbol];
    return { kind: 'SubQuery', query: queryFrom(inner, conversion) };
  }
  if (!isTail && !(isBlank(node['orderby']) && isBlank(node['limit'])))
    refuse('ORDER BY or LIMIT inside a set operation');
  return selectFrom(node, conversion);
}

const SET_OPERATORS = { union: 'Union', except: 'Except', intersect: 'Intersect', minus: 'Minus' } as const;

function setOperation(left: SetExpr, words: string, right: SetExpr): SetExpr {
  const [word = '', quantifier, ...others] = words.toLowerCase().split(/\s+/);
  const op = SET_OPERATORS[word as keyof typeof SET_OPERATORS];
  if (op === undefined || others.length > 0) refuse(`the set operation ${words}`);
  const quantifiers: Readonly<Record<string, SetQuantifier>> = { all: 'All', distinct: 'Distinct' };
  const setQuantifier =
    quantifier === undefined ? 'None' : (quantifiers[quantifier] ?? refuse(`the set operation ${words}`));
  return { kind: 'SetOperation', op, setQuantifier, left, right };
}

function cteFrom(node: Raw, conversion: Conversion): Cte {
  checkMembers(node, 'WITH', ['name', 'stmt', 'columns', 'recursive']);
  const stmt = rawOf(node['stmt'], 'WITH');
  const ast = isRaw(stmt['ast']) ? stmt['ast'] : stmt;
  if (ast['type'] !== 'select') refuse('WITH of another statement');
  const columns = listOf(node['columns'], 'WITH').map((column) => {
    const inner = isRaw(column) && column['type'] === 'column_ref' ? column['column'] : column;
    return { name: conversion.names.ident(inner) };
  });
  const alias = { explicit: false, name: conversion.names.ident(node['name']), columns };
  return { alias, query: conversion.query(ast) };
}

function selectFrom(node: Raw, conversion: Conversion): Select {
  if (node['type'] !== 'select') refuse(`${String(node['type'])} as a query`);
  checkMembers(node, 'SELECT', SELECT_MEMBERS);
  const optional = (name: string): Expr | undefined =>
    isBlank(node[name]) ? undefined : conversion.expression(node[name]);
  const [distinct, selection, having, qualify] = [
    distinctFrom(node['distinct'], conversion),
    optional('where'),
    optional('having'),
    optional('qualify'),
  ];
  return {
    kind: 'Select',
    ...(distinct === undefined ? {} : { distinct }),
    ...topOf(node['top']),
    topBeforeDistinct: false,
    projection: projectionFrom(node['columns'], conversion),
    from: fromClause(node['from'], conversion),
    lateralViews: [],
    ...(selection === undefined ? {} : { selection }),
    groupBy: groupByFrom(node['groupby'], conversion),
    clusterBy: [],
    distributeBy: [],
    sortBy: [],
    ...(having === undefined ? {} : { having }),
    namedWindow: namedWindows(node['window'], conversion),
    ...(qualify === undefined ? {} : { qualify }),
    windowBeforeQualify: false,
    connectBy: [],
    flavor: 'Standard',
  };
}

function topOf(value: unknown): Pick<Select, 'top'> {
  if (isBlank(value)) return {};
  const node = rawOf(value, 'TOP');
  checkMembers(node, 'TOP', ['value', 'percent', 'parentheses']);
  if (typeof node['value'] !== 'number' || !isBlank(node['parentheses'])) refuse('TOP in an unknown form');
  return {
    top: { quantity: String(node['value']), parenthesized: false, percent: !isBlank(node['percent']), withTies: false },
  };
}

function distinctFrom(value: unknown, conversion: Conversion): Distinct | undefined {
  const word = isRaw(value) ? value['type'] : value;
  if (isBlank(word)) return undefined;
  switch (textOf(word, 'DISTINCT').toUpperCase()) {
    case 'DISTINCT':
      return { kind: 'Distinct' };
    case 'DISTINCT ON': {
      const columns = listOf(rawOf(value, 'DISTINCT')['columns'], 'DISTINCT ON');
      return { kind: 'On', exprs: columns.map((item) => conversion.expression(rawOf(item, 'DISTINCT ON')['expr'])) };
    }
    default:
      return refuse(`SELECT ${String(word)}`);
  }
}

function projectionFrom(value: unknown, conversion: Conversion): readonly SelectItem[] {
  if (value === '*') return [{ kind: 'Wildcard', options: {} }];
  return listOf(value, 'the select list').map((item) => selectItem(rawOf(item, 'the select list'), conversion));
}

function selectItem(node: Raw, conversion: Conversion): SelectItem {
  checkMembers(node, 'an output column', ['type', 'expr', 'as']);
  const inner = rawOf(node['expr'], 'an output column');
  if (inner['type'] === 'star' || (inner['type'] === 'column_ref' && inner['column'] === '*'))
    return wildcard(inner, node, conversion);
  const expr = conversion.expression(inner);
  return isBlank(node['as'])
    ? { kind: 'UnnamedExpr', expr }
    : { kind: 'ExprWithAlias', expr, alias: conversion.names.ident(node['as']) };
}

function wildcard(inner: Raw, item: Raw, conversion: Conversion): SelectItem {
  checkMembers(inner, '*', ['type', 'schema', 'db', 'table', 'column', 'value', 'notations']);
  if (!isBlank(item['as'])) refuse('* with an alias');
  const name = [inner['db'], inner['schema'], inner['table']]
    .filter((part) => !isBlank(part))
    .map((part) => conversion.names.ident(part));
  if (name.length === 0) return { kind: 'Wildcard', options: {} };
  return { kind: 'QualifiedWildcard', target: { kind: 'ObjectName', name }, options: {} };
}

function groupByFrom(value: unknown, conversion: Conversion): GroupBy {
  const node = isRaw(value) ? value : { columns: value };
  checkMembers(node, 'GROUP BY', ['columns']);
  const exprs = listOf(node['columns'], 'GROUP BY').map(conversion.expression);
  return { kind: 'Expressions', exprs, modifiers: [] };
}

function namedWindows(value: unknown, conversion: Conversion): Select['namedWindow'] {
  if (isBlank(value)) return [];
  return listOf(rawOf(value, 'WINDOW')['expr'], 'WINDOW').map((item) => {
    const node = rawOf(item, 'WINDOW');
    checkMembers(node, 'WINDOW', ['name', 'as_window_specification']);
    return {
      name: conversion.names.ident(node['name']),
      window: windowFrom(node['as_window_specification'], conversion),
    };
  });
}
