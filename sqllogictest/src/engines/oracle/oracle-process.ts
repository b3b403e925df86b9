/**
 * The oracle (`tools/oracle serve`): the real DataFusion behind one JSON request and one JSON reply a line. The process
 * is started on the first request; when it dies, the requests under way fail and the next one starts another.
 */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

/** A request, without the id that the process adds. */
export type OracleRequest = Readonly<Record<string, unknown>>;

/** A reply to SQL. */
export interface OracleReply {
  readonly id: number;
  readonly error?: string;
  /** An Arrow IPC stream in base64. */
  readonly arrow?: string;
  readonly columns?: readonly string[];
  readonly types?: readonly string[];
  readonly rows?: readonly (readonly (string | null)[])[];
}

/** Where the oracle program is: `DATAFUSION_ORACLE`, else `shared/tools/oracle` beside a folder above. */
export function findOracle(from: string = process.cwd()): string {
  const named = process.env['DATAFUSION_ORACLE'];
  if (named) return resolve(named);
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const candidate = join(folder, 'shared/tools/oracle');
    if (existsSync(candidate)) return candidate;
    if (folder === dirname(folder))
      throw new Error('no oracle found: set DATAFUSION_ORACLE to the path of tools/oracle');
  }
}

interface Waiting {
  resolve(reply: OracleReply): void;
  reject(error: Error): void;
}

/** One oracle process, working in one folder. */
export class OracleProcess {
  readonly #waiting = new Map<number, Waiting>();
  #child: ChildProcessWithoutNullStreams | undefined;
  #lastError = '';
  #nextId = 1;

  constructor(
    readonly program: string,
    readonly workingDirectory: string,
    readonly spark: boolean,
  ) {}

  /** Sends a request. Rejects when the process dies before it replies. */
  request(body: OracleRequest): Promise<OracleReply> {
    const child = this.#child ?? this.#start();
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      child.stdin.write(`${JSON.stringify({ id, ...body })}\n`);
    });
  }

  /** Ends the process; requests under way fail. */
  kill(): void {
    this.#child?.kill('SIGKILL');
  }

  #start(): ChildProcessWithoutNullStreams {
    const args = ['serve', ...(this.spark ? ['--spark'] : [])];
    const child = spawn(this.program, args, { cwd: this.workingDirectory, stdio: ['pipe', 'pipe', 'pipe'] });
    this.#child = child;
    child.stdin.on('error', () => undefined);
    child.stderr.on('data', (chunk: Buffer) => {
      this.#lastError = (this.#lastError + chunk.toString()).slice(-2000);
    });
    createInterface({ input: child.stdout }).on('line', (line) => this.#reply(line));
    child.once('error', (error) => this.#ended(error.message));
    child.once('exit', (code, signal) => this.#ended(`the oracle ended (${signal ?? code}): ${this.#lastError}`));
    return child;
  }

  #reply(line: string): void {
    if (!line.startsWith('{')) return;
    const reply = JSON.parse(line) as OracleReply;
    this.#waiting.get(reply.id)?.resolve(reply);
    this.#waiting.delete(reply.id);
  }

  #ended(message: string): void {
    this.#child = undefined;
    for (const { reject } of this.#waiting.values()) reject(new Error(message));
    this.#waiting.clear();
  }
}
