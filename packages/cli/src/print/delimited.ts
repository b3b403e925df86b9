/** A line of a delimited file; cells with delimiters, quotes or line breaks are quoted. */
export function delimitedLine(cells: readonly string[], delimiter: string): string {
  return cells.map((cell) => quoteCell(cell, delimiter)).join(delimiter);
}

function quoteCell(cell: string, delimiter: string): string {
  const special = cell.includes(delimiter) || cell.includes('"') || cell.includes('\n') || cell.includes('\r');
  return special ? `"${cell.replaceAll('"', '""')}"` : cell;
}
