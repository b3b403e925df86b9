/**
 * Patterns of Rust's `regex` crate as JavaScript patterns in `v` mode with the same matches. Both search leftmost-first, so it is
 * only spelling that differs: classes are Unicode's, `.` leaves out just the newline, anchors know only the newline, flags
 * may change inside of groups, whitespace may be ignored, names are written `(?P<n>…)`.
 *
 * Look-around and back-references, which JavaScript has and Rust refuses, are errors with Rust's text.
 */
import {
  caseRange,
  caseVariants,
  escapeInClass,
  escapeLiteral,
  PERL_CLASSES,
  POSIX_CLASSES,
  unicodeProperty,
} from './regex-class.js';
import { RegexSyntaxError } from './regex-syntax-error.js';

interface Flags {
  /** Ignore case, where JavaScript's own flag does not do it. */
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
  readonly swapGreed: boolean;
  readonly x: boolean;
}

/** JavaScript's source and flags. */
export interface TranslatedRegex {
  readonly source: string;
  readonly ignoreCase: boolean;
}

/** Translates a pattern; `flags` are Rust's letters (i, m, s, U, x) that hold from the start. */
export function translateRegex(pattern: string, flags = ''): TranslatedRegex {
  const leading = /^\(\?([imsUux]+)\)/.exec(pattern);
  const all = flags + (leading?.[1] ?? '');
  // Case that is ignored everywhere is left to JavaScript's flag, unless a group turns it off.
  const ignoreCase = all.includes('i') && !/\(\?[a-zA-Z]*-[a-zA-Z]*i/.test(pattern);
  const parser = new Translator(pattern, {
    i: all.includes('i') && !ignoreCase,
    m: flags.includes('m'),
    s: flags.includes('s'),
    swapGreed: flags.includes('U'),
    x: flags.includes('x'),
  });
  parser.nativeCase = ignoreCase;
  return { source: parser.translate(), ignoreCase };
}

const WORD = PERL_CLASSES['w']!;
const BOUNDARY = `(?:(?<=${WORD})(?!${WORD})|(?<!${WORD})(?=${WORD}))`;
const NOT_BOUNDARY = `(?:(?<=${WORD})(?=${WORD})|(?<!${WORD})(?!${WORD}))`;

class Translator {
  nativeCase = false;
  readonly #pattern: string;
  readonly #chars: readonly string[];
  #at = 0;
  #flags: Flags;
  readonly #names = new Map<string, number>();
  readonly #open: number[] = [];

  constructor(pattern: string, flags: Flags) {
    this.#pattern = pattern;
    this.#chars = [...pattern];
    this.#flags = flags;
  }

  translate(): string {
    const source = this.#alternation();
    if (this.#at < this.#chars.length) throw this.#error(this.#at, this.#at + 1, 'unopened group');
    return source;
  }

  #error(start: number, end: number, why: string): RegexSyntaxError {
    return new RegexSyntaxError(this.#pattern, [[start, end]], why);
  }

  #peek(offset = 0): string | undefined {
    return this.#chars[this.#at + offset];
  }

  #rest(text: string): boolean {
    return this.#chars.slice(this.#at, this.#at + text.length).join('') === text;
  }

  #alternation(): string {
    const branches = [this.#concatenation()];
    while (this.#peek() === '|') {
      this.#at++;
      branches.push(this.#concatenation());
    }
    return branches.join('|');
  }

  #concatenation(): string {
    let source = '';
    for (;;) {
      if (this.#flags.x) this.#skipSpace();
      const char = this.#peek();
      if (char === undefined || char === '|' || char === ')') return source;
      const atom = this.#atom(char);
      // A group of flags is nothing that could be repeated.
      if (atom !== '') source += this.#quantified(atom);
    }
  }

  #skipSpace(): void {
    for (let char = this.#peek(); char !== undefined; char = this.#peek()) {
      if (/\s/.test(char)) this.#at++;
      else if (char === '#') while (this.#peek() !== undefined && this.#peek() !== '\n') this.#at++;
      else return;
    }
  }

  /** One item without its quantifier. */
  #atom(char: string): string {
    switch (char) {
      case '(':
        return this.#group();
      case '[':
        return this.#class();
      case '\\':
        return this.#escape();
      case '.':
        this.#at++;
        return this.#flags.s ? '[\\s\\S]' : '[^\\n]';
      case '^':
        this.#at++;
        return this.#flags.m ? '(?<![^\\n])' : '(?<![\\s\\S])';
      case '$':
        this.#at++;
        return this.#flags.m ? '(?![^\\n])' : '(?![\\s\\S])';
      case '*':
      case '+':
      case '?':
        throw this.#error(this.#at, this.#at + 1, 'repetition operator missing expression');
      case '{':
        throw this.#error(this.#at, this.#at + 1, 'repetition operator missing expression');
      default:
        this.#at++;
        return this.#literal(char);
    }
  }

  #literal(char: string): string {
    if (!this.#flags.i) return escapeLiteral(char);
    const variants = caseVariants(char);
    return variants.length === 1 ? escapeLiteral(char) : `[${variants.map(escapeInClass).join('')}]`;
  }

  /** Appends the quantifiers that follow: each further one repeats the whole. */
  #quantified(atom: string): string {
    let source = atom;
    for (let first = true; ; first = false) {
      if (this.#flags.x) this.#skipSpace();
      const quantifier = this.#quantifier();
      if (quantifier === undefined) return source;
      const assertion = /^\(\?<?[=!]/.test(source);
      source = `${first && !assertion ? source : `(?:${source})`}${quantifier}`;
    }
  }

  #quantifier(): string | undefined {
    const char = this.#peek();
    let quantifier: string;
    if (char === '*' || char === '+' || char === '?') {
      this.#at++;
      quantifier = char;
    } else if (char === '{') quantifier = this.#counted();
    else return undefined;
    let lazy = this.#flags.swapGreed;
    if (this.#peek() === '?') {
      this.#at++;
      lazy = !lazy;
    }
    return lazy ? `${quantifier}?` : quantifier;
  }

  #counted(): string {
    const start = this.#at;
    const text = this.#chars.slice(start).join('');
    const match = /^\{\s*(\d+)\s*(?:(,)\s*(\d*)\s*)?\}/.exec(text);
    if (match === null) {
      if (/^\{\s*,/.test(text))
        throw this.#error(start + 1, start + 2, 'repetition quantifier expects a valid decimal');
      const end = text.includes('}') ? start + 1 : this.#chars.length;
      throw this.#error(start, end, 'unclosed counted repetition');
    }
    this.#at += match[0].length;
    const [least, most] = [Number(match[1]), match[3] === undefined || match[3] === '' ? undefined : Number(match[3])];
    if (most !== undefined && least > most) {
      throw this.#error(start, this.#at, 'invalid repetition count range, the start must be <= the end');
    }
    return match[2] === undefined ? `{${least}}` : `{${least},${most ?? ''}}`;
  }

  #group(): string {
    const start = this.#at++;
    for (const [text, length] of [
      ['?=', 3],
      ['?!', 3],
      ['?<=', 4],
      ['?<!', 4],
    ] as const) {
      if (this.#rest(text)) {
        throw this.#error(start, start + length, 'look-around, including look-ahead and look-behind, is not supported');
      }
    }
    const before = this.#flags;
    let open = '(';
    if (this.#rest('?P<') || this.#rest('?<')) open = `(?<${this.#groupName()}>`;
    else if (this.#peek() === '?') {
      if (!this.#groupFlags(start)) return '';
      open = '(?:';
    }
    this.#open.push(start);
    const body = this.#alternation();
    if (this.#peek() !== ')') throw this.#error(start, start + 1, 'unclosed group');
    this.#at++;
    this.#open.pop();
    this.#flags = before;
    return `${open}${body})`;
  }

  #groupName(): string {
    this.#at += this.#peek(1) === 'P' ? 3 : 2;
    const start = this.#at;
    while (this.#peek() !== undefined && this.#peek() !== '>') this.#at++;
    if (this.#peek() === undefined) throw this.#error(this.#at, this.#at + 1, 'unclosed capture group name');
    const name = this.#chars.slice(start, this.#at).join('');
    if (name === '') throw this.#error(start, start + 1, 'empty capture group name');
    if (!/^[\p{Alphabetic}_][\p{Alphabetic}\p{Nd}_.[\]]*$/u.test(name)) {
      throw this.#error(start, this.#at, 'invalid capture group character');
    }
    const known = this.#names.get(name);
    if (known !== undefined) {
      const marks = [
        [known, known + name.length],
        [start, this.#at],
      ] as const;
      throw new RegexSyntaxError(this.#pattern, marks, 'duplicate capture group name');
    }
    this.#names.set(name, start);
    this.#at++;
    return name.replace(/[.[\]]/g, '_');
  }

  /** Reads `?flags)` (false: the flags hold from here) or `?flags:` (true: a group follows). */
  #groupFlags(start: number): boolean {
    this.#at++;
    let on = true;
    const flags = { ...this.#flags };
    for (;;) {
      const char = this.#peek();
      if (char === undefined) throw this.#error(this.#at, this.#at + 1, 'expected flag but got end of regex');
      this.#at++;
      if (char === ':' || char === ')') {
        if (char === ')' && this.#at === start + 3) {
          throw this.#error(start + 1, start + 2, 'repetition operator missing expression');
        }
        this.#flags = flags;
        return char === ':';
      }
      if (char === '-') on = false;
      else if (char === 'i') flags.i = on && !this.nativeCase;
      else if (char === 'm' || char === 's' || char === 'x') flags[char] = on;
      else if (char === 'U') flags.swapGreed = on;
      else if (char !== 'u' && char !== 'R') throw this.#error(this.#at - 1, this.#at, 'unrecognized flag');
    }
  }

  #escape(): string {
    const start = this.#at;
    const char = this.#peek(1);
    if (char === undefined) {
      throw this.#error(start, start + 1, 'incomplete escape sequence, reached end of pattern prematurely');
    }
    if (/[0-9]/.test(char)) throw this.#error(start, start + 2, 'backreferences are not supported');
    const perl = PERL_CLASSES[char];
    if (perl !== undefined) {
      this.#at += 2;
      return perl;
    }
    if (char === 'p' || char === 'P') return this.#property();
    const anchor = this.#anchor(char);
    if (anchor !== undefined) return anchor;
    return this.#literal(this.#escapedChar());
  }

  #anchor(char: string): string | undefined {
    switch (char) {
      case 'A':
        this.#at += 2;
        return '(?<![\\s\\S])';
      case 'z':
        this.#at += 2;
        return '(?![\\s\\S])';
      case 'B':
        this.#at += 2;
        return NOT_BOUNDARY;
      case '<':
        this.#at += 2;
        return `(?<!${WORD})(?=${WORD})`;
      case '>':
        this.#at += 2;
        return `(?<=${WORD})(?!${WORD})`;
      case 'b':
        return this.#boundary();
      default:
        return undefined;
    }
  }

  #boundary(): string {
    this.#at += 2;
    const kinds: Readonly<Record<string, string>> = {
      '{start}': `(?<!${WORD})(?=${WORD})`,
      '{end}': `(?<=${WORD})(?!${WORD})`,
      '{start-half}': `(?<!${WORD})`,
      '{end-half}': `(?!${WORD})`,
    };
    for (const [text, source] of Object.entries(kinds)) {
      if (!this.#rest(text)) continue;
      this.#at += text.length;
      return source;
    }
    return BOUNDARY;
  }

  /** A character written with a backslash, at the backslash. */
  #escapedChar(): string {
    const start = this.#at;
    const char = this.#peek(1);
    if (char === undefined) {
      throw this.#error(start, start + 1, 'incomplete escape sequence, reached end of pattern prematurely');
    }
    this.#at += 2;
    const simple: Readonly<Record<string, string>> = { a: '\x07', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };
    const known = simple[char];
    if (known !== undefined) return known;
    if (char === 'x' || char === 'u' || char === 'U') return this.#hex(start, char);
    if (/[!-/:-@[-`{-~ ]/.test(char)) return char;
    throw this.#error(start, start + 2, 'unrecognized escape sequence');
  }

  #hex(start: number, kind: 'x' | 'u' | 'U'): string {
    let digits: string;
    if (this.#peek() === '{') {
      const end = this.#chars.indexOf('}', this.#at);
      if (end < 0)
        throw this.#error(start, this.#chars.length, 'incomplete escape sequence, reached end of pattern prematurely');
      digits = this.#chars.slice(this.#at + 1, end).join('');
      this.#at = end + 1;
    } else {
      const count = kind === 'x' ? 2 : kind === 'u' ? 4 : 8;
      digits = this.#chars.slice(this.#at, this.#at + count).join('');
      this.#at += count;
    }
    const code = parseInt(digits, 16);
    if (!/^[0-9A-Fa-f]+$/.test(digits)) throw this.#error(start, this.#at, 'invalid hexadecimal digit');
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) {
      throw this.#error(start, this.#at, 'hexadecimal literal is not a Unicode scalar value');
    }
    return String.fromCodePoint(code);
  }

  #property(): string {
    const start = this.#at;
    let negated = this.#peek(1) === 'P';
    this.#at += 2;
    let name: string;
    if (this.#peek() === '{') {
      const end = this.#chars.indexOf('}', this.#at);
      if (end < 0) throw this.#error(start, this.#chars.length, 'Unicode property not found');
      name = this.#chars.slice(this.#at + 1, end).join('');
      this.#at = end + 1;
    } else {
      name = this.#peek() ?? '';
      this.#at++;
    }
    if (name.startsWith('^')) {
      negated = !negated;
      name = name.slice(1);
    }
    const property = unicodeProperty(name);
    if (property === undefined) throw this.#error(start, this.#at, 'Unicode property not found');
    return `\\${negated ? 'P' : 'p'}{${property}}`;
  }

  /** A bracketed class, from its bracket. Set operators bind as in Rust: left to right, looser than union. */
  #class(): string {
    const start = this.#at++;
    const negated = this.#peek() === '^';
    if (negated) this.#at++;
    let result: string | undefined;
    let operator = '';
    let union = '';
    let first = true;
    for (;;) {
      const char = this.#peek();
      if (char === undefined) throw this.#error(start, start + 1, 'unclosed character class');
      if (char === ']' && !first) break;
      const set = first ? undefined : ['&&', '--', '~~'].find((text) => this.#rest(text));
      if (set !== undefined) {
        this.#at += 2;
        result = this.#combine(result, operator, union);
        [operator, union] = [set, ''];
      } else union += this.#classItem(start);
      first = false;
    }
    this.#at++;
    const body = this.#combine(result, operator, union);
    return negated ? `[^${body}]` : `[${body}]`;
  }

  #combine(left: string | undefined, operator: string, right: string): string {
    if (left === undefined) return right;
    const [a, b] = [`[${left}]`, `[${right}]`];
    return operator === '~~' ? `[${a}--${b}][${b}--${a}]` : `${a}${operator}${b}`;
  }

  #classItem(start: number): string {
    if (this.#flags.x) {
      this.#skipSpace();
      if (this.#peek() === ']') return '';
    }
    if (this.#rest('[:')) {
      const posix = this.#posix();
      if (posix !== undefined) return posix;
    }
    const char = this.#peek();
    if (char === '[') return this.#class();
    if (char === '\\') {
      const next = this.#peek(1) ?? '';
      const perl = PERL_CLASSES[next];
      if (perl !== undefined) {
        this.#at += 2;
        return perl;
      }
      if (next === 'p' || next === 'P') return this.#property();
    }
    return this.#range(start);
  }

  #posix(): string | undefined {
    const text = this.#chars.slice(this.#at, this.#at + 16).join('');
    const match = /^\[:(\^?)([a-z]+):\]/.exec(text);
    const body = match === null ? undefined : POSIX_CLASSES[match[2]!];
    if (match === null || body === undefined) return undefined;
    this.#at += match[0].length;
    return match[1] === '^' ? `[^${body}]` : body;
  }

  #range(classStart: number): string {
    const start = this.#at;
    const from = this.#classChar(classStart);
    if (this.#peek() !== '-' || this.#peek(1) === ']' || this.#peek(1) === '-' || this.#peek(1) === undefined) {
      return (this.#flags.i ? caseVariants(from) : [from]).map(escapeInClass).join('');
    }
    this.#at++;
    const boundary = this.#at;
    if (this.#peek() === '[' || (this.#peek() === '\\' && /[dDsSwWpP]/.test(this.#peek(1) ?? ''))) {
      throw this.#error(
        boundary,
        boundary + (this.#peek() === '[' ? 1 : 2),
        'invalid range boundary, must be a literal',
      );
    }
    const to = this.#classChar(classStart);
    if (from.codePointAt(0)! > to.codePointAt(0)!) {
      throw this.#error(start, this.#at, 'invalid character class range, the start must be <= the end');
    }
    return this.#flags.i ? caseRange(from, to) : `${escapeInClass(from)}-${escapeInClass(to)}`;
  }

  #classChar(classStart: number): string {
    const char = this.#peek();
    if (char === undefined) throw this.#error(classStart, classStart + 1, 'unclosed character class');
    if (char === '\\') return this.#escapedChar();
    this.#at++;
    return char;
  }
}
