import { RegexSyntaxError, type Mark } from './regex-syntax-error.js';

/** What the letters `imsURux` stand for. */
export interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
  readonly U: boolean;
  readonly R: boolean;
  readonly u: boolean;
  readonly x: boolean;
}

const DEFAULTS: Flags = { i: false, m: false, s: false, U: false, R: false, u: true, x: false };

/** A place in a pattern, counted in code points, and the flags that hold there. */
export class Cursor {
  readonly pattern: string;
  readonly chars: readonly string[];
  at = 0;
  flags: Flags;

  constructor(pattern: string, flags: string) {
    this.pattern = pattern;
    this.chars = [...pattern];
    this.flags = { ...DEFAULTS };
    for (const flag of flags) if (flag in DEFAULTS) this.flags = { ...this.flags, [flag]: true };
  }

  get done(): boolean {
    return this.at >= this.chars.length;
  }

  /** The character here; the empty string at the end. */
  get char(): string {
    return this.chars[this.at] ?? '';
  }

  /** The next character; the empty string when there is none. */
  get next(): string {
    return this.chars[this.at + 1] ?? '';
  }

  /** True when the text stands here; it is then passed. */
  take(text: string): boolean {
    if (!this.looksAt(text)) return false;
    this.at += text.length;
    return true;
  }

  looksAt(text: string): boolean {
    for (let i = 0; i < text.length; i++) if (this.chars[this.at + i] !== text[i]) return false;
    return true;
  }

  /** Passes blanks and comments where flag x allows them; says whether anything follows. */
  skipSpace(): boolean {
    while (this.flags.x && !this.done) {
      if (/\p{White_Space}/u.test(this.char)) this.at++;
      else if (this.char === '#') {
        while (!this.done && !this.looksAt('\n')) this.at++;
      } else break;
    }
    return !this.done;
  }

  /** Passes a character and what may be skipped behind it; says whether anything follows. */
  advance(): boolean {
    this.at++;
    return this.skipSpace();
  }

  /** The next character that is not skipped. */
  peekSpace(): string {
    const { at } = this;
    this.advance();
    const { char } = this;
    this.at = at;
    return char;
  }

  error(why: string, start = this.at, end = start + 1): RegexSyntaxError {
    return new RegexSyntaxError(this.pattern, [[start, end]], why);
  }

  errorAt(why: string, ...marks: readonly Mark[]): RegexSyntaxError {
    return new RegexSyntaxError(this.pattern, marks, why);
  }
}

export const UNEXPECTED_END = 'incomplete escape sequence, reached end of pattern prematurely';
export const INVALID_UTF8 = 'pattern can match invalid UTF-8';
