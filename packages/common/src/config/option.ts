/** Kinds of settings: how a value is read from text, checked and printed. */
import { ConfigurationError, DataFusionError } from '../errors.js';

/** One setting: its default and how to read a new value. `T` is what typed getters give. */
export interface Option<T> {
  /** Text of the default; undefined when unset. Called once a session, for defaults that depend on the machine. */
  readonly defaultText: () => string | undefined;
  /** Canonical text of a value as SHOW prints it; throws the error SET reports. */
  readonly normalize: (text: string) => string;
  /** Value of canonical text. */
  readonly parse: (text: string | undefined) => T;
}

/** The settings of one namespace. */
export type OptionTable = Readonly<Record<string, Option<unknown>>>;

/** Values of a namespace by name. */
export type OptionValues<S> = { readonly [K in keyof S]: S[K] extends Option<infer T> ? T : never };

function parseError(text: string, type: string, why: string): DataFusionError {
  return new DataFusionError('External', why).context(`Error parsing '${text}' as ${type}`);
}

/** Reads an integer as Rust does: optional sign, digits, nothing else. */
function normalizeInteger(text: string, type: string, min: bigint, max: bigint): string {
  if (text === '') throw parseError(text, type, 'cannot parse integer from empty string');
  if (!(min < 0n ? /^[+-]?\d+$/ : /^\+?\d+$/).test(text)) throw parseError(text, type, 'invalid digit found in string');
  const value = BigInt(text);
  if (value > max) throw parseError(text, type, 'number too large to fit in target type');
  if (value < min) throw parseError(text, type, 'number too small to fit in target type');
  return value.toString();
}

const U64_MAX = 2n ** 64n - 1n;

/** Numbers above 2^53 saturate: as limits and sizes they mean "no limit". */
const toNumber = (text: string | undefined): number => Math.min(Number(text), Number.MAX_SAFE_INTEGER);

const always =
  <T>(value: T) =>
  (): T =>
    value;

/** A count or size in bytes. */
export const usize = (value: number): Option<number> => ({
  defaultText: always(String(value)),
  normalize: (text) => normalizeInteger(text, 'usize', 0n, U64_MAX),
  parse: toNumber,
});

/** A count that may be unset. */
export const optionalUsize = (value?: number, type: 'usize' | 'u64' | 'u32' = 'usize'): Option<number | undefined> => ({
  defaultText: always(value === undefined ? undefined : String(value)),
  normalize: (text) => normalizeInteger(text, type, 0n, type === 'u32' ? 2n ** 32n - 1n : U64_MAX),
  parse: (text) => (text === undefined ? undefined : toNumber(text)),
});

/** A 32-bit integer. */
export const int32 = (value: number): Option<number> => ({
  defaultText: always(String(value)),
  normalize: (text) => normalizeInteger(text, 'i32', -(2n ** 31n), 2n ** 31n - 1n),
  parse: toNumber,
});

/** Number of processors; 0 stands for the machine's. */
export const parallelism = (): Option<number> => ({
  defaultText: () => String(availableParallelism()),
  normalize: (text) => {
    const value = normalizeInteger(text, 'usize', 0n, U64_MAX);
    return value === '0' ? String(availableParallelism()) : value;
  },
  parse: toNumber,
});

interface HostProcess {
  getBuiltinModule?: (name: string) => { availableParallelism?: () => number } | undefined;
}

/** Processors this process may use: from Node's `os` where there is one, else from `navigator`; at least 1. */
export function availableParallelism(): number {
  const host = globalThis as { process?: HostProcess; navigator?: { hardwareConcurrency?: number } };
  return (
    host.process?.getBuiltinModule?.('node:os')?.availableParallelism?.() ?? host.navigator?.hardwareConcurrency ?? 1
  );
}

/** A percentage-like byte: a number up to 255, or the code of one ASCII character. */
export const byte = (value: number): Option<number> => ({
  defaultText: always(String(value)),
  normalize: (text) => {
    if (text === '') throw new ConfigurationError('Input string for  key is empty');
    if (/^\+?\d+$/.test(text) && BigInt(text) < 256n) return BigInt(text).toString();
    if (text.length > 1 || text.charCodeAt(0) > 127) {
      throw new ConfigurationError(`Error parsing ${text} as u8. Non-ASCII string provided`);
    }
    return String(text.charCodeAt(0));
  },
  parse: toNumber,
});

/** A byte that may be unset. */
export const optionalByte = (): Option<number | undefined> => ({
  defaultText: always(undefined),
  normalize: byte(0).normalize,
  parse: (text) => (text === undefined ? undefined : Number(text)),
});

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function normalizeFloat(text: string): string {
  if (text === '') throw parseError(text, 'f64', 'cannot parse float from empty string');
  if (/^[+-]?(inf|infinity)$/i.test(text)) return text.startsWith('-') ? '-inf' : 'inf';
  if (/^[+-]?nan$/i.test(text)) return 'NaN';
  if (!NUMBER.test(text)) throw parseError(text, 'f64', 'invalid float literal');
  return plainDecimal(Number(text));
}

/** A number without exponent. */
function plainDecimal(value: number): string {
  const text = String(value);
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (match === null) return text;
  const [, sign = '', head = '', tail = '', exponent = '0'] = match;
  const digits = head + tail;
  const point = 1 + Number(exponent);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return sign + digits.padEnd(point, '0');
}

/** A fraction. */
export const float64 = (value: number): Option<number> => ({
  defaultText: always(String(value)),
  normalize: normalizeFloat,
  parse: Number,
});

/** A fraction that may be unset. */
export const optionalFloat64 = (): Option<number | undefined> => ({
  defaultText: always(undefined),
  normalize: normalizeFloat,
  parse: (text) => (text === undefined ? undefined : Number(text)),
});

function normalizeBool(text: string): string {
  const lower = text.toLowerCase();
  if (lower !== 'true' && lower !== 'false')
    throw parseError(text.toLowerCase(), 'bool', 'provided string was not `true` or `false`');
  return lower;
}

/** True or false. */
export const bool = (value: boolean): Option<boolean> => ({
  defaultText: always(String(value)),
  normalize: normalizeBool,
  parse: (text) => text === 'true',
});

/** True, false or unset. */
export const optionalBool = (value?: boolean): Option<boolean | undefined> => ({
  defaultText: always(value === undefined ? undefined : String(value)),
  normalize: normalizeBool,
  parse: (text) => (text === undefined ? undefined : text === 'true'),
});

/** A switch that governs others and words its refusal on its own. */
export const masterSwitch = (value: boolean): Option<boolean> => ({
  ...bool(value),
  normalize: (text) => {
    const lower = text.toLowerCase();
    if (lower === 'true' || lower === 'false') return lower;
    throw new ConfigurationError(`Failed to parse '${text}' as bool: provided string was not \`true\` or \`false\``);
  },
});

const asIs = (text: string): string => text;

/** Any text. */
export const text = (value: string, normalize: (text: string) => string = asIs): Option<string> => ({
  defaultText: always(value),
  normalize,
  parse: (given) => given ?? '',
});

/** Any text, or unset. */
export const optionalText = (
  value?: string,
  normalize: (text: string) => string = asIs,
): Option<string | undefined> => ({
  defaultText: always(value),
  normalize,
  parse: asIs as (text: string | undefined) => string | undefined,
});

/** Text compared without case, kept in lower case. */
export const lowerCase = (value: string): string => value.toLowerCase();

/** One of some words, compared without case; `aliases` maps other accepted words. `refuse` words the error. */
export function choice<W extends string>(
  value: W,
  words: readonly W[],
  refuse: (text: string) => string,
  aliases: Readonly<Record<string, W>> = {},
): Option<W> {
  return {
    defaultText: always(value),
    normalize: (given) => {
      const lower = given.toLowerCase();
      const found = words.find((word) => word === lower) ?? aliases[lower];
      if (found === undefined) throw new ConfigurationError(refuse(given));
      return found;
    },
    parse: (given) => given as W,
  };
}
