import type { AccessExpr, CaseExpr, Expr, Ident } from '../../ast/index.js';
import type { Conversion } from './conversion.js';
import { callFrom, extractFrom, fieldFrom } from './functions.js';
import { binaryFrom, queryIn, unaryFrom } from './operators.js';
import { checkMembers, isBlank, isRaw, listOf, rawOf, textOf, type Raw } from './raw.js';
import { refuse } from './refusal.js';
import { dataTypeFrom } from './types.js';
import { parameterFrom, valueFrom } from './values.js';

/** An expression. Parentheses are kept, as everywhere in our tree. */
export function expressionFrom(value: unknown, conversion: Conversion): Expr {
  const node = rawOf(value, 'an expression');
  const query = queryIn(node, conversion);
  if (query !== undefined) return { kind: 'Subquery', query };
  const expr = subscripted(converted(node, conversion), node['array_index'], conversion);
  return node['parentheses'] === true && expr.kind !== 'Tuple' ? { kind: 'Nested', expr } : expr;
}

/** `a[1][2]`: the subscripts are a member of what they stand behind. */
function subscripted(root: Expr, value: unknown, conversion: Conversion): Expr {
  const accessChain = listOf(value, 'a subscript').map((item): AccessExpr => {
    const node = rawOf(item, 'a subscript');
    checkMembers(node, 'a subscript', ['brackets', 'index']);
    return { kind: 'Index', index: conversion.expression(node['index']) };
  });
  if (accessChain.length === 0) return root;
  if (root.kind !== 'CompoundIdentifier') return { kind: 'CompoundFieldAccess', root, accessChain };
  const [first, ...names] = root.parts;
  const dots = names.map((ident): AccessExpr => ({ kind: 'Dot', expr: { kind: 'Identifier', ident } }));
  return {
    kind: 'CompoundFieldAccess',
    root: { kind: 'Identifier', ident: first! },
    accessChain: [...dots, ...accessChain],
  };
}

function converted(node: Raw, conversion: Conversion): Expr {
  const what = typeof node['type'] === 'string' ? node['type'] : 'an expression';
  const literal = valueFrom(node, conversion) ?? parameterFrom(node);
  if (literal !== undefined) {
    checkMembers(node, what, ['type', 'value', 'parentheses', 'name', 'prefix']);
    return literal;
  }
  switch (node['type']) {
    case 'column_ref':
      return columnFrom(node, conversion);
    case 'binary_expr':
      checkMembers(node, what, ['type', 'operator', 'left', 'right', 'parentheses']);
      return binaryFrom(node, conversion);
    case 'unary_expr':
      checkMembers(node, what, ['type', 'operator', 'expr', 'parentheses']);
      return unaryFrom(node, conversion);
    case 'function':
    case 'aggr_func':
    case 'window_func':
      return callFrom(node, conversion);
    case 'cast':
      return castFrom(node, conversion);
    case 'case':
      return caseFrom(node, conversion);
    case 'extract':
      return extractFrom(node, conversion);
    case 'interval':
      return intervalFrom(node, conversion);
    case 'array':
      return arrayFrom(node, conversion);
    case 'expr_list':
      checkMembers(node, 'a list', ['type', 'value', 'parentheses']);
      return { kind: 'Tuple', exprs: listOf(node['value'], 'a list').map(conversion.expression) };
    default:
      return refuse(what === 'an expression' ? 'an expression in an unknown form' : `an expression of type ${what}`);
  }
}

function columnFrom(node: Raw, conversion: Conversion): Expr {
  checkMembers(node, 'a column', [
    'type',
    'schema',
    'db',
    'table',
    'column',
    'parentheses',
    'notations',
    'array_index',
  ]);
  const column = node['column'];
  if (column === '*') refuse('* inside an expression');
  if (isRaw(column)) checkMembers(column, 'a column', ['expr']);
  const qualifiers = [node['db'], node['schema'], node['table']].filter((part) => !isBlank(part));
  const parts: Ident[] = [...qualifiers, column].map((part) => conversion.names.ident(part));
  const [first] = parts;
  return parts.length === 1 && first !== undefined
    ? { kind: 'Identifier', ident: first }
    : { kind: 'CompoundIdentifier', parts };
}

const CASTS = { cast: 'Cast', try_cast: 'TryCast', safe_cast: 'SafeCast' } as const;

function castFrom(node: Raw, conversion: Conversion): Expr {
  checkMembers(node, 'CAST', ['type', 'keyword', 'symbol', 'expr', 'target', 'parentheses', 'as']);
  if (!isBlank(node['as'])) refuse('CAST with as');
  const word = textOf(node['keyword'], 'CAST').toLowerCase();
  const kind = CASTS[word as keyof typeof CASTS] ?? refuse(`the cast ${word}`);
  const castKind = node['symbol'] === '::' ? 'DoubleColon' : kind;
  const targets = listOf(node['target'], 'CAST');
  if (targets.length === 0 || (castKind !== 'DoubleColon' && targets.length > 1)) refuse('CAST in an unknown form');
  return targets.reduce<Expr>(
    (expr, target) => ({ kind: 'Cast', castKind, expr, dataType: dataTypeFrom(target), array: false }),
    conversion.expression(node['expr']),
  );
}

function caseFrom(node: Raw, conversion: Conversion): Expr {
  checkMembers(node, 'CASE', ['type', 'expr', 'args', 'parentheses']);
  const branches: CaseExpr['conditions'][number][] = [];
  let otherwise: { elseResult?: Expr } = {};
  for (const item of listOf(node['args'], 'CASE')) {
    const branch = rawOf(item, 'CASE');
    const result = conversion.expression(branch['result']);
    if (branch['type'] === 'else') otherwise = { elseResult: result };
    else branches.push({ condition: conversion.expression(branch['cond']), result });
  }
  const operand = isBlank(node['expr']) ? {} : { operand: conversion.expression(node['expr']) };
  return { kind: 'Case', ...operand, conditions: branches, ...otherwise };
}

function intervalFrom(node: Raw, conversion: Conversion): Expr {
  checkMembers(node, 'INTERVAL', ['type', 'expr', 'unit', 'parentheses']);
  const value = conversion.expression(node['expr']);
  if (isBlank(node['unit'])) return { kind: 'Interval', value };
  return { kind: 'Interval', value, leadingField: fieldFrom(textOf(node['unit'], 'INTERVAL')) };
}

function arrayFrom(node: Raw, conversion: Conversion): Expr {
  checkMembers(node, 'an array', ['type', 'keyword', 'brackets', 'expr_list', 'parentheses', 'array_index']);
  const inside = rawOf(node['expr_list'], 'an array');
  const items =
    inside['type'] === 'expr_list' ? listOf(inside['value'], 'an array') : refuse('an array in an unknown form');
  return { kind: 'Array', elem: items.map(conversion.expression), named: !isBlank(node['keyword']) };
}
