import type { Constraints, Schema } from '@datafusion-ts/common';
import type { Expr } from '../expr/expr.js';
import type { LogicalPlan } from './logical-plan.js';

/** How completely a table evaluates a filter given to its scan. */
export type TableProviderFilterPushDown = 'Unsupported' | 'Inexact' | 'Exact';

/** What kind of table it is, for information_schema. */
export type TableType = 'Base' | 'View' | 'Temporary';

/** A table as the logical planner sees it. */
export interface TableSource {
  readonly schema: Schema;
  readonly constraints?: Constraints | undefined;
  readonly tableType?: TableType;
  /** Default: `Unsupported` for each. */
  supportsFiltersPushdown?(filters: readonly Expr[]): readonly TableProviderFilterPushDown[];
  /** The plan behind a view. */
  readonly logicalPlan?: LogicalPlan | undefined;
  /** Default value expression of a column. */
  columnDefault?(column: string): Expr | undefined;
}
