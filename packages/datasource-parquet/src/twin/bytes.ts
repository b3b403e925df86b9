import { mem } from '@datafusion-ts/compute';

/** A little-endian u32 at any address. */
export function u32At(address: number): number {
  const { u8 } = mem;
  return (u8[address]! | (u8[address + 1]! << 8) | (u8[address + 2]! << 16) | (u8[address + 3]! << 24)) >>> 0;
}

/** Writes the low 32 bits at any address. */
export function putU32(address: number, value: number): void {
  const { u8 } = mem;
  u8[address] = value;
  u8[address + 1] = value >>> 8;
  u8[address + 2] = value >>> 16;
  u8[address + 3] = value >>> 24;
}

/** A varint: its value and the address behind it; undefined when it is damaged or passes `end`. */
export function varintAt(address: number, end: number): { readonly value: number; readonly next: number } | undefined {
  let value = 0;
  let factor = 1;
  for (let i = 0; i < 5; i++) {
    if (address + i >= end) return undefined;
    const byte = mem.u8[address + i]!;
    value += (byte & 127) * factor;
    if (byte < 128) return { value: value >>> 0, next: address + i + 1 };
    factor *= 128;
  }
  return undefined;
}

/** `width` (at most 32) bits from bit `bit` behind an address. */
export function bitsAt(address: number, bit: number, width: number): number {
  let value = 0;
  for (let k = 0; k < width; k++) {
    const at = bit + k;
    value += ((mem.u8[address + Math.floor(at / 8)]! >>> (at % 8)) & 1) * 2 ** k;
  }
  return value;
}
