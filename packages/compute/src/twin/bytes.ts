/** Twins of assembly/bytes.ts. */
import { mem } from '../memory/engine-memory.js';

/** Copies bytes; the ranges may overlap. */
export function copyMemory(from: number, count: number, to: number): void {
  mem.u8.copyWithin(to, from, from + count);
}

/** Sets bytes. */
export function fillMemory(to: number, count: number, value: number): void {
  mem.u8.fill(value, to, to + count);
}
