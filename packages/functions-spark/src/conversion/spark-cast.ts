/**
 * `spark_cast(value, 'timestamp')`: seconds since 1970 as a timestamp in the session's time zone (UTC when it has none), in
 * microseconds. What is too large becomes the first or last moment. Floats lose what is below a microsecond; NaN and the
 * infinities are NULL, and in ANSI mode they and floats that are too large are errors.
 */
import { DataTypes, ExecutionError, type ConfigOptions, type DataType, type ScalarValue } from '@datafusion-ts/common';
import { BigIntBuilder, type ColumnVector } from '@datafusion-ts/compute';
import type { ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF } from '@datafusion-ts/expr';
import { coerceExact, NativeTypes, Signature, TypeClasses } from '@datafusion-ts/expr-common';
import { Args, bigintReader, doc, evaluateOnce, numberReader, Sections, type Row } from '@datafusion-ts/functions';
import { plainFloat } from '../format/number-text.js';

const MICROSECONDS = 1_000_000;
const MAX = 2n ** 63n - 1n;
const MIN = -(2n ** 63n);

const SIGNATURE = Signature.oneOf(
  [
    NativeTypes.Int8,
    NativeTypes.Int16,
    NativeTypes.Int32,
    NativeTypes.Int64,
    NativeTypes.Float32,
    NativeTypes.Float64,
  ].map((type) => ({ kind: 'Coercible', coercions: [coerceExact(TypeClasses.native(type)), Args.string] })),
  'Stable',
);

function targetType(target: ScalarValue | undefined, zone: string): DataType {
  const name = target?.value;
  if (typeof name !== 'string') {
    throw new ExecutionError('spark_cast requires second argument to be a string of target data type ex: timestamp');
  }
  if (name.toLowerCase() !== 'timestamp') {
    throw new ExecutionError(`Unsupported spark_cast target type '${name.toLowerCase()}'. Supported types: timestamp`);
  }
  return DataTypes.timestamp('Microsecond', zone);
}

const clamped = (value: bigint): bigint => (value > MAX ? MAX : value < MIN ? MIN : value);

function fromIntegers(read: Row<bigint>): Row<bigint> {
  return (row) => {
    const seconds = read(row);
    return seconds === null ? null : clamped(seconds * BigInt(MICROSECONDS));
  };
}

function nameOf(value: number): string {
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
}

function fromFloats(read: Row<number>, ansi: boolean): Row<bigint> {
  return (row) => {
    const seconds = read(row);
    if (seconds === null) return null;
    if (!Number.isFinite(seconds)) {
      if (ansi) throw new ExecutionError(`Cannot cast ${nameOf(seconds)} to TIMESTAMP`);
      return null;
    }
    const micros = seconds * MICROSECONDS;
    const exact = Number.isFinite(micros) ? BigInt(Math.trunc(micros)) : micros > 0 ? MAX + 1n : MIN - 1n;
    if (ansi && exact !== clamped(exact)) {
      throw new ExecutionError(`Overflow casting ${plainFloat(String(seconds))} to TIMESTAMP`);
    }
    return clamped(exact);
  };
}

function invoke(call: ScalarFunctionArgs): ColumnVector {
  const type = call.returnField.dataType;
  const [value] = call.args;
  const float = value!.type.kind === 'Float32' || value!.type.kind === 'Float64';
  return evaluateOnce({ ...call, args: [value!] }, ({ args: [seconds], rowCount, arena }) => {
    const read = float
      ? fromFloats(numberReader(seconds!, arena), call.config.execution.enableAnsiMode)
      : fromIntegers(bigintReader(seconds!, arena));
    const builder = new BigIntBuilder(type, arena, rowCount);
    for (let row = 0; row < rowCount; row++) {
      const micros = read(row);
      if (micros === null) builder.appendNull();
      else builder.appendBigInt(micros);
    }
    return builder.finish();
  });
}

/** The function for a session's settings: they decide on the time zone of its results. */
function castFunction(config: ConfigOptions | undefined): ScalarUDF {
  const wanted = config?.execution.timeZone;
  const zone = wanted === undefined || wanted === '' ? 'UTC' : wanted;
  return {
    name: 'spark_cast',
    signature: SIGNATURE,
    returnField: ({ scalarArguments }: ReturnFieldArgs) => ({
      name: 'spark_cast',
      dataType: targetType(scalarArguments[1], zone),
      nullable: true,
    }),
    invoke,
    withConfig: castFunction,
    documentation: doc(
      Sections.other,
      'Makes a timestamp of seconds since 1970.',
      "spark_cast(expr, 'timestamp')",
      "SELECT spark_cast(1.5, 'timestamp')",
      [
        ['expr', 'A signed integer or a float.'],
        ['type', "The target type, a constant; 'timestamp'."],
      ],
    ),
  };
}

/** `spark_cast(1.5, 'timestamp')` is `1970-01-01T00:00:01.500Z`. */
export const sparkCast: ScalarUDF = castFunction(undefined);
