import { DataTypes } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { bigintRows, doc, numberReader, Sections } from '@datafusion-ts/functions';

/** 21! does not fit 64 bits. */
const LARGEST = 20;

function factorials(): readonly bigint[] {
  const all = [1n];
  for (let n = 1; n <= LARGEST; n++) all.push(all[n - 1]! * BigInt(n));
  return all;
}

/** `factorial(5)` is 120; NULL below 0 and above 20, where the default function fails. */
export const factorial: ScalarUDF = {
  name: 'factorial',
  signature: Signature.exact([DataTypes.Int32], 'Immutable'),
  returnType: () => DataTypes.Int64,
  invoke: (call) =>
    bigintRows(call, ([value], arena) => {
      const read = numberReader(value!, arena);
      const results = factorials();
      return (row) => {
        const n = read(row);
        return n === null ? null : (results[n] ?? null);
      };
    }),
  documentation: doc(
    Sections.math,
    'Gives the product of the whole numbers from 1 up to a number; NULL below 0 and above 20.',
    'factorial(expr)',
    'SELECT factorial(5::int), factorial(21::int)',
    [['expr', 'An integer.']],
  ),
};
