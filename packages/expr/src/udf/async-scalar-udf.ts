import { InternalError, type DataType } from '@datafusion-ts/common';
import type { ColumnVector } from '@datafusion-ts/compute';
import { Signature, type Volatility } from '@datafusion-ts/expr-common';
import type { ScalarFunctionArgs, ScalarUDF } from './scalar-udf.js';

/**
 * A scalar function whose results arrive later: calls of a service, a model, a file. The planner computes its calls in an
 * operator of their own (`AsyncFuncExec`), below the node that uses them.
 */
export interface AsyncScalarUDF extends ScalarUDF {
  /** `rowCount` values for a batch; the arguments stay valid until the promise is settled. */
  invokeAsync(args: ScalarFunctionArgs): Promise<ColumnVector>;
}

/** Whether the results of a function arrive later. */
export const isAsyncUdf = (func: ScalarUDF): func is AsyncScalarUDF => 'invokeAsync' in func;

/** An asynchronous function that takes exactly these types. */
export function createAsyncUdf(
  name: string,
  inputTypes: readonly DataType[],
  returnType: DataType,
  volatility: Volatility,
  invokeAsync: (args: ScalarFunctionArgs) => Promise<ColumnVector>,
): AsyncScalarUDF {
  return {
    name,
    signature: Signature.exact(inputTypes, volatility),
    returnType: () => returnType,
    invoke: () => {
      throw new InternalError('async functions should not be called directly');
    },
    invokeAsync,
  };
}
