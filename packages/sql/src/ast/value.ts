import type { Spanned } from './span.js';

/** A number exactly as written (`1`, `.5`, `1e10`, any length); `long` is the `L` behind it in dialects that have it. */
export interface NumberValue extends Spanned {
  readonly kind: 'Number';
  readonly value: string;
  readonly long: boolean;
}

/** The spellings of a text literal. `value` is the decoded text, except where noted at `StringValue`. */
export type StringKind =
  | 'SingleQuotedString'
  | 'DoubleQuotedString'
  | 'TripleSingleQuotedString'
  | 'TripleDoubleQuotedString'
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

/** A text, byte or hex literal. For `HexStringLiteral` the value is the digits between the quotes, unchecked. */
export interface StringValue extends Spanned {
  readonly kind: StringKind;
  readonly value: string;
}

/** `$$text$$` or `$tag$text$tag$`. */
export interface DollarQuotedString extends Spanned {
  readonly kind: 'DollarQuotedString';
  readonly value: string;
  readonly tag?: string;
}

/** `TRUE` or `FALSE`. */
export interface BooleanValue extends Spanned {
  readonly kind: 'Boolean';
  readonly value: boolean;
}

/** `NULL`. */
export interface NullValue extends Spanned {
  readonly kind: 'Null';
}

/** A parameter with its sigil: `$1`, `$name`, `?`, `:name`, `@name`. */
export interface PlaceholderValue extends Spanned {
  readonly kind: 'Placeholder';
  readonly value: string;
}

/** A literal or a parameter. */
export type Value = NumberValue | StringValue | DollarQuotedString | BooleanValue | NullValue | PlaceholderValue;
