import type { DFSchema } from '@datafusion-ts/common';
import type { Expr } from '@datafusion-ts/expr';
import { parseExprWithAlias, SqlToRel } from '@datafusion-ts/sql';
import type { SessionState } from '../session/session-state.js';
import { SessionContextProvider } from './session-context-provider.js';

/**
 * A text such as `a + 1 AS b` as an expression over the columns of a schema. There are no tables but those columns:
 * a subquery with FROM is a Plan error.
 */
export function planExpression(state: SessionState, text: string, schema: DFSchema): Expr {
  const { dialect, recursionLimit } = state.config.sqlParser;
  const tree = parseExprWithAlias(text, { dialect, recursionLimit: Number(recursionLimit) });
  return new SqlToRel(new SessionContextProvider(state, new Map())).sqlToExprWithAlias(tree, schema);
}
