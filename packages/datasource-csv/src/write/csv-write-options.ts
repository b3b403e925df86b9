import type { ConfigOptions, CsvOptions, CsvQuoteStyle, FileCompression } from '@datafusion-ts/common';
import { defaultFormatOptions, type FormatOptions } from '@datafusion-ts/compute';

/** How CSV files are written. */
export interface CsvWriteOptions {
  readonly header: boolean;
  readonly delimiter: string;
  readonly quote: string;
  /** Byte before a quote inside a field when quotes are not doubled. */
  readonly escape: string;
  readonly doubleQuote: boolean;
  readonly terminator: string;
  readonly quoteStyle: CsvQuoteStyle;
  readonly trimStart: boolean;
  readonly trimEnd: boolean;
  readonly format: FormatOptions;
  readonly compression: FileCompression;
}

/** The options of a table or a COPY with the session's defaults. */
export function csvWriteOptions(options: CsvOptions, config: ConfigOptions): CsvWriteOptions {
  return {
    header: options.hasHeader ?? config.catalog.hasHeader,
    delimiter: String.fromCharCode(options.delimiter),
    quote: String.fromCharCode(options.quote),
    escape: options.escape === undefined ? '\\' : String.fromCharCode(options.escape),
    doubleQuote: options.doubleQuote ?? true,
    terminator: options.terminator === undefined ? '\n' : String.fromCharCode(options.terminator),
    quoteStyle: options.quoteStyle,
    trimStart: options.ignoreLeadingWhitespace ?? false,
    trimEnd: options.ignoreTrailingWhitespace ?? false,
    format: {
      ...defaultFormatOptions,
      null: options.nullValue ?? '',
      dateFormat: options.dateFormat,
      datetimeFormat: options.datetimeFormat,
      timestampFormat: options.timestampFormat,
      timestampTzFormat: options.timestampTzFormat,
      timeFormat: options.timeFormat,
      durationFormat: 'iso8601',
      safe: false,
    },
    compression: options.compression,
  };
}
