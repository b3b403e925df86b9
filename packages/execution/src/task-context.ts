import type { ConfigOptions } from '@datafusion-ts/common';
import type { FunctionRegistry } from '@datafusion-ts/expr';
import type { RuntimeEnv } from './runtime-env.js';

/** What every operator gets when it is executed. One a query. */
export interface TaskContext {
  readonly sessionId: string;
  readonly taskId?: string;
  readonly config: ConfigOptions;
  readonly runtime: RuntimeEnv;
  readonly functions: FunctionRegistry;
  /** Aborted when the user cancels; operators check it once a batch and throw its reason. */
  readonly signal: AbortSignal;
}
