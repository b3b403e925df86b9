/**
 * Messages of the SHA family, cut into blocks: behind the message come a set bit, zeros, and the message's length in bits,
 * so that blocks are full. Whole blocks are read where they lie; only the end is copied.
 */

/** Two blocks of the largest size: what the end of a message can take. */
const tail = new Uint8Array(256);

/** Reads a block as big-endian words. */
function load(words: Int32Array, count: number, bytes: Uint8Array, from: number): void {
  for (let i = 0, at = from; i < count; i++, at += 4) {
    words[i] = (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
  }
}

/**
 * Gives the message to `mix` block by block, each as the first words of `words`. `blockBytes` is 64 or 128, and
 * `lengthBytes`, how long the length at the end is, 8 or 16.
 */
export function eachBlock(
  bytes: Uint8Array,
  blockBytes: number,
  lengthBytes: number,
  words: Int32Array,
  mix: () => void,
): void {
  const count = blockBytes / 4;
  let at = 0;
  for (; at + blockBytes <= bytes.length; at += blockBytes) {
    load(words, count, bytes, at);
    mix();
  }
  const rest = bytes.length - at;
  const end = rest + 1 + lengthBytes > blockBytes ? 2 * blockBytes : blockBytes;
  tail.fill(0, rest, end);
  for (let i = 0; i < rest; i++) tail[i] = bytes[at + i]!;
  tail[rest] = 0x80;
  for (let from = 0; from < end; from += blockBytes) {
    load(words, count, tail, from);
    if (from + blockBytes === end) {
      words[count - 2] = Math.floor(bytes.length / 2 ** 29);
      words[count - 1] = bytes.length << 3;
    }
    mix();
  }
}

/** Words as big-endian bytes, as many as wanted. */
export function bytesOfWords(words: Int32Array, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i++) bytes[i] = words[i >>> 2]! >>> (24 - 8 * (i & 3));
  return bytes;
}
