/** Wide integers and half floats in the engine memory. */
import { mem } from '../memory/engine-memory.js';

const float = new Float32Array(1);
const floatBits = new Uint32Array(float.buffer);

/** The two's complement integer of 8, 16 or 32 bytes at an address. */
export function readWide(address: number, width: number): bigint {
  const at = address >>> 3;
  let value = mem.i64[at + width / 8 - 1]!;
  for (let word = width / 8 - 2; word >= 0; word--) value = (value << 64n) | mem.u64[at + word]!;
  return value;
}

/** Writes an integer as two's complement of 8, 16 or 32 bytes; higher bits are cut off. */
export function writeWide(address: number, width: number, value: bigint): void {
  const at = address >>> 3;
  mem.i64[at] = BigInt.asIntN(64, value);
  for (let word = 1; word < width / 8; word++) mem.i64[at + word] = BigInt.asIntN(64, value >> BigInt(64 * word));
}

/** True when an integer fits in two's complement of that many bytes. */
export const fitsWidth = (value: bigint, width: number): boolean => BigInt.asIntN(width * 8, value) === value;

/** The number that a half-precision bit pattern means. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** The half-precision bit pattern nearest to a number, ties to even. */
export function numberToHalf(value: number): number {
  float[0] = value;
  const bits = floatBits[0]!;
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = Math.abs(value);
  if (Number.isNaN(value)) return sign | 0x7e00;
  if (magnitude >= 65520) return sign | 0x7c00;
  if (magnitude < 2 ** -14) return sign | roundEven(magnitude * 2 ** 24);
  const exponent = Math.floor(Math.log2(magnitude));
  const scale = 2 ** exponent > magnitude ? exponent - 1 : exponent;
  const mantissa = roundEven((magnitude / 2 ** scale) * 1024);
  return sign | (((scale + 15) << 10) + (mantissa - 1024));
}

function roundEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return rest > 0.5 ? floor + 1 : floor;
  return floor % 2 === 0 ? floor : floor + 1;
}
