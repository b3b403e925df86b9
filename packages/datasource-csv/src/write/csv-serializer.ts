/**
 * Rows as CSV text: `1,"a,b",2021-01-01`. Values print as Arrow displays them; fields are quoted as the quote style says,
 * by default where they would not read back otherwise.
 */
import { ArrowError, displayType, type Schema } from '@datafusion-ts/common';
import { makeFormatter, physicalTypeOf, type Arena, type Batch, type RowFormatter } from '@datafusion-ts/compute';
import type { BatchSerializer } from '@datafusion-ts/datasource';
import type { CsvWriteOptions } from './csv-write-options.js';

const NUMBER = /^[+-]?(\d+\.?\d*([eE][+-]?\d+)?|\.\d+([eE][+-]?\d+)?|inf|infinity|nan)$/i;

export class CsvSerializer implements BatchSerializer {
  readonly #schema: Schema;
  readonly #options: CsvWriteOptions;
  readonly #special: RegExp;

  constructor(schema: Schema, options: CsvWriteOptions) {
    this.#schema = schema;
    this.#options = options;
    const { delimiter, quote, terminator, escape, doubleQuote } = options;
    const breaks = terminator === '\n' ? '\n\r' : terminator;
    const special = new Set([delimiter, quote, ...breaks, ...(doubleQuote ? [] : [escape])]);
    this.#special = new RegExp(
      `[${Array.from(special, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`).join('')}]`,
    );
  }

  start(): string {
    return this.#options.header ? this.#record(this.#schema.fields.map(({ name }) => name)) : '';
  }

  rows(batch: Batch, arena: Arena): string {
    const columns = batch.columns.map((_, i) => this.#column(batch, i, arena));
    const cells = new Array<string>(columns.length);
    let text = '';
    for (let row = 0; row < batch.rowCount; row++) {
      for (let i = 0; i < columns.length; i++) cells[i] = columns[i]!(row);
      text += this.#record(cells);
    }
    return text;
  }

  #column(batch: Batch, index: number, arena: Arena): RowFormatter {
    const { dataType } = this.#schema.field(index);
    switch (physicalTypeOf(dataType)) {
      case 'list':
      case 'fixedList':
      case 'struct':
      case 'union':
        throw new ArrowError('Csv error', `Nested type ${displayType(dataType)} is not supported in CSV`);
      default:
    }
    const format = makeFormatter(batch.column(index, arena), this.#options.format);
    const { trimStart, trimEnd } = this.#options;
    if (dataType.kind !== 'Utf8' && dataType.kind !== 'LargeUtf8' && dataType.kind !== 'Utf8View') return format;
    if (trimStart && trimEnd) return (row) => format(row).trim();
    if (trimStart) return (row) => format(row).trimStart();
    return trimEnd ? (row) => format(row).trimEnd() : format;
  }

  #record(cells: readonly string[]): string {
    const { delimiter, terminator, quoteStyle, quote } = this.#options;
    // A line without anything would be no record.
    if (cells.length === 1 && cells[0] === '' && quoteStyle !== 'never') return quote + quote + terminator;
    let text = '';
    for (let i = 0; i < cells.length; i++) {
      if (i > 0) text += delimiter;
      text += this.#needsQuotes(cells[i]!) ? this.#quoted(cells[i]!) : cells[i]!;
    }
    return text + terminator;
  }

  #needsQuotes(cell: string): boolean {
    switch (this.#options.quoteStyle) {
      case 'always':
        return true;
      case 'never':
        return false;
      case 'nonnumeric':
        return this.#special.test(cell) || !NUMBER.test(cell);
      case 'necessary':
        return this.#special.test(cell);
    }
  }

  #quoted(cell: string): string {
    const { quote, escape, doubleQuote } = this.#options;
    if (doubleQuote) return quote + cell.replaceAll(quote, quote + quote) + quote;
    const escaped = cell.replaceAll(escape, escape + escape);
    return quote + escaped.replaceAll(quote, escape + quote) + quote;
  }
}
