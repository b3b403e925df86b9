export { JsonFormat, jsonFormatFactory } from './json-format.js';
export { JsonSource } from './json-source.js';
export { jsonReadOptions, type JsonReadOptions } from './json-read-options.js';
export { RecordScanner } from './scan/record-scanner.js';
export { Tape } from './scan/tape.js';
export { JsonSerializer } from './write/json-serializer.js';
