/** The upper halves of products of 64-bit numbers. */

/** High word of the unsigned 128-bit product. */
@inline
export function mulHighU(a: u64, b: u64): u64 {
  const al = a & 0xffffffff;
  const bl = b & 0xffffffff;
  const ah = a >> 32;
  const bh = b >> 32;
  const low = al * bl;
  const mid1 = ah * bl + (low >> 32);
  const mid2 = al * bh + (mid1 & 0xffffffff);
  return ah * bh + (mid1 >> 32) + (mid2 >> 32);
}
