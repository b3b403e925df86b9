import { kernels, type Arena } from '@datafusion-ts/compute';
import type { GroupIndices } from '@datafusion-ts/expr-common';

/** Up to so many groups have partial states that fit the first cache. */
const FEW_GROUPS = 256;

/** True when a batch has few groups and many rows of each, so that partial states of its own pay. */
export const areFew = ({ rowCount, totalGroups }: GroupIndices): boolean =>
  totalGroups <= FEW_GROUPS && totalGroups * 8 <= rowCount;

/** Counts the rows of the mask (0: all) by group, in 64-bit integers. */
export function countInGroups(mask: number, groups: GroupIndices, counts: number, scratch: Arena): void {
  const { address, rowCount, totalGroups } = groups;
  if (mask !== 0 || !areFew(groups)) return kernels().aggCount(mask, address, rowCount, counts);
  kernels().aggCountFew(address, rowCount, totalGroups, scratch.alloc(totalGroups * 16), counts);
}
