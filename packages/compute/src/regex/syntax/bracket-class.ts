/** Classes in brackets. Set operators bind as in Rust: looser than union, from left to right. */
import {
  complement,
  difference,
  intersection,
  symmetricDifference,
  union,
  type CodePointSet,
} from '../unicode/code-point-set.js';
import { foldCase } from '../unicode/case-fold.js';
import { POSIX_CLASSES } from '../unicode/classes.js';
import { INVALID_UTF8, type Cursor } from './cursor.js';
import { readEscape } from './escapes.js';
import type { Nest } from './nest.js';

const OPERATORS = { '&&': intersection, '--': difference, '~~': symmetricDifference } as const;
type Operator = keyof typeof OPERATORS;

/** Recursion ends long before the stack does; such depths are refused anyway. */
const DEEPEST = 1000;

/** A class and how deep its brackets are nested. */
export interface BracketClass {
  readonly set: CodePointSet;
  readonly nest: Nest;
}

const unclosed = (cursor: Cursor, open: number): Error => cursor.error('unclosed character class', open);

/** Reads a class from its opening bracket. */
export function readBracketClass(cursor: Cursor, depth = 0): BracketClass {
  const open = cursor.at;
  const negated = readOpening(cursor, open);
  const items: CodePointSet[] = leadingItems(cursor, open);
  const inner: Nest[] = [];
  let left: CodePointSet | undefined;
  let operator: Operator | undefined;
  let members = items;
  const close = (): CodePointSet => {
    const right = folded(cursor, members);
    return left === undefined || operator === undefined ? right : OPERATORS[operator](left, right);
  };
  for (;;) {
    if (!cursor.skipSpace()) throw unclosed(cursor, open);
    if (cursor.char === ']') break;
    const found = operatorHere(cursor);
    if (found !== undefined) {
      left = close();
      [operator, members] = [found, []];
      cursor.at += 2;
    } else if (cursor.char === '[') {
      const posix = readPosix(cursor);
      if (posix !== undefined) members.push(posix);
      else {
        if (depth > DEEPEST) throw cursor.error(NESTED_TOO_DEEPLY, open);
        const nested = readBracketClass(cursor, depth + 1);
        members.push(nested.set);
        inner.push(nested.nest);
      }
    } else members.push(readRange(cursor, open));
  }
  const all = close();
  cursor.at++;
  if (negated && !cursor.flags.u) throw cursor.error(INVALID_UTF8, open, cursor.at);
  return { set: negated ? complement(all) : all, nest: { start: open, end: cursor.at, inner } };
}

/** What is said about patterns nested too deeply. */
export const NESTED_TOO_DEEPLY = 'exceed the maximum number of nested parentheses/brackets (250)';

function operatorHere(cursor: Cursor): Operator | undefined {
  return (Object.keys(OPERATORS) as Operator[]).find((text) => cursor.looksAt(text));
}

const folded = (cursor: Cursor, members: readonly CodePointSet[]): CodePointSet => {
  const set = members.length === 0 ? [] : union(...members);
  return cursor.flags.i && set.length > 0 ? foldCase(set, cursor.flags.u) : set;
};

function readOpening(cursor: Cursor, open: number): boolean {
  if (!cursor.advance()) throw cursor.error('unclosed character class', open, cursor.at);
  if (cursor.char !== '^') return false;
  if (!cursor.advance()) throw cursor.error('unclosed character class', open, cursor.at);
  return true;
}

/** Hyphens at the start stand for themselves, and so does a closing bracket. */
function leadingItems(cursor: Cursor, open: number): CodePointSet[] {
  const items: CodePointSet[] = [];
  while (cursor.char === '-') {
    items.push([0x2d, 0x2d]);
    if (!cursor.advance()) throw cursor.error('unclosed character class', open, cursor.at);
  }
  if (items.length === 0 && cursor.char === ']') {
    items.push([0x5d, 0x5d]);
    if (!cursor.advance()) throw cursor.error('unclosed character class', open, cursor.at);
  }
  return items;
}

/** `[:name:]` inside of a class; undefined when it is something else. */
function readPosix(cursor: Cursor): CodePointSet | undefined {
  const text = cursor.chars.slice(cursor.at, cursor.at + 16).join('');
  const match = /^\[:(\^?)([a-z]+):\]/.exec(text);
  const set = match === null ? undefined : POSIX_CLASSES[match[2]!];
  if (match === null || set === undefined) return undefined;
  const start = cursor.at;
  cursor.at += match[0].length;
  if (match[1] !== '^') return set;
  if (!cursor.flags.u) throw cursor.error(INVALID_UTF8, start, cursor.at);
  return complement(cursor.flags.i ? foldCase(set, true) : set);
}

interface Item {
  readonly set: CodePointSet;
  /** The character, when the item is one. */
  readonly code: number | undefined;
  readonly start: number;
  readonly end: number;
}

function readItem(cursor: Cursor): Item {
  const start = cursor.at;
  if (cursor.char !== '\\') {
    const code = cursor.chars[cursor.at++]!.codePointAt(0)!;
    if (!cursor.flags.u && code > 0x7f) throw cursor.error('Unicode not allowed here', start);
    return { set: [code, code], code, start, end: cursor.at };
  }
  const escape = readEscape(cursor);
  if (escape.kind === 'Look') {
    throw cursor.error('invalid escape sequence found in character class', start, cursor.at);
  }
  if (escape.kind === 'Set') return { set: escape.set, code: undefined, start, end: cursor.at };
  return { set: [escape.code, escape.code], code: escape.code, start, end: cursor.at };
}

function readRange(cursor: Cursor, open: number): CodePointSet {
  const from = readItem(cursor);
  if (!cursor.skipSpace()) throw unclosed(cursor, open);
  if (cursor.char !== '-') return from.set;
  const behind = cursor.peekSpace();
  if (behind === ']' || behind === '-') return from.set;
  if (!cursor.advance()) throw unclosed(cursor, open);
  const to = readItem(cursor);
  for (const item of [from, to]) {
    if (item.code === undefined) throw cursor.error('invalid range boundary, must be a literal', item.start, item.end);
  }
  if (from.code! > to.code!) {
    throw cursor.error('invalid character class range, the start must be <= the end', from.start, cursor.at);
  }
  return union([from.code!, to.code!]);
}
