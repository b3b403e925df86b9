import { DataTypes, displayType, ExecutionError } from '@datafusion-ts/common';
import { cast } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { isDecimal, Signature } from '@datafusion-ts/expr-common';
import { doc, Sections } from '@datafusion-ts/functions';
import { mapFloats } from '../support/map-floats.js';

/** The nearest whole number; halves go to the even one. From 2^52 on every double is whole. */
function halfToEven(x: number): number {
  if (!(Math.abs(x) < 2 ** 52)) return x;
  const floor = Math.floor(x);
  const rest = x - floor;
  const up = rest > 0.5 || (rest === 0.5 && floor % 2 !== 0);
  return up ? -(-floor - 1) : floor; // written so that what rounds up to 0 keeps its sign
}

/** `rint(x)`: the nearest whole number as a double, halves to the even one (2.5 gives 2), unlike `round`. */
export const rint: ScalarUDF = {
  name: 'rint',
  signature: Signature.numeric(1, 'Immutable'),
  returnType: () => DataTypes.Float64,
  invoke: (call) => {
    const [input] = call.args;
    const { kind } = input!.type;
    if (kind === 'Float16' || isDecimal(input!.type))
      throw new ExecutionError(`rint expects a numeric argument, got ${displayType(input!.type)}`);
    const doubles =
      input!.type.kind === 'Float64' ? input! : cast(input!, DataTypes.Float64, { safe: false }, call.arena);
    return mapFloats({ ...call, args: [doubles] }, halfToEven);
  },
  documentation: doc(
    Sections.math,
    'Rounds a number to the nearest whole number, halves to the even one; the result is a double.',
    'rint(expr)',
    'SELECT rint(2.5), rint(3.5)',
    [['expr', 'Number to round.']],
  ),
};
