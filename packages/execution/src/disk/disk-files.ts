/** The few file operations spilling needs, so that nothing but `node-disk-files.ts` touches a file system. */
export interface DiskFiles {
  /** Makes an empty directory below `root` (the system's temporary folder when undefined) and returns its path. */
  makeDirectory(root: string | undefined): string;
  removeDirectory(path: string): void;
  /** Makes a directory unless it exists; its parent must exist. */
  ensureDirectory(path: string): void;
  openForWriting(path: string): DiskWriter;
  openForReading(path: string): DiskReader;
  removeFile(path: string): void;
}

/** Appends to a file. */
export interface DiskWriter {
  write(bytes: Uint8Array): void;
  close(): void;
}

/** Reads a file from its start. */
export interface DiskReader {
  /** Fills `target` as far as the file reaches; returns the number of bytes read. */
  read(target: Uint8Array): number;
  close(): void;
}

/** Loads the file operations of this platform, or undefined where there are none (browsers). */
export async function loadDiskFiles(): Promise<DiskFiles | undefined> {
  if (typeof process === 'undefined' || process.versions?.node === undefined) return undefined;
  const { nodeDiskFiles } = await import('./node-disk-files.js');
  return nodeDiskFiles();
}
