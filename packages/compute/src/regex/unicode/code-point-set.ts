/**
 * Sets of Unicode scalar values as sorted ranges: `[low, high, low, high, …]`, both ends inclusive, ranges apart from each other.
 * Surrogates are no scalar values: no set contains them, and complements leave them out.
 */
export type CodePointSet = readonly number[];

const LAST = 0x10ffff;
const SURROGATES: CodePointSet = [0xd800, 0xdfff];

/** Everything that a string may contain. */
export const EVERYTHING: CodePointSet = [0, 0xd7ff, 0xe000, LAST];

/** The set of the ranges `[low, high, …]` given in any order, overlapping or not. */
export function setOf(ranges: readonly number[]): CodePointSet {
  const pairs: (readonly [number, number])[] = [];
  for (let i = 0; i < ranges.length; i += 2) pairs.push([ranges[i]!, ranges[i + 1]!]);
  pairs.sort((a, b) => a[0] - b[0]);
  const result: number[] = [];
  for (const [low, high] of pairs) {
    const last = result.length - 1;
    if (last > 0 && low <= result[last]! + 1) result[last] = Math.max(result[last]!, high);
    else result.push(low, high);
  }
  return hasSurrogates(result) ? intersection(result, EVERYTHING) : result;
}

function hasSurrogates(ranges: readonly number[]): boolean {
  for (let i = 0; i < ranges.length; i += 2) {
    if (ranges[i]! <= SURROGATES[1]! && ranges[i + 1]! >= SURROGATES[0]!) return true;
  }
  return false;
}

/** What is in one of the sets. */
export function union(...sets: readonly CodePointSet[]): CodePointSet {
  return sets.length === 1 ? sets[0]! : setOf(sets.flat());
}

/** What is in both sets. */
export function intersection(a: CodePointSet, b: CodePointSet): CodePointSet {
  const result: number[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const low = Math.max(a[i]!, b[j]!);
    const high = Math.min(a[i + 1]!, b[j + 1]!);
    if (low <= high) result.push(low, high);
    if (a[i + 1]! < b[j + 1]!) i += 2;
    else j += 2;
  }
  return result;
}

/** What is not in the set. */
export function complement(set: CodePointSet): CodePointSet {
  const result: number[] = [];
  let next = 0;
  for (let i = 0; i < set.length; i += 2) {
    if (set[i]! > next) result.push(next, set[i]! - 1);
    next = set[i + 1]! + 1;
  }
  if (next <= LAST) result.push(next, LAST);
  return intersection(result, EVERYTHING);
}

/** What is in the first set only. */
export const difference = (a: CodePointSet, b: CodePointSet): CodePointSet => intersection(a, complement(b));

/** What is in one of the sets but not in both. */
export const symmetricDifference = (a: CodePointSet, b: CodePointSet): CodePointSet =>
  union(difference(a, b), difference(b, a));

/** True when the code point is in the set. */
export function contains(set: CodePointSet, codePoint: number): boolean {
  let low = 0;
  let high = set.length >>> 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (set[middle * 2 + 1]! < codePoint) low = middle + 1;
    else high = middle;
  }
  return low * 2 < set.length && set[low * 2]! <= codePoint;
}
