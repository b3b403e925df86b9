/** Twin of assembly/ascii-case.ts: upper and lower case of ASCII text. */
import { mem } from '../memory/engine-memory.js';
import { viewBytes, viewLength, writeView } from '../vector/view.js';

/**
 * Views of the texts in lower (`upper` 0) or upper case; long ones are written to `bytes`, which has room for all of them and
 * 16 more. Texts that are not all ASCII keep their views and get a bit in `others`. Returns how many those are.
 */
export function asciiCase(
  views: number,
  count: number,
  upper: number,
  to: number,
  bytes: number,
  others: number,
): number {
  const { u8 } = mem;
  const first = upper === 0 ? 0x41 : 0x61;
  let at = bytes;
  let found = 0;
  for (let i = 0; i < count; i++) {
    if ((i & 7) === 0) u8[others + (i >>> 3)] = 0;
    const view = views + i * 16;
    const length = viewLength(view);
    const start = viewBytes(view);
    let ascii = true;
    for (let k = 0; k < length; k++) {
      const byte = u8[start + k]!;
      if (byte >= 0x80) ascii = false;
      u8[at + k] = byte >= first && byte < first + 26 ? byte ^ 0x20 : byte;
    }
    if (ascii) {
      writeView(to + i * 16, at, length);
      if (length > 12) at += length;
    } else {
      u8.copyWithin(to + i * 16, view, view + 16);
      u8[others + (i >>> 3)]! |= 1 << (i & 7);
      found++;
    }
  }
  return found;
}
