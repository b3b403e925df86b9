/**
 * Key groups of several integer keys too wide to address or rank: rows are listed by one key of a small range, and the
 * other keys of a list, packed into 64 bits, are compared. Lists are short where the key nearly decides, as a part does
 * among the suppliers of parts; unlike hashes they keep neighbours together.
 */
import {
  kernels,
  mem,
  type Arena,
  type ColumnVector,
  flatten,
  type FlatVector,
  copyBytesTo,
} from '@datafusion-ts/compute';
import { integerKeys } from './integer-keys.js';
import { KeyPacker, type KeyGroups, type KeyRange } from './key-packer.js';

/** Longest list; longer ones are hashed. */
const LONGEST_LIST = 32;
/** Values of the listing key per row. */
const VALUES_PER_ROW = 8;

export class BucketGroups implements KeyGroups {
  readonly groupCount: number;
  readonly #by: number;
  readonly #range: number;
  readonly #packer: KeyPacker;
  readonly #spans: number;
  readonly #kept: number;

  private constructor(parts: {
    readonly groupCount: number;
    readonly by: number;
    readonly range: number;
    readonly packer: KeyPacker;
    readonly spans: number;
    readonly kept: number;
  }) {
    this.groupCount = parts.groupCount;
    this.#by = parts.by;
    this.#range = parts.range;
    this.#packer = parts.packer;
    this.#spans = parts.spans;
    this.#kept = parts.kept;
  }

  /** Lists the rows by the key of the widest range that is small enough; undefined when lists would be long. */
  static build(
    flats: readonly FlatVector[],
    ranges: readonly KeyRange[],
    rowCount: number,
    keep: Arena,
    scratch: Arena,
  ): { readonly keyGroups: BucketGroups; readonly groups: number } | undefined {
    const values = ranges.map(({ low, high }) => high - low + 1n);
    const fitting = values.map((count) => (count <= BigInt(rowCount * VALUES_PER_ROW) ? count : 0n));
    const by = fitting.reduce((best, count, i) => (count > fitting[best]! ? i : best), 0);
    const bucketCount = Number(fitting[by]!);
    if (bucketCount * LONGEST_LIST < rowCount) return undefined;
    const range = scratch.alloc(16);
    writeRange(range, ranges[by]!);
    const buckets = bucketsOf(flats[by]!, range, rowCount, scratch);
    const starts = scratch.allocZeroed((bucketCount + 1) * 4);
    if (kernels().joinCount(buckets, rowCount, starts) > LONGEST_LIST) return undefined;
    kernels().joinStarts(starts, bucketCount);
    const groupCount = mem.u32[(starts >>> 2) + bucketCount]!;
    const spans = keep.alloc(bucketCount * 8);
    kernels().joinSpans(starts, bucketCount, spans);
    const others = ranges.flatMap((other, i) => (i === by ? [] : [other]));
    const keyGroups = new BucketGroups({
      groupCount,
      by,
      range: copy(range, 16, keep),
      packer: new KeyPacker(others, keep),
      spans,
      // One more: the start of a bucket at the end is looked at, too.
      kept: keep.alloc((groupCount + 1) * 8),
    });
    return { keyGroups, groups: keyGroups.#groups(flats, buckets, rowCount, scratch, true) };
  }

  groupsOf(keys: readonly ColumnVector[], rowCount: number, arena: Arena): number {
    const flats = keys.map((key) => flatten(key, arena));
    return this.#groups(flats, bucketsOf(flats[this.#by]!, this.#range, rowCount, arena), rowCount, arena, false);
  }

  #groups(flats: readonly FlatVector[], buckets: number, rowCount: number, arena: Arena, insert: boolean): number {
    const rest = this.#packer.pack(
      flats.filter((_, i) => i !== this.#by),
      rowCount,
      arena,
    );
    const groups = arena.alloc(rowCount * 4);
    const kernel = insert ? kernels().joinBucketInsert : kernels().joinBucketLookup;
    kernel(buckets, rest.values, rest.validity, rowCount, this.#spans, this.#kept, groups);
    return groups;
  }

  release(): void {}
}

function writeRange(at: number, { low, high }: KeyRange): void {
  mem.i64[at >>> 3] = low;
  mem.i64[(at >>> 3) + 1] = high;
}

function bucketsOf(flat: FlatVector, range: number, rowCount: number, arena: Arena): number {
  const buckets = arena.alloc(rowCount * 4);
  kernels().joinDense(integerKeys(flat, arena), flat.validity, rowCount, range, buckets);
  return buckets;
}

function copy(from: number, bytes: number, keep: Arena): number {
  const to = keep.alloc(bytes);
  copyBytesTo(to, from, bytes);
  return to;
}
