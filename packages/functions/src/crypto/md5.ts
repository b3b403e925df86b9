/** MD5 (RFC 1321). */

const SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const SINES = (): Uint32Array => Uint32Array.from({ length: 64 }, (_, i) => Math.abs(Math.sin(i + 1)) * 2 ** 32);
let sines: Uint32Array | undefined;

const rotate = (x: number, by: number): number => (x << by) | (x >>> (32 - by));

/** The message with a set bit, zeros, and its length in bits (little-endian) behind it. */
function padded(bytes: Uint8Array): DataView {
  const total = Math.ceil((bytes.length + 9) / 64) * 64;
  const message = new Uint8Array(total);
  message.set(bytes);
  message[bytes.length] = 0x80;
  const view = new DataView(message.buffer);
  view.setBigUint64(total - 8, BigInt(bytes.length) * 8n, true);
  return view;
}

/** The 16 bytes of the digest. */
export function md5(bytes: Uint8Array): Uint8Array {
  sines ??= SINES();
  const message = padded(bytes);
  const state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476);
  for (let at = 0; at < message.byteLength; at += 64) mix(state, message, at, sines);
  const digest = new DataView(new ArrayBuffer(16));
  state.forEach((word, i) => digest.setInt32(i * 4, word, true));
  return new Uint8Array(digest.buffer);
}

function mix(state: Int32Array, message: DataView, at: number, constants: Uint32Array): void {
  let [a, b, c, d] = [state[0]!, state[1]!, state[2]!, state[3]!];
  for (let i = 0; i < 64; i++) {
    const round = i >> 4;
    const [f, word] =
      round === 0
        ? [(b & c) | (~b & d), i]
        : round === 1
          ? [(d & b) | (~d & c), (5 * i + 1) & 15]
          : round === 2
            ? [b ^ c ^ d, (3 * i + 5) & 15]
            : [c ^ (b | ~d), (7 * i) & 15];
    const sum = (a + f + constants[i]! + message.getInt32(at + word * 4, true)) | 0;
    [a, d, c, b] = [d, c, b, (b + rotate(sum, SHIFTS[round * 4 + (i & 3)]!)) | 0];
  }
  state[0]! += a;
  state[1]! += b;
  state[2]! += c;
  state[3]! += d;
}
