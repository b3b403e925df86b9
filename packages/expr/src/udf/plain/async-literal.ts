/** Asynchronous functions from one literal: row by row or some rows at a time, with a bound on calls under way. */
import { PlanError, ScalarValue, type DataType } from '@datafusion-ts/common';
import { constantVector, nullVector, type ColumnVector } from '@datafusion-ts/compute';
import { notInPlace, type AsyncScalarFunctionArgs, type AsyncScalarUDF } from '../async-scalar-udf.js';
import { fromPlain } from './from-plain.js';
import { plainReader, vectorFromPlain } from './plain-column.js';
import { typeOf, type PlainArgs, type PlainInputOf, type PlainValue, type TypeLike } from './plain-type.js';
import { describeLiteral, type CallableLiteral } from './scalar-literal.js';
import { callUser, userError } from './user-error.js';

/** What calls get besides the arguments. */
export interface AsyncCallContext {
  /** Aborted when the query is cancelled, or another call of the batch has failed. */
  readonly signal: AbortSignal;
}

interface AsyncBase<
  Args extends readonly TypeLike[],
  R extends TypeLike,
  Nulls extends boolean,
> extends CallableLiteral<Args, R, Nulls> {
  /** Calls under way at a time in a partition; default 16. Results keep the order of the rows. */
  readonly concurrency?: number;
}

/** Given as `call` (a row) or as `callBatch` (rows at a time). */
export type AsyncLiteral<
  Args extends readonly TypeLike[] = readonly TypeLike[],
  R extends TypeLike = TypeLike,
  Nulls extends boolean = boolean,
> = AsyncBase<Args, R, Nulls> &
  (
    | {
        /** A row's value. */
        readonly call: (...args: PlainArgs<Args, Nulls>) => Promise<PlainInputOf<R> | null | undefined>;
        readonly callBatch?: undefined;
      }
    | {
        /** Values of some rows, as many and in the same order. */
        readonly callBatch: (
          rows: readonly PlainArgs<Args, Nulls>[],
          context: AsyncCallContext,
        ) => Promise<readonly (PlainInputOf<R> | null | undefined)[]>;
        readonly call?: undefined;
        /** Rows of a call at most; default: all of a batch. */
        readonly idealBatchSize?: number;
      }
  );

/** The literal without its types. */
export interface AnyAsyncLiteral extends CallableLiteral<readonly TypeLike[], TypeLike, boolean> {
  readonly concurrency?: number;
  readonly idealBatchSize?: number;
  readonly call?: (...args: readonly PlainValue[]) => Promise<unknown>;
  readonly callBatch?: (rows: readonly Row[], context: AsyncCallContext) => Promise<readonly unknown[]>;
}

type Row = readonly PlainValue[];

/** Calls under way at a time unless the literal says otherwise. */
const CONCURRENCY = 16;

/** The full interface over a literal. */
export function asyncUdfOf(literal: AnyAsyncLiteral): AsyncScalarUDF {
  for (const option of ['concurrency', 'idealBatchSize'] as const) {
    const value = literal[option];
    if (value !== undefined && !(Number.isInteger(value) && value > 0)) {
      throw new PlanError(`${option} of the function '${literal.name}' must be a positive integer`);
    }
  }
  const described = describeLiteral(literal);
  const isVolatile = described.signature.volatility === 'Volatile';
  const returns = typeOf(literal.returns);
  return {
    ...described,
    invoke: notInPlace,
    invokeAsync: (args) => invokeRows(literal, isVolatile, returns, args),
  };
}

async function invokeRows(
  literal: AnyAsyncLiteral,
  isVolatile: boolean,
  returns: DataType,
  { args, rowCount, arena, signal }: AsyncScalarFunctionArgs,
): Promise<ColumnVector> {
  if (rowCount === 0) return nullVector(returns, 0);
  const isConstant = !isVolatile && args.every((arg) => arg.encoding === 'constant');
  const results = await resultsOf(literal, rowsOf(args, isConstant ? 1 : rowCount), signal);
  return callUser(literal.name, () =>
    isConstant
      ? constantVector(new ScalarValue(returns, fromPlain(returns, results[0])), rowCount)
      : vectorFromPlain(returns, rowCount, (row) => results[row], arena),
  );
}

/** The arguments of all rows, read before the first call: what comes later does not depend on the engine's memory. */
function rowsOf(args: readonly ColumnVector[], rowCount: number): readonly Row[] {
  const readers = args.map(plainReader);
  return Array.from({ length: rowCount }, (_row, row) => readers.map((read) => read(row)));
}

async function resultsOf(
  literal: AnyAsyncLiteral,
  rows: readonly Row[],
  signal: AbortSignal | undefined,
): Promise<readonly unknown[]> {
  const results = new Array<unknown>(rows.length).fill(null);
  const called: number[] = [];
  rows.forEach((row, i) => {
    if (literal.calledOnNull === true || !row.includes(null)) called.push(i);
  });
  const size = literal.callBatch === undefined ? 1 : (literal.idealBatchSize ?? Math.max(called.length, 1));
  const pieces: (readonly number[])[] = [];
  for (let at = 0; at < called.length; at += size) pieces.push(called.slice(at, at + size));
  await atMost(literal.concurrency ?? CONCURRENCY, pieces, signal, async (piece, own) => {
    const values = await valuesOf(
      literal,
      piece.map((i) => rows[i]!),
      own,
    );
    piece.forEach((row, i) => (results[row] = values[i]));
  });
  return results;
}

async function valuesOf(
  { name, call, callBatch }: AnyAsyncLiteral,
  rows: readonly Row[],
  signal: AbortSignal,
): Promise<readonly unknown[]> {
  try {
    if (callBatch === undefined) return [await call!(...rows[0]!)];
    const values = await callBatch(rows, { signal });
    if (Array.isArray(values) && values.length === rows.length) return values;
    throw new TypeError(`${rows.length} results were expected, ${Array.isArray(values) ? values.length : 'none'} came`);
  } catch (error) {
    if (signal.aborted) signal.throwIfAborted();
    throw userError(name, error);
  }
}

/**
 * Runs `work` on all pieces, started in order, at most `limit` at a time. With the first failure (or when `outer` is
 * aborted) no more are started, those under way are told by their signal, and the reason is thrown at once.
 */
async function atMost<T>(
  limit: number,
  pieces: readonly T[],
  outer: AbortSignal | undefined,
  work: (piece: T, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const inner = new AbortController();
  const forward = (): void => inner.abort(outer?.reason);
  const stopped = new Promise<void>((resolve) => inner.signal.addEventListener('abort', () => resolve()));
  if (outer?.aborted === true) forward();
  outer?.addEventListener('abort', forward, { once: true });
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < pieces.length && !inner.signal.aborted) {
      try {
        await work(pieces[next++]!, inner.signal);
      } catch (error) {
        inner.abort(error);
      }
    }
  };
  try {
    // Workers never reject, so that nothing is lost when they go on behind the one that stopped them.
    await Promise.race([stopped, Promise.all(Array.from({ length: Math.min(limit, pieces.length) }, worker))]);
  } finally {
    outer?.removeEventListener('abort', forward);
  }
  inner.signal.throwIfAborted();
}
