/** Rows of aggregates: which count, and the groups they belong to. */

/** True for rows whose bit in the mask (0: there is none) is clear. */
@inline
export function skipped(mask: usize, row: i32): bool {
  return mask != 0 && ((load<u8>(mask + (row >>> 3)) >>> (row & 7)) & 1) == 0;
}

@inline
export function groupOf(groups: usize, row: i32): usize {
  return <usize>load<u32>(groups + (<usize>row << 2));
}
