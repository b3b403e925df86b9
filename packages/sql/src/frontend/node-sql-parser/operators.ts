import type { BinaryOperator, Expr, Query, Value } from '../../ast/index.js';
import type { Conversion } from './conversion.js';
import { isRaw, listOf, rawOf, textOf, type Raw } from './raw.js';
import { refuse } from './refusal.js';

const OPERATORS: Readonly<Record<string, BinaryOperator>> = {
  AND: 'And',
  OR: 'Or',
  XOR: 'Xor',
  '=': 'Eq',
  '==': 'Eq',
  '!=': 'NotEq',
  '<>': 'NotEq',
  '<': 'Lt',
  '<=': 'LtEq',
  '>': 'Gt',
  '>=': 'GtEq',
  '<=>': 'Spaceship',
  '+': 'Plus',
  '-': 'Minus',
  '*': 'Multiply',
  '/': 'Divide',
  '%': 'Modulo',
  '||': 'StringConcat',
  '|': 'BitwiseOr',
  '&': 'BitwiseAnd',
  '<<': 'PGBitwiseShiftLeft',
  '>>': 'PGBitwiseShiftRight',
  '~': 'PGRegexMatch',
  '~*': 'PGRegexIMatch',
  '!~': 'PGRegexNotMatch',
  '!~*': 'PGRegexNotIMatch',
  '@>': 'AtArrow',
  '<@': 'ArrowAt',
  '->': 'Arrow',
  '->>': 'LongArrow',
};

/** `left op right`, and the predicates that node-sql-parser takes for operators. */
export function binaryFrom(node: Raw, conversion: Conversion): Expr {
  const operator = textOf(node['operator'], 'an operator').toUpperCase();
  const left = conversion.expression(node['left']);
  const negated = operator.startsWith('NOT ');
  switch (negated ? operator.slice(4) : operator) {
    case 'IS':
    case 'IS NOT':
      return isTest(left, rawOf(node['right'], 'IS'), operator === 'IS NOT');
    case 'IN':
      return membership(left, node['right'], negated, conversion);
    case 'BETWEEN': {
      const [low, high] = listOf(rawOf(node['right'], 'BETWEEN')['value'], 'BETWEEN').map(conversion.expression);
      if (low === undefined || high === undefined) refuse('BETWEEN in an unknown form');
      return { kind: 'Between', expr: left, negated, low, high };
    }
    case 'LIKE':
    case 'ILIKE':
    case 'SIMILAR TO':
      return patternMatch(operator.replace('NOT ', ''), left, node['right'], negated, conversion);
    default:
      return operation(operator, left, node['right'], conversion);
  }
}

function operation(operator: string, left: Expr, rightNode: unknown, conversion: Conversion): Expr {
  const op = OPERATORS[operator] ?? refuse(`the operator ${operator}`);
  return { kind: 'BinaryOp', left, op, right: conversion.expression(rightNode) };
}

function isTest(expr: Expr, right: Raw, negated: boolean): Expr {
  const not = negated ? 'Not' : '';
  if (right['type'] === 'null') return { kind: `Is${not}Null`, expr };
  if (right['type'] !== 'bool') refuse('IS in an unknown form');
  return { kind: right['value'] === true ? `Is${not}True` : `Is${not}False`, expr };
}

function membership(expr: Expr, right: unknown, negated: boolean, conversion: Conversion): Expr {
  const node = rawOf(right, 'IN');
  const items = node['type'] === 'expr_list' ? listOf(node['value'], 'IN') : [node];
  const [only] = items;
  const subquery = items.length === 1 ? queryIn(only, conversion) : undefined;
  if (subquery !== undefined) return { kind: 'InSubquery', expr, subquery, negated };
  if (node['type'] !== 'expr_list') refuse('IN in an unknown form');
  return { kind: 'InList', expr, list: items.map(conversion.expression), negated };
}

/** The query that a node in parentheses is; nothing for other nodes. */
export function queryIn(node: unknown, conversion: Conversion): Query | undefined {
  if (!isRaw(node)) return undefined;
  if (isRaw(node['ast'])) return conversion.query(node['ast']);
  return node['type'] === 'select' ? conversion.query(node) : undefined;
}

function patternMatch(operator: string, expr: Expr, right: unknown, negated: boolean, conversion: Conversion): Expr {
  const node = rawOf(right, operator);
  const { escape, ...plain } = node;
  const pattern = conversion.expression(plain);
  const clause = isRaw(escape) ? { escapeChar: escapeOf(conversion.expression(escape['value'])) } : {};
  if (operator === 'SIMILAR TO') return { kind: 'SimilarTo', negated, expr, pattern, ...clause };
  return { kind: operator === 'LIKE' ? 'Like' : 'ILike', negated, any: false, expr, pattern, ...clause };
}

const escapeOf = (expr: Expr): Value => (expr.kind === 'Value' ? expr.value : refuse('ESCAPE in an unknown form'));

/** `NOT x`, `-x`, `EXISTS (…)`. */
export function unaryFrom(node: Raw, conversion: Conversion): Expr {
  const operator = textOf(node['operator'], 'an operator').toUpperCase();
  switch (operator) {
    case 'NOT':
    case '!':
      if (operator === '!') refuse('the operator !');
      return notFrom(conversion.expression(node['expr']));
    case '-':
      return { kind: 'UnaryOp', op: 'Minus', expr: conversion.expression(node['expr']) };
    case '+':
      return { kind: 'UnaryOp', op: 'Plus', expr: conversion.expression(node['expr']) };
    case 'EXISTS':
    case 'NOT EXISTS':
      return existsFrom(node['expr'], operator !== 'EXISTS', conversion);
    default:
      return refuse(`the operator ${operator}`);
  }
}

/** NOT of EXISTS is one node in our tree. */
export function notFrom(expr: Expr): Expr {
  if (expr.kind === 'Exists' && !expr.negated) return { ...expr, negated: true };
  return { kind: 'UnaryOp', op: 'Not', expr };
}

/** `EXISTS (query)`. */
export function existsFrom(node: unknown, negated: boolean, conversion: Conversion): Expr {
  const subquery = queryIn(node, conversion) ?? refuse('EXISTS in an unknown form');
  return { kind: 'Exists', subquery, negated };
}
