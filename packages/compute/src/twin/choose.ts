/** Twins of assembly/choose.ts: values chosen by bits. */
import { mem } from '../memory/engine-memory.js';

const bitAt = (u8: Uint8Array, bits: number, row: number): number => (u8[bits + (row >>> 3)]! >>> (row & 7)) & 1;

/** Bits as codes of one byte, 0 or 1. */
export function bitsToCodes(bits: number, count: number, to: number): void {
  const { u8 } = mem;
  for (let i = 0; i < count; i++) u8[to + i] = bitAt(u8, bits, i);
}

/** The 8 or 16 bytes of a value where the bit is set, else those at `other`. */
export function chooseWide(
  bits: number,
  values: number,
  other: number,
  width: number,
  count: number,
  to: number,
): void {
  const { u8, i64 } = mem;
  const words = width >>> 3;
  for (let i = 0; i < count; i++) {
    const from = bitAt(u8, bits, i) === 1 ? values + i * width : other;
    for (let word = 0; word < words; word++) i64[(to >>> 3) + i * words + word] = i64[(from >>> 3) + word]!;
  }
}

/** The bits in `table` that codes of 1, 2 or 4 bytes stand for; bits behind the last in its byte are 0. */
export function lookUpBits(
  codes: number,
  width: number,
  table: number,
  _entries: number,
  count: number,
  to: number,
): void {
  const { u8, u16, u32 } = mem;
  const codeAt = (row: number): number =>
    width === 1 ? u8[codes + row]! : width === 2 ? u16[(codes >>> 1) + row]! : u32[(codes >>> 2) + row]!;
  for (let base = 0; base < count; base += 8) {
    let byte = 0;
    for (let i = base, end = Math.min(base + 8, count); i < end; i++) byte |= bitAt(u8, table, codeAt(i)) << (i & 7);
    u8[to + (base >>> 3)] = byte;
  }
}
