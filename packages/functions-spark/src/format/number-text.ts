import { ExecutionError } from '@datafusion-ts/common';
import type { Directive, Flags } from './directive.js';
import {
  fixedDigits,
  fractionOf,
  fractionOfDecimal,
  scientificDigits,
  type Fraction,
  type Halves,
} from './exact-digits.js';
import { hexFloat } from './hex-float.js';
import { grouped, paddedNumber } from './padding.js';

const DEFAULT_PRECISION = 6;
/** More digits than any number has, and few enough to be computed. */
const MAX_PRECISION = 65_535;

/** `%d`, `%x` and `%o` of an integer of so many bits. */
export function integerText(value: bigint, bits: number, directive: Directive): string {
  const { conversion, flags, width } = directive;
  if (conversion === 'd') {
    const digits = (value < 0n ? -value : value).toString();
    return paddedNumber(flags.grouped ? grouped(digits) : digits, value < 0n, '', flags, width);
  }
  const digits = BigInt.asUintN(bits, value).toString(conversion === 'x' ? 16 : 8);
  const prefix = flags.alternate ? (conversion === 'x' ? '0x' : '0') : '';
  return paddedNumber(digits, false, prefix, { ...flags, plus: false, space: false }, width);
}

/** `%e`, `%f`, `%g` and `%a` of a float. */
export function floatText(value: number, directive: Directive): string {
  const { flags, width } = directive;
  const negative = value < 0 || Object.is(value, -0);
  if (!Number.isFinite(value)) {
    return paddedNumber(Number.isNaN(value) ? 'NaN' : 'Infinity', negative, '', { ...flags, zero: false }, width);
  }
  if (directive.conversion === 'a') {
    const text = hexFloat(value, checkedPrecision(directive));
    return paddedNumber(text.slice(2), negative, '0x', { ...flags, parentheses: false }, width);
  }
  return paddedNumber(decimalDigits(fractionOf(value), directive, 'up'), negative, '', flags, width);
}

/**
 * `%e`, `%f` and `%g` of a decimal, which take neither parentheses nor a point behind whole numbers; zero has no places,
 * whatever the precision.
 */
export function decimalText(unscaled: bigint, scale: number, directive: Directive): string {
  const flags: Flags = { ...directive.flags, parentheses: false, alternate: false };
  const digits =
    unscaled === 0n
      ? directive.conversion === 'f'
        ? '0'
        : '0e+00'
      : decimalDigits(fractionOfDecimal(unscaled, scale), { ...directive, flags }, 'even');
  return paddedNumber(digits, unscaled < 0n, '', flags, directive.width);
}

function checkedPrecision({ precision }: Directive): number | undefined {
  if (precision !== undefined && precision > MAX_PRECISION) {
    throw new ExecutionError(`format_string: a precision of ${precision} is too large`);
  }
  return precision;
}

/** Halves go to the even digit, but in `%g` of floats. */
function decimalDigits(value: Fraction, directive: Directive, compactHalves: Halves): string {
  const { conversion, flags } = directive;
  const precision = checkedPrecision(directive) ?? DEFAULT_PRECISION;
  const digits =
    conversion === 'e'
      ? exponential(value, precision)
      : conversion === 'f'
        ? fixedDigits(value, precision, 'even')
        : compact(value, precision, flags.alternate, compactHalves);
  const pointed = flags.alternate && precision === 0 && conversion !== 'g' ? `${digits}.` : digits;
  return flags.grouped && !digits.includes('e') ? grouped(pointed) : pointed;
}

const withExponent = (mantissa: string, exponent: number): string =>
  `${mantissa}e${exponent < 0 ? '-' : '+'}${Math.abs(exponent).toString().padStart(2, '0')}`;

function exponential(value: Fraction, precision: number): string {
  const { digits, exponent } = scientificDigits(value, precision, 'even');
  return withExponent(precision === 0 ? digits : `${digits[0]}.${digits.slice(1)}`, exponent);
}

/** So many significant digits: plain when the exponent is from -4 to below their number, else with an exponent. */
function compact(value: Fraction, precision: number, alternate: boolean, halves: Halves): string {
  const places = Math.max(precision, 1) - 1;
  const { digits, exponent } = scientificDigits(value, places, halves);
  if (exponent >= -4 && exponent <= places) {
    const plain = trimmed(fixedDigits(value, places - exponent, halves));
    return alternate && !plain.includes('.') ? `${plain}.` : plain;
  }
  return withExponent(places === 0 ? digits : trimmed(`${digits[0]}.${digits.slice(1)}`), exponent);
}

/** Without zeros at the end; the point stays, as DataFusion leaves it. */
const trimmed = (digits: string): string => (digits.includes('.') ? digits.replace(/0+$/, '') : digits);

/** A float as Rust displays it: the shortest digits that give it back, never with an exponent. */
export function plainFloat(shortest: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/.exec(shortest);
  if (match === null) return shortest;
  const [, sign, whole, fraction = '', power = '0'] = match;
  const digits = whole! + fraction;
  const point = whole!.length + Number(power);
  const padded = digits.padEnd(point, '0').padStart(digits.length - point + 1, '0');
  const from = Math.max(point, 1);
  const behind = padded.slice(from).replace(/0+$/, '');
  return sign! + (padded.slice(0, from).replace(/^0+(?=\d)/, '') || '0') + (behind === '' ? '' : `.${behind}`);
}
