import { InternalError } from '@datafusion-ts/common';
import type { ColumnVector } from '@datafusion-ts/compute';
import type { ScalarFunctionArgs, ScalarUDF } from './scalar-udf.js';

/** What an asynchronous function gets for each batch. */
export interface AsyncScalarFunctionArgs extends ScalarFunctionArgs {
  /** Aborted when the query is cancelled. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * A scalar function whose results arrive later: calls of a service, a model, a file. The planner computes its calls in an
 * operator of their own (`AsyncFuncExec`), below the node that uses them.
 */
export interface AsyncScalarUDF extends ScalarUDF {
  /** `rowCount` values for a batch; the arguments stay valid until the promise is settled. */
  invokeAsync(args: AsyncScalarFunctionArgs): Promise<ColumnVector>;
}

/** Whether the results of a function arrive later. */
export const isAsyncUdf = (func: ScalarUDF): func is AsyncScalarUDF => 'invokeAsync' in func;

/** The `invoke` of functions that only `invokeAsync` computes. */
export function notInPlace(): never {
  throw new InternalError('async functions should not be called directly');
}
