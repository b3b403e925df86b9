import type { Statement } from '../ast/index.js';
import { parseSql, type SqlOptions } from '../parser/index.js';

/**
 * What turns SQL text into syntax trees. A session has one (its own parser unless told otherwise) and a single call may
 * name another, so that SQL of other systems can be read by a parser that knows their dialect.
 */
export interface SqlFrontend {
  /** A name for messages. */
  readonly name: string;
  /**
   * All statements of a text, in order. Throws `SqlError` for text that is not SQL, and `NotImplementedError` naming the
   * construct for SQL that the front end cannot say in this tree.
   */
  parse(sql: string, options?: SqlOptions): readonly Statement[];
}

/** The engine's own parser. */
export const nativeFrontend: SqlFrontend = { name: 'datafusion', parse: parseSql };
