/** The bytes that structure a CSV file. */
export interface CsvDialect {
  readonly delimiter: number;
  readonly quote: number;
  /** Escape byte inside quotes, when quotes are not doubled. */
  readonly escape: number | undefined;
  /** Lines beginning with this byte are skipped. */
  readonly comment: number | undefined;
  /** Byte that ends a record; default: line feed, carriage return, or both. */
  readonly terminator: number | undefined;
  /** Records may have fewer fields than the schema; the rest is null. */
  readonly truncatedRows: boolean;
}

/** Comma, double quote, line breaks. */
export const DEFAULT_DIALECT: CsvDialect = {
  delimiter: 44,
  quote: 34,
  escape: undefined,
  comment: undefined,
  terminator: undefined,
  truncatedRows: false,
};
