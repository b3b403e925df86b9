/** Where a construct was written: the smallest span around all positions below it. */
import type { Location, Span } from './span.js';

/** The span of any tree, from the positions its names and literals keep; nothing when there are none. */
export function spanOf(node: unknown): Span | undefined {
  const found: { start?: Location; end?: Location } = {};
  collect(node, found);
  return found.start === undefined || found.end === undefined ? undefined : { start: found.start, end: found.end };
}

function collect(node: unknown, found: { start?: Location; end?: Location }): void {
  if (typeof node !== 'object' || node === null) return;
  if (Array.isArray(node)) {
    for (const item of node) collect(item, found);
    return;
  }
  for (const [key, value] of Object.entries(node)) {
    if (key !== 'span') collect(value, found);
    else if (isSpan(value)) widen(value, found);
  }
}

function isSpan(value: unknown): value is Span {
  return typeof value === 'object' && value !== null && 'start' in value && 'end' in value;
}

function widen(span: Span, found: { start?: Location; end?: Location }): void {
  if (found.start === undefined || isBefore(span.start, found.start)) found.start = span.start;
  if (found.end === undefined || isBefore(found.end, span.end)) found.end = span.end;
}

function isBefore(a: Location, b: Location): boolean {
  return a.line < b.line || (a.line === b.line && a.column < b.column);
}

/** A deep copy of a tree without its positions, for comparisons. */
export function stripSpans<T>(node: T): T {
  if (Array.isArray(node)) return node.map((item: unknown) => stripSpans(item)) as T;
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).filter(([key]) => key !== 'span');
  return Object.fromEntries(entries.map(([key, value]) => [key, stripSpans(value as unknown)])) as T;
}
