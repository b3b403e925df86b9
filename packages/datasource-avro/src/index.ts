export { AvroFormat, avroFormatFactory } from './avro-format.js';
export { AvroSource } from './avro-source.js';
