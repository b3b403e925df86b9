import type { Spanned } from './span.js';

/** The character that opened a quoted identifier; string literals used as names keep `'`. */
export type QuoteStyle = '"' | '`' | "'" | '[';

/**
 * A name as written. An unquoted name has no `quoteStyle` and is still in the user's case:
 * the planner lower-cases it (or not) by configuration. The text of a quoted one is unescaped.
 */
export interface Ident extends Spanned {
  readonly value: string;
  readonly quoteStyle?: QuoteStyle;
}

/** A possibly qualified name: `catalog.schema.table` is three parts. Never empty. */
export type ObjectName = readonly Ident[];
