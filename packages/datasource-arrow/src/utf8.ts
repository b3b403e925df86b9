/** Whether bytes are UTF-8: shortest forms, no surrogates, nothing beyond U+10FFFF. */

/** Throws a RangeError when the bytes from `start` to `end` are not UTF-8. */
export function checkText(bytes: Uint8Array, start: number, end: number): void {
  for (let at = start; at < end;) {
    const lead = bytes[at]!;
    if (lead < 0x80) {
      at++;
      continue;
    }
    const length = lead < 0xc2 || lead > 0xf4 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    if (length === 0 || at + length > end || !isCharacter(bytes, at, length)) throw new RangeError('text is not UTF-8');
    at += length;
  }
}

function isCharacter(bytes: Uint8Array, at: number, length: number): boolean {
  const [lead, second] = [bytes[at]!, bytes[at + 1]!];
  for (let i = 1; i < length; i++) if ((bytes[at + i]! & 0xc0) !== 0x80) return false;
  if (lead === 0xe0) return second >= 0xa0;
  if (lead === 0xed) return second < 0xa0;
  if (lead === 0xf0) return second >= 0x90;
  return lead !== 0xf4 || second < 0x90;
}

/** True when no character of sound text reaches over the place. */
export const isBoundary = (bytes: Uint8Array, at: number): boolean =>
  at >= bytes.length || (bytes[at]! & 0xc0) !== 0x80;
