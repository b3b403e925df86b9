/** Are two engines' answers the same? Cells are text; engines differ in how they print dates, decimals and floats. */

/** Difference allowed between numbers (relative above 1): sums of floats depend on the order of rows. */
const TOLERANCE = 1e-6;

/**
 * `equal`; `ties` when only rows within ties of a LIMIT can differ (same number of rows, and some column is equal);
 * otherwise `different`.
 * @param {{count: number, rows?: string[][]}} a @param {{count: number, rows?: string[][]}} b
 */
export function compareResults(a, b) {
  if (a.count !== b.count) return 'different';
  if (!a.rows || !b.rows) return 'equal';
  const [left, right] = [a.rows.map(normalRow), b.rows.map(normalRow)];
  const order = (x, y) => compareText(x.join('\u0001'), y.join('\u0001'));
  if (sameRows(left, right)) return 'equal';
  if (sameRows([...left].sort(order), [...right].sort(order))) return 'equal';
  const width = left[0]?.length ?? 0;
  for (let column = 0; column < width; column++) {
    const values = (rows) => rows.map((row) => [row[column] ?? '']).sort(order);
    if (sameRows(values(left), values(right))) return 'ties';
  }
  return 'different';
}

const compareText = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const sameRows = (a, b) => a.every((row, i) => row.every((cell, j) => sameCell(cell, b[i]?.[j] ?? '')));
const normalRow = (row) => row.map((cell) => normalCell(cell === null ? '' : String(cell)));

function normalCell(text) {
  const trimmed = text.trim();
  const number = trimmed === '' ? NaN : Number(trimmed);
  // Twelve digits let equal sums sort alike whatever the order of their additions was.
  if (!Number.isNaN(number)) return Number.isInteger(number) ? trimmed.replace(/\.0*$/, '') : number.toPrecision(12);
  const date = trimmed.replace('T', ' ').replace(/ 00:00:00(\.0+)?$/, '');
  return /^\d{4}-\d\d-\d\d/.test(trimmed) ? date : trimmed;
}

function sameCell(a, b) {
  if (a === b) return true;
  const [x, y] = [Number(a), Number(b)];
  if (a === '' || b === '' || Number.isNaN(x) || Number.isNaN(y)) return false;
  return Math.abs(x - y) <= TOLERANCE * Math.max(Math.abs(x), Math.abs(y), 1);
}
