import { DataTypes } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { coerceExact, Signature, TypeClasses } from '@datafusion-ts/expr-common';
import { doc, Sections } from '../utils/documentation.js';
import { numberReader, scalarReader } from '../utils/readers.js';
import { booleanRows, numberRows } from '../utils/rows.js';

function numberTest(name: string, test: (value: number | bigint) => boolean, description: string): ScalarUDF {
  return {
    name,
    signature: Signature.coercible([coerceExact(TypeClasses.numeric)], 'Immutable'),
    returnType: () => DataTypes.Boolean,
    invoke: (call) =>
      booleanRows(call, ([column]) => {
        const read = scalarReader(column!);
        return (row) => {
          const data = read(row)?.value;
          return typeof data === 'number' || typeof data === 'bigint' ? test(data) : null;
        };
      }),
    documentation: doc(Sections.math, description, `${name}(numeric_expression)`, `SELECT ${name}(1)`, [
      ['numeric_expression', 'A number.'],
    ]),
  };
}

/** `isnan(x)`; only floats can be NaN. */
export const isnan: ScalarUDF = numberTest('isnan', (x) => Number.isNaN(x), 'True when a number is NaN.');
/** `iszero(x)`: 0 or -0. */
export const iszero: ScalarUDF = numberTest('iszero', (x) => x === 0 || x === 0n, 'True when a number is 0.');

const FLOATS = [DataTypes.Float16, DataTypes.Float32, DataTypes.Float64];

/** `nanvl(x, y)`: y where x is NaN. */
export const nanvl: ScalarUDF = {
  name: 'nanvl',
  signature: Signature.oneOf(
    FLOATS.map((type) => ({ kind: 'Exact', types: [type, type] })),
    'Immutable',
  ),
  returnType: ([type]) => type!,
  invoke: (call) =>
    numberRows(
      call,
      ([value, other], arena) => {
        const [read, readOther] = [numberReader(value!, arena), numberReader(other!, arena)];
        return (row) => {
          const [x, y] = [read(row), readOther(row)];
          return x === null || y === null ? null : Number.isNaN(x) ? y : x;
        };
      },
      'values',
    ),
  documentation: doc(
    Sections.math,
    'Gives the first number, or the second where the first is NaN.',
    'nanvl(expression_x, expression_y)',
    "SELECT nanvl('NaN'::double, 5)",
    [
      ['expression_x', 'Number wanted.'],
      ['expression_y', 'Number in place of NaN.'],
    ],
  ),
};
