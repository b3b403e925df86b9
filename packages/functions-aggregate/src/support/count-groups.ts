import { kernels, type Arena } from '@datafusion-ts/compute';
import type { GroupIndices, GroupShare, SpreadGroups } from '@datafusion-ts/expr-common';

/** Partial states of up to so many groups fit the first cache. Their numbers fit a byte, and so does one more. */
const FEW_GROUPS = 255;

/** Stand for rows as such, and for their groups as bytes, where addresses tell what is added up. */
const ROWS = -1;
const GROUP_BYTES = -2;

/** True when a batch has few groups and many rows of each, so that partial states of its own pay. */
export const areFew = ({ rowCount, totalGroups }: GroupIndices): boolean =>
  totalGroups <= FEW_GROUPS && totalGroups * 8 <= rowCount;

/** Counts the rows of the mask (0: all) by group, in 64-bit integers. */
export function countInGroups(mask: number, groups: GroupIndices, counts: number, scratch: Arena): void {
  if (mask !== 0 || !areFew(groups)) return kernels().aggCount(mask, groups.address, groups.rowCount, counts);
  countFew(groupBytes(groups, scratch), groups.rowCount, groups, counts, scratch);
}

/** Counts rows by group, leaving out those that do not count. */
export function countSpread(groups: SpreadGroups, counts: number, scratch: Arena): void {
  const { counted, rowCount } = groups;
  if (areFew(counted)) countFew(groups.bytes, rowCount, counted, counts, scratch);
  else countInGroups(0, counted, counts, scratch);
}

function countFew(bytes: number, rowCount: number, groups: GroupIndices, counts: number, scratch: Arena): void {
  const { totalGroups } = groups;
  const parts = sharedParts(groups, ROWS, 0, scratch, (arena) => {
    const rooms = roomsOf(groups);
    const to = arena.alloc(rooms * 8);
    kernels().aggCountFew(bytes, rowCount, totalGroups, arena.alloc(rooms * 16), to);
    return to;
  });
  kernels().aggAddParts(parts, totalGroups, 8, counts);
}

/** The group numbers of rows of few groups, a byte each. */
export const groupBytes = (groups: GroupIndices, scratch: Arena): number =>
  sharedParts(groups, GROUP_BYTES, groups.address, scratch, (arena) => {
    const to = arena.alloc(groups.rowCount);
    kernels().aggGroupBytes(groups.address, groups.rowCount, to);
    return to;
  });

/** Places for partial results: one a group, and one behind for rows that do not count (`SpreadGroups`). */
export const roomsOf = ({ totalGroups }: Pick<GroupIndices, 'totalGroups'>): number => totalGroups + 1;

/**
 * Partial results of all rows by group, 64 bits each, shared with the other aggregates of these rows that ask for the same
 * two addresses, `first` and `second` (0 for none, ROWS for the rows themselves); 0: there are none.
 */
export function sharedParts(
  { share }: { readonly share?: GroupShare | undefined },
  first: number,
  second: number,
  scratch: Arena,
  make: (arena: Arena) => number,
): number {
  return share === undefined ? make(scratch) : share.once(first, second, make);
}
