import { readFileSync } from 'node:fs';

/** Bytes after the code: {@link KeptCode.leastCompiled} (8) and the number of writings (1). */
const TRAILER = 9;

/** The contents of a file with compiled code: V8's bytes, and when to write them anew. */
export class KeptCode {
  /**
   * @param code as `Script.createCachedData` gives it; V8 checks version, flags and length, and refuses what is not its own
   * @param leastCompiled the fewest bytes that a process with earlier code compiled beside; 0 if there was none
   * @param writings how often the file was written, this time included; at most 255
   */
  constructor(
    readonly code: Buffer,
    readonly leastCompiled: number,
    readonly writings: number,
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
    if (end <= 0) return undefined;
    return new KeptCode(bytes.subarray(0, end), bytes.readDoubleLE(end), bytes[end + 8]!);
  }

  /** With the code of one more process, if that is more, which compiled so many bytes beside. */
  extended(code: Buffer, compiled: number): KeptCode {
    const best = code.length > this.code.length ? code : this.code;
    return new KeptCode(best, Math.min(compiled, this.leastCompiled || compiled), this.writings + 1);
  }

  toBytes(): Buffer {
    const trailer = Buffer.alloc(TRAILER);
    trailer.writeDoubleLE(this.leastCompiled, 0);
    trailer[8] = this.writings;
    return Buffer.concat([this.code, trailer]);
  }
}
