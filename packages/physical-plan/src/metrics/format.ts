import { humanReadableSize } from '@datafusion-ts/execution';

const COUNT_UNITS = [
  [1e12, ' T'],
  [1e9, ' B'],
  [1e6, ' M'],
  [1e3, ' K'],
] as const;

/** A count as EXPLAIN ANALYZE prints it: `999`, `12.35 K`, `757.4 K`, `1.23 M`. */
export function humanReadableCount(count: number): string {
  for (const [size, unit] of COUNT_UNITS) {
    if (count < size) continue;
    const value = count / size;
    return `${value.toFixed(value >= 100 ? 1 : 2)}${unit}`;
  }
  return String(count);
}

/** A duration in nanoseconds: `855ns`, `42.64µs`, `31.01ms`, `1.50s`. */
export function humanReadableDuration(nanoseconds: number): string {
  if (nanoseconds >= 1e9) return `${(nanoseconds / 1e9).toFixed(2)}s`;
  if (nanoseconds >= 1e6) return `${(nanoseconds / 1e6).toFixed(2)}ms`;
  if (nanoseconds >= 1e3) return `${(nanoseconds / 1e3).toFixed(2)}µs`;
  return `${Math.round(nanoseconds)}ns`;
}

/** A share in percent with four significant digits: `66.67%`, `83.8%`, `0%`, `100%`. */
export function formatRatio(part: number, total: number): string {
  const figures = `(${humanReadableCount(part)}/${humanReadableCount(total)})`;
  if (total === 0) return part === 0 ? `N/A ${figures}` : `∞% ${figures}`;
  return `${Number(((part / total) * 100).toPrecision(4))}% ${figures}`;
}

export { humanReadableSize };
