import { bool, optionalUsize, type OptionValues } from '../config/option.js';
import { fileCompression } from './compression.js';

/** Options of JSON tables. */
export const jsonOptions = {
  compression: fileCompression,
  compressionLevel: optionalUsize(undefined, 'u32'),
  schemaInferMaxRec: optionalUsize(),
  newlineDelimited: bool(true),
} as const;

/** Values of the options of a JSON table. */
export type JsonOptions = OptionValues<typeof jsonOptions>;
