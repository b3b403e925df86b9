import type {
  DateTimeField,
  Expr,
  FunctionArg,
  FunctionArgumentClause,
  FunctionExpr,
  ObjectName,
} from '../../ast/index.js';
import { parseExpr } from '../../parser/index.js';
import type { Conversion } from './conversion.js';
import { existsFrom, notFrom } from './operators.js';
import { checkMembers, isBlank, isRaw, listOf, rawOf, textOf, type Raw } from './raw.js';
import { refuse } from './refusal.js';
import { orderByFrom, overFrom } from './windows.js';

const MEMBERS = [
  'type',
  'name',
  'args',
  'over',
  'filter',
  'parentheses',
  'separator',
  'array_index',
  'consider_nulls',
  'within_group_orderby',
];

/** Calls: of functions, of aggregates and windows, and of what node-sql-parser takes for functions. */
export function callFrom(node: Raw, conversion: Conversion): Expr {
  const what = node['type'] === 'function' ? 'a function' : 'an aggregate';
  checkMembers(node, what, MEMBERS);
  const name = nameFrom(node['name'], conversion);
  const plain = name.length === 1 && name[0]?.quoteStyle === undefined ? name[0]!.value.toLowerCase() : '';
  const items = node['type'] === 'function' ? argumentItems(node['args']) : undefined;
  const special = items === undefined ? undefined : specialCall(plain, items, conversion);
  if (special !== undefined) return special;
  const filter = isBlank(node['filter']) ? {} : { filter: filterFrom(rawOf(node['filter'], 'FILTER'), conversion) };
  const over = overFrom(node['over'], conversion);
  return {
    kind: 'Function',
    name,
    parameters: { kind: 'NoArguments' },
    args: items === undefined ? aggregateArguments(node, conversion) : listed(items, conversion),
    ...filter,
    ...nullTreatment(node['consider_nulls']),
    ...(over === undefined ? {} : { over }),
    withinGroup: isBlank(node['within_group_orderby']) ? [] : orderByFrom(node['within_group_orderby'], conversion),
    usesOdbcSyntax: false,
  };
}

function nullTreatment(value: unknown): Pick<FunctionExpr, 'nullTreatment'> {
  if (isBlank(value)) return {};
  switch (textOf(value, 'the treatment of nulls').toUpperCase()) {
    case 'IGNORE NULLS':
      return { nullTreatment: 'IgnoreNulls' };
    case 'RESPECT NULLS':
      return { nullTreatment: 'RespectNulls' };
    default:
      return refuse('the treatment of nulls in an unknown form');
  }
}

function nameFrom(value: unknown, conversion: Conversion): ObjectName {
  if (typeof value === 'string') return [conversion.names.written(value)];
  const node = rawOf(value, 'the name of a function');
  checkMembers(node, 'the name of a function', ['name', 'schema']);
  const parts = [
    ...(isBlank(node['schema']) ? [] : [node['schema']]),
    ...listOf(node['name'], 'the name of a function'),
  ];
  return parts.map((part) => conversion.names.ident(part));
}

/** The arguments of a function; `undefined` stands for a call without parentheses. */
function argumentItems(args: unknown): readonly unknown[] | undefined {
  if (args === null || args === undefined) return undefined;
  const node = rawOf(args, 'arguments');
  if (node['type'] !== 'expr_list') return [node];
  checkMembers(node, 'arguments', ['type', 'value', 'parentheses']);
  return listOf(node['value'], 'arguments');
}

function listed(items: readonly unknown[], conversion: Conversion): FunctionExpr['args'] {
  return { kind: 'List', args: items.map((item) => argument(item, conversion)), clauses: [] };
}

function argument(item: unknown, conversion: Conversion): FunctionArg {
  const node = rawOf(item, 'an argument');
  const isStar =
    node['type'] === 'star' || (node['type'] === 'column_ref' && node['column'] === '*' && isBlank(node['table']));
  return { kind: 'Unnamed', arg: isStar ? { kind: 'ArgWildcard' } : conversion.expression(node) };
}

/** `count(*)`, `sum(DISTINCT x)`, `array_agg(x ORDER BY y)`; functions without parentheses have no arguments at all. */
function aggregateArguments(node: Raw, conversion: Conversion): FunctionExpr['args'] {
  const { args } = node;
  if (node['type'] === 'function') return { kind: 'NoArguments' };
  if (args === null || args === undefined) return { kind: 'List', args: [], clauses: [] };
  const inside = rawOf(args, 'the arguments of an aggregate');
  if (inside['type'] === 'expr_list') return listed(listOf(inside['value'], 'arguments'), conversion);
  checkMembers(inside, 'the arguments of an aggregate', ['expr', 'distinct', 'orderby', 'parentheses']);
  if (!isBlank(inside['parentheses'])) refuse('the arguments of an aggregate in parentheses');
  const orderBy = orderByFrom(inside['orderby'], conversion);
  const clauses: FunctionArgumentClause[] = orderBy.length === 0 ? [] : [{ kind: 'OrderBy', exprs: orderBy }];
  const expr = rawOf(inside['expr'], 'the argument of an aggregate');
  const items =
    expr['type'] === 'expr_list' && isBlank(expr['parentheses']) ? listOf(expr['value'], 'arguments') : [expr];
  return {
    kind: 'List',
    ...(isBlank(inside['distinct']) ? {} : { duplicateTreatment: 'Distinct' as const }),
    args: items.map((item) => argument(item, conversion)),
    clauses,
  };
}

function filterFrom(node: Raw, conversion: Conversion): Expr {
  checkMembers(node, 'FILTER', ['keyword', 'parentheses', 'where']);
  return conversion.expression(node['where']);
}

/** Words that are no functions, and functions with nodes of their own. */
function specialCall(name: string, items: readonly unknown[], conversion: Conversion): Expr | undefined {
  const exprs = (): readonly Expr[] => items.map(conversion.expression);
  const [first] = items;
  switch (name) {
    case 'not':
      return items.length === 1 ? notFrom({ kind: 'Nested', expr: conversion.expression(first) }) : undefined;
    case 'exists':
      return existsFrom(first, false, conversion);
    case 'any':
    case 'some':
    case 'all':
      return refuse(name.toUpperCase());
    case 'rollup':
    case 'cube':
      return { kind: name === 'cube' ? 'Cube' : 'Rollup', sets: exprs().map((expr) => [expr]) };
    case 'substring':
    case 'substr':
      return substringFrom(name, items, conversion);
    case 'trim':
      return trimFrom(items, conversion);
    case 'ceil':
    case 'floor':
      return items.length === 1
        ? { kind: name === 'ceil' ? 'Ceil' : 'Floor', expr: exprs()[0]! }
        : refuse(`${name} of two`);
    case 'position': {
      const [what, word, where] = items;
      if (items.length !== 3 || !isWord(word, 'in')) return undefined;
      return { kind: 'Position', expr: conversion.expression(what), in: conversion.expression(where) };
    }
    default:
      return undefined;
  }
}

/** Whether a node is a bare word among the arguments, as in `trim(both 'x' from y)`. */
const isWord = (node: unknown, word: string): boolean =>
  isRaw(node) && node['type'] === 'origin' && typeof node['value'] === 'string' && node['value'].toLowerCase() === word;

function substringFrom(name: string, items: readonly unknown[], conversion: Conversion): Expr {
  const separator = (index: number, word: string): boolean => isWord(items[index], word);
  const bySigns = separator(1, 'from');
  const parts = bySigns ? [items[0], items[2], ...(separator(3, 'for') ? [items[4]] : [])] : items;
  const [expr, from, length] = parts.map(conversion.expression);
  if (expr === undefined || parts.length > 3) refuse('substring in an unknown form');
  return {
    kind: 'Substring',
    expr,
    ...(from === undefined ? {} : { substringFrom: from }),
    ...(length === undefined ? {} : { substringFor: length }),
    special: !bySigns && from !== undefined,
    shorthand: name === 'substr',
  };
}

const TRIM_SIDES = { both: 'Both', leading: 'Leading', trailing: 'Trailing' } as const;

function trimFrom(items: readonly unknown[], conversion: Conversion): Expr {
  const rest = [...items];
  const side = (['both', 'leading', 'trailing'] as const).find((word) => isWord(rest[0], word));
  if (side !== undefined) rest.shift();
  const where = side === undefined ? {} : { trimWhere: TRIM_SIDES[side] };
  if (rest.length === 3 && isWord(rest[1], 'from')) {
    const [what, , expr] = rest;
    return { kind: 'Trim', ...where, trimWhat: conversion.expression(what), expr: conversion.expression(expr) };
  }
  if (rest.length !== 1) refuse('trim in an unknown form');
  return { kind: 'Trim', ...where, expr: conversion.expression(rest[0]) };
}

/** `EXTRACT(field FROM x)`. */
export function extractFrom(node: Raw, conversion: Conversion): Expr {
  const args = rawOf(node['args'], 'EXTRACT');
  checkMembers(args, 'EXTRACT', ['field', 'source']);
  const field = fieldFrom(textOf(args['field'], 'EXTRACT'));
  return { kind: 'Extract', field, syntax: 'From', expr: conversion.expression(args['source']) };
}

/** A date part, whose word our own parser reads. */
export function fieldFrom(word: string): DateTimeField {
  const expr = parseExpr(`EXTRACT(${word} FROM x)`);
  return expr.kind === 'Extract' ? expr.field : refuse(`the date part ${word}`);
}
