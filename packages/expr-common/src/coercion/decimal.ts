/**
 * Decimal types: which decimal holds an integer or a float, which holds two decimals, and the precision and scale of the
 * result of arithmetic (`Decimal(10, 2) * Decimal(5, 1)` is `Decimal(16, 3)`).
 */
import { ArrowError, displayType, type DataType, type DecimalKind } from '@datafusion-ts/common';
import { isDecimal, type DecimalType } from './type-tests.js';

const MAX_PRECISION: Readonly<Record<DecimalKind, number>> = {
  Decimal32: 9,
  Decimal64: 18,
  Decimal128: 38,
  Decimal256: 76,
};
const WIDTH_ORDER: readonly DecimalKind[] = ['Decimal32', 'Decimal64', 'Decimal128', 'Decimal256'];

/** Most digits a decimal of this width holds; also its largest scale. */
export const maxDecimalPrecision = (kind: DecimalKind): number => MAX_PRECISION[kind];

/** A decimal whose precision and scale are cut to what its width holds. */
export function clampedDecimal(kind: DecimalKind, precision: number, scale: number): DecimalType {
  const max = MAX_PRECISION[kind];
  return { kind, precision: Math.min(precision, max), scale: Math.min(scale, max) };
}

/** Digits that hold every integer of a type, and digits and scale for floats. */
const NUMBER_DIGITS: Readonly<Partial<Record<DataType['kind'], readonly [precision: number, scale: number]>>> = {
  Int8: [3, 0],
  UInt8: [3, 0],
  Int16: [5, 0],
  UInt16: [5, 0],
  Int32: [10, 0],
  UInt32: [10, 0],
  Int64: [20, 0],
  UInt64: [20, 0],
  Float16: [6, 3],
  Float32: [14, 7],
  Float64: [30, 15],
};

/** The decimal of the given width that numbers of `type` become; undefined when they do not fit it. */
export function decimalForNumber(kind: DecimalKind, type: DataType): DecimalType | undefined {
  const digits = NUMBER_DIGITS[type.kind];
  if (digits === undefined || digits[0] > MAX_PRECISION[kind]) return undefined;
  return { kind, precision: digits[0], scale: digits[1] };
}

/** The decimal, of the wider of both widths, that holds the values of both; undefined when none has enough digits. */
function widerDecimalAcrossWidths(a: DecimalType, b: DecimalType): DecimalType | undefined {
  const kind = WIDTH_ORDER[Math.max(WIDTH_ORDER.indexOf(a.kind), WIDTH_ORDER.indexOf(b.kind))]!;
  const { precision, scale } = commonDigits(a, b);
  return precision > MAX_PRECISION[kind] ? undefined : { kind, precision, scale };
}

function commonDigits(a: DecimalType, b: DecimalType): { readonly precision: number; readonly scale: number } {
  const scale = Math.max(a.scale, b.scale);
  return { scale, precision: Math.max(a.precision - a.scale, b.precision - b.scale) + scale };
}

/** The decimal that comparisons of a decimal with another number use; undefined when neither is one or none fits. */
export function decimalCoercion(a: DataType, b: DataType): DataType | undefined {
  if (isDecimal(a) && isDecimal(b)) {
    if (a.kind !== b.kind) return widerDecimalAcrossWidths(a, b);
    const { precision, scale } = commonDigits(a, b);
    return clampedDecimal(a.kind, precision, scale);
  }
  if (!isDecimal(a)) return isDecimal(b) ? decimalCoercion(b, a) : undefined;
  const other = decimalForNumber(a.kind, b);
  if (other === undefined) return undefined;
  const { precision, scale } = commonDigits(a, other);
  return clampedDecimal(a.kind, precision, scale);
}

/**
 * The operand types of arithmetic with a decimal: each side keeps its own precision and scale, integers become the
 * decimal that holds them. Undefined for floats: those calculate as floats.
 */
export function mathDecimalCoercion(a: DataType, b: DataType): readonly [DataType, DataType] | undefined {
  if (a.kind === 'Dictionary') return mathDecimalCoercion(a.valueType, b);
  if (b.kind === 'Dictionary') return mathDecimalCoercion(a, b.valueType);
  if (a.kind === 'RunEndEncoded') return mathDecimalCoercion(a.values.dataType, b);
  if (b.kind === 'RunEndEncoded') return mathDecimalCoercion(a, b.values.dataType);
  if (isDecimal(a) && isDecimal(b)) {
    if (a.kind === b.kind) return [a, b];
    const wider = widerDecimalAcrossWidths(a, b);
    return wider === undefined ? undefined : [wider, wider];
  }
  if (isDecimal(a)) {
    const other = integerAsDecimal(a.kind, b);
    return other === undefined ? undefined : [a, other];
  }
  if (!isDecimal(b)) return undefined;
  const other = integerAsDecimal(b.kind, a);
  return other === undefined ? undefined : [other, b];
}

const integerAsDecimal = (kind: DecimalKind, type: DataType): DecimalType | undefined =>
  type.kind.startsWith('Float') ? undefined : decimalForNumber(kind, type);

/** `+`, `-`, `*`, `/` or `%`. */
export type ArithmeticSymbol = '+' | '-' | '*' | '/' | '%';

/** The type of the result of an operation on two decimals of one width; throws an ArrowError when the scale is too large. */
export function decimalResultType(a: DecimalType, op: ArithmeticSymbol, b: DecimalType): DecimalType {
  const max = MAX_PRECISION[a.kind];
  const result = (precision: number, scale: number): DecimalType => ({
    kind: a.kind,
    precision: Math.min(precision, max),
    scale,
  });
  const scale = Math.max(a.scale, b.scale);
  const [wholeA, wholeB] = [a.precision - a.scale, b.precision - b.scale];
  switch (op) {
    case '+':
    case '-':
      return result(scale + Math.max(wholeA, wholeB) + 1, scale);
    case '*': {
      if (a.scale + b.scale > max) {
        throw new ArrowError(
          'Invalid argument error',
          `Output scale of ${displayType(a)} ${op} ${displayType(b)} would exceed max scale of ${max}`,
        );
      }
      return result(a.precision + b.precision + 1, a.scale + b.scale);
    }
    case '/': {
      const quotientScale = Math.min(a.scale + 4, max);
      return result(quotientScale - a.scale + b.scale + a.precision, quotientScale);
    }
    case '%':
      return result(scale + Math.min(wholeA, wholeB), scale);
  }
}
