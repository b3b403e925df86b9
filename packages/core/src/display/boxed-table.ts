/** Rows of cells under headers as the boxed text of Arrow's pretty printer. */

/** Columns a character takes on a terminal: 2 for East Asian wide ones and emoji, 0 for combining marks. */
function charWidth(code: number): number {
  if (code < 0x300) return 1;
  if ((code >= 0x300 && code <= 0x36f) || code === 0x200d || (code >= 0xfe00 && code <= 0xfe0f)) return 0;
  const wide =
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6) ||
    (code >= 0x1f300 && code <= 0x1faff) ||
    (code >= 0x20000 && code <= 0x3fffd);
  return wide ? 2 : 1;
}

function textWidth(text: string): number {
  let width = 0;
  for (const char of text) width += charWidth(char.codePointAt(0)!);
  return width;
}

/** The widths a table needs for these cells, lines of a cell counted one by one. */
function columnWidths(header: readonly string[], rows: readonly (readonly string[])[]): readonly number[] {
  return header.map((name, i) => {
    let width = 0;
    for (const cell of [name, ...rows.map((row) => row[i]!)]) {
      for (const line of cell.split('\n')) width = Math.max(width, textWidth(line));
    }
    return width;
  });
}

/**
 * The lines of a table: borders, header, rows. Cells with several lines make tall rows. `omitted` adds three lines of dots
 * before the bottom border, for rows left out.
 */
export function boxedTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  omitted = false,
): readonly string[] {
  const widths = columnWidths(header, rows);
  const line = (cells: readonly string[]): string =>
    `|${cells.map((cell, i) => ` ${cell}${' '.repeat(widths[i]! - textWidth(cell))} `).join('|')}|`;
  const border = `+${widths.map((width) => '-'.repeat(width + 2)).join('+')}+`;
  const dots = omitted ? line(widths.map((width) => '.'.slice(0, width))) : '';
  return [
    border,
    ...tallRow(header).map(line),
    border,
    ...rows.flatMap((row) => tallRow(row).map(line)),
    ...(omitted ? [dots, dots, dots] : []),
    ...(rows.length > 0 ? [border] : []),
  ];
}

/** One row of cells with several lines as several rows of cells with one. */
function tallRow(cells: readonly string[]): readonly (readonly string[])[] {
  const parts = cells.map((cell) => cell.split('\n'));
  const height = Math.max(1, ...parts.map((lines) => lines.length));
  return Array.from({ length: height }, (_, i) => parts.map((lines) => lines[i] ?? ''));
}
