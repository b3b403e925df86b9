import { DataTypes } from '@datafusion-ts/common';
import { coerceImplicit, NativeTypes, Signature, TypeClasses } from '@datafusion-ts/expr-common';
import type { AggregateUDF } from '@datafusion-ts/expr';
import { avg as defaultAvg } from '@datafusion-ts/functions-aggregate';

/** `avg(x)`: the mean as a double for every kind of number; the default function keeps decimals and durations. */
export const avg: AggregateUDF = {
  ...defaultAvg,
  aliases: [],
  signature: Signature.coercible(
    [coerceImplicit(TypeClasses.native(NativeTypes.Float64), [TypeClasses.numeric], NativeTypes.Float64)],
    'Immutable',
  ),
  returnType: () => DataTypes.Float64,
  documentation: {
    section: 'General Functions',
    description: 'Gives the mean of the values that are not NULL, as a double.',
    syntax: 'avg(expr)',
    sqlExample: 'SELECT avg(x) FROM (VALUES (1), (2), (NULL)) t(x)',
    args: [{ name: 'expr', description: 'Numbers.' }],
  },
};
