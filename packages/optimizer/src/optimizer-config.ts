import type { ConfigOptions } from '@datafusion-ts/common';
import type { FunctionRegistry } from '@datafusion-ts/expr';

/** What rules may ask of the session; the same over one query. */
export interface OptimizerConfig {
  readonly config: ConfigOptions;
  /** Nanoseconds since 1970 at which the query began. */
  readonly queryExecutionStartTime: bigint;
  readonly functions: FunctionRegistry;
  /** `__correlated_sq_1`, `__correlated_sq_2`, …: names unique in the query. */
  nextAlias(prefix: string): string;
}

/** Sees the plan after a rule; for EXPLAIN VERBOSE. */
export type PlanObserver<P> = (plan: P, ruleName: string) => void;
