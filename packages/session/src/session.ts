import type { ConfigOptions, DFSchema } from '@datafusion-ts/common';
import type { RuntimeEnv, TaskContext } from '@datafusion-ts/execution';
import type { Expr, FunctionRegistry, LogicalPlan } from '@datafusion-ts/expr';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import type { ExecutionPlan } from '@datafusion-ts/physical-plan';

/**
 * What catalogs and data sources see of a session: its settings and functions, and planning. The session itself lives
 * above them, in `core`.
 */
export interface Session {
  readonly sessionId: string;
  readonly config: ConfigOptions;
  /** Optimizes a logical plan and makes its physical plan; DDL and other statements are errors. */
  createPhysicalPlan(plan: LogicalPlan): Promise<ExecutionPlan>;
  /** Coerces types and binds an expression to columns; does not simplify. */
  createPhysicalExpr(expr: Expr, schema: DFSchema): PhysicalExpr;
  readonly functions: FunctionRegistry;
  readonly runtime: RuntimeEnv;
  /** Format options by key that tables inherit, such as `format.delimiter`. */
  readonly tableOptions: ReadonlyMap<string, string>;
  taskContext(signal?: AbortSignal): TaskContext;
}
