import { mem } from '../memory/engine-memory.js';
import { viewBytes, viewLength } from '../vector/view.js';

/** Order of two runs of bytes: negative, 0 or positive. */
export function compareBytes(a: number, aLength: number, b: number, bLength: number): number {
  const { u8 } = mem;
  const length = Math.min(aLength, bLength);
  for (let i = 0; i < length; i++) if (u8[a + i] !== u8[b + i]) return u8[a + i]! - u8[b + i]!;
  return aLength - bLength;
}

/** Order of the values of two views. */
export function compareViews(a: number, b: number): number {
  return compareBytes(viewBytes(a), viewLength(a), viewBytes(b), viewLength(b));
}
