/** Upper and lower case of ASCII text, 16 bytes at a time. */

/** Letters from `first` on, 26 of them, with the bit of their case flipped. */
// @ts-ignore: decorator
@inline
function flip(bytes: v128, first: i8): v128 {
  const offset = i8x16.sub(bytes, i8x16.splat(first));
  return v128.xor(bytes, v128.and(i8x16.lt_u(offset, i8x16.splat(26)), i8x16.splat(0x20)));
}

/** True when one of the bytes is no ASCII; reads up to 15 bytes too many and leaves them out of account. */
function hasOther(start: usize, length: i32): bool {
  for (let i = 0; i < length; i += 16) {
    let bits = i8x16.bitmask(v128.load(start + i));
    const left = length - i;
    if (left < 16) bits &= (1 << left) - 1;
    if (bits != 0) return true;
  }
  return false;
}

/**
 * Views of the texts in lower (`upper` 0) or upper case; long ones are written to `bytes`, which has room for all of them and 16
 * more. Texts that are not all ASCII keep their views and get a bit in `others`. Returns how many those are.
 */
export function asciiCase(views: usize, count: i32, upper: i32, to: usize, bytes: usize, others: usize): i32 {
  const first = <i8>(upper ? 0x61 : 0x41);
  const textOnly = i32x4(0, -1, -1, -1);
  let at = bytes;
  let found = 0;
  for (let i = 0; i < count; i++, views += 16, to += 16) {
    if ((i & 7) == 0) store<u8>(others + (i >>> 3), 0);
    const view = v128.load(views);
    const length = load<i32>(views);
    const start = <u32>length > 12 ? <usize>load<u32>(views, 8) : views + 4;
    v128.store(to, view);
    if (hasOther(start, length)) {
      found++;
      store<u8>(others + (i >>> 3), load<u8>(others + (i >>> 3)) | <u8>(<i32>1 << (i & 7)));
      continue;
    }
    if (<u32>length <= 12) {
      v128.store(to, v128.bitselect(flip(view, first), view, textOnly));
      continue;
    }
    for (let k = 0; k < length; k += 16) v128.store(at + k, flip(v128.load(start + k), first));
    store<u32>(to, load<u32>(at), 4);
    store<u32>(to, <u32>at, 8);
    at += length;
  }
  return found;
}
