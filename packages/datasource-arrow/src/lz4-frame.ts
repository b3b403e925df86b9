/**
 * Decodes LZ4 frames, as Arrow files compress their buffers.
 *
 * A frame is a header and blocks; a block is sequences of literals and a copy of what was decoded before: a token with both
 * lengths (15 means that more bytes follow), the literals, how far back the copy begins. Checksums are passed over, since
 * lengths are known from elsewhere.
 */
const MAGIC = 0x184d2204;
const MIN_MATCH = 4;
/** A byte of a block stands for 255 bytes at most. */
const MOST_EXPANSION = 255;

/** The bytes of a frame; throws a RangeError when it is damaged. */
export function decodeLz4Frame(frame: Uint8Array): Uint8Array {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (frame.length < 7 || view.getUint32(0, true) !== MAGIC) throw new RangeError('not an LZ4 frame');
  const flags = frame[4]!;
  const blockChecksum = (flags & 0x10) !== 0;
  const hasSize = (flags & 0x08) !== 0;
  const hasDictionary = (flags & 0x01) !== 0;
  const output = new Output(
    hasSize ? Math.min(Number(view.getBigUint64(6, true)), frame.length * MOST_EXPANSION) : frame.length * 4,
  );
  let at = 7 + (hasSize ? 8 : 0) + (hasDictionary ? 4 : 0);
  for (;;) {
    if (at + 4 > frame.length) throw new RangeError('LZ4 frame ends early');
    const word = view.getUint32(at, true);
    at += 4;
    if (word === 0) return output.bytes();
    const size = word & 0x7fffffff;
    if (at + size > frame.length) throw new RangeError('LZ4 block ends early');
    const block = frame.subarray(at, at + size);
    if (word >>> 31 === 1) output.append(block);
    else decodeBlock(block, output);
    at += size + (blockChecksum ? 4 : 0);
  }
}

/** Bytes that grow. */
class Output {
  #bytes: Uint8Array;
  #length = 0;

  constructor(capacity: number) {
    this.#bytes = new Uint8Array(Math.max(capacity, 64));
  }

  append(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Repeats what begins `distance` bytes back; both may overlap. */
  copy(distance: number, length: number): void {
    if (distance === 0 || distance > this.#length) throw new RangeError('LZ4 copy from before the begin');
    this.#reserve(length);
    const bytes = this.#bytes;
    let from = this.#length - distance;
    for (const end = this.#length + length; this.#length < end;) bytes[this.#length++] = bytes[from++]!;
  }

  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + more));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}

function decodeBlock(block: Uint8Array, output: Output): void {
  let at = 0;
  const longer = (length: number): number => {
    if (length !== 15) return length;
    for (;;) {
      if (at >= block.length) throw new RangeError('LZ4 block ends early');
      const byte = block[at++]!;
      length += byte;
      if (byte !== 255) return length;
    }
  };
  while (at < block.length) {
    const token = block[at++]!;
    const literals = longer(token >>> 4);
    if (at + literals > block.length) throw new RangeError('LZ4 block ends early');
    output.append(block.subarray(at, at + literals));
    at += literals;
    if (at === block.length) return;
    if (at + 2 > block.length) throw new RangeError('LZ4 block ends early');
    const distance = block[at]! | (block[at + 1]! << 8);
    at += 2;
    output.copy(distance, longer(token & 15) + MIN_MATCH);
  }
}
