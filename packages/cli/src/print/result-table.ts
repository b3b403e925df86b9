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

/** The lines of a table: borders, header, rows. Cells with several lines make tall rows. */
export class ResultTable {
  readonly #widths: readonly number[];
  readonly #header: readonly string[];
  readonly #rows: readonly (readonly string[])[];

  constructor(header: readonly string[], rows: readonly (readonly string[])[]) {
    this.#header = header;
    this.#rows = rows;
    this.#widths = columnWidths(header, rows);
  }

  get border(): string {
    return `+${this.#widths.map((width) => '-'.repeat(width + 2)).join('+')}+`;
  }

  /** A line that stands for rows left out: `| .   |`. */
  get dots(): string {
    return this.#line(this.#widths.map(() => '.'));
  }

  /** All lines; `omitted` adds three lines of dots before the bottom border. */
  lines(omitted: boolean): readonly string[] {
    const { border } = this;
    const dots = omitted ? [this.dots, this.dots, this.dots] : [];
    const rows = this.#rows.flatMap((row) => this.#tallRow(row));
    return [border, ...this.#tallRow(this.#header), border, ...rows, ...dots, ...(rows.length > 0 ? [border] : [])];
  }

  #tallRow(cells: readonly string[]): readonly string[] {
    const parts = cells.map((cell) => cell.split('\n'));
    const height = Math.max(1, ...parts.map((lines) => lines.length));
    return Array.from({ length: height }, (_, i) => this.#line(parts.map((lines) => lines[i] ?? '')));
  }

  #line(cells: readonly string[]): string {
    const padded = cells.map((cell, i) => ` ${cell}${' '.repeat(this.#widths[i]! - textWidth(cell))} `);
    return `|${padded.join('|')}|`;
  }
}
