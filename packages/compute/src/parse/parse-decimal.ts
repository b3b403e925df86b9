/**
 * The unscaled value of a decimal text at a scale: surrounding spaces allowed, a sign, digits with at most one point; missing
 * digits count as zero (with a scale the empty text is 0, as in Arrow's cast). Digits behind the scale round half away from zero.
 * Undefined when the text is none; the precision is the caller's to check.
 */
export function parseDecimal(text: string, scale: number): bigint | undefined {
  const match = DECIMAL.exec(text.trim());
  if (match === null) return undefined;
  const whole = match[2]!;
  const fraction = match[3] ?? '';
  if (scale === 0 && whole === '' && fraction === '') return undefined;
  const kept = fraction.slice(0, scale).padEnd(scale, '0');
  let value = BigInt(whole + kept || '0');
  if (fraction.length > scale && fraction.charCodeAt(scale) >= 53) value += 1n;
  return match[1] === '-' ? -value : value;
}

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?$/;

/**
 * A decimal literal with an optional exponent (`1e3`, `-1.5E-2`) at a scale, for readers of files; digits behind the scale
 * are cut off. Undefined when the text is none.
 */
export function parseDecimalLiteral(text: string, scale: number): bigint | undefined {
  const match = LITERAL.exec(text);
  if (match === null || (match[2] === '' && (match[3] ?? '') === '')) return undefined;
  const fraction = match[3] ?? '';
  const exponent = Number(match[4] ?? '0') - fraction.length + scale;
  if (Math.abs(exponent) > 200) return exponent < 0 ? 0n : undefined;
  const digits = BigInt(match[2]! + fraction);
  const value = exponent >= 0 ? digits * 10n ** BigInt(exponent) : digits / 10n ** BigInt(-exponent);
  return match[1] === '-' ? -value : value;
}

const LITERAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;
