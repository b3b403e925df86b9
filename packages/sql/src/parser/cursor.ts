/**
 * A place in a list of tokens, with the questions a recursive-descent parser asks, sqlparser's error texts, going
 * back, and the limit of nesting. The parser is a chain of classes, each adding one area of the grammar to this one.
 */
import { DataFusionError } from '@datafusion-ts/common';
import type { Ident, QuoteStyle, Span } from '../ast/index.js';
import type { Dialect } from '../dialect/dialect.js';
import { parserError, recursionLimitError } from '../tokenizer/errors.js';
import type { Keyword } from '../tokenizer/keywords.js';
import { describeToken } from '../tokenizer/token.js';
import type { Token, TokenKind } from '../tokenizer/token.js';
import { isReservedForColumnAlias } from './reserved.js';

/** What came of an attempt. */
export type Outcome<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: DataFusionError };

/** Constructs that are tried before the text is read as something else. */
export type Construct = 'position' | 'literal' | 'name' | 'named' | 'method' | 'query' | 'derived';

export abstract class TokenCursor {
  protected readonly dialect: Dialect;
  readonly #tokens: readonly Token[];
  readonly #eof: Token;
  readonly #recursionLimit: number;
  #index = 0;
  /** Constructs that failed, with their places. */
  readonly #failed = new Set<string>();
  #depthLeft: number;

  constructor(tokens: readonly Token[], dialect: Dialect, recursionLimit: number) {
    const eof = tokens[tokens.length - 1];
    if (eof === undefined) throw parserError('Expected: tokens');
    this.#tokens = tokens;
    this.#eof = eof;
    this.dialect = dialect;
    this.#recursionLimit = recursionLimit;
    this.#depthLeft = recursionLimit;
  }

  // Looking

  protected peek(): Token {
    return this.#tokens[this.#index] ?? this.#eof;
  }

  protected peekAt(ahead: number): Token {
    return this.#tokens[this.#index + ahead] ?? this.#eof;
  }

  protected previous(): Token {
    return this.#tokens[this.#index - 1] ?? this.#eof;
  }

  protected position(): number {
    return this.#index;
  }

  protected at(kind: TokenKind): boolean {
    return this.peek().kind === kind;
  }

  protected atKeyword(keyword: Keyword): boolean {
    return this.peek().keyword === keyword;
  }

  protected atKeywords(first: Keyword, second: Keyword): boolean {
    return this.peek().keyword === first && this.peekAt(1).keyword === second;
  }

  protected atOneOf(keywords: readonly Keyword[]): Keyword | undefined {
    const { keyword } = this.peek();
    return keyword !== '' && keywords.includes(keyword) ? keyword : undefined;
  }

  // Moving

  protected next(): Token {
    const token = this.peek();
    this.#index++;
    return token;
  }

  protected moveTo(index: number): void {
    this.#index = index;
  }

  protected accept(kind: TokenKind): boolean {
    if (this.peek().kind !== kind) return false;
    this.#index++;
    return true;
  }

  protected acceptKeyword(keyword: Keyword): boolean {
    if (this.peek().keyword !== keyword) return false;
    this.#index++;
    return true;
  }

  /** Takes the words if all of them follow, else none. */
  protected acceptKeywords(...keywords: readonly Keyword[]): boolean {
    for (let i = 0; i < keywords.length; i++) if (this.peekAt(i).keyword !== keywords[i]) return false;
    this.#index += keywords.length;
    return true;
  }

  protected acceptOneOf<K extends Keyword>(keywords: readonly K[]): K | undefined {
    const found = keywords.find((keyword) => keyword === this.peek().keyword);
    if (found !== undefined) this.#index++;
    return found;
  }

  protected expect(kind: TokenKind): Token {
    if (this.peek().kind !== kind) this.expected(kind);
    return this.next();
  }

  protected expectKeyword(keyword: Keyword): Token {
    if (this.peek().keyword !== keyword) this.expected(keyword);
    return this.next();
  }

  protected expectKeywords(...keywords: readonly Keyword[]): void {
    for (const keyword of keywords) this.expectKeyword(keyword);
  }

  protected expectOneOf<K extends Keyword>(keywords: readonly K[]): K {
    return this.acceptOneOf(keywords) ?? this.expected(`one of ${keywords.join(' or ')}`);
  }

  // Errors

  /** Throws sqlparser's `Expected: …, found: … at Line: …, Column: …`. */
  protected expected(what: string, found: Token = this.peek()): never {
    this.fail(`Expected: ${what}, found: ${describeToken(found)}`, found);
  }

  protected fail(message: string, at: Token = this.peek()): never {
    throw parserError(message, at.kind === 'EOF' ? undefined : { line: at.line, column: at.column });
  }

  protected failHere(message: string): never {
    throw parserError(message);
  }

  // Trying and nesting

  /** Runs `parse`; when it fails, goes back and gives nothing. Too deep nesting is not forgiven. */
  protected attempt<T>(parse: () => T): T | undefined {
    const outcome = this.outcome(parse);
    return outcome.ok ? outcome.value : undefined;
  }

  /**
   * `attempt` for constructs that nest in themselves: what failed at a place is not tried there again, so that text which
   * is read a second time as something else costs no more than twice.
   */
  protected attemptOnce<T>(construct: Construct, parse: () => T): T | undefined {
    const place = `${construct}${this.#index}`;
    if (this.#failed.has(place)) return undefined;
    const found = this.attempt(parse);
    if (found === undefined) this.#failed.add(place);
    return found;
  }

  /** Runs `parse`; when it fails, goes back and gives the error. Too deep nesting is not forgiven. */
  protected outcome<T>(parse: () => T): Outcome<T> {
    const index = this.#index;
    const depth = this.#depthLeft;
    try {
      return { ok: true, value: parse() };
    } catch (error) {
      if (!(error instanceof DataFusionError) || error.message.startsWith('Recursion')) throw error;
      this.#index = index;
      this.#depthLeft = depth;
      return { ok: false, error };
    }
  }

  /** Goes one level deeper; `leave` must follow on success (`attempt` restores the level on failure). */
  protected enter(): void {
    if (this.#depthLeft === 0) this.tooDeep();
    this.#depthLeft--;
  }

  protected tooDeep(): never {
    throw recursionLimitError(this.#recursionLimit);
  }

  protected leave(): void {
    this.#depthLeft++;
  }

  // Small things that every area needs

  /** `a, b, c`; where the dialect allows it, and unless `trailing` says no, a comma may end the list. */
  protected commaSeparated<T>(parse: () => T, trailing = true): T[] {
    const items = [parse()];
    while (this.accept(',')) {
      if (trailing && this.dialect.trailingCommas && this.atListEnd()) break;
      items.push(parse());
    }
    return items;
  }

  /** Whether a list that may end with a comma ends here. */
  protected atListEnd(): boolean {
    const token = this.peek();
    if (token.kind === 'Word') return token.keyword !== '' && isReservedForColumnAlias(token.keyword);
    return token.kind === ')' || token.kind === ';' || token.kind === 'EOF' || token.kind === ']' || token.kind === '}';
  }

  protected parenthesized<T>(parse: () => T): T {
    this.expect('(');
    const value = parse();
    this.expect(')');
    return value;
  }

  protected spanOf(token: Token): Span {
    return { start: { line: token.line, column: token.column }, end: { line: token.endLine, column: token.endColumn } };
  }

  protected identOf(token: Token): Ident {
    const span = this.spanOf(token);
    if (token.kind === 'SingleQuotedString') return { value: token.text, quoteStyle: "'", span };
    if (token.kind === 'DoubleQuotedString') return { value: token.text, quoteStyle: '"', span };
    return token.quote === ''
      ? { value: token.text, span }
      : { value: token.text, quoteStyle: token.quote as QuoteStyle, span };
  }
}
