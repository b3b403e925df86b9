/**
 * Text in the engine memory. Decoders come into being on first use; browsers refuse to decode from shared memory, so
 * there the bytes are copied first.
 */
import { ResourcesExhaustedError } from '@datafusion-ts/common';
import { mem } from '../memory/engine-memory.js';

const SHORT = 24;
/** What JavaScript's strings can hold (V8's limit; other engines have more). */
const LONGEST_STRING = 0x1fff_ffe8;

/** Longer text can be worked on, but not be taken out of the engine as a string. */
function tooLong(bytes: number): ResourcesExhaustedError {
  return new ResourcesExhaustedError(
    `A text of ${bytes} bytes is too long for a JavaScript string of ${LONGEST_STRING} characters`,
  );
}

let decoder: TextDecoder | undefined;
let encoder: TextEncoder | undefined;
let decodesShared = true;

/** The string whose UTF-8 bytes lie at an address. */
export function decodeUtf8(address: number, length: number): string {
  if (length <= SHORT) {
    const ascii = decodeShortAscii(address, length);
    if (ascii !== undefined) return ascii;
  }
  if (length > LONGEST_STRING) throw tooLong(length);
  decoder ??= new TextDecoder('utf-8', { ignoreBOM: true });
  if (decodesShared) {
    try {
      return decoder.decode(mem.u8.subarray(address, address + length));
    } catch {
      decodesShared = false; // from now on by copy
    }
  }
  return decoder.decode(mem.u8.slice(address, address + length));
}

function decodeShortAscii(address: number, length: number): string | undefined {
  const u8 = mem.u8;
  let text = '';
  for (let i = 0; i < length; i++) {
    const byte = u8[address + i]!;
    if (byte >= 0x80) return undefined;
    text += String.fromCharCode(byte);
  }
  return text;
}

/** Upper bound of the bytes that `encodeUtf8` writes for a string. */
export const utf8Bound = (text: string): number => text.length * 3;

/** Writes a string as UTF-8 at an address with room for `utf8Bound` bytes; returns the bytes written. */
export function encodeUtf8(text: string, address: number): number {
  const length = text.length;
  const u8 = mem.u8;
  if (length <= SHORT) {
    let i = 0;
    for (; i < length; i++) {
      const unit = text.charCodeAt(i);
      if (unit >= 0x80) break;
      u8[address + i] = unit;
    }
    if (i === length) return length;
  }
  encoder ??= new TextEncoder();
  if (decodesShared) {
    try {
      return encoder.encodeInto(text, u8.subarray(address, address + length * 3)).written;
    } catch {
      decodesShared = false;
    }
  }
  const bytes = encoder.encode(text);
  u8.set(bytes, address);
  return bytes.length;
}
