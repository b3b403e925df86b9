import { accessSync, constants, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import { Script } from 'node:vm';
import { KeptCode } from './kept-code.js';

/** Bytes by which code must grow to be written anew: it takes V8 less than a millisecond to compile so few. */
const WORTH_WRITING = 4096;

/** A script with the file in which its compiled code is kept. */
export class CachedScript {
  readonly #script: Script;
  readonly #codeFile: string;
  /** V8's version and flags, of which the file's name tells. A program may change flags (`v8.setFlagsFromString`). */
  readonly #tag = cachedDataVersionTag();
  /** What V8 took. */
  readonly #kept: KeptCode | undefined;

  /** @throws if the script cannot be read or is not one; code that cannot be read counts as none */
  constructor(file: string, codeFile: string) {
    const kept = KeptCode.read(codeFile);
    const source = `(function(module,exports){${readFileSync(file, 'utf8')}\n})`;
    this.#script = new Script(source, { filename: file, ...(kept && { cachedData: kept.code }) });
    this.#codeFile = codeFile;
    this.#kept = this.#script.cachedDataRejected === false ? kept : undefined;
  }

  /** Whether no code is kept for the script. */
  get isNew(): boolean {
    return this.#kept === undefined;
  }

  /** What {@link noteInVain} noted. */
  get compiledInVain(): number {
    return this.#kept?.compiledInVain ?? 0;
  }

  /** The script's `module.exports`. */
  run(): unknown {
    const module = { exports: {} };
    (this.#script.runInThisContext() as (module: object, exports: object) => void)(module, module.exports);
    return module.exports;
  }

  /**
   * Writes what V8 has compiled until now if it is more than what is kept.
   *
   * @returns whether it is
   * @throws if it cannot be written
   */
  keep(): boolean {
    if (!this.#canKeep()) return false;
    const code = this.#script.createCachedData();
    if (this.#kept !== undefined && code.length < this.#kept.code.length + WORTH_WRITING) return false;
    this.#write(new KeptCode(code, this.compiledInVain));
    return true;
  }

  /** Notes with the code how much a process compiled that kept nothing. @throws if it cannot be written */
  noteInVain(compiled: number): void {
    if (this.#kept !== undefined && this.#canKeep()) this.#write(new KeptCode(this.#kept.code, compiled));
  }

  /** Whether later processes would take the code. @throws if there is no folder to write to: making the code takes time */
  #canKeep(): boolean {
    const folder = dirname(this.#codeFile);
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return cachedDataVersionTag() === this.#tag;
  }

  /**
   * Other processes and threads find the old code or the new, never a part, even if the machine stops: V8 does not check all
   * of it.
   */
  #write(code: KeptCode): void {
    // Not named after the process: it may have threads, and others of that number may run in other containers.
    const draft = `${this.#codeFile}.${Math.random().toString(36).slice(2)}.cache`;
    try {
      writeFileSync(draft, code.toBytes(), { flag: 'wx', flush: true });
      renameSync(draft, this.#codeFile);
    } catch (error) {
      rmSync(draft, { force: true });
      throw error;
    }
  }
}
