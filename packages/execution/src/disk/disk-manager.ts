import { ConfigurationError, ResourcesExhaustedError } from '@datafusion-ts/common';
import { humanReadableSize } from '../memory-pool/human-readable-size.js';
import { loadDiskFiles, type DiskFiles } from './disk-files.js';
import { TempFile } from './temp-file.js';

/** Where spill files go. */
export type DiskManagerMode =
  | { readonly kind: 'OsTmpDirectory' }
  | { readonly kind: 'Directories'; readonly paths: readonly string[] }
  | { readonly kind: 'Disabled' };

/** Bytes and files on disk right now. */
export interface SpillingProgress {
  readonly currentBytes: number;
  readonly activeFilesCount: number;
}

/** 100 GiB: what spilled data may take unless said otherwise. */
export const DEFAULT_MAX_TEMP_DIRECTORY_SIZE = 100 * 1024 ** 3;

interface TempDirectory {
  readonly path: string;
  files: number;
}

/**
 * Makes and accounts the temporary files operators spill to.
 *
 * A directory is made with the first file and removed with the last one, so a process that spilled leaves nothing behind.
 */
export class DiskManager {
  readonly mode: DiskManagerMode;
  #maxSize: number;
  #used = 0;
  #files = 0;
  #next = 0;
  #io: DiskFiles | undefined;
  #directories: TempDirectory[] = [];

  constructor(
    mode: DiskManagerMode = { kind: 'OsTmpDirectory' },
    maxTempDirectorySize = DEFAULT_MAX_TEMP_DIRECTORY_SIZE,
  ) {
    this.mode = mode;
    this.#maxSize = maxTempDirectorySize;
  }

  /** True when files can be made at all. */
  get tmpFilesEnabled(): boolean {
    return this.mode.kind !== 'Disabled';
  }

  get maxTempDirectorySize(): number {
    return this.#maxSize;
  }

  /** Changes the limit while running. */
  setMaxTempDirectorySize(bytes: number): void {
    if (this.mode.kind === 'Disabled' && bytes !== 0) {
      throw new ConfigurationError('Cannot set max temp directory size for a disk manager that spilling is disabled');
    }
    this.#maxSize = bytes;
  }

  /** Bytes of all files that exist. */
  get usedDiskSpace(): number {
    return this.#used;
  }

  spillingProgress(): SpillingProgress {
    return { currentBytes: this.#used, activeFilesCount: this.#files };
  }

  /** Directories that exist now. */
  tempDirPaths(): readonly string[] {
    return this.#directories.map((directory) => directory.path);
  }

  /** A new empty file with one reference; `reason` appears in the error when spilling is disabled. */
  async createTmpFile(reason: string): Promise<TempFile> {
    if (this.mode.kind === 'Disabled') throw exhausted(reason, 'DiskManager is disabled');
    this.#io ??= await loadDiskFiles();
    if (this.#io === undefined) throw exhausted(reason, 'no file system');
    const directory = this.#pickDirectory(this.#io);
    directory.files++;
    this.#files++;
    return new TempFile(this.#io, `${directory.path}/${this.#next++}.tmp`, {
      changed: (bytes) => this.#change(bytes),
      removed: (bytes) => this.#remove(directory, bytes),
    });
  }

  #pickDirectory(io: DiskFiles): TempDirectory {
    if (this.#directories.length === 0) this.#directories = this.#makeDirectories(io);
    return this.#directories[Math.floor(Math.random() * this.#directories.length)]!;
  }

  #makeDirectories(io: DiskFiles): TempDirectory[] {
    const roots = this.mode.kind === 'Directories' ? this.mode.paths : [undefined];
    return roots.map((root) => {
      if (root !== undefined) io.ensureDirectory(root);
      return { path: io.makeDirectory(root), files: 0 };
    });
  }

  #change(bytes: number): void {
    if (bytes > 0 && this.#used + bytes > this.#maxSize) {
      throw new ResourcesExhaustedError(
        `The used disk space during the spilling process has exceeded the allowable limit of ${humanReadableSize(this.#maxSize)}. ` +
          'Please try increasing the config: `datafusion.runtime.max_temp_directory_size`.',
      );
    }
    this.#used += bytes;
  }

  #remove(directory: TempDirectory, bytes: number): void {
    this.#used -= bytes;
    this.#files--;
    if (--directory.files > 0) return;
    this.#directories = this.#directories.filter((other) => other !== directory);
    this.#io?.removeDirectory(directory.path);
  }
}

function exhausted(reason: string, why: string): ResourcesExhaustedError {
  return new ResourcesExhaustedError(`Memory Exhausted while ${reason} (${why})`);
}
