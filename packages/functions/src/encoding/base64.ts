/** Base 64 of RFC 4648, with the errors of Rust's `base64` crate. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Text of bytes, padded with `=` to four characters or not. */
export function encodeBase64(bytes: Uint8Array, padded: boolean): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const word = (bytes[i]! << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    const digits = Math.min(bytes.length - i, 3) + 1;
    for (let k = 0; k < digits; k++) text += ALPHABET[(word >> (18 - 6 * k)) & 63]!;
    if (padded) text += '='.repeat(4 - digits);
  }
  return text;
}

/** Bytes of a text, padded or not; throws an Error with the crate's message. */
export function decodeBase64(text: Uint8Array): Uint8Array {
  let end = text.length;
  while (end > 0 && text[end - 1] === 0x3d) end--;
  const padding = text.length - end;
  const rest = end % 4;
  if (padding > 0 && (rest < 2 || padding !== 4 - rest)) throw new Error(`Invalid symbol 61, offset ${end}.`);
  const bytes = new Uint8Array(Math.floor((end * 3) / 4));
  let word = 0;
  let to = 0;
  for (let i = 0; i < end; i++) {
    word = (word << 6) | valueAt(text, i);
    if (i % 4 > 0) bytes[to++] = (word >> (6 - 2 * (i % 4))) & 255;
    if (i % 4 === 3) word = 0;
  }
  if (rest === 1) throw new Error(`Invalid input length: ${end}`);
  checkLast(text, end, rest);
  return bytes;
}

function valueAt(text: Uint8Array, at: number): number {
  const value = ALPHABET.indexOf(String.fromCharCode(text[at]!));
  if (value < 0) throw new Error(`Invalid symbol ${text[at]}, offset ${at}.`);
  return value;
}

/** Bits of the last character that belong to no byte must be zero. */
function checkLast(text: Uint8Array, end: number, rest: number): void {
  if (rest < 2) return;
  const unused = rest === 2 ? 15 : 3;
  if ((valueAt(text, end - 1) & unused) !== 0)
    throw new Error(`Invalid last symbol ${text[end - 1]}, offset ${end - 1}.`);
}
