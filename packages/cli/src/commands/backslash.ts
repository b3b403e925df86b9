/** The commands that begin with a backslash; known only to the line editor. */
import { formatDebugName, formatNames, parseFormat } from '../print/output-format.js';
import type { PrintOptions } from '../print/print-options.js';
import { boxedTable } from 'datafusion-ts';
import type { WriteLine } from '../print/result-printer.js';
import { syntaxHelp, syntaxNames } from './syntax-help.js';

/** What the line editor has to do after a command. */
export type CommandOutcome =
  | { readonly kind: 'Done' }
  | { readonly kind: 'Quit' }
  | { readonly kind: 'Sql'; readonly sql: string }
  | { readonly kind: 'File'; readonly path: string };

const DONE: CommandOutcome = { kind: 'Done' };

const HELP: readonly (readonly [string, string])[] = [
  ['\\d', 'list tables'],
  ['\\d name', 'describe table'],
  ['\\q', 'quit datafusion-cli'],
  ['\\?', 'help'],
  ['\\i', 'reads input from the specified filename'],
  ['\\h', 'function list'],
  ['\\h function', 'search function'],
  ['\\quiet (true|false)?', 'print or set quiet mode'],
  ['\\pset [NAME [VALUE]]', 'set table output option\n(format)'],
  ['\\object_store_profiling (disabled|summary|trace)?', 'print or set object store profile mode'],
];

/** Carries out a line such as `\pset format csv`; throws an Error with the text to show when it cannot. */
export function runCommand(line: string, print: PrintOptions, write: WriteLine): CommandOutcome {
  const [command = '', ...rest] = line.slice(1).trim().split(/\s+/);
  const argument = rest.join(' ');
  switch (command) {
    case 'q':
      return { kind: 'Quit' };
    case '?':
      write(boxedTable(['Command', 'Description'], HELP).join('\n'));
      return DONE;
    case 'd':
      return { kind: 'Sql', sql: argument === '' ? 'SHOW TABLES' : `SHOW COLUMNS FROM ${argument}` };
    case 'i':
      if (argument === '') throw new Error('Required filename argument is missing');
      return { kind: 'File', path: argument };
    case 'h':
      showSyntax(argument, write);
      return DONE;
    case 'quiet':
      setQuiet(argument, print, write);
      return DONE;
    case 'pset':
      setOutput(argument, print, write);
      return DONE;
    case 'object_store_profiling':
      throw new Error('object store profiling is not available');
    default:
      throw new Error(`'${line}' is not a valid command, you can use '\\?' to see all commands`);
  }
}

function showSyntax(name: string, write: WriteLine): void {
  if (name === '') {
    write(
      boxedTable(
        ['Function'],
        syntaxNames().map((entry) => [entry]),
      ).join('\n'),
    );
    return;
  }
  const help = syntaxHelp(name);
  if (help === undefined) throw new Error(`${name} is not a supported function`);
  write(help);
}

const TRUE = ['true', 't', 'yes', 'y', 'on'];
const FALSE = ['false', 'f', 'no', 'n', 'off'];

function setQuiet(argument: string, print: PrintOptions, write: WriteLine): void {
  if (argument === '') {
    write(`Quiet mode is ${print.quiet}`);
    return;
  }
  const wanted = argument.toLowerCase();
  if (!TRUE.includes(wanted) && !FALSE.includes(wanted)) {
    throw new Error(`Failed to parse input: ${argument}. Valid options are true, false`);
  }
  print.quiet = TRUE.includes(wanted);
  write(`Quiet mode set to ${print.quiet}`);
}

function setOutput(argument: string, print: PrintOptions, write: WriteLine): void {
  const [name = '', value = ''] = argument.split(' ');
  if (name === '' || (name === 'format' && value === '')) {
    write(`Output format is ${formatDebugName(print.format)}.`);
    return;
  }
  if (name !== 'format')
    throw new Error(`'\\pset ${argument}' is not a valid command, you can use '\\?' to see all commands`);
  const format = parseFormat(value);
  if (format === undefined) {
    throw new Error(`"${value}" is not a valid format type [possible values: [${formatNames().join(', ')}]]`);
  }
  print.format = format;
  write(`Output format is ${formatDebugName(format)}.`);
}
