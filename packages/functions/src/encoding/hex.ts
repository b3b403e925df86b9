/** Hexadecimal digits, with the errors of Rust's `hex` crate. */

/** The digits of each byte; made with the first use. */
let pairs: readonly string[] | undefined;

/** Lower-case digits of bytes. */
export function encodeHex(bytes: Uint8Array): string {
  pairs ??= Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
  let text = '';
  for (let i = 0; i < bytes.length; i++) text += pairs[bytes[i]!]!;
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
