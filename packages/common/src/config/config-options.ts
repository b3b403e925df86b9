/**
 * The settings of a session: every `datafusion.*` key with its default, its checks and a typed getter, plus namespaces of
 * extensions. `config.execution.batchSize` reads, `config.set('datafusion.execution.batch_size', '1024')` writes.
 */
import { ConfigurationError } from '../errors.js';
import { OPTION_DESCRIPTIONS } from './descriptions.js';
import type { OptionValues } from './option.js';
import { catalogOptions } from './options/catalog.js';
import { executionOptions } from './options/execution.js';
import { explainOptions } from './options/explain.js';
import { formatOptions } from './options/format.js';
import { optimizerOptions } from './options/optimizer.js';
import { parquetCdcOptions } from './options/parquet-cdc.js';
import { parquetOptions } from './options/parquet.js';
import { sqlParserOptions } from './options/sql-parser.js';
import { Section, type ConfigEntry, type SectionSpec } from './section.js';

export type CatalogOptions = OptionValues<typeof catalogOptions>;
export type ParquetCdcOptions = OptionValues<typeof parquetCdcOptions>;
export type ParquetOptions = OptionValues<typeof parquetOptions> & {
  readonly contentDefinedChunking: ParquetCdcOptions;
};
export type ExecutionOptions = OptionValues<typeof executionOptions> & { readonly parquet: ParquetOptions };
export type OptimizerOptions = OptionValues<typeof optimizerOptions>;
export type SqlParserOptions = OptionValues<typeof sqlParserOptions>;
export type ExplainOptions = OptionValues<typeof explainOptions>;
export type FormatConfig = OptionValues<typeof formatOptions>;

const leaf = (typeName: string, options: SectionSpec['options']): SectionSpec => ({ typeName, options, sections: {} });

/** Settings of Parquet, shared by sessions and by tables. */
export const PARQUET_SECTION: SectionSpec = {
  typeName: 'ParquetOptions',
  options: parquetOptions,
  sections: { contentDefinedChunking: leaf('ParquetCdcOptions', parquetCdcOptions) },
};

const ROOT: SectionSpec = {
  typeName: 'ConfigOptions',
  options: {},
  sections: {
    catalog: leaf('CatalogOptions', catalogOptions),
    execution: { typeName: 'ExecutionOptions', options: executionOptions, sections: { parquet: PARQUET_SECTION } },
    optimizer: leaf('OptimizerOptions', optimizerOptions),
    sqlParser: leaf('SqlParserOptions', sqlParserOptions),
    explain: leaf('ExplainOptions', explainOptions),
    format: leaf('FormatOptions', formatOptions),
  },
};

/** Settings of an extension, under a prefix of its own. */
export interface ConfigExtension {
  readonly prefix: string;
  set(key: string, value: string): void;
  entries(): readonly ConfigEntry[];
  clone(): ConfigExtension;
}

const PREFIX = 'datafusion';
/** Setting the first sets the others too. */
const DYNAMIC_FILTERS = 'optimizer.enable_dynamic_filter_pushdown';
const DYNAMIC_FILTER_PARTS = ['topk', 'join', 'aggregate'].map(
  (part) => `optimizer.enable_${part}_dynamic_filter_pushdown`,
);

/** The settings of a session. Mutable by `set` and `reset` only; `clone` copies. */
export class ConfigOptions {
  readonly #root: Section;
  readonly #extensions: Map<string, ConfigExtension>;
  #version = 0;
  /** What the extensions held when the version was last asked for. */
  #extensionEntries = '';

  constructor(from?: ConfigOptions) {
    this.#root = new Section(ROOT, from === undefined ? undefined : from.#root);
    this.#extensions = new Map();
    if (from !== undefined)
      for (const [prefix, extension] of from.#extensions) this.#extensions.set(prefix, extension.clone());
  }

  get catalog(): CatalogOptions {
    return this.#root.values['catalog'] as CatalogOptions;
  }
  get execution(): ExecutionOptions {
    return this.#root.values['execution'] as ExecutionOptions;
  }
  get optimizer(): OptimizerOptions {
    return this.#root.values['optimizer'] as OptimizerOptions;
  }
  get sqlParser(): SqlParserOptions {
    return this.#root.values['sqlParser'] as SqlParserOptions;
  }
  get explain(): ExplainOptions {
    return this.#root.values['explain'] as ExplainOptions;
  }
  get format(): FormatConfig {
    return this.#root.values['format'] as FormatConfig;
  }

  /**
   * Goes up with every change, so that what was derived from settings can be told to be old. Settings of extensions count,
   * which whoever has the extension can change without this object: they are compared with what they were.
   */
  get version(): number {
    if (this.#extensions.size > 0) this.#watchExtensions();
    return this.#version;
  }

  #watchExtensions(): void {
    const entries = JSON.stringify([...this.#extensions.values()].map((each) => [each.prefix, each.entries()]));
    if (entries === this.#extensionEntries) return;
    this.#extensionEntries = entries;
    this.#version++;
  }

  clone(): ConfigOptions {
    return new ConfigOptions(this);
  }

  /** Adds or replaces the settings of an extension. */
  addExtension(extension: ConfigExtension): void {
    this.#version++;
    this.#extensions.set(extension.prefix, extension);
  }

  extension(prefix: string): ConfigExtension | undefined {
    return this.#extensions.get(prefix);
  }

  /**
   * Sets a key such as `datafusion.execution.batch_size` from text. Throws a ConfigurationError for unknown keys and for
   * values that do not parse.
   */
  set(key: string, value: string): void {
    const [prefix, rest] = splitKey(key);
    this.#version++;
    if (prefix !== PREFIX) {
      const extension = this.#extensions.get(prefix);
      if (extension === undefined) throw new ConfigurationError(`Could not find config namespace "${prefix}"`);
      extension.set(rest, value);
      return;
    }
    this.#root.set(rest, value);
    if (rest === DYNAMIC_FILTERS) for (const part of DYNAMIC_FILTER_PARTS) this.#root.set(part, value);
  }

  /** Back to the default. Throws a ConfigurationError for unknown keys. */
  reset(key: string): void {
    const [prefix, rest] = splitKey(key);
    if (prefix !== PREFIX) throw new ConfigurationError(`Could not find config namespace "${prefix}"`);
    if (!rest.includes('.')) throw new ConfigurationError(`could not find config field for key "${key}"`);
    this.#version++;
    this.#root.reset(rest);
  }

  /** Canonical text of a value, undefined when unset; throws a ConfigurationError for unknown keys. */
  get(key: string): string | undefined {
    const [prefix, rest] = splitKey(key);
    if (prefix === PREFIX) return this.#root.get(rest);
    const entry = this.#extensions
      .get(prefix)
      ?.entries()
      .find((e) => e.key === key);
    if (entry === undefined) throw new ConfigurationError(`Could not find config namespace "${prefix}"`);
    return entry.value;
  }

  /** True when the key names a setting. */
  has(key: string): boolean {
    const dot = key.indexOf('.');
    if (dot >= 0 && key.slice(0, dot) === PREFIX) return this.#root.has(key.slice(dot + 1));
    return (
      this.#extensions
        .get(key.slice(0, Math.max(dot, 0)))
        ?.entries()
        .some((e) => e.key === key) ?? false
    );
  }

  /** Every setting, sorted by key (`datafusion.runtime.*` belong to the runtime environment and are not here). */
  entries(): readonly ConfigEntry[] {
    const own = [...this.#root.entries('')].map(([key, value]) => ({
      key: `${PREFIX}.${key}`,
      value,
      description: OPTION_DESCRIPTIONS[key] ?? '',
    }));
    const all = [...own, ...[...this.#extensions.values()].flatMap((extension) => extension.entries())];
    return all.sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /**
   * Defaults changed by environment variables: `DATAFUSION_EXECUTION_BATCH_SIZE` sets
   * `datafusion.execution.batch_size`. Throws for values that do not parse.
   */
  static fromEnv(environment: Readonly<Record<string, string | undefined>>): ConfigOptions {
    const config = new ConfigOptions();
    for (const { key } of config.entries()) {
      const value = environment[key.toUpperCase().replaceAll('.', '_')];
      if (value !== undefined) config.set(key, value);
    }
    return config;
  }

  /** Defaults changed by key and text. */
  static fromMap(settings: ReadonlyMap<string, string>): ConfigOptions {
    const config = new ConfigOptions();
    for (const [key, value] of settings) config.set(key, value);
    return config;
  }
}

function splitKey(key: string): readonly [prefix: string, rest: string] {
  const dot = key.indexOf('.');
  if (dot < 0) throw new ConfigurationError(`could not find config namespace for key "${key}"`);
  return [key.slice(0, dot), key.slice(dot + 1)];
}
