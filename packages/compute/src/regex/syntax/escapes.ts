/** What a backslash starts: classes, places, characters. */
import { complement, type CodePointSet } from '../unicode/code-point-set.js';
import { foldCase } from '../unicode/case-fold.js';
import { perlClass, propertySet } from '../unicode/classes.js';
import { INVALID_UTF8, UNEXPECTED_END, type Cursor } from './cursor.js';
import { Look } from './node.js';

/** The meaning of an escape. */
export type Escape =
  | { readonly kind: 'Char'; readonly code: number }
  | { readonly kind: 'Set'; readonly set: CodePointSet }
  | { readonly kind: 'Look'; readonly look: Look };

const CONTROLS: Readonly<Record<string, number>> = { a: 7, f: 12, n: 10, r: 13, t: 9, v: 11 };

/** Reads an escape at its backslash. */
export function readEscape(cursor: Cursor): Escape {
  const start = cursor.at++;
  if (cursor.done) throw cursor.error(UNEXPECTED_END, start, cursor.at);
  const { char } = cursor;
  if (/[0-9]/.test(char)) throw cursor.error('backreferences are not supported', start, cursor.at + 1);
  if (char === 'x' || char === 'u' || char === 'U') return { kind: 'Char', code: readHex(cursor, start) };
  if (char === 'p' || char === 'P') return { kind: 'Set', set: readProperty(cursor, start) };
  cursor.at++;
  if (/[dswDSW]/.test(char)) return { kind: 'Set', set: readPerl(cursor, char, start) };
  if (/[!-/:-;=?-@[-`{-~\0- ]/.test(char)) return { kind: 'Char', code: char.charCodeAt(0) };
  const control = CONTROLS[char];
  if (control !== undefined) return { kind: 'Char', code: control };
  const look = readLook(cursor, char, start);
  if (look === undefined) throw cursor.error('unrecognized escape sequence', start, cursor.at);
  return { kind: 'Look', look };
}

function readPerl(cursor: Cursor, char: string, start: number): CodePointSet {
  const unicode = cursor.flags.u;
  const set = perlClass(char.toLowerCase() as 'd' | 's' | 'w', unicode);
  if (/[dsw]/.test(char)) return set;
  if (!unicode) throw cursor.error(INVALID_UTF8, start, cursor.at);
  return complement(set);
}

function readLook(cursor: Cursor, char: string, start: number): Look | undefined {
  const unicode = cursor.flags.u;
  switch (char) {
    case 'A':
      return Look.Start;
    case 'z':
      return Look.End;
    case 'B':
      return unicode ? Look.NotWord : Look.AsciiNotWord;
    case '<':
      return unicode ? Look.WordStart : Look.AsciiWordStart;
    case '>':
      return unicode ? Look.WordEnd : Look.AsciiWordEnd;
    case 'b':
      if (cursor.char === '{') return readBoundary(cursor, start);
      return unicode ? Look.Word : Look.AsciiWord;
    default:
      return undefined;
  }
}

/** `\b{start}` and its kin, or the plain boundary when the brace starts a repetition. */
function readBoundary(cursor: Cursor, start: number): Look {
  const unicode = cursor.flags.u;
  const open = cursor.at;
  if (!cursor.advance()) {
    const why =
      'found either the beginning of a special word boundary or a bounded repetition on a \\b with an opening brace, but no closing brace';
    throw cursor.error(why, start, cursor.at);
  }
  const nameStart = cursor.at;
  if (!/[A-Za-z-]/.test(cursor.char)) {
    cursor.at = open;
    return unicode ? Look.Word : Look.AsciiWord;
  }
  let name = '';
  while (/[A-Za-z-]/.test(cursor.char)) {
    name += cursor.char;
    cursor.advance();
  }
  if (cursor.char !== '}') {
    throw cursor.error(
      'special word boundary assertion is either unclosed or contains an invalid character',
      open,
      cursor.at,
    );
  }
  cursor.at++;
  switch (name) {
    case 'start':
      return unicode ? Look.WordStart : Look.AsciiWordStart;
    case 'end':
      return unicode ? Look.WordEnd : Look.AsciiWordEnd;
    case 'start-half':
      return unicode ? Look.WordStartHalf : Look.AsciiWordStartHalf;
    case 'end-half':
      return unicode ? Look.WordEndHalf : Look.AsciiWordEndHalf;
    default: {
      const why = 'unrecognized special word boundary assertion, valid choices are: start, end, start-half or end-half';
      throw cursor.error(why, nameStart, cursor.at - 1);
    }
  }
}

const isHex = (char: string): boolean => /^[0-9A-Fa-f]$/.test(char);

/** Reads the rest of `\xHH`, `\uHHHH`, `\UHHHHHHHH` or one of them with braces, from its letter. */
function readHex(cursor: Cursor, start: number): number {
  const digits = cursor.char === 'x' ? 2 : cursor.char === 'u' ? 4 : 8;
  if (!cursor.advance()) throw cursor.error(UNEXPECTED_END);
  if (cursor.char === '{') return readHexInBraces(cursor);
  const from = cursor.at;
  let text = '';
  for (let i = 0; i < digits; i++) {
    if (i > 0 && !cursor.advance()) throw cursor.error(UNEXPECTED_END);
    if (!isHex(cursor.char)) throw cursor.error('invalid hexadecimal digit');
    text += cursor.char;
  }
  cursor.at++;
  const code = scalarValue(cursor, text, from, cursor.at);
  // Without Unicode, `\xFF` is a byte, which no text consists of.
  if (!cursor.flags.u && digits === 2 && code > 0x7f) throw cursor.error(INVALID_UTF8, start, cursor.at);
  return code;
}

function readHexInBraces(cursor: Cursor): number {
  const brace = cursor.at;
  let text = '';
  while (cursor.advance() && cursor.char !== '}') {
    if (!isHex(cursor.char)) throw cursor.error('invalid hexadecimal digit');
    text += cursor.char;
  }
  if (cursor.done) throw cursor.error(UNEXPECTED_END, brace, cursor.at);
  const end = cursor.at++;
  if (text === '') throw cursor.error('hexadecimal literal empty', brace, cursor.at);
  return scalarValue(cursor, text, brace + 1, end);
}

function scalarValue(cursor: Cursor, digits: string, start: number, end: number): number {
  const code = Number.parseInt(digits, 16);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
    throw cursor.error('hexadecimal literal is not a Unicode scalar value', start, end);
  }
  return code;
}

/** Reads `pX`, `p{name}`, `p{name=value}` and their negations from the letter. */
function readProperty(cursor: Cursor, start: number): CodePointSet {
  let negated = cursor.char === 'P';
  if (!cursor.advance()) throw cursor.error(UNEXPECTED_END);
  let name = '';
  if (cursor.char === '{') {
    while (cursor.advance() && !cursor.looksAt('}')) name += cursor.char;
    if (cursor.done) throw cursor.error(UNEXPECTED_END);
    cursor.at++;
  } else {
    if (cursor.char === '\\') throw cursor.error('invalid Unicode character class');
    name = cursor.chars[cursor.at++]!;
  }
  if (!cursor.flags.u) throw cursor.error('Unicode not allowed here', start, cursor.at);
  const parts = /^(.*?)(!=|:|=)(.*)$/s.exec(name);
  if (parts?.[2] === '!=') negated = !negated;
  const set = parts === null ? propertySet(name) : propertySet(parts[1]!, parts[3]);
  if (typeof set === 'string') throw cursor.error(set, start, cursor.at);
  const folded = cursor.flags.i ? foldCase(set, true) : set;
  return negated ? complement(folded) : folded;
}
