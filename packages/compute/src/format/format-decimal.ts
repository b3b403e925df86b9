/**
 * An unscaled decimal at its scale; negative scales append zeros. Digits beyond the precision are cut off the end before the
 * point is placed, as Arrow does with values that arithmetic let grow too long.
 */
export function formatDecimal(unscaled: bigint, scale: number, precision = Infinity): string {
  const whole = unscaled.toString();
  const text = whole.slice(0, precision + (unscaled < 0n ? 1 : 0));
  if (scale === 0) return text;
  if (scale < 0) return text + '0'.repeat(-scale);
  const negative = unscaled < 0n;
  const digits = (negative ? text.slice(1) : text).padStart(scale + 1, '0');
  const at = digits.length - scale;
  return `${negative ? '-' : ''}${digits.slice(0, at)}.${digits.slice(at)}`;
}
