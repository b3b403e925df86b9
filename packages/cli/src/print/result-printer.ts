/**
 * Prints the rows of one statement as they come: delimited and JSON formats write batch by batch, a table is held back up
 * to its row limit, because its column widths need all rows. Counting goes on after that.
 */
import { displayType, type Schema } from '@datafusion-ts/common';
import { formatBatch, type Batch, type FormatOptions } from '@datafusion-ts/compute';
import { delimitedLine } from './delimited.js';
import { jsonRows } from './json.js';
import type { OutputFormat } from './output-format.js';
import { boxedTable } from 'datafusion-ts';

/** Takes text without a final line break. */
export type WriteLine = (line: string) => void;

export interface ResultPrinterOptions {
  readonly format: OutputFormat;
  readonly maxRows: number;
  readonly cells: FormatOptions;
  readonly write: WriteLine;
}

export class ResultPrinter {
  readonly #schema: Schema;
  readonly #options: ResultPrinterOptions;
  #rows: (readonly string[])[] = [];
  #json: string[] = [];
  #count = 0;

  constructor(schema: Schema, options: ResultPrinterOptions) {
    this.#schema = schema;
    this.#options = options;
  }

  /** Rows seen so far. */
  get rowCount(): number {
    return this.#count;
  }

  /** Rows printed, for the message about `--maxrows`. */
  get displayed(): number {
    return this.#isTable() ? Math.min(this.#count, this.#options.maxRows) : this.#count;
  }

  /** Takes the next batch (without selection). */
  add(batch: Batch): void {
    if (batch.rowCount === 0) return;
    const first = this.#count === 0;
    this.#count += batch.rowCount;
    switch (this.#options.format) {
      case 'json':
        for (const row of jsonRows(batch)) this.#json.push(row);
        return;
      case 'nd-json':
        for (const row of jsonRows(batch)) this.#options.write(row);
        return;
      case 'csv':
      case 'tsv':
        this.#addDelimited(batch, this.#options.format === 'csv' ? ',' : '\t', first);
        return;
      default:
        if (this.#rows.length < this.#options.maxRows) for (const row of this.#cells(batch)) this.#rows.push(row);
    }
  }

  /** Prints what was held back. */
  finish(): void {
    if (this.#isTable()) this.#finishTable();
    else if (this.#options.format === 'json' && this.#json.length > 0) this.#options.write(`[${this.#json.join(',')}]`);
  }

  #isTable(): boolean {
    return this.#options.format === 'table' || this.#options.format === 'automatic';
  }

  #cells(batch: Batch): readonly (readonly string[])[] {
    return formatBatch(batch, this.#options.cells);
  }

  #addDelimited(batch: Batch, delimiter: string, first: boolean): void {
    if (first)
      this.#options.write(
        delimitedLine(
          this.#schema.fields.map((field) => field.name),
          delimiter,
        ),
      );
    const lines = formatBatch(batch, { ...this.#options.cells, null: '' }).map((row) => delimitedLine(row, delimiter));
    if (lines.length > 0) this.#options.write(lines.join('\n'));
  }

  #finishTable(): void {
    const { maxRows, cells, write } = this.#options;
    if (maxRows === 0 || (this.#count === 0 && this.#schema.fields.length === 0)) return;
    const header = this.#schema.fields.map((field) =>
      cells.typesInfo ? `${field.name}\n${displayType(field.dataType)}` : field.name,
    );
    const shown = this.#rows.length > maxRows ? this.#rows.slice(0, maxRows) : this.#rows;
    write(boxedTable(header, shown, this.#count > shown.length).join('\n'));
  }
}
