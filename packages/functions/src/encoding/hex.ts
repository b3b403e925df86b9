/** Hexadecimal digits, with the errors of Rust's `hex` crate. */

/** Codes of digits from 10 on: `a` or `A`, minus 10. */
const LOWER = 0x61 - 10;
const UPPER = 0x41 - 10;

/** Writes `length` bytes of `source` to `target` as two digits each, and gives how many digits that is. */
export function writeHex(
  source: Uint8Array,
  from: number,
  length: number,
  target: Uint8Array,
  to: number,
  upper = false,
): number {
  const letters = upper ? UPPER : LOWER;
  for (let i = 0, next = to; i < length; i++, next += 2) {
    const byte = source[from + i]!;
    const [high, low] = [byte >>> 4, byte & 15];
    target[next] = high < 10 ? 0x30 + high : letters + high;
    target[next + 1] = low < 10 ? 0x30 + low : letters + low;
  }
  return 2 * length;
}

/** Lower-case digits of bytes. */
export function encodeHex(bytes: Uint8Array): string {
  const digits = new Uint8Array(2 * bytes.length);
  writeHex(bytes, 0, bytes.length, digits, 0);
  let text = '';
  for (let i = 0; i < digits.length; i++) text += String.fromCharCode(digits[i]!);
  return text;
}

/** Bytes of digits; throws an Error with the crate's message. */
export function decodeHex(text: Uint8Array): Uint8Array {
  if (text.length % 2 !== 0) throw new Error('Odd number of digits');
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = digitAt(text, i * 2) * 16 + digitAt(text, i * 2 + 1);
  return bytes;
}

function digitAt(text: Uint8Array, at: number): number {
  const char = String.fromCharCode(text[at]!);
  const value = '0123456789abcdef'.indexOf(char.toLowerCase());
  if (value < 0) throw new Error(`Invalid character '${char}' at position ${at}`);
  return value;
}
