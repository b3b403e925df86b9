import type { Query } from './query.js';
import type { CreateExternalTable, Explain, Reset } from './statement-datafusion.js';
import type { DdlStatement } from './statement-ddl.js';
import type { DmlStatement } from './statement-dml.js';
import type { SessionStatement } from './statement-session.js';

/** Any statement: SQL's own and DataFusion's additions, told apart by `kind`. A query is its own statement. */
export type Statement = Query | DmlStatement | DdlStatement | SessionStatement | CreateExternalTable | Explain | Reset;

/** The `kind` of every statement. */
export type StatementKind = Statement['kind'];
