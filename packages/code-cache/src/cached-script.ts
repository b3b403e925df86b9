import { accessSync, constants, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Script } from 'node:vm';
import { KeptCode } from './kept-code.js';

/** So often is the code of a script written at most: every program comes with functions of its own. */
const MAX_WRITINGS = 32;

/** A script with the file in which its compiled code is kept. */
export class CachedScript {
  readonly #script: Script;
  readonly #codeFile: string;
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

  /** The fewest bytes that a process compiled to which code was brought, and that wrote anew; 0 if none did. */
  get leastCompiled(): number {
    return this.#kept?.leastCompiled ?? 0;
  }

  /** The script's `module.exports`. */
  run(): unknown {
    const module = { exports: {} };
    (this.#script.runInThisContext() as (module: object, exports: object) => void)(module, module.exports);
    return module.exports;
  }

  /**
   * Writes what V8 has compiled until now, or again what is kept if that is more. Where it cannot be written, the next start
   * is as slow as this one.
   *
   * @param compiled bytes that this process compiled beside what its scripts brought
   */
  keep(compiled: number): void {
    const kept = this.#kept;
    if (kept?.writings === MAX_WRITINGS) return;
    const folder = dirname(this.#codeFile);
    try {
      mkdirSync(folder, { recursive: true });
      accessSync(folder, constants.W_OK);
      const code = this.#script.createCachedData();
      this.#write(kept === undefined ? new KeptCode(code, 0, 1) : kept.extended(code, compiled));
    } catch {
      // A read-only folder, a full disk.
    }
  }

  /** Other processes find the old code or the new, never a part, even if the machine stops: V8 does not check all of it. */
  #write(code: KeptCode): void {
    const draft = `${this.#codeFile}.${process.pid}`;
    writeFileSync(draft, code.toBytes(), { flush: true });
    renameSync(draft, this.#codeFile);
  }
}
