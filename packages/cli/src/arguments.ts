import { parseArgs } from 'node:util';
import { statSync } from 'node:fs';
import { mostSimilar } from './similar.js';
import { parseSize } from './sizes.js';
import { parseFormat, type OutputFormat } from './print/output-format.js';
import { UsageError } from './usage-error.js';

/** What the command line asks for. */
export interface CliArguments {
  readonly dataPath: string | undefined;
  readonly batchSize: number | undefined;
  readonly commands: readonly string[];
  readonly files: readonly string[];
  readonly rc: readonly string[];
  readonly format: OutputFormat;
  readonly quiet: boolean;
  /** Bytes; undefined: no limit. */
  readonly memoryLimit: number | undefined;
  readonly memPoolType: 'greedy' | 'fair';
  readonly topMemoryConsumers: number;
  readonly diskLimit: number | undefined;
  /** Rows a table shows; Infinity: all. */
  readonly maxRows: number;
  readonly color: boolean;
  readonly help: boolean;
  readonly version: boolean;
}

const OPTIONS = {
  'data-path': { type: 'string', short: 'p' },
  'batch-size': { type: 'string', short: 'b' },
  command: { type: 'string', short: 'c', multiple: true },
  file: { type: 'string', short: 'f', multiple: true },
  rc: { type: 'string', short: 'r', multiple: true },
  format: { type: 'string' },
  quiet: { type: 'boolean', short: 'q' },
  'memory-limit': { type: 'string', short: 'm' },
  'mem-pool-type': { type: 'string' },
  'top-memory-consumers': { type: 'string' },
  'disk-limit': { type: 'string', short: 'd' },
  maxrows: { type: 'string' },
  color: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
} as const;

/** Reads the arguments behind the program's name. Throws a UsageError naming the argument that is wrong. */
export function parseArguments(argv: readonly string[]): CliArguments {
  const { values, lists } = scan(argv);
  const files = check('file', lists.file, isFile, (text) => `Invalid file '${text}'`);
  const rc = check('rc', lists.rc, isFile, (text) => `Invalid file '${text}'`);
  if (rc.length > 0 && files.length > 0) {
    throw new UsageError(`the argument '${shown('rc')}' cannot be used with '${shown('file')}'`, {
      usage: `datafusion-cli ${shown('rc')}`,
    });
  }
  return {
    dataPath: single(
      'data-path',
      values['data-path'],
      (text) => (isDirectory(text) ? text : undefined),
      (text) => `Invalid data directory '${text}'`,
    ),
    batchSize: single('batch-size', values['batch-size'], positiveInteger, (text) => `Invalid batch size '${text}'`),
    commands: check(
      'command',
      lists.command,
      (text) => text.trim() !== '',
      () => '-c flag expects only non empty commands',
    ),
    files,
    rc,
    format: values.format === undefined ? 'automatic' : parseFormatArgument(values.format),
    quiet: values.quiet ?? false,
    memoryLimit: sizeArgument('memory-limit', values['memory-limit'], 'memory pool'),
    memPoolType: poolType(values['mem-pool-type'] ?? 'greedy'),
    topMemoryConsumers:
      single(
        'top-memory-consumers',
        values['top-memory-consumers'],
        naturalNumber,
        (text) => `invalid digit found in string: ${text}`,
      ) ?? 3,
    diskLimit: sizeArgument('disk-limit', values['disk-limit'], 'disk limit'),
    maxRows: maxRows(values.maxrows ?? '40'),
    color: values.color ?? false,
    help: values.help ?? false,
    version: values.version ?? false,
  };
}

type ListName = 'command' | 'file' | 'rc';

type OptionName = keyof typeof OPTIONS;
type Values = { -readonly [N in OptionName]?: (typeof OPTIONS)[N]['type'] extends 'string' ? string : boolean };

const isOption = (name: string): name is OptionName => Object.hasOwn(OPTIONS, name);
const isList = (name: OptionName): name is ListName => 'multiple' in OPTIONS[name];

/** An option with its value as usage texts show it. */
function shown(name: OptionName): string {
  if (OPTIONS[name].type === 'boolean') return `--${name}`;
  const value = name.toUpperCase().replaceAll('-', '_');
  return isList(name) ? `--${name} [<${value}>...]` : `--${name} <${value}>`;
}

const USAGE = 'datafusion-cli [OPTIONS]';

/** `-c a b` gives two commands: words behind a list option belong to it. */
function scan(argv: readonly string[]): { values: Values; lists: Record<ListName, string[]> } {
  const { tokens } = parseArgs({
    args: [...argv],
    options: OPTIONS,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const values: Record<string, string | boolean> = {};
  const lists: Record<ListName, string[]> = { command: [], file: [], rc: [] };
  let last: ListName | undefined;
  for (const token of tokens) {
    if (token.kind === 'positional') {
      if (last === undefined) throw new UsageError(`unexpected argument '${token.value}' found`, { usage: USAGE });
      lists[last].push(token.value);
      continue;
    }
    last = undefined;
    if (token.kind !== 'option') continue;
    const { name, rawName, value, inlineValue } = token;
    if (!isOption(name)) throw unknownOption(rawName, Object.keys(values).filter(isOption));
    checkValue(name, rawName, value, inlineValue);
    if (isList(name)) {
      last = name;
      if (value !== undefined) lists[name].push(value);
    } else if (values[name] !== undefined) {
      throw new UsageError(`the argument '${shown(name)}' cannot be used multiple times`, { usage: USAGE });
    }
    values[name] = value ?? true;
  }
  return { values, lists };
}

function checkValue(name: OptionName, rawName: string, value: string | undefined, inline: boolean | undefined): void {
  if (OPTIONS[name].type === 'boolean') {
    if (value === undefined) return;
    throw new UsageError(`unexpected value '${value}' for '--${name}' found; no more were expected`, {
      usage: `datafusion-cli --${name}`,
    });
  }
  // What looks like an option is none's value, unless it is written as one word with it.
  if (value !== undefined && inline !== true && /^-./.test(value)) {
    throw new UsageError(`unexpected argument '${value}' found`, { usage: USAGE });
  }
  if (value !== undefined || isList(name)) return;
  const message = `a value is required for '${shown(name)}' but none was supplied`;
  throw new UsageError(message, name === 'format' ? { possible: FORMATS } : {});
}

function unknownOption(rawName: string, used: readonly OptionName[]): UsageError {
  const message = `unexpected argument '${rawName}' found`;
  const names = Object.keys(OPTIONS).filter(isOption);
  const similar = rawName.startsWith('--') ? mostSimilar(rawName.slice(2), names) : undefined;
  if (similar === undefined) return new UsageError(message, { usage: USAGE });
  return new UsageError(message, {
    tip: `a similar argument exists: '--${similar}'`,
    usage: `datafusion-cli ${[...used, similar].map(shown).join(' ')}`,
  });
}

const FORMATS = ['csv', 'tsv', 'table', 'json', 'nd-json', 'automatic'] as const;

const invalid = (option: OptionName, text: string, reason: string): UsageError =>
  new UsageError(`invalid value '${text}' for '${shown(option)}': ${reason}`);

function check(
  option: OptionName,
  list: readonly string[],
  valid: (text: string) => boolean,
  reason: (text: string) => string,
): readonly string[] {
  for (const text of list) if (!valid(text)) throw invalid(option, text, reason(text));
  return list;
}

function single<T>(
  option: OptionName,
  text: string | undefined,
  read: (text: string) => T | undefined,
  reason: (text: string) => string,
): T | undefined {
  if (text === undefined) return undefined;
  const value = read(text);
  if (value === undefined) throw invalid(option, text, reason(text));
  return value;
}

function sizeArgument(option: OptionName, text: string | undefined, label: string): number | undefined {
  if (text === undefined) return undefined;
  const size = parseSize(text, label);
  if (!size.ok) throw invalid(option, text, size.why);
  return size.bytes;
}

function parseFormatArgument(text: string): OutputFormat {
  const format = parseFormat(text);
  if (format !== undefined) return format;
  const similar = mostSimilar(text, FORMATS);
  throw new UsageError(`invalid value '${text}' for '${shown('format')}'`, {
    possible: FORMATS,
    ...(similar === undefined ? {} : { tip: `a similar value exists: '${similar}'` }),
  });
}

function poolType(text: string): 'greedy' | 'fair' {
  if (text === 'greedy' || text === 'fair') return text;
  throw invalid('mem-pool-type', text, `Invalid memory pool type '${text}'`);
}

function maxRows(text: string): number {
  if (['none', 'inf', 'infinite'].includes(text.toLowerCase())) return Number.POSITIVE_INFINITY;
  const rows = naturalNumber(text);
  if (rows !== undefined) return rows;
  throw invalid(
    'maxrows',
    text,
    `Invalid maxrows ${text}. Valid inputs are natural numbers or 'none', 'inf', or 'infinite' for no limit.`,
  );
}

const naturalNumber = (text: string): number | undefined =>
  /^\d+$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : undefined;

function positiveInteger(text: string): number | undefined {
  const value = naturalNumber(text);
  return value === undefined || value === 0 ? undefined : value;
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
const isDirectory = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
