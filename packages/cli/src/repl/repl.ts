/**
 * The line editor: prompts on a terminal, reads lines from a pipe otherwise. Input is gathered until it ends with `;` or
 * begins with a backslash. Errors are shown and the shell goes on; Ctrl-C cancels the running statement, Ctrl-D leaves.
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { createInterface, type Interface } from 'node:readline';
import { runCommand } from '../commands/backslash.js';
import type { ShellEngine } from '../engine.js';
import { errorText } from '../exec/error-text.js';
import { executeFile } from '../exec/execute-file.js';
import { executeText } from '../exec/execute.js';
import type { PrintOptions } from '../print/print-options.js';
import type { WriteLine } from '../print/result-printer.js';

const HISTORY_FILE = '.history';
const HISTORY_LINES = 1000;

export class Repl {
  readonly #engine: ShellEngine;
  readonly #print: PrintOptions;
  readonly #write: WriteLine;
  readonly #writeError: WriteLine;
  #running: AbortController | undefined;

  constructor(engine: ShellEngine, print: PrintOptions, write: WriteLine, writeError: WriteLine) {
    this.#engine = engine;
    this.#print = print;
    this.#write = write;
    this.#writeError = writeError;
  }

  /** Runs until the input ends or `\q`. */
  async run(): Promise<void> {
    const terminal = process.stdin.isTTY === true;
    const lines = createInterface({
      input: process.stdin,
      ...(terminal ? { output: process.stdout, history: readHistory(), historySize: HISTORY_LINES } : {}),
      prompt: '> ',
    });
    lines.on('SIGINT', () => this.#interrupt(lines));
    try {
      await this.#loop(lines, terminal);
    } finally {
      lines.close();
    }
  }

  async #loop(lines: Interface, terminal: boolean): Promise<void> {
    let pending = '';
    if (terminal) lines.prompt();
    for await (const line of lines) {
      pending = pending === '' ? line : `${pending}\n${line}`;
      const text = pending.trim();
      if (text === '') pending = '';
      else if (text.startsWith('\\') || text.endsWith(';')) {
        pending = '';
        if (terminal) appendFileSync(HISTORY_FILE, `${text.replaceAll('\n', ' ')}\n`);
        if (await this.#submit(text)) return;
      }
      if (terminal) {
        lines.setPrompt(pending === '' ? '> ' : '  ');
        lines.prompt();
      }
    }
    if (pending.trim() !== '') await this.#guarded((signal) => this.#execute(pending, signal));
    if (terminal) this.#write('\\q');
  }

  /** Runs one complete input; true to leave. */
  async #submit(text: string): Promise<boolean> {
    let quit = false;
    await this.#guarded(async (signal) => {
      if (!text.startsWith('\\')) {
        await this.#execute(text, signal);
        return;
      }
      const outcome = runCommand(text, this.#print, this.#write);
      if (outcome.kind === 'Quit') quit = true;
      else if (outcome.kind === 'Sql') await this.#execute(outcome.sql, signal);
      else if (outcome.kind === 'File') await this.#include(outcome.path, signal);
    });
    return quit;
  }

  #execute(text: string, signal: AbortSignal): Promise<void> {
    if (text.replaceAll(';', '').trim() === '') {
      this.#writeError('🤔 You entered an empty statement');
      return Promise.resolve();
    }
    const problem = this.#engine.validate(text);
    if (problem !== undefined) {
      this.#writeError(`🤔 Invalid statement: ${problem}`);
      return Promise.resolve();
    }
    return executeText(text, this.#engine, this.#print, this.#write, signal);
  }

  async #include(path: string, signal: AbortSignal): Promise<void> {
    if (!existsSync(path)) throw new Error(`Error opening "${path}" No such file or directory (os error 2)`);
    await executeFile(path, this.#engine, this.#print, this.#write, this.#writeError, signal);
  }

  async #guarded(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const controller = new AbortController();
    this.#running = controller;
    try {
      await work(controller.signal);
    } catch (error) {
      this.#writeError(controller.signal.aborted ? '^C' : errorText(error));
    } finally {
      this.#running = undefined;
    }
  }

  #interrupt(lines: Interface): void {
    if (this.#running !== undefined) this.#running.abort();
    else lines.prompt();
  }
}

/** Latest lines first, as the line editor wants them. */
function readHistory(): string[] {
  if (!existsSync(HISTORY_FILE)) return [];
  return readFileSync(HISTORY_FILE, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .slice(-HISTORY_LINES)
    .reverse();
}
