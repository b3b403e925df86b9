/** Options of Parquet tables: those of the session for the file as a whole, others for single columns, and metadata. */
import { PARQUET_SECTION, type ParquetOptions } from '../config/config-options.js';
import {
  lowerCase,
  optionalBool,
  optionalFloat64,
  optionalText,
  optionalUsize,
  type OptionValues,
} from '../config/option.js';
import { Section, type SectionSpec } from '../config/section.js';
import { ConfigurationError, NotImplementedError } from '../errors.js';

/** Options of single columns, set as `compression::column`. */
const parquetColumnOptions = {
  bloomFilterEnabled: optionalBool(),
  encoding: optionalText(undefined, lowerCase),
  dictionaryEnabled: optionalBool(),
  compression: optionalText(undefined, lowerCase),
  statisticsEnabled: optionalText(undefined, lowerCase),
  bloomFilterFpp: optionalFloat64(),
  bloomFilterNdv: optionalUsize(undefined, 'u64'),
} as const;

/** Values of the options of a Parquet column. */
export type ParquetColumnOptions = OptionValues<typeof parquetColumnOptions>;

const COLUMN_SECTION: SectionSpec = { typeName: 'ParquetColumnOptions', options: parquetColumnOptions, sections: {} };
const METADATA = 'metadata::';

/** The options of a Parquet table. Mutable by `set`. */
export class ParquetTableOptions {
  readonly #global: Section;
  readonly #columns: Map<string, Section>;
  readonly #metadata: Map<string, string>;

  /** Starts from the session's options when given. */
  constructor(session?: ParquetOptions) {
    this.#global = new Section(PARQUET_SECTION);
    this.#columns = new Map();
    this.#metadata = new Map();
    if (session !== undefined) this.#global.assign(session);
  }

  /** Options of the file. */
  get global(): ParquetOptions {
    return this.#global.values as ParquetOptions;
  }

  /** Options of single columns by name. */
  get columns(): ReadonlyMap<string, ParquetColumnOptions> {
    return new Map([...this.#columns].map(([name, section]) => [name, section.values as ParquetColumnOptions]));
  }

  /** Key-value metadata to write. */
  get metadata(): ReadonlyMap<string, string> {
    return this.#metadata;
  }

  /** Sets `name`, `name::column` or `metadata::key`; throws a ConfigurationError for others. */
  set(key: string, value: string): void {
    if (key.startsWith('crypto.')) return refuseEncryption(key);
    if (key.startsWith(METADATA)) return this.#setMetadata(key, value);
    const separator = key.indexOf('::');
    if (separator < 0) return this.#global.set(key, value);
    const column = key.slice(separator + 2);
    const section = this.#columns.get(column) ?? new Section(COLUMN_SECTION);
    section.set(key.slice(0, separator), value);
    this.#columns.set(column, section);
  }

  #setMetadata(key: string, value: string): void {
    const name = key.slice(METADATA.length);
    if (name === '') throw new ConfigurationError('Invalid metadata key provided, missing key in metadata::<key>');
    if (name.includes('::'))
      throw new ConfigurationError(`Invalid metadata key provided, found too many '::' in "${key}"`);
    this.#metadata.set(name, value);
  }
}

const ENCRYPTION = new Set(['file_encryption', 'file_decryption', 'factory_id', 'factory_options']);

function refuseEncryption(key: string): never {
  const [, part = ''] = key.split('.');
  if (!ENCRYPTION.has(part))
    throw new ConfigurationError(`Config value "${part}" not found on ParquetEncryptionOptions`);
  throw new NotImplementedError(`Parquet encryption (option ${key})`);
}
