import { readFileSync } from 'node:fs';

/** Bytes after the code: {@link KeptCode.compiledInVain}. */
const TRAILER = 8;

/** The contents of a file with compiled code: V8's bytes, and when to look for more. */
export class KeptCode {
  /**
   * @param code as `Script.createCachedData` gives it; V8 checks version, flags and length, and refuses what is not its own
   * @param compiledInVain the most bytes that a process compiled of which nothing was worth keeping; 0 if there was none yet
   */
  constructor(
    readonly code: Buffer,
    readonly compiledInVain = 0,
  ) {}

  /** What the file has; undefined if there is none, or it cannot be read or is too short. */
  static read(file: string): KeptCode | undefined {
    let bytes: Buffer;
    try {
      bytes = readFileSync(file);
    } catch {
      return undefined;
    }
    const end = bytes.length - TRAILER;
    return end > 0 ? new KeptCode(bytes.subarray(0, end), bytes.readDoubleLE(end)) : undefined;
  }

  toBytes(): Buffer {
    const trailer = Buffer.alloc(TRAILER);
    trailer.writeDoubleLE(this.compiledInVain);
    return Buffer.concat([this.code, trailer]);
  }
}
