import type { DataType } from '@datafusion-ts/common';
import type { ColumnVector } from '@datafusion-ts/compute';
import { Signature, type Volatility } from '@datafusion-ts/expr-common';
import { notInPlace, type AsyncScalarFunctionArgs, type AsyncScalarUDF } from './async-scalar-udf.js';
import { asyncUdfOf, type AnyAsyncLiteral, type AsyncLiteral } from './plain/async-literal.js';
import type { TypeLike } from './plain/plain-type.js';

/**
 * An asynchronous function on plain values, a call a row (`call`) or for some rows (`callBatch`):
 * `createAsyncUdf({ name: 'title', args: ['Utf8'], returns: 'Utf8', concurrency: 8, call: (url) => titleOf(url) })`.
 */
export function createAsyncUdf<
  const Args extends readonly TypeLike[],
  const R extends TypeLike,
  const Nulls extends boolean = false,
>(literal: AsyncLiteral<Args, R, Nulls>): AsyncScalarUDF;
/** An asynchronous function that takes exactly these types, and columns of them. */
export function createAsyncUdf(
  name: string,
  inputTypes: readonly DataType[],
  returnType: DataType,
  volatility: Volatility,
  invokeAsync: (args: AsyncScalarFunctionArgs) => Promise<ColumnVector>,
): AsyncScalarUDF;
export function createAsyncUdf(
  given: unknown,
  inputTypes: readonly DataType[] = [],
  returnType?: DataType,
  volatility?: Volatility,
  invokeAsync?: (args: AsyncScalarFunctionArgs) => Promise<ColumnVector>,
): AsyncScalarUDF {
  if (typeof given === 'object') return asyncUdfOf(given as AnyAsyncLiteral);
  return {
    name: given as string,
    signature: Signature.exact(inputTypes, volatility!),
    returnType: () => returnType!,
    invoke: notInPlace,
    invokeAsync: invokeAsync!,
  };
}
