/**
 * Cuts SQL text into tokens. White space and comments vanish; positions stay on the tokens, so that errors and
 * spans can name lines and columns. Literals are decoded here, numbers keep their text.
 */
import type { Dialect } from '../dialect/dialect.js';
import type { Location } from '../ast/index.js';
import { isAlphabetic, isAlphanumeric, isDigit, isHexDigit, isPlainIdentPart, isSpace } from './chars.js';
import { tokenizerError } from './errors.js';
import { keywordOf } from './keywords.js';
import { matchPunctuation } from './punctuation.js';
import { decodeBackslashes, decodeEscapeString, decodeUnicodeString } from './string-escapes.js';
import type { Token, TokenKind } from './token.js';

/** All tokens of `sql` in order; the last one is `EOF`. Throws `SqlError` for text that is no token. */
export function tokenize(sql: string, dialect: Dialect): Token[] {
  return new Tokenizer(sql, dialect).run();
}

class Tokenizer {
  readonly #sql: string;
  readonly #dialect: Dialect;
  readonly #tokens: Token[] = [];
  #pos = 0;
  #line = 1;
  /** Offset where the current line's columns start counting, corrected by surrogate pairs met so far. */
  #lineStart = 0;
  /** Start of the token in work. */
  #start = 0;
  #startLine = 1;
  #startColumn = 1;

  constructor(sql: string, dialect: Dialect) {
    this.#sql = sql;
    this.#dialect = dialect;
  }

  run(): Token[] {
    const sql = this.#sql;
    for (;;) {
      this.#skipBlanks();
      this.#start = this.#pos;
      this.#startLine = this.#line;
      this.#startColumn = this.#pos - this.#lineStart + 1;
      if (this.#pos >= sql.length) break;
      this.#next(sql.charCodeAt(this.#pos));
    }
    this.#push('EOF', '');
    return this.#tokens;
  }

  #next(code: number): void {
    const dialect = this.#dialect;
    if (code < 128 && isAlphabetic(code)) {
      if (!this.#prefixedString(code)) this.#word();
    } else if (isDigit(code) || (code === 46 && isDigit(this.#codeAt(1)))) {
      this.#number();
    } else if (code === 39) {
      this.#singleQuoted();
    } else if (code === 34 && dialect.doubleQuotedStrings) {
      this.#quotedString('"', 'DoubleQuotedString', 'TripleDoubleQuotedString');
    } else if (
      (code === 34 || code === 96 || code === 91) &&
      dialect.identifierQuotes.includes(String.fromCharCode(code))
    ) {
      this.#quotedIdent(String.fromCharCode(code));
    } else if (code === 95) {
      this.#word();
    } else if ((code === 35 || code === 64) && dialect.sigilIdentifiers && this.#sigilWord(code)) {
      return;
    } else if (code === 36 && dialect.dollarStrings) {
      this.#dollar();
    } else if (code === 63 && !dialect.questionOperators) {
      this.#questionMark();
    } else if (code >= 128 && isAlphabetic(this.#sql.codePointAt(this.#pos) ?? 0)) {
      this.#word();
    } else {
      this.#punctuation();
    }
  }

  // Positions

  #codeAt(ahead: number): number {
    return this.#sql.charCodeAt(this.#pos + ahead);
  }

  #here(): Location {
    return { line: this.#line, column: this.#pos - this.#lineStart + 1 };
  }

  #startLocation(): Location {
    return { line: this.#startLine, column: this.#startColumn };
  }

  /** Moves on to `to`, counting lines and pairing surrogates on the way. */
  #advanceTo(to: number): void {
    const sql = this.#sql;
    for (let i = this.#pos; i < to; i++) {
      const code = sql.charCodeAt(i);
      if (code === 10) {
        this.#line++;
        this.#lineStart = i + 1;
      } else if (code >= 0xdc00 && code <= 0xdfff) {
        this.#lineStart++;
      }
    }
    this.#pos = to;
  }

  #push(kind: TokenKind, text: string, quote = ''): void {
    this.#tokens.push({
      kind,
      text,
      keyword: '',
      quote,
      start: this.#start,
      end: this.#pos,
      line: this.#startLine,
      column: this.#startColumn,
      endLine: this.#line,
      endColumn: this.#pos - this.#lineStart + 1,
    });
  }

  // White space and comments

  #skipBlanks(): void {
    const sql = this.#sql;
    for (;;) {
      const code = sql.charCodeAt(this.#pos);
      if (code === 32) {
        this.#pos++;
      } else if (code === 10) {
        this.#pos++;
        this.#line++;
        this.#lineStart = this.#pos;
      } else if (code === 45 && this.#codeAt(1) === 45) {
        this.#lineComment();
      } else if (code === 47 && this.#codeAt(1) === 42) {
        this.#blockComment();
      } else if (code === 35 && this.#dialect.hashComments) {
        this.#lineComment();
      } else if (isSpace(code)) {
        this.#pos++;
      } else {
        return;
      }
    }
  }

  #lineComment(): void {
    const end = this.#sql.indexOf('\n', this.#pos);
    this.#advanceTo(end < 0 ? this.#sql.length : end);
  }

  #blockComment(): void {
    const sql = this.#sql;
    let depth = 1;
    let i = this.#pos + 2;
    while (depth > 0) {
      if (i >= sql.length) {
        this.#advanceTo(sql.length);
        throw tokenizerError('Unexpected EOF while in a multi-line comment', this.#here());
      }
      if (sql.startsWith('*/', i)) {
        depth--;
        i += 2;
      } else if (this.#dialect.nestedComments && sql.startsWith('/*', i)) {
        depth++;
        i += 2;
      } else {
        i++;
      }
    }
    this.#advanceTo(i);
  }

  // Words

  #isIdentPart(code: number): boolean {
    if (!(code >= 128)) {
      return isPlainIdentPart(code) || (this.#dialect.sigilIdentifiers && (code === 64 || code === 35));
    }
    return isAlphabetic(code);
  }

  #word(skip = 0): void {
    const sql = this.#sql;
    let i = this.#pos + skip;
    for (;;) {
      let code = sql.charCodeAt(i);
      while (isPlainIdentPart(code)) code = sql.charCodeAt(++i);
      if (code < 128 && this.#isIdentPart(code)) {
        i++;
      } else if (code >= 128 && isAlphabetic(sql.codePointAt(i) ?? 0)) {
        i += (sql.codePointAt(i) ?? 0) > 0xffff ? 2 : 1;
      } else {
        break;
      }
    }
    const text = sql.slice(this.#pos, i);
    this.#advanceTo(i);
    this.#tokens.push({
      kind: 'Word',
      text,
      keyword: keywordOf(text),
      quote: '',
      start: this.#start,
      end: i,
      line: this.#startLine,
      column: this.#startColumn,
      endLine: this.#line,
      endColumn: i - this.#lineStart + 1,
    });
  }

  /**
   * `#name` and `@name`; false when the sigil is an operator. Whatever character follows the sigil belongs to the name, as
   * in sqlparser, unless it makes an operator with it or is a space.
   */
  #sigilWord(sigil: number): boolean {
    const isAtAt = sigil === 64 && this.#codeAt(1) === 64;
    const length = isAtAt ? 2 : 1;
    const next = this.#sql.codePointAt(this.#pos + length);
    if (next === undefined || next === 32) return false;
    const follows = String.fromCodePoint(next);
    if (!isAtAt && (sigil === 64 ? '>?\'"`' : '>-').includes(follows)) return false;
    this.#word(length + follows.length);
    return true;
  }

  #quotedIdent(open: string): void {
    const close = open === '[' ? ']' : open;
    const sql = this.#sql;
    let text = '';
    let from = this.#pos + 1;
    for (;;) {
      const end = sql.indexOf(close, from);
      if (end < 0) throw tokenizerError(`Expected close delimiter '${close}' before EOF.`, this.#startLocation());
      text += sql.slice(from, end);
      from = end + 1;
      if (sql[from] !== close) break;
      text += close;
      from++;
    }
    this.#advanceTo(from);
    this.#push('Word', text, open);
  }

  // Numbers

  #digits(from: number): number {
    while (isDigit(this.#sql.charCodeAt(from))) from++;
    return from;
  }

  #number(): void {
    const sql = this.#sql;
    if (this.#codeAt(0) === 48 && this.#codeAt(1) === 120) return this.#hexNumber();
    let end = this.#digits(this.#pos);
    if (sql.charCodeAt(end) === 46) end = this.#digits(end + 1);
    const exponent = sql.charCodeAt(end) | 32;
    if (exponent === 101) {
      const sign = sql.charCodeAt(end + 1);
      const digits = sign === 43 || sign === 45 ? end + 2 : end + 1;
      if (isDigit(sql.charCodeAt(digits))) end = this.#digits(digits);
    }
    const text = sql.slice(this.#pos, end);
    const long = sql.charCodeAt(end) === 76;
    this.#pos = long ? end + 1 : end;
    this.#push('Number', text, long ? 'L' : '');
  }

  #hexNumber(): void {
    let end = this.#pos + 2;
    while (isHexDigit(this.#sql.charCodeAt(end))) end++;
    const text = this.#sql.slice(this.#pos + 2, end);
    this.#pos = end;
    this.#push('HexStringLiteral', text);
  }

  // Strings

  /** Literals whose first letter says their sort: `N'…'`, `E'…'`, `X'…'`, `U&'…'`, `B'…'`, `R'…'`. */
  #prefixedString(code: number): boolean {
    const next = this.#codeAt(1);
    const dialect = this.#dialect;
    if (next !== 39 && next !== 34 && next !== 38) return false;
    switch (code | 32) {
      case 110: // n
        if (next !== 39) return false;
        return this.#prefixed(1, 'NationalStringLiteral', dialect.backslashEscapes);
      case 120: // x
        if (next !== 39) return false;
        return this.#prefixed(1, 'HexStringLiteral', false);
      case 101: // e
        if (next !== 39 || !dialect.escapeStrings) return false;
        return this.#escapeString();
      case 117: // u
        if (next !== 38 || this.#codeAt(2) !== 39 || !dialect.unicodeStrings) return false;
        return this.#unicodeString();
      case 98: // b
        if (!dialect.byteStrings || next === 38) return false;
        return next === 39
          ? this.#bytes("'", 'SingleQuotedByteStringLiteral', 'TripleSingleQuotedByteStringLiteral')
          : this.#bytes('"', 'DoubleQuotedByteStringLiteral', 'TripleDoubleQuotedByteStringLiteral');
      case 114: // r
        if (!dialect.rawStrings || next === 38) return false;
        return next === 39
          ? this.#bytes("'", 'SingleQuotedRawStringLiteral', 'TripleSingleQuotedRawStringLiteral')
          : this.#bytes('"', 'DoubleQuotedRawStringLiteral', 'TripleDoubleQuotedRawStringLiteral');
      default:
        return false;
    }
  }

  #singleQuoted(): void {
    this.#quotedString("'", 'SingleQuotedString', 'TripleSingleQuotedString');
  }

  #prefixed(prefix: number, kind: TokenKind, backslash: boolean): boolean {
    this.#pos += prefix;
    this.#push(kind, this.#readQuoted("'", backslash));
    return true;
  }

  #bytes(quote: string, kind: TokenKind, triple: TokenKind): boolean {
    this.#pos += 1;
    this.#quotedString(quote, kind, triple, false);
    return true;
  }

  #quotedString(quote: string, kind: TokenKind, triple: TokenKind, backslash = this.#dialect.backslashEscapes): void {
    if (this.#dialect.tripleQuotedStrings && this.#sql.startsWith(quote.repeat(3), this.#pos)) {
      this.#push(triple, this.#readTriple(quote.repeat(3), backslash));
    } else {
      this.#push(kind, this.#readQuoted(quote, backslash));
    }
  }

  /** Reads from the opening quote to the closing one; a doubled quote is one quote. */
  #readQuoted(quote: string, backslash: boolean): string {
    const sql = this.#sql;
    const code = quote.charCodeAt(0);
    let text = '';
    let from = this.#pos + 1;
    let i = from;
    for (;;) {
      if (i >= sql.length) throw tokenizerError('Unterminated string literal', this.#startLocation());
      const char = sql.charCodeAt(i);
      if (char === 92 && backslash) {
        i += 2;
      } else if (char !== code) {
        i++;
      } else if (sql.charCodeAt(i + 1) === code) {
        text += sql.slice(from, i + 1);
        i += 2;
        from = i;
      } else {
        break;
      }
    }
    text += sql.slice(from, i);
    this.#advanceTo(i + 1);
    return backslash && text.includes('\\') ? decodeBackslashes(text) : text;
  }

  #readTriple(quotes: string, backslash: boolean): string {
    const sql = this.#sql;
    const from = this.#pos + 3;
    let i = from;
    while (i < sql.length && !sql.startsWith(quotes, i)) i += backslash && sql.charCodeAt(i) === 92 ? 2 : 1;
    if (i >= sql.length) throw tokenizerError('Unterminated string literal', this.#startLocation());
    const text = sql.slice(from, i);
    this.#advanceTo(i + 3);
    return backslash ? decodeBackslashes(text) : text;
  }

  #escapeString(): boolean {
    const decoded = decodeEscapeString(this.#sql, this.#pos + 2);
    if (decoded === undefined) throw tokenizerError('Unterminated encoded string literal', this.#startLocation());
    this.#advanceTo(decoded.end);
    this.#push('EscapedStringLiteral', decoded.text);
    return true;
  }

  #unicodeString(): boolean {
    const decoded = decodeUnicodeString(this.#sql, this.#pos + 3);
    if (decoded === undefined)
      throw tokenizerError('Unterminated unicode encoded string literal', this.#startLocation());
    this.#advanceTo(decoded.end);
    this.#push('UnicodeStringLiteral', decoded.text);
    return true;
  }

  // Parameters and dollar-quoted text

  #dollar(): void {
    const sql = this.#sql;
    let end = this.#pos + 1;
    while (isAlphanumeric(sql.charCodeAt(end)) || sql.charCodeAt(end) === 95) end++;
    if (sql.charCodeAt(end) !== 36) {
      const text = sql.slice(this.#pos, end);
      this.#advanceTo(end);
      this.#push('Placeholder', text);
      return;
    }
    const tag = sql.slice(this.#pos + 1, end);
    const close = `$${tag}$`;
    const stop = sql.indexOf(close, end + 1);
    if (stop < 0) {
      this.#advanceTo(sql.length);
      throw tokenizerError(
        tag === '' ? 'Unterminated dollar-quoted string' : 'Unterminated dollar-quoted, expected $',
        this.#here(),
      );
    }
    const text = sql.slice(end + 1, stop);
    this.#advanceTo(stop + close.length);
    this.#push('DollarQuotedString', text, tag);
  }

  #questionMark(): void {
    const end = this.#digits(this.#pos + 1);
    const text = this.#sql.slice(this.#pos, end);
    this.#pos = end;
    this.#push('Placeholder', text);
  }

  #punctuation(): void {
    const kind = matchPunctuation(this.#sql, this.#pos, this.#dialect);
    if (kind === undefined) {
      const text = String.fromCodePoint(this.#sql.codePointAt(this.#pos) ?? 0);
      this.#advanceTo(this.#pos + text.length);
      this.#push('Char', text);
      return;
    }
    this.#pos += kind.length === 2 && this.#sql.startsWith('!=', this.#pos) ? 2 : kind.length;
    this.#push(kind, kind);
  }
}
