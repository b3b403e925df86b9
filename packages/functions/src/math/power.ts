import { DataTypes, isOneScalar, isZeroScalar, oneOf, ScalarValue, type DataType } from '@datafusion-ts/common';
import { exprEquals, lit, type Expr, type ScalarFunctionArgs, type ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import type { ColumnVector } from '@datafusion-ts/compute';
import { Args } from '../utils/arguments.js';
import { doc, Sections } from '../utils/documentation.js';
import { valueOfLiteral } from '../utils/literals.js';
import { numberReader, scalarReader } from '../utils/readers.js';
import { numberRows, scalarRows } from '../utils/rows.js';
import { decimalPower, zeroToNegative } from './decimal-power.js';

const BITS: Readonly<Record<string, number>> = { Decimal32: 32, Decimal64: 64, Decimal128: 128, Decimal256: 256 };

function onDecimals(call: ScalarFunctionArgs, type: DataType, scale: number): ColumnVector {
  const bits = BITS[type.kind] ?? 128;
  return scalarRows(call, ([base, exponent], arena) => {
    const [read, readExponent] = [scalarReader(base!), numberReader(exponent!, arena)];
    return (row) => {
      const [data, n] = [read(row)?.value, readExponent(row)];
      return typeof data !== 'bigint' || n === null ? null : new ScalarValue(type, decimalPower(data, scale, n, bits));
    };
  });
}

/** `power(x, 0)` is 1, `power(x, 1)` is x, `power(x, log(x, y))` is y. */
function simplifyPower([base, exponent]: readonly Expr[], typeOf: (expr: Expr) => DataType): Expr | undefined {
  const literal = valueOfLiteral(exponent);
  if (literal !== undefined && !literal.isNull) {
    if (isZeroScalar(literal)) return lit(oneOf(typeOf(base!))!);
    if (isOneScalar(literal)) return base;
  }
  if (exponent?.kind !== 'ScalarFunction' || exponent.func.name !== 'log' || exponent.args.length !== 2)
    return undefined;
  return exprEquals(base!, exponent.args[0]!) ? exponent.args[1] : undefined;
}

/** `power(2, 3)` is 8. */
export const power: ScalarUDF = {
  name: 'power',
  aliases: ['pow'],
  signature: Signature.oneOf(
    [
      { kind: 'Coercible', coercions: [Args.decimal, Args.int64] },
      { kind: 'Coercible', coercions: [Args.decimal, Args.float64] },
      { kind: 'Coercible', coercions: [Args.float64, Args.float64] },
    ],
    'Immutable',
  ),
  returnType: ([type]) => (type!.kind === 'Null' ? DataTypes.Float64 : type!),
  invoke: (call) => {
    const type = call.returnField.dataType;
    if ('scale' in type) return onDecimals(call, type, type.scale);
    return numberRows(call, ([base, exponent], arena) => {
      const [read, readExponent] = [numberReader(base!, arena), numberReader(exponent!, arena)];
      return (row) => {
        const [x, n] = [read(row), readExponent(row)];
        return x === null || n === null ? null : raise(x, n);
      };
    });
  },
  simplify: (args, context) => simplifyPower(args, (expr) => context.dataTypeOf(expr)),
  documentation: doc(Sections.math, 'Raises a number to a power.', 'power(base, exponent)', 'SELECT power(2, 3)', [
    ['base', 'Number to raise.'],
    ['exponent', 'Power to raise to.'],
  ]),
};

/** As C's pow: 1 to any power is 1, so is -1 to an infinite one. */
function raise(x: number, n: number): number {
  if (x === 0 && n < 0) throw zeroToNegative();
  if (x === 1 || (x === -1 && Math.abs(n) === Number.POSITIVE_INFINITY)) return 1;
  return x ** n;
}
