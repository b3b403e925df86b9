import { ConfigurationError } from '../errors.js';
import type { Option, OptionTable } from './option.js';

/** Description of a namespace: its settings, and namespaces inside it. */
export interface SectionSpec {
  /** Name that errors give the namespace. */
  readonly typeName: string;
  readonly options: OptionTable;
  readonly sections: Readonly<Record<string, SectionSpec>>;
}

/** A setting with its current value. */
export interface ConfigEntry {
  readonly key: string;
  /** Canonical text; undefined when unset. */
  readonly value: string | undefined;
  readonly description: string;
}

const camelCase = (name: string): string => name.replace(/_([a-z0-9])/g, (_, c: string) => c.toUpperCase());
export const snakeCase = (name: string): string =>
  name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`).replace(/int96(?=_|$)/, 'int96');

/** The current values of a namespace: reads give parsed values, `set` takes text. */
export class Section {
  readonly #spec: SectionSpec;
  readonly #texts: Map<string, string | undefined>;
  readonly #children: Map<string, Section>;
  /** What typed getters read: parsed values by camel-case name. */
  readonly values: Record<string, unknown> = {};

  constructor(spec: SectionSpec, from?: Section) {
    this.#spec = spec;
    this.#texts = new Map();
    this.#children = new Map();
    for (const [name, option] of Object.entries(spec.options)) {
      this.#store(name, option, from === undefined ? option.defaultText() : from.#texts.get(name));
    }
    for (const [name, child] of Object.entries(spec.sections)) {
      const section = new Section(child, from === undefined ? undefined : from.#children.get(name));
      this.#children.set(name, section);
      this.values[name] = section.values;
    }
  }

  #store(name: string, option: Option<unknown>, text: string | undefined): void {
    this.#texts.set(name, text);
    this.values[name] = option.parse(text);
  }

  /** Follows a dotted key to the section that holds its last part; throws naming the first unknown part. */
  #locate(key: string): { readonly section: Section; readonly name: string; readonly option: Option<unknown> } {
    const dot = key.indexOf('.');
    const part = dot < 0 ? key : key.slice(0, dot);
    const name = camelCase(part);
    if (snakeCase(name) !== part) throw this.#unknown(part);
    const child = this.#children.get(name);
    if (child !== undefined) return child.#locate(dot < 0 ? '' : key.slice(dot + 1));
    const option = Object.hasOwn(this.#spec.options, name) ? this.#spec.options[name] : undefined;
    if (option === undefined || dot >= 0) throw this.#unknown(part);
    return { section: this, name, option };
  }

  #unknown(part: string): ConfigurationError {
    return new ConfigurationError(`Config value "${part}" not found on ${this.#spec.typeName}`);
  }

  /** Sets a value from text; throws a ConfigurationError (or a parse error) when key or value is bad. */
  set(key: string, text: string): void {
    const { section, name, option } = this.#locate(key);
    section.#store(name, option, option.normalize(text));
  }

  /** Takes over the values of a namespace of the same kind. */
  assign(values: Readonly<Record<string, unknown>>): void {
    for (const [name, child] of this.#children) child.assign(values[name] as Readonly<Record<string, unknown>>);
    for (const [name, option] of Object.entries(this.#spec.options)) {
      const value = values[name];
      this.#store(name, option, value === undefined ? undefined : String(value));
    }
  }

  /** Back to the default. */
  reset(key: string): void {
    const { section, name, option } = this.#locate(key);
    section.#store(name, option, option.defaultText());
  }

  /** Canonical text of a value; undefined when unset. Throws when the key is unknown. */
  get(key: string): string | undefined {
    const { section, name } = this.#locate(key);
    return section.#texts.get(name);
  }

  /** True when the dotted key names a setting here or below. */
  has(key: string): boolean {
    const dot = key.indexOf('.');
    const child = this.#children.get(camelCase(dot < 0 ? key : key.slice(0, dot)));
    if (child !== undefined) return dot >= 0 && child.has(key.slice(dot + 1));
    return dot < 0 && Object.hasOwn(this.#spec.options, camelCase(key));
  }

  /** All settings with their dotted keys. */
  *entries(prefix: string): Iterable<readonly [key: string, value: string | undefined]> {
    for (const [name, text] of this.#texts) yield [prefix + snakeCase(name), text];
    for (const [name, child] of this.#children) yield* child.entries(`${prefix}${snakeCase(name)}.`);
  }
}
