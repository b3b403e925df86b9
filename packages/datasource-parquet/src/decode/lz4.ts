/** LZ4 blocks, bare and in Hadoop's framing (big-endian sizes before each block). */

/** Decompresses one bare block of at most `size` bytes. */
export function lz4Block(bytes: Uint8Array, size: number): Uint8Array {
  const out = new Uint8Array(size);
  const written = inflate(bytes, 0, bytes.length, out, 0);
  return written === size ? out : out.subarray(0, written);
}

/** Blocks in Hadoop's framing; files written without it are read as one bare block. */
export function lz4Hadoop(bytes: Uint8Array, size: number): Uint8Array {
  try {
    return framed(bytes, size);
  } catch {
    return lz4Block(bytes, size);
  }
}

function framed(bytes: Uint8Array, size: number): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const out = new Uint8Array(size);
  let at = 0;
  let to = 0;
  while (at < bytes.length) {
    if (bytes.length - at < 8) throw new RangeError('truncated frame');
    const plain = view.getUint32(at);
    const packed = view.getUint32(at + 4);
    at += 8;
    if (packed > bytes.length - at || plain > size - to) throw new RangeError('frame is too large');
    const end = inflate(bytes, at, at + packed, out, to);
    if (end - to !== plain) throw new RangeError('wrong frame size');
    to = end;
    at += packed;
  }
  if (to !== size) throw new RangeError('wrong size');
  return out;
}

/** Decompresses `bytes[start, end)` into `out` from `first` on; gives the place behind the last byte written. */
function inflate(bytes: Uint8Array, start: number, end: number, out: Uint8Array, first: number): number {
  let s = start;
  let d = first;
  const length = (nibble: number): number => {
    if (nibble < 15) return nibble;
    let total = 15;
    for (;;) {
      if (s >= end) throw new RangeError('truncated length');
      const byte = bytes[s++]!;
      total += byte;
      if (byte < 255) return total;
    }
  };
  while (s < end) {
    const token = bytes[s++]!;
    const literals = length(token >>> 4);
    if (literals > end - s || literals > out.length - d) throw new RangeError('literals pass the end');
    out.set(bytes.subarray(s, s + literals), d);
    s += literals;
    d += literals;
    if (s >= end) break;
    if (end - s < 2) throw new RangeError('truncated offset');
    const offset = bytes[s]! | (bytes[s + 1]! << 8);
    s += 2;
    const count = length(token & 15) + 4;
    if (offset === 0 || offset > d - first || count > out.length - d) throw new RangeError('invalid copy');
    for (let i = 0; i < count; i++, d++) out[d] = out[d - offset]!;
  }
  return d;
}
