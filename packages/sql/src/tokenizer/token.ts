import type { Keyword } from './keywords.js';

/** Literal tokens, by sqlparser's names, and `EOF`. */
export type LiteralTokenKind =
  | 'Word'
  | 'Number'
  | 'Placeholder'
  | 'EOF'
  | 'Char'
  | 'SingleQuotedString'
  | 'DoubleQuotedString'
  | 'TripleSingleQuotedString'
  | 'TripleDoubleQuotedString'
  | 'DollarQuotedString'
  | 'EscapedStringLiteral'
  | 'UnicodeStringLiteral'
  | 'NationalStringLiteral'
  | 'HexStringLiteral'
  | 'SingleQuotedByteStringLiteral'
  | 'DoubleQuotedByteStringLiteral'
  | 'TripleSingleQuotedByteStringLiteral'
  | 'TripleDoubleQuotedByteStringLiteral'
  | 'SingleQuotedRawStringLiteral'
  | 'DoubleQuotedRawStringLiteral'
  | 'TripleSingleQuotedRawStringLiteral'
  | 'TripleDoubleQuotedRawStringLiteral';

/** Punctuation is its own kind. */
export type PunctuationKind =
  | ','
  | ';'
  | '('
  | ')'
  | '['
  | ']'
  | '{'
  | '}'
  | '.'
  | ':'
  | '::'
  | ':='
  | '\\'
  | '+'
  | '-'
  | '*'
  | '/'
  | '//'
  | '%'
  | '||'
  | '|'
  | '&'
  | '&&'
  | '^'
  | '^@'
  | '#'
  | '##'
  | '@'
  | '@@'
  | '~'
  | '!'
  | '!!'
  | '='
  | '=='
  | '<>'
  | '<'
  | '<='
  | '>'
  | '>='
  | '<=>'
  | '=>'
  | '<<'
  | '>>'
  | '~*'
  | '!~'
  | '!~*'
  | '~~'
  | '~~*'
  | '!~~'
  | '!~~*'
  | '|/'
  | '||/'
  | '|>'
  | '->'
  | '->>'
  | '#>'
  | '#>>'
  | '#-'
  | '@>'
  | '<@'
  | '@?'
  | '?'
  | '?|'
  | '?&';

export type TokenKind = LiteralTokenKind | PunctuationKind;

/**
 * One token. `text` is the decoded content of a literal or name, or the punctuation; `quote` the character that
 * opened a quoted name (the tag of a dollar-quoted text, `L` of a long number), else empty. `start` and `end` are
 * offsets into the text, line and column count from 1.
 */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly keyword: Keyword | '';
  readonly quote: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** The token as error messages show it. */
export function describeToken(token: Token): string {
  const { kind, text } = token;
  switch (kind) {
    case 'EOF':
      return 'EOF';
    case 'Word':
      return token.quote === '' ? text : token.quote === '[' ? `[${text}]` : token.quote + text + token.quote;
    case 'Number':
      return text + token.quote;
    case 'SingleQuotedString':
      return `'${text}'`;
    case 'DoubleQuotedString':
      return `"${text}"`;
    case 'TripleSingleQuotedString':
      return `'''${text}'''`;
    case 'TripleDoubleQuotedString':
      return `"""${text}"""`;
    case 'DollarQuotedString':
      return `$${token.quote}$${text}$${token.quote}$`;
    case 'EscapedStringLiteral':
      return `E'${text}'`;
    case 'UnicodeStringLiteral':
      return `U&'${text}'`;
    case 'NationalStringLiteral':
      return `N'${text}'`;
    case 'HexStringLiteral':
      return `X'${text}'`;
    case 'SingleQuotedByteStringLiteral':
      return `B'${text}'`;
    case 'DoubleQuotedByteStringLiteral':
      return `B"${text}"`;
    case 'TripleSingleQuotedByteStringLiteral':
      return `B'''${text}'''`;
    case 'TripleDoubleQuotedByteStringLiteral':
      return `B"""${text}"""`;
    case 'SingleQuotedRawStringLiteral':
      return `R'${text}'`;
    case 'DoubleQuotedRawStringLiteral':
      return `R"${text}"`;
    case 'TripleSingleQuotedRawStringLiteral':
      return `R'''${text}'''`;
    case 'TripleDoubleQuotedRawStringLiteral':
      return `R"""${text}"""`;
    default:
      return text;
  }
}
