/** Base 64 of RFC 4648, with the errors of Rust's `base64` crate. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

const EQUALS = 0x3d;
const NONE = 255;

/** Codes of the digits, and the value of each code (255 for what is no digit). */
interface Tables {
  readonly codes: Uint8Array;
  readonly values: Uint8Array;
}

let tables: Tables | undefined;

function makeTables(): Tables {
  const codes = Uint8Array.from(ALPHABET, (char) => char.charCodeAt(0));
  const values = new Uint8Array(256).fill(NONE);
  codes.forEach((code, value) => (values[code] = value));
  return { codes, values };
}

/** Longest encoding of so many bytes. */
export const base64Bound = (length: number): number => Math.ceil(length / 3) * 4;

/**
 * Writes `length` bytes of `source` to `target` in base 64, padded with `=` to four characters or not, and gives how many
 * characters that is.
 */
export function writeBase64(
  source: Uint8Array,
  from: number,
  length: number,
  target: Uint8Array,
  to: number,
  padded: boolean,
): number {
  const { codes } = (tables ??= makeTables());
  const end = from + length;
  let next = to;
  let at = from;
  for (; at + 3 <= end; at += 3, next += 4) {
    const word = (source[at]! << 16) | (source[at + 1]! << 8) | source[at + 2]!;
    target[next] = codes[word >>> 18]!;
    target[next + 1] = codes[(word >>> 12) & 63]!;
    target[next + 2] = codes[(word >>> 6) & 63]!;
    target[next + 3] = codes[word & 63]!;
  }
  const rest = end - at;
  if (rest > 0) {
    const word = (source[at]! << 16) | (rest === 2 ? source[at + 1]! << 8 : 0);
    target[next++] = codes[word >>> 18]!;
    target[next++] = codes[(word >>> 12) & 63]!;
    if (rest === 2) target[next++] = codes[(word >>> 6) & 63]!;
    if (padded) for (let missing = rest; missing < 3; missing++) target[next++] = EQUALS;
  }
  return next - to;
}

/** Bytes of a text, padded or not; throws an Error with the crate's message. */
export function decodeBase64(text: Uint8Array): Uint8Array {
  let end = text.length;
  while (end > 0 && text[end - 1] === 0x3d) end--;
  const padding = text.length - end;
  const rest = end % 4;
  // What is no symbol comes before what is wrong with the padding.
  if (padding > 0) for (let i = 0; i < end; i++) valueAt(text, i);
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
  const value = (tables ??= makeTables()).values[text[at]!]!;
  if (value === NONE) throw new Error(`Invalid symbol ${text[at]}, offset ${at}.`);
  return value;
}

/** Bits of the last character that belong to no byte must be zero. */
function checkLast(text: Uint8Array, end: number, rest: number): void {
  if (rest < 2) return;
  const unused = rest === 2 ? 15 : 3;
  if ((valueAt(text, end - 1) & unused) !== 0)
    throw new Error(`Invalid last symbol ${text[end - 1]}, offset ${end - 1}.`);
}
