/** Rows of aggregates: which count, and the groups they belong to. */
import { isNull } from './validity';

/** True for rows whose bit in the mask (0: there is none) is clear. */
@inline
export function skipped(mask: usize, row: i32): bool {
  return isNull(mask, row);
}

@inline
export function groupOf(groups: usize, row: i32): usize {
  return <usize>load<u32>(groups + (<usize>row << 2));
}
