/** Scalar functions from one literal, called row by row on plain values. */
import { PlanError, ScalarValue, type DataType } from '@datafusion-ts/common';
import { constantVector, nullVector, type ColumnVector } from '@datafusion-ts/compute';
import { Signature, type Volatility } from '@datafusion-ts/expr-common';
import type { Documentation } from '../documentation.js';
import type { ScalarFunctionArgs, ScalarUDF } from '../scalar-udf.js';
import { fromPlain } from './from-plain.js';
import { byCode, plainReader, vectorFromPlain, type PlainReader } from './plain-column.js';
import {
  typeOf,
  volatilityOf,
  type PlainArgs,
  type PlainInputOf,
  type PlainValue,
  type TypeLike,
  type VolatilityLike,
} from './plain-type.js';
import { callUser } from './user-error.js';

/** What literals of scalar and asynchronous functions have in common. */
export interface CallableLiteral<Args extends readonly TypeLike[], R extends TypeLike, Nulls extends boolean> {
  readonly name: string;
  readonly aliases?: readonly string[];
  /** Argument types; calls are coerced to them. */
  readonly args: Args;
  readonly returns: R;
  /** Default `immutable`: calls on literals are computed once, when the query is planned. */
  readonly volatility?: VolatilityLike;
  /** True: called on NULLs too, as null. By default the result is NULL where an argument is, without a call. */
  readonly calledOnNull?: Nulls;
  /** Names for calls with named arguments (`f(a => 1)`). */
  readonly parameterNames?: readonly string[];
  readonly documentation?: Documentation;
}

/** A scalar function whose `call` makes one value of one row's arguments. */
export interface ScalarLiteral<
  Args extends readonly TypeLike[] = readonly TypeLike[],
  R extends TypeLike = TypeLike,
  Nulls extends boolean = boolean,
> extends CallableLiteral<Args, R, Nulls> {
  /** A row's value; null and undefined are NULL. What it throws fails the query with an Execution error. */
  readonly call: (...args: PlainArgs<Args, Nulls>) => PlainInputOf<R> | null | undefined;
}

/** The parts of the full interface that follow from a literal alone. */
export function describeLiteral(
  literal: CallableLiteral<readonly TypeLike[], TypeLike, boolean>,
): Pick<ScalarUDF, 'name' | 'aliases' | 'signature' | 'returnType' | 'documentation'> {
  const { name, aliases, parameterNames, documentation } = literal;
  if (name === '') throw new PlanError('The name of a function must not be empty');
  const returns = typeOf(literal.returns);
  return {
    name,
    signature: signatureOf(literal.args.map(typeOf), volatilityOf(literal.volatility), parameterNames),
    returnType: () => returns,
    ...(aliases === undefined ? {} : { aliases }),
    ...(documentation === undefined ? {} : { documentation }),
  };
}

/** Exactly these types. */
export function signatureOf(types: readonly DataType[], volatility: Volatility, names?: readonly string[]): Signature {
  const signature = types.length === 0 ? Signature.nullary(volatility) : Signature.exact(types, volatility);
  return names === undefined ? signature : signature.withParameterNames(names);
}

/** The full interface over a literal. */
export function scalarUdfOf(literal: ScalarLiteral): ScalarUDF {
  const described = describeLiteral(literal);
  const isVolatile = described.signature.volatility === 'Volatile';
  const returns = typeOf(literal.returns);
  return {
    ...described,
    invoke: (args) => callUser(literal.name, () => invokeRows(literal, isVolatile, returns, args)),
  };
}

function invokeRows(
  literal: ScalarLiteral,
  isVolatile: boolean,
  returns: DataType,
  { args, rowCount, arena }: ScalarFunctionArgs,
): ColumnVector {
  if (rowCount === 0) return nullVector(returns, 0);
  const varying = isVolatile ? args : args.filter((arg) => arg.encoding !== 'constant');
  const calls = callsOf(literal, args.map(plainReader));
  if (!isVolatile && varying.length === 0) {
    return constantVector(new ScalarValue(returns, fromPlain(returns, calls(0))), rowCount);
  }
  const only = varying[0];
  if (isVolatile || varying.length > 1 || only?.encoding !== 'dictionary') {
    return vectorFromPlain(returns, rowCount, calls, arena);
  }
  // One call an entry that some row uses: of the rows with an entry all others are constant.
  const entries = args.map((arg) => plainReader(arg === only ? only.values.column : arg));
  const read = byCode(only, callsOf(literal, entries));
  const ofNull = only.validity === 0 || literal.calledOnNull !== true ? read : calls;
  return vectorFromPlain(returns, rowCount, ofNull, arena);
}

/** The function's value for a row. */
function callsOf({ call, calledOnNull }: ScalarLiteral, readers: readonly PlainReader[]): PlainReader {
  const invoke = call as (...args: readonly PlainValue[]) => PlainValue;
  const strict = calledOnNull !== true;
  const [first, second] = readers;
  if (first !== undefined && readers.length === 1) {
    return (row) => {
      const a = first(row);
      return strict && a === null ? null : invoke(a);
    };
  }
  if (first !== undefined && second !== undefined && readers.length === 2) {
    return (row) => {
      const [a, b] = [first(row), second(row)];
      return strict && (a === null || b === null) ? null : invoke(a, b);
    };
  }
  return (row) => {
    const values = readers.map((read) => read(row));
    return strict && values.includes(null) ? null : invoke(...values);
  };
}
