import { SqlError } from '@datafusion-ts/common';
import type { Location } from '@datafusion-ts/common';

/** A text as Rust's `{:?}` shows it, which is how DataFusion prints parser errors. */
function rustDebugString(text: string): string {
  return `"${text.replace(/["\\\n\r\t\0]/g, escapeChar)}"`;
}

function escapeChar(char: string): string {
  switch (char) {
    case '\n':
      return '\\n';
    case '\r':
      return '\\r';
    case '\t':
      return '\\t';
    case '\0':
      return '\\0';
    default:
      return `\\${char}`;
  }
}

/** ` at Line: 1, Column: 2`. */
function atLocation(location: Location): string {
  return ` at Line: ${location.line}, Column: ${location.column}`;
}

/** The error of a text that cannot be cut into tokens. */
export function tokenizerError(message: string, location: Location): SqlError {
  const text = message + atLocation(location);
  return new SqlError(`TokenizerError(${rustDebugString(text)})`, { span: { start: location, end: location } });
}

/** The error of a token that does not fit; without a location at the end of the text. */
export function parserError(message: string, location?: Location): SqlError {
  const debug = `ParserError(${rustDebugString(location === undefined ? message : message + atLocation(location))})`;
  return location === undefined
    ? new SqlError(debug)
    : new SqlError(debug, { span: { start: location, end: location } });
}

/** The error of a statement nested deeper than `datafusion.sql_parser.recursion_limit`. */
export function recursionLimitError(limit: number): SqlError {
  return new SqlError(`RecursionLimitExceeded (current limit: ${limit})`);
}
