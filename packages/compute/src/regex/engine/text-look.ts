/** Whether a place holds in UTF-8 text in the engine memory. */
import { mem } from '../../memory/engine-memory.js';
import type { Look } from '../syntax/node.js';
import { isUnicodeWord } from '../syntax/node.js';
import { isWordByte, Kind, kindOf, looksBetween } from './look.js';

/** Says whether a code point beyond ASCII is a word character. */
export type IsWord = (codePoint: number) => boolean;

/** True when the Look holds at byte `at` of the text. */
export function lookHolds(look: Look, text: number, length: number, at: number, isWord: IsWord): boolean {
  const { u8 } = mem;
  let before: Kind = at === 0 ? Kind.Edge : kindOf(u8[text + at - 1]!);
  let after: Kind = at === length ? Kind.Edge : kindOf(u8[text + at]!);
  if (isUnicodeWord(look)) {
    if (at > 0 && u8[text + at - 1]! >= 0x80) before = isWord(codePointBefore(text, at)) ? Kind.Word : Kind.Other;
    if (at < length && u8[text + at]! >= 0x80) {
      after = isWord(codePointAt(text, length, at)) ? Kind.Word : Kind.Other;
    }
  }
  return (looksBetween(before, after) & (1 << look)) !== 0;
}

function codePointBefore(text: number, at: number): number {
  const { u8 } = mem;
  let [i, shift, code] = [at - 1, 0, 0];
  let byte = u8[text + i]!;
  while (i > 0 && (byte & 0xc0) === 0x80 && shift < 18) {
    code |= (byte & 0x3f) << shift;
    shift += 6;
    byte = u8[text + --i]!;
  }
  return code | ((byte & (0x3f >>> (shift / 6))) << shift);
}

function codePointAt(text: number, length: number, at: number): number {
  const { u8 } = mem;
  const byte = u8[text + at]!;
  if (isWordByte(byte) || byte < 0x80) return byte;
  const more = byte >= 0xf0 ? 3 : byte >= 0xe0 ? 2 : 1;
  if (at + more >= length) return -1;
  let code = byte & (0x3f >>> more);
  for (let i = 1; i <= more; i++) code = (code << 6) | (u8[text + at + i]! & 0x3f);
  return code;
}
