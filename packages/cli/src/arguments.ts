import { parseArgs } from 'node:util';
import { statSync } from 'node:fs';
import { parseSize } from './sizes.js';
import { parseFormat, type OutputFormat } from './print/output-format.js';

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

/** The command line is wrong; prints as clap's `error: invalid value …` and exits with 2. */
export class UsageError extends Error {}

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
    throw new UsageError(`the argument '--rc [<RC>...]' cannot be used with '--file [<FILE>...]'`);
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

/** `-c a b` gives two commands: words behind a list option belong to it. */
function scan(argv: readonly string[]): {
  values: ReturnType<typeof raw>['values'];
  lists: Record<ListName, string[]>;
} {
  const { values, tokens } = raw(argv);
  const lists: Record<ListName, string[]> = { command: [], file: [], rc: [] };
  let last: ListName | undefined;
  for (const token of tokens) {
    if (token.kind === 'option') {
      last = token.name === 'command' || token.name === 'file' || token.name === 'rc' ? token.name : undefined;
      if (last !== undefined && token.value !== undefined) lists[last].push(token.value);
    } else if (token.kind === 'positional') {
      if (last === undefined) throw new UsageError(`unexpected argument '${token.value}' found`);
      lists[last].push(token.value);
    }
  }
  return { values, lists };
}

function raw(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true, tokens: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

const invalid = (option: string, text: string, reason: string): UsageError =>
  new UsageError(`invalid value '${text}' for '--${option}': ${reason}`);

function check(
  option: string,
  list: readonly string[],
  valid: (text: string) => boolean,
  reason: (text: string) => string,
): readonly string[] {
  for (const text of list) if (!valid(text)) throw invalid(option, text, reason(text));
  return list;
}

function single<T>(
  option: string,
  text: string | undefined,
  read: (text: string) => T | undefined,
  reason: (text: string) => string,
): T | undefined {
  if (text === undefined) return undefined;
  const value = read(text);
  if (value === undefined) throw invalid(option, text, reason(text));
  return value;
}

function sizeArgument(option: string, text: string | undefined, label: string): number | undefined {
  if (text === undefined) return undefined;
  const size = parseSize(text, label);
  if (!size.ok) throw invalid(option, text, size.why);
  return size.bytes;
}

function parseFormatArgument(text: string): OutputFormat {
  const format = parseFormat(text);
  if (format === undefined)
    throw invalid('format <FORMAT>', text, 'possible values: csv, tsv, table, json, nd-json, automatic');
  return format;
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
