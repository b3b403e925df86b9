import {
  byte,
  optionalBool,
  optionalByte,
  optionalText,
  optionalUsize,
  type Option,
  type OptionValues,
} from '../config/option.js';
import { NotImplementedError } from '../errors.js';
import { fileCompression } from './compression.js';

/** Which values the CSV writer puts in quotes. */
export type CsvQuoteStyle = 'always' | 'necessary' | 'nonnumeric' | 'never';

const STYLES: Readonly<Record<string, CsvQuoteStyle>> = {
  always: 'always',
  necessary: 'necessary',
  non_numeric: 'nonnumeric',
  nonnumeric: 'nonnumeric',
  never: 'never',
};

const quoteStyle: Option<CsvQuoteStyle> = {
  defaultText: () => 'necessary',
  normalize: (text) => {
    const lower = text.toLowerCase();
    if (!Object.hasOwn(STYLES, lower)) throw new NotImplementedError(`Unsupported CSV quote style ${text}`);
    return STYLES[lower]!;
  },
  parse: (text) => text as CsvQuoteStyle,
};

/** Options of CSV tables; characters are byte values, 44 for the comma. */
export const csvOptions = {
  hasHeader: optionalBool(),
  delimiter: byte(44),
  quote: byte(34),
  terminator: optionalByte(),
  escape: optionalByte(),
  doubleQuote: optionalBool(),
  quoteStyle,
  ignoreLeadingWhitespace: optionalBool(),
  ignoreTrailingWhitespace: optionalBool(),
  newlinesInValues: optionalBool(),
  compression: fileCompression,
  compressionLevel: optionalUsize(undefined, 'u32'),
  schemaInferMaxRec: optionalUsize(),
  dateFormat: optionalText(),
  datetimeFormat: optionalText(),
  timestampFormat: optionalText(),
  timestampTzFormat: optionalText(),
  timeFormat: optionalText(),
  nullValue: optionalText(),
  nullRegex: optionalText(),
  comment: optionalByte(),
  truncatedRows: optionalBool(),
} as const;

/** Values of the options of a CSV table. */
export type CsvOptions = OptionValues<typeof csvOptions>;
