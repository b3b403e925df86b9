export { CsvFormat, csvFormatFactory } from './csv-format.js';
export { CsvSource } from './csv-source.js';
export { csvReadOptions, type CsvReadOptions } from './csv-read-options.js';
export { DEFAULT_DIALECT, type CsvDialect } from './csv-dialect.js';
export { RecordSplitter, type Records } from './record-splitter.js';
