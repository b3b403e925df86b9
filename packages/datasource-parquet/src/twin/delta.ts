/** Twins of assembly/delta.ts. */
import { mem } from '@datafusion-ts/compute';
import { bitsAt } from './bytes.js';

class Varints {
  at: number;
  readonly #end: number;

  constructor(at: number, end: number) {
    this.at = at;
    this.#end = end;
  }

  /** A varint of up to 64 bits; undefined when damaged. */
  next(): bigint | undefined {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      if (this.at >= this.#end) return undefined;
      const byte = mem.u8[this.at++]!;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return BigInt.asUintN(64, value);
    }
    return undefined;
  }
}

const zigzag = (value: bigint): bigint => (value >> 1n) ^ -(value & 1n);

/** `count` integers of `width` (4 or 8) bytes; gives the number of bytes read, or -1. */
export function deltas(src: number, end: number, count: number, width: number, to: number, _state: number): number {
  const varints = new Varints(src, end);
  const [blockSize, miniBlocks, total, first] = [varints.next(), varints.next(), varints.next(), varints.next()];
  if (blockSize === undefined || miniBlocks === undefined || total === undefined || first === undefined) return -1;
  if (total !== BigInt(count) || blockSize === 0n || miniBlocks === 0n || miniBlocks > 512n || blockSize > 1n << 20n)
    return -1;
  const perMini = Number(blockSize / miniBlocks);
  if (perMini === 0 || (perMini & 7) !== 0) return -1;
  if (total === 0n) return varints.at - src;
  const all = Number(total);
  let value = zigzag(first);
  const put = (index: number): void => {
    if (index >= count) return;
    if (width === 4) mem.i32[(to >>> 2) + index] = Number(BigInt.asIntN(32, value));
    else mem.i64[(to >>> 3) + index] = BigInt.asIntN(64, value);
  };
  put(0);
  for (let done = 1; done < all;) {
    const minimum = varints.next();
    if (minimum === undefined || Number(miniBlocks) > end - varints.at) return -1;
    const widths = varints.at;
    let s = widths + Number(miniBlocks);
    for (let m = 0; m < Number(miniBlocks) && done < all; m++) {
      const bitsPer = mem.u8[widths + m]!;
      const inMini = Math.min(perMini, all - done);
      if (bitsPer > 64 || Math.ceil((inMini * bitsPer) / 8) > end - s) return -1;
      for (let i = 0; i < inMini; i++) {
        value = BigInt.asIntN(64, value + zigzag(minimum) + wideBits(s, i * bitsPer, bitsPer));
        put(done++);
      }
      s = Math.min(end, s + (perMini >>> 3) * bitsPer);
    }
    varints.at = s;
  }
  return varints.at - src;
}

function wideBits(address: number, bit: number, width: number): bigint {
  if (width <= 32) return BigInt(bitsAt(address, bit, width));
  return BigInt(bitsAt(address, bit, 32)) | (BigInt(bitsAt(address, bit + 32, width - 32)) << 32n);
}

/** Bytes that prefixes and suffixes together make; -1 when a prefix is longer than the value before. */
export function joinedSize(prefixes: number, suffixes: number, count: number): number {
  const { i32 } = mem;
  let total = 0;
  let before = 0;
  for (let i = 0; i < count; i++) {
    const prefix = i32[(prefixes >>> 2) + i]!;
    const suffix = i32[(suffixes >>> 2) + i]!;
    if (prefix < 0 || suffix < 0 || prefix > before) return -1;
    before = prefix + suffix;
    total += before;
  }
  return total;
}

/** Joins prefixes of the value before with suffixes; writes lengths over `prefixes`. 0 or -1. */
export function joinPrefixes(
  prefixes: number,
  suffixes: number,
  count: number,
  src: number,
  end: number,
  to: number,
): number {
  const { u8, u32 } = mem;
  let before = to;
  let s = src;
  let d = to;
  for (let i = 0; i < count; i++) {
    const prefix = u32[(prefixes >>> 2) + i]!;
    const suffix = u32[(suffixes >>> 2) + i]!;
    if (suffix > end - s) return -1;
    u8.copyWithin(d, before, before + prefix);
    u8.copyWithin(d + prefix, s, s + suffix);
    s += suffix;
    before = d;
    d += prefix + suffix;
    u32[(prefixes >>> 2) + i] = prefix + suffix;
  }
  return 0;
}
