/** Entry of the shell: reads arguments, then loads only what they ask for. */
import { homedir } from 'node:os';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArguments, type CliArguments } from './arguments.js';
import type { ShellEngine } from './engine.js';
import type { PrintOptions } from './print/print-options.js';
import { UsageError } from './usage-error.js';
import { VERSION } from './version.js';

const write = (line: string): void => {
  process.stdout.write(`${line}\n`);
};
const writeError = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

async function run(args: CliArguments): Promise<void> {
  if (args.dataPath !== undefined) process.chdir(args.dataPath);
  const { createShellEngine } = await import('./session.js');
  const engine = await createShellEngine(args, process.env);
  const print: PrintOptions = { format: args.format, quiet: args.quiet, maxRows: args.maxRows };
  if (!args.quiet) write(`DataFusion CLI v${VERSION}`);
  const { signal } = new AbortController();
  if (args.files.length > 0) await runFiles(args.files, engine, print, signal);
  if (args.commands.length > 0) {
    const { executeText } = await import('./exec/execute.js');
    for (const command of args.commands) await executeText(command, engine, print, write, signal);
  }
  if (args.files.length > 0 || args.commands.length > 0) return;
  await runFiles(startupFiles(args), engine, print, signal);
  const { Repl } = await import('./repl/repl.js');
  await new Repl(engine, print, write, writeError).run();
}

async function runFiles(
  files: readonly string[],
  engine: ShellEngine,
  print: PrintOptions,
  signal: AbortSignal,
): Promise<void> {
  if (files.length === 0) return;
  const { executeFile } = await import('./exec/execute-file.js');
  for (const file of files) await executeFile(file, engine, print, write, writeError, signal);
}

function startupFiles(args: CliArguments): readonly string[] {
  if (args.rc.length > 0) return args.rc;
  const standard = join(homedir(), '.datafusionrc');
  return existsSync(standard) ? [standard] : [];
}

async function main(): Promise<void> {
  let args: CliArguments;
  try {
    args = parseArguments(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    writeError(error.text);
    process.exitCode = 2;
    return;
  }
  if (args.help || args.version) {
    write(args.help ? (await import('./usage.js')).USAGE : `datafusion-cli ${VERSION}`);
    return;
  }
  try {
    await run(args);
  } catch (error) {
    const { errorText } = await import('./exec/error-text.js');
    write(`Error: ${errorText(error)}`);
    process.exitCode = 1;
  }
}

void main();
