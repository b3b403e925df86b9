import type { DiskFiles, DiskReader, DiskWriter } from './disk-files.js';

/** How a file tells its manager what it takes. */
interface UsageListener {
  /** Called with the growth of the file; throws when the limit is exceeded. */
  changed(bytes: number): void;
  /** Called with the whole size when the file is gone. */
  removed(bytes: number): void;
}

/** A spill file, deleted with its last reference. Write it once, close it, then read it as often as needed. */
export class TempFile {
  readonly path: string;
  readonly #io: DiskFiles;
  readonly #usage: UsageListener;
  #references = 1;
  #size = 0;
  #writer: DiskWriter | undefined;

  constructor(io: DiskFiles, path: string, usage: UsageListener) {
    this.#io = io;
    this.path = path;
    this.#usage = usage;
    this.#writer = io.openForWriting(path);
  }

  /** Bytes written so far. */
  get size(): number {
    return this.#size;
  }

  /** Appends bytes; throws `ResourcesExhaustedError` when the disk limit is exceeded. */
  write(bytes: Uint8Array): void {
    if (this.#writer === undefined) throw new RangeError(`${this.path} is not open for writing`);
    this.#usage.changed(bytes.length);
    this.#size += bytes.length;
    this.#writer.write(bytes);
  }

  /** Ends writing. */
  finish(): void {
    this.#writer?.close();
    this.#writer = undefined;
  }

  /** Opens the file for reading from its start. */
  open(): DiskReader {
    this.finish();
    return this.#io.openForReading(this.path);
  }

  /** Takes one more reference. */
  retain(): this {
    this.#references++;
    return this;
  }

  /** Gives a reference back; the last one deletes the file. */
  release(): void {
    if (--this.#references !== 0) return;
    this.finish();
    this.#io.removeFile(this.path);
    this.#usage.removed(this.#size);
  }

  [Symbol.dispose](): void {
    this.release();
  }
}
