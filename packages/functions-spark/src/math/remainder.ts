/**
 * Remainders of two numbers of one type: a divisor of zero gives NULL, and an error in ANSI mode for integers and decimals.
 * `mod` has the sign of the dividend. `pmod` adds the divisor to a negative remainder and takes the remainder again: it is not
 * negative for positive divisors (`pmod(-7, 3)` is 2, `pmod(-7, -3)` is -1).
 */
import { ScalarValue, type DataType } from '@datafusion-ts/common';
import {
  divideByZero,
  halfToNumber,
  numberToHalf,
  overflowOn,
  widthOf,
  type ColumnVector,
} from '@datafusion-ts/compute';
import type { ScalarFunctionArgs, ScalarUDF } from '@datafusion-ts/expr';
import { isDecimal, isFloating, isUnsignedInteger, Signature } from '@datafusion-ts/expr-common';
import {
  bigintReader,
  bigintRows,
  doc,
  numberReader,
  numberRows,
  scalarReader,
  scalarRows,
  Sections,
} from '@datafusion-ts/functions';

/** How a float sum is rounded to its type. */
function roundingOf({ kind }: DataType): (x: number) => number {
  if (kind === 'Float32') return Math.fround;
  return kind === 'Float16' ? (x) => halfToNumber(numberToHalf(x)) : (x) => x;
}

/** Only a positive zero counts as zero: by the total order of floats, -0 is another number. */
function floats(call: ScalarFunctionArgs, positive: boolean): ColumnVector {
  const round = roundingOf(call.args[0]!.type);
  const ansi = call.config.execution.enableAnsiMode;
  return numberRows(call, ([a, b], arena) => {
    const [readA, readB] = [numberReader(a!, arena), numberReader(b!, arena)];
    return (row) => {
      const [x, y] = [readA(row), readB(row)];
      if (x === null || y === null || (!ansi && Object.is(y, 0))) return null;
      const rest = x % y;
      if (!positive) return rest;
      return round(rest < 0 || Object.is(rest, -0) ? rest + y : rest) % y;
    };
  });
}

/** The remainder of integers of any size; null for no divisor. */
function integerRemainder(x: bigint, y: bigint, ansi: boolean, positive: boolean, least: bigint): bigint | null {
  if (y === 0n) {
    if (ansi) throw divideByZero();
    return null;
  }
  const rest = x % y;
  if (!positive || rest >= 0n) return rest;
  if (rest + y < least) throw overflowOn(rest, '+', y);
  return (rest + y) % y;
}

function integers(call: ScalarFunctionArgs, positive: boolean): ColumnVector {
  const { type } = call.args[0]!;
  const ansi = call.config.execution.enableAnsiMode;
  const least = isUnsignedInteger(type) ? 0n : -(2n ** BigInt(widthOf(type) * 8 - 1));
  if (widthOf(type) < 8) return narrowIntegers(call, positive, ansi, Number(least));
  return bigintRows(call, ([a, b], arena) => {
    const [readA, readB] = [bigintReader(a!, arena), bigintReader(b!, arena)];
    return (row) => {
      const [x, y] = [readA(row), readB(row)];
      return x === null || y === null ? null : integerRemainder(x, y, ansi, positive, least);
    };
  });
}

function narrowIntegers(call: ScalarFunctionArgs, positive: boolean, ansi: boolean, least: number): ColumnVector {
  return numberRows(call, ([a, b], arena) => {
    const [readA, readB] = [numberReader(a!, arena), numberReader(b!, arena)];
    return (row) => {
      const [x, y] = [readA(row), readB(row)];
      if (x === null || y === null) return null;
      if (y === 0) {
        if (ansi) throw divideByZero();
        return null;
      }
      const rest = x % y;
      if (!positive || rest >= 0) return rest;
      if (rest + y < least) throw overflowOn(rest, '+', y);
      return (rest + y) % y;
    };
  });
}

/** Decimals that coercion brought to one scale are remainders of their unscaled values. */
function decimals(call: ScalarFunctionArgs, positive: boolean): ColumnVector {
  const type = call.returnField.dataType;
  const ansi = call.config.execution.enableAnsiMode;
  return scalarRows(call, ([a, b]) => {
    const [readA, readB] = [scalarReader(a!), scalarReader(b!)];
    return (row) => {
      const [x, y] = [readA(row)?.value, readB(row)?.value];
      if (typeof x !== 'bigint' || typeof y !== 'bigint') return null;
      const rest = integerRemainder(x, y, ansi, positive, -(2n ** 255n));
      return rest === null ? null : new ScalarValue(type, rest);
    };
  });
}

/** `mod` or `pmod`. */
export function remainder(name: string, positive: boolean, description: string, sqlExample: string): ScalarUDF {
  return {
    name,
    signature: Signature.numeric(2, 'Immutable'),
    returnType: ([type]) => type!,
    invoke: (call) => {
      const { type } = call.args[0]!;
      if (type.kind === 'Null') return call.args[0]!;
      if (isDecimal(type)) return decimals(call, positive);
      return isFloating(type) ? floats(call, positive) : integers(call, positive);
    },
    documentation: doc(Sections.math, description, `${name}(dividend, divisor)`, sqlExample, [
      ['dividend', 'A number.'],
      ['divisor', 'A number; for 0 the result is NULL, or an error in ANSI mode.'],
    ]),
  };
}
