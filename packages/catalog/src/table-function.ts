import type { Documentation, Expr } from '@datafusion-ts/expr';
import type { TableProvider } from './table-provider.js';

/** A function that stands where a table stands: `SELECT * FROM range(1, 10)`. */
export interface TableFunctionImpl {
  readonly name: string;
  /** The table for these arguments (literals mostly); throws a PlanError for wrong ones. */
  call(args: readonly Expr[]): TableProvider;
  readonly documentation?: Documentation;
}
