import { DataTypes, displayScalar, displayType, ExecutionError, NotImplementedError } from '@datafusion-ts/common';
import { constantVector, flatten, getScalar, negate, type Arena, type ColumnVector } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, Sections } from '@datafusion-ts/functions';
import { hasLowest, lowestOf } from '../support/lowest.js';

const UNSIGNED = new Set(['UInt8', 'UInt16', 'UInt32', 'UInt64']);

/** Unary minus that wraps; the operator's own is checked for constants. */
function wrappingNegate(input: ColumnVector, arena: Arena): ColumnVector {
  if (input.encoding !== 'constant' || input.length === 0) return negate(input, arena);
  return constantVector(getScalar(negate(flatten({ ...input, length: 1 }, arena), arena), 0), input.length);
}

/** `negative(x)`: unary minus; the lowest integer gives itself and fails only in ANSI mode. Intervals change every part. */
export const negative: ScalarUDF = {
  name: 'negative',
  signature: Signature.oneOf(
    [
      { kind: 'Numeric', count: 1 },
      {
        kind: 'Uniform',
        count: 1,
        types: [DataTypes.interval('YearMonth'), DataTypes.interval('DayTime'), DataTypes.interval('MonthDayNano')],
      },
    ],
    'Immutable',
  ),
  returnType: ([type]) => type!,
  invoke: ({ args: [input], arena, config }) => {
    const { type } = input!;
    if (UNSIGNED.has(type.kind)) {
      const what = input!.encoding === 'constant' ? displayScalar(input!.value) : displayType(type);
      throw new NotImplementedError(`Not supported datatype for Spark negative(): ${what}`);
    }
    if (config.execution.enableAnsiMode && hasLowest(input!, arena))
      throw new ExecutionError(`${type.kind} overflow on negative(${lowestOf(type)})`);
    return wrappingNegate(input!, arena);
  },
  documentation: doc(
    Sections.math,
    'Gives a number or interval with the opposite sign. The lowest integer of a type gives itself, or an error in ANSI mode.',
    'negative(expr)',
    'SELECT negative(1)',
    [['expr', 'A number or interval.']],
  ),
};
