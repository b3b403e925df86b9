import { ArrowError, DataTypes, ExecutionError } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, Sections } from '../utils/documentation.js';
import { bigintReader } from '../utils/readers.js';
import { bigintRows } from '../utils/rows.js';

const MAX = 2n ** 63n - 1n;
const magnitude = (x: bigint): bigint => (x < 0n ? -x : x);

function divisor(a: bigint, b: bigint): bigint {
  let [x, y] = [magnitude(a), magnitude(b)];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

function checked(value: bigint, what: string, a: bigint, b: bigint): bigint {
  if (value > MAX) throw new ArrowError('Compute error', `Signed integer overflow in ${what}(${a}, ${b})`);
  return value;
}

function ofTwo(name: string, fn: (a: bigint, b: bigint) => bigint, description: string): ScalarUDF {
  return {
    name,
    signature: Signature.uniform(2, [DataTypes.Int64], 'Immutable'),
    returnType: () => DataTypes.Int64,
    invoke: (call) =>
      bigintRows(call, ([a, b], arena) => {
        const [readA, readB] = [bigintReader(a!, arena), bigintReader(b!, arena)];
        return (row) => {
          const [x, y] = [readA(row), readB(row)];
          return x === null || y === null ? null : fn(x, y);
        };
      }),
    documentation: doc(Sections.math, description, `${name}(expression_x, expression_y)`, `SELECT ${name}(48, 18)`, [
      ['expression_x', 'An integer.'],
      ['expression_y', 'An integer.'],
    ]),
  };
}

/** `gcd(48, 18)` is 6; 0 for two zeros. */
export const gcd: ScalarUDF = ofTwo(
  'gcd',
  (a, b) => checked(divisor(a, b), 'GCD', a, b),
  'Gives the greatest common divisor of two integers, 0 when both are 0.',
);

/** `lcm(4, 5)` is 20; 0 when one is zero. */
export const lcm: ScalarUDF = ofTwo(
  'lcm',
  (a, b) => (a === 0n || b === 0n ? 0n : checked((magnitude(a) / divisor(a, b)) * magnitude(b), 'LCM', a, b)),
  'Gives the least common multiple of two integers, 0 when one is 0.',
);

function factorialOf(n: bigint): bigint {
  if (n < 0n) throw new ExecutionError('factorial of a negative number is undefined');
  if (n > 20n) throw new ExecutionError(`Overflow happened on FACTORIAL(${n})`);
  let product = 1n;
  for (let i = 2n; i <= n; i++) product *= i;
  return product;
}

/** `factorial(5)` is 120; up to 20. */
export const factorial: ScalarUDF = {
  name: 'factorial',
  signature: Signature.uniform(1, [DataTypes.Int64], 'Immutable'),
  returnType: () => DataTypes.Int64,
  invoke: (call) =>
    bigintRows(call, ([n], arena) => {
      const read = bigintReader(n!, arena);
      return (row) => {
        const value = read(row);
        return value === null ? null : factorialOf(value);
      };
    }),
  documentation: doc(
    Sections.math,
    'Gives the product of all integers from 1 to a number, 1 for numbers below 2.',
    'factorial(numeric_expression)',
    'SELECT factorial(5)',
    [['numeric_expression', 'An integer from 0 to 20.']],
  ),
};
