/** An unscaled decimal at its scale; negative scales append zeros. */
export function formatDecimal(unscaled: bigint, scale: number): string {
  const text = unscaled.toString();
  if (scale === 0) return text;
  if (scale < 0) return text + '0'.repeat(-scale);
  const negative = unscaled < 0n;
  const digits = (negative ? text.slice(1) : text).padStart(scale + 1, '0');
  const at = digits.length - scale;
  return `${negative ? '-' : ''}${digits.slice(0, at)}.${digits.slice(at)}`;
}
