/** Options given to a table or a COPY: `format.*` for the table's format, and those of extensions. */
import type { ConfigOptions } from '../config/config-options.js';
import { Section, type SectionSpec } from '../config/section.js';
import { ConfigurationError } from '../errors.js';
import { csvOptions, type CsvOptions } from './csv-options.js';
import { jsonOptions, type JsonOptions } from './json-options.js';
import { ParquetTableOptions } from './parquet-table-options.js';

/** Formats whose options are known here. */
export type ConfigFileType = 'csv' | 'json' | 'parquet';

const CSV_SECTION: SectionSpec = { typeName: 'CsvOptions', options: csvOptions, sections: {} };
const JSON_SECTION: SectionSpec = { typeName: 'JsonOptions', options: jsonOptions, sections: {} };

/** The options of one table in each format; `set` goes to the current format. */
export class TableOptions {
  readonly #csv = new Section(CSV_SECTION);
  readonly #json = new Section(JSON_SECTION);
  readonly parquet: ParquetTableOptions;
  /** The format that `format.*` options belong to. */
  currentFormat: ConfigFileType | undefined;

  constructor(session?: ConfigOptions) {
    this.parquet = new ParquetTableOptions(session?.execution.parquet);
  }

  get csv(): CsvOptions {
    return this.#csv.values as CsvOptions;
  }

  get json(): JsonOptions {
    return this.#json.values as JsonOptions;
  }

  /**
   * Sets `format.delimiter` and the like; keys without namespace mean `format.`. Throws a ConfigurationError for unknown
   * keys and values that do not parse.
   */
  set(key: string, value: string): void {
    const dot = key.indexOf('.');
    const [prefix, rest] = dot < 0 ? ['format', key] : [key.slice(0, dot), key.slice(dot + 1)];
    if (prefix !== 'format') throw new ConfigurationError(`Could not find config namespace "${prefix}"`);
    switch (this.currentFormat) {
      case 'csv':
        return this.#csv.set(rest, value);
      case 'json':
        return this.#json.set(rest, value);
      case 'parquet':
        return this.parquet.set(rest, value);
      case undefined:
        throw new ConfigurationError(`Specify a format for TableOptions`);
    }
  }

  /** Sets all, in order of their keys. */
  setAll(options: ReadonlyMap<string, string>): this {
    for (const key of [...options.keys()].sort()) this.set(key, options.get(key)!);
    return this;
  }
}

/** Options of a table of one format, starting from the session's. */
export function tableOptionsFor(
  format: ConfigFileType,
  options: ReadonlyMap<string, string>,
  session?: ConfigOptions,
): TableOptions {
  const table = new TableOptions(session);
  table.currentFormat = format;
  return table.setAll(options);
}
