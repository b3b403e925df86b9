const KIB = 1024;
const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'] as const;

/** A size as memory errors print it: one decimal, 1024 based, and the larger unit only from twice its size on (`1536.0 KB`). */
export function humanReadableSize(bytes: number): string {
  let unit = 0;
  let value = bytes;
  while (unit < UNITS.length - 1 && value >= 2 * KIB) {
    value /= KIB;
    unit++;
  }
  return `${value.toFixed(1)} ${UNITS[unit]!}`;
}
