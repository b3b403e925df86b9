import { DataTypes, isOneScalar, oneOf, ScalarValue, zeroOf, type DataType } from '@datafusion-ts/common';
import { exprEquals, lit, type Expr, type ScalarUDF } from '@datafusion-ts/expr';
import {
  coerceImplicit,
  NativeTypes,
  negateOrder,
  Signature,
  SINGLETON,
  TypeClasses,
  UNORDERED,
  type SortProperties,
} from '@datafusion-ts/expr-common';
import type { ColumnVector, Arena } from '@datafusion-ts/compute';
import { Args } from '../utils/arguments.js';
import { doc, Sections } from '../utils/documentation.js';
import { valueOfLiteral } from '../utils/literals.js';
import { numberReader, scalarReader, type Row } from '../utils/readers.js';
import { numberRows } from '../utils/rows.js';
import { naturalLog } from './natural-log.js';
import { power } from './power.js';

/** A float, or a number that is cast to Float64. */
export const FLOAT = coerceImplicit(TypeClasses.float, [TypeClasses.numeric], NativeTypes.Float64);

/** Numbers of a column of floats or decimals. */
function valuesOf(vector: ColumnVector, arena: Arena): Row<number> {
  const { type } = vector;
  if (!('scale' in type)) return numberReader(vector, arena);
  const read = scalarReader(vector);
  const unit = 10 ** type.scale;
  return (row) => {
    const data = read(row)?.value;
    return typeof data === 'bigint' ? Number(data) / unit : null;
  };
}

const resultOf = (type: DataType): DataType =>
  type.kind === 'Float32' || type.kind === 'Float16' ? type : DataTypes.Float64;

/** `log(b, x)` is 0 for 1, 1 for b, and y for `power(b, y)`. */
function simplifyLog(args: readonly Expr[], typeOf: (expr: Expr) => DataType): Expr | undefined {
  const value = args.at(-1)!;
  const base = args.length === 2 ? args[0]! : lit(10n);
  const literal = valueOfLiteral(value);
  if (valueOfLiteral(base)?.isNull === true) return lit(ScalarValue.null(resultOf(typeOf(value))));
  if (literal !== undefined && !literal.isNull && isOneScalar(literal)) return lit(zeroOf(typeOf(base))!);
  if (value.kind === 'ScalarFunction' && value.func === power && exprEquals(base, value.args[0]!)) return value.args[1];
  return exprEquals(base, value) ? lit(oneOf(typeOf(value))!) : undefined;
}

/** Logarithms rise with the number and fall with the base. */
function logOrder(args: readonly SortProperties[]): SortProperties {
  const value = args.at(-1)!;
  const base = args.length === 2 ? args[0]! : SINGLETON;
  if (base.kind === 'Singleton') return value;
  if (value.kind === 'Singleton') return negateOrder(base);
  if (value.kind === 'Unordered' || base.kind === 'Unordered') return UNORDERED;
  const opposite = value.options.descending !== base.options.descending;
  return opposite && value.options.nullsFirst === base.options.nullsFirst ? value : UNORDERED;
}

/** `log(2, 8)` is 3; base 10 when only the number is given. */
export const log: ScalarUDF = {
  name: 'log',
  signature: Signature.oneOf(
    [
      { kind: 'Coercible', coercions: [Args.decimal] },
      { kind: 'Coercible', coercions: [FLOAT] },
      { kind: 'Coercible', coercions: [FLOAT, Args.decimal] },
      { kind: 'Coercible', coercions: [FLOAT, FLOAT] },
    ],
    'Immutable',
  ),
  returnType: (types) => resultOf(types.at(-1)!),
  invoke: (call) =>
    numberRows(call, (args, arena) => {
      const read = valuesOf(args.at(-1)!, arena);
      const single = call.returnField.dataType.kind === 'Float32';
      const readBase = args.length === 2 ? valuesOf(args[0]!, arena) : () => 10;
      return (row) => {
        const [x, base] = [read(row), readBase(row)];
        if (x === null || base === null) return null;
        const [top, bottom] = [naturalLog(x), naturalLog(base)];
        return single ? Math.fround(top) / Math.fround(bottom) : top / bottom;
      };
    }),
  outputOrdering: logOrder,
  simplify: (args, context) => simplifyLog(args, (expr) => context.dataTypeOf(expr)),
  documentation: doc(
    Sections.math,
    'Gives the logarithm of a number to a base, 10 when none is given.',
    'log(base, numeric_expression)\nlog(numeric_expression)',
    'SELECT log(2, 8)',
    [
      ['base', 'Base of the logarithm.'],
      ['numeric_expression', 'A number.'],
    ],
  ),
};
