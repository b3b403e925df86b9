/**
 * Zstandard frames (RFC 8878), without dictionaries; checksums are not verified. Written for pages: the size is known, the
 * output is one array.
 */
import { decodeStream, readTree, type HuffmanTable } from './huffman.js';
import { newSequenceState, runSequences, type SequenceState } from './sequences.js';

const MAGIC = 0xfd2fb528;
const LARGEST_BLOCK = 128 * 1024;

/** Decompresses frames one after the other to at most `size` bytes; throws RangeErrors for damaged input. */
export function zstdDecompress(bytes: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(size);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 0;
  let to = 0;
  while (at < bytes.length) {
    if (bytes.length - at < 8) throw new RangeError('truncated frame');
    const magic = view.getUint32(at, true);
    if (magic >>> 4 === 0x184d2a5) at += 8 + view.getUint32(at + 4, true);
    else if (magic !== MAGIC) throw new RangeError('not a Zstandard frame');
    else [at, to] = new Frame(bytes, out).run(at + 4, to);
  }
  return to === size ? out : out.subarray(0, to);
}

class Frame {
  readonly #bytes: Uint8Array;
  readonly #out: Uint8Array;
  readonly #state: SequenceState = newSequenceState();
  #tree: HuffmanTable | undefined;

  constructor(bytes: Uint8Array, out: Uint8Array) {
    this.#bytes = bytes;
    this.#out = out;
  }

  /** Reads a frame behind its magic number; gives the places behind it in input and output. */
  run(start: number, first: number): [number, number] {
    const bytes = this.#bytes;
    const descriptor = bytes[start]!;
    const single = (descriptor >>> 5) & 1;
    if ((descriptor & 8) !== 0) throw new RangeError('reserved bit is set');
    const dictionaryBytes = [0, 1, 2, 4][descriptor & 3]!;
    const sizeBytes = [single, 2, 4, 8][descriptor >>> 6]!;
    let at = start + 1 + (single === 1 ? 0 : 1);
    for (let i = 0; i < dictionaryBytes; i++) if (bytes[at + i] !== 0) throw new RangeError('frame needs a dictionary');
    at += dictionaryBytes + sizeBytes;
    let to = first;
    for (let last = false; !last;) {
      if (bytes.length - at < 3) throw new RangeError('truncated block');
      const head = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16);
      at += 3;
      last = (head & 1) === 1;
      [at, to] = this.#block((head >>> 1) & 3, head >>> 3, at, to);
    }
    return [at + ((descriptor >>> 2) & 1) * 4, to];
  }

  #block(kind: number, size: number, at: number, to: number): [number, number] {
    const bytes = this.#bytes;
    if (size > LARGEST_BLOCK) throw new RangeError('block is too large');
    const stored = kind === 1 ? 1 : size;
    if (stored > bytes.length - at) throw new RangeError('truncated block');
    switch (kind) {
      case 0:
        this.#checkRoom(to, size);
        this.#out.set(bytes.subarray(at, at + size), to);
        return [at + size, to + size];
      case 1:
        this.#checkRoom(to, size);
        this.#out.fill(bytes[at]!, to, to + size);
        return [at + 1, to + size];
      case 2:
        return [at + size, this.#compressed(at, at + size, to)];
      default:
        throw new RangeError('reserved block type');
    }
  }

  #checkRoom(to: number, size: number): void {
    if (to + size > this.#out.length) throw new RangeError('output is larger than expected');
  }

  #compressed(start: number, end: number, to: number): number {
    const { literals, next } = this.#literals(start, end);
    return runSequences(this.#bytes, next, end, literals, this.#state, this.#out, to);
  }

  #literals(start: number, end: number): { readonly literals: Uint8Array; readonly next: number } {
    const bytes = this.#bytes;
    if (start >= end) throw new RangeError('truncated block');
    const head = bytes[start]!;
    const kind = head & 3;
    const format = (head >>> 2) & 3;
    if (kind < 2) {
      const headBytes = [1, 2, 1, 3][format]!;
      const size = littleEndian(bytes, start, headBytes) >>> (headBytes === 1 ? 3 : 4);
      const from = start + headBytes;
      const stored = kind === 0 ? size : 1;
      if (stored > end - from || size > LARGEST_BLOCK) throw new RangeError('truncated literals');
      const literals = kind === 0 ? bytes.subarray(from, from + size) : new Uint8Array(size).fill(bytes[from]!);
      return { literals, next: from + stored };
    }
    return this.#huffmanLiterals(start, end, kind === 3, format);
  }

  #huffmanLiterals(
    start: number,
    end: number,
    reuse: boolean,
    format: number,
  ): { readonly literals: Uint8Array; readonly next: number } {
    const bytes = this.#bytes;
    const width = [10, 10, 14, 18][format]!;
    const headBytes = [3, 3, 4, 5][format]!;
    const head = littleEndian(bytes, start, headBytes);
    const size = Math.floor(head / 16) % 2 ** width;
    const stored = Math.floor(head / 2 ** (4 + width)) % 2 ** width;
    const next = start + headBytes + stored;
    if (next > end || size > LARGEST_BLOCK) throw new RangeError('truncated literals');
    let at = start + headBytes;
    if (!reuse) {
      const tree = readTree(bytes, at, next);
      this.#tree = tree.table;
      at = tree.next;
    }
    if (this.#tree === undefined) throw new RangeError('missing tree');
    const literals = new Uint8Array(size);
    if (format === 0) decodeStream(this.#tree, bytes, at, next, literals, 0, size);
    else decodeFour(this.#tree, bytes, at, next, literals);
    return { literals, next };
  }
}

/** Four streams with the sizes of the first three before them. */
function decodeFour(table: HuffmanTable, bytes: Uint8Array, start: number, end: number, out: Uint8Array): void {
  if (end - start < 6) throw new RangeError('truncated literals');
  const share = (out.length + 3) >>> 2;
  let at = start + 6;
  for (let i = 0; i < 4; i++) {
    const next = i === 3 ? end : at + (bytes[start + 2 * i]! | (bytes[start + 2 * i + 1]! << 8));
    const count = i === 3 ? out.length - 3 * share : share;
    if (next > end || count < 0) throw new RangeError('truncated literals');
    decodeStream(table, bytes, at, next, out, i * share, count);
    at = next;
  }
}

function littleEndian(bytes: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let i = count - 1; i >= 0; i--) value = value * 256 + (bytes[at + i] ?? 0);
  return value;
}
