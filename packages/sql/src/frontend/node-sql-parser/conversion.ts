import type { Expr, Query } from '../../ast/index.js';
import type { Dialect } from '../../dialect/dialect.js';
import type { Names } from './names.js';
import type { Raw } from './raw.js';

/** What the conversion of one text knows, and the seams between its parts: expressions hold queries and the other way round. */
export interface Conversion {
  readonly names: Names;
  /** How our tokenizer reads the dialect. */
  readonly dialect: Dialect;
  /** Whether `"x"` is a text and not a name. */
  readonly doubleQuotedStrings: boolean;
  expression(node: unknown): Expr;
  query(node: Raw): Query;
}
