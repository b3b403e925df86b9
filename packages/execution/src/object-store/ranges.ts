import type { ByteRange } from './object-store.js';

/** Gaps below this many bytes are read along rather than asked for separately. */
const COALESCE_GAP = 1024 * 1024;

/** Joins ranges that lie near each other, in ascending order. */
export function coalesceRanges(ranges: readonly ByteRange[], gap: number = COALESCE_GAP): readonly ByteRange[] {
  const merged: { start: number; end: number }[] = [];
  for (const range of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last !== undefined && range.start <= last.end + gap) last.end = Math.max(last.end, range.end);
    else merged.push({ ...range });
  }
  return merged;
}

/** Reads ranges through few larger ones; results in the order asked for. */
export async function readCoalesced(
  ranges: readonly ByteRange[],
  read: (range: ByteRange) => Promise<Uint8Array>,
  gap: number = COALESCE_GAP,
): Promise<readonly Uint8Array[]> {
  const merged = coalesceRanges(ranges, gap);
  const parts = await Promise.all(merged.map(read));
  return ranges.map((range) => {
    const index = merged.findIndex((part) => part.start <= range.start && range.end <= part.end);
    const offset = merged[index]!.start;
    return parts[index]!.subarray(range.start - offset, range.end - offset);
  });
}
