import type { Ident, OrderByExpr, WindowSpec, WindowType } from '../../ast/index.js';
import { parseExpr } from '../../parser/index.js';
import type { Conversion } from './conversion.js';
import { checkMembers, isBlank, isRaw, listOf, rawOf, textOf, type Raw } from './raw.js';
import { refuse } from './refusal.js';

/** What follows OVER; nothing when there is no OVER. */
export function overFrom(value: unknown, conversion: Conversion): WindowType | undefined {
  if (isBlank(value)) return undefined;
  const node = rawOf(value, 'OVER');
  checkMembers(node, 'OVER', ['type', 'as_window_specification', 'partitionby', 'orderby']);
  if (node['as_window_specification'] === undefined) return specification(node, conversion);
  return windowFrom(node['as_window_specification'], conversion);
}

/** A specification in parentheses or the name of a window. */
export function windowFrom(value: unknown, conversion: Conversion): WindowType {
  if (typeof value === 'string') return { kind: 'NamedWindowReference', name: conversion.names.ident(value) };
  const node = rawOf(value, 'a window');
  checkMembers(node, 'a window', ['window_specification', 'parentheses']);
  const inside = node['window_specification'];
  if (!isRaw(inside) && isBlank(inside)) return { kind: 'WindowSpec', partitionBy: [], orderBy: [] };
  return specification(rawOf(inside, 'a window'), conversion);
}

function specification(node: Raw, conversion: Conversion): WindowSpec {
  checkMembers(node, 'a window', ['type', 'name', 'partitionby', 'orderby', 'window_frame_clause']);
  const windowName: { windowName?: Ident } = isBlank(node['name'])
    ? {}
    : { windowName: conversion.names.ident(node['name']) };
  const partitionBy = listOf(node['partitionby'], 'PARTITION BY').map((item) =>
    conversion.expression(rawOf(item, 'PARTITION BY')['expr']),
  );
  const frame = node['window_frame_clause'];
  return {
    kind: 'WindowSpec',
    ...windowName,
    partitionBy,
    orderBy: orderByFrom(node['orderby'], conversion),
    ...(isBlank(frame) ? {} : { windowFrame: frameFrom(frame) }),
  };
}

/** The frame, whose words our own parser reads. */
function frameFrom(value: unknown): NonNullable<WindowSpec['windowFrame']> {
  const expr = parseExpr(`f() OVER (${frameText(value)})`);
  const frame = expr.kind === 'Function' && expr.over?.kind === 'WindowSpec' ? expr.over.windowFrame : undefined;
  return frame ?? refuse('a window frame in an unknown form');
}

function frameText(value: unknown): string {
  if (typeof value === 'string') return value;
  const node = rawOf(value, 'a window frame');
  if (node['operator'] !== 'BETWEEN') refuse('a window frame in an unknown form');
  const unit = textOf(rawOf(node['left'], 'a window frame')['value'], 'a window frame');
  const bounds = listOf(rawOf(node['right'], 'a window frame')['value'], 'a window frame').map((bound) =>
    textOf(rawOf(bound, 'a window frame')['value'], 'a window frame'),
  );
  return `${unit} BETWEEN ${bounds.join(' AND ')}`;
}

/** Sort keys. */
export function orderByFrom(value: unknown, conversion: Conversion): readonly OrderByExpr[] {
  return listOf(value, 'ORDER BY').map((item) => {
    const node = rawOf(item, 'ORDER BY');
    checkMembers(node, 'ORDER BY', ['type', 'expr', 'nulls']);
    const direction = isBlank(node['type']) ? undefined : textOf(node['type'], 'ORDER BY').toUpperCase();
    const nulls = isBlank(node['nulls']) ? undefined : textOf(node['nulls'], 'ORDER BY').toUpperCase();
    return {
      expr: conversion.expression(node['expr']),
      options: {
        ...(direction === undefined ? {} : { asc: direction === 'ASC' }),
        ...(nulls === undefined ? {} : { nullsFirst: nulls === 'NULLS FIRST' }),
      },
    };
  });
}
