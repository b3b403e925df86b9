import { shortestFloat32 } from '@datafusion-ts/common';

/** Exponents written without `e`. */
const LEAST_EXPONENT = -5;
const GREATEST_EXPONENT = 9;

/**
 * A float as Arrow's JSON writer prints it: the shortest digits that read back, always with a point, `1.0e300` beyond
 * 1e10 and below 1e-5; what JSON has no number for is null. `single` prints the digits of a 32-bit float.
 */
export function jsonFloat(value: number, single: boolean): string {
  if (!Number.isFinite(value)) return 'null';
  if (Object.is(value, -0)) return '-0.0';
  const [digits, exponent] = shortest(value, single);
  if (exponent < LEAST_EXPONENT || exponent > GREATEST_EXPONENT) {
    const [whole, fraction = '0'] = digits.split('.');
    return `${whole}.${fraction}e${exponent}`;
  }
  const plain = exponent < 0 ? negativeExponent(digits, exponent) : positiveExponent(digits, exponent);
  return plain.includes('.') ? plain : `${plain}.0`;
}

/** `-1.25` and 3 of -1250. */
function shortest(value: number, single: boolean): [string, number] {
  const text = single ? shortestFloat32(value, 'Lexical') : value.toExponential();
  const [digits, exponent] = text.split('e');
  return [digits!, Number(exponent)];
}

function negativeExponent(digits: string, exponent: number): string {
  const sign = digits.startsWith('-') ? '-' : '';
  return `${sign}0.${'0'.repeat(-exponent - 1)}${digits.replace(/[-.]/g, '')}`;
}

function positiveExponent(digits: string, exponent: number): string {
  const sign = digits.startsWith('-') ? '-' : '';
  const bare = digits.replace(/[-.]/g, '').padEnd(exponent + 1, '0');
  const fraction = bare.slice(exponent + 1);
  return `${sign}${bare.slice(0, exponent + 1)}${fraction === '' ? '' : `.${fraction}`}`;
}
