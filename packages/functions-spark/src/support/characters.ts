import { mem } from '@datafusion-ts/compute';

/** Number of characters of UTF-8 text in the engine memory: its bytes that do not continue one. */
export function countCharacters(start: number, end: number): number {
  const { u8 } = mem;
  let count = 0;
  for (let at = start; at < end; at++) if ((u8[at]! & 0xc0) !== 0x80) count++;
  return count;
}
