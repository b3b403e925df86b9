/**
 * An engine in a process of its own, asked by JSON lines: one request a line in, one reply a line out.
 * Replies carry `seconds` (measured inside the process), `count` (rows), `rows` (cells as text, when asked for) or
 * `error`, and `peak_mb` (peak memory of the process).
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export class EngineProcess {
  #child;
  #lines;
  #nextId = 0;

  /**
   * @param {string} command
   * @param {string[]} args
   * @param {number | undefined} core CPU to pin to
   * @param {Record<string, string>} env added to this process's
   */
  constructor(command, args, core, env = {}) {
    const [file, ...rest] = core === undefined ? [command, ...args] : ['taskset', '-c', String(core), command, ...args];
    this.#child = spawn(file, rest, { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...env } });
    this.#child.stdin.on('error', () => {}); // A dead process is reported by the missing reply.
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** The reply to one request. Throws when the process ends without one. @param {object} request */
  async ask(request) {
    const id = ++this.#nextId;
    this.#child.stdin.write(`${JSON.stringify({ id, ...request })}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error('the engine process ended');
    return JSON.parse(value);
  }

  close() {
    this.#child.kill();
  }

  /** Lets the process come to its own end, at which it may keep something. */
  async finish() {
    const ended = once(this.#child, 'exit');
    this.#child.stdin.end();
    await ended;
  }
}
