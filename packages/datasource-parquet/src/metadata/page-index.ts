/** The page index: where the pages of a column chunk begin and what their values lie between. */
import type { ByteRange } from '@datafusion-ts/execution';
import { CompactReader, ThriftType } from '../thrift/compact-reader.js';
import type { ColumnChunk, RawStatistics } from './file-metadata.js';

/** One page. */
export interface PageEntry {
  /** Its rows are `[start, end)` of the row group. */
  readonly start: number;
  readonly end: number;
  readonly statistics: RawStatistics;
  readonly isAllNull: boolean;
}

/** Bytes of a chunk's column index and offset index; undefined when it has none. */
export function pageIndexRanges(chunk: ColumnChunk): readonly [ByteRange, ByteRange] | undefined {
  const columns = rangeOf(chunk.columnIndexOffset, chunk.columnIndexLength);
  const offsets = rangeOf(chunk.offsetIndexOffset, chunk.offsetIndexLength);
  return columns === undefined || offsets === undefined ? undefined : [columns, offsets];
}

function rangeOf(start: number | undefined, length: number | undefined): ByteRange | undefined {
  if (start === undefined || length === undefined || start < 0 || length <= 0) return undefined;
  return { start, end: start + length };
}

/** The pages of a chunk; undefined when the two indexes do not fit together. */
export function readPageIndex(
  columnIndex: Uint8Array,
  offsetIndex: Uint8Array,
  rowCount: number,
): readonly PageEntry[] | undefined {
  const firstRows = readFirstRows(offsetIndex);
  const { nullPages, mins, maxs, nullCounts } = readColumnIndex(columnIndex);
  const count = firstRows.length;
  if (count === 0 || firstRows[0] !== 0 || nullPages.length !== count || mins.length !== count || maxs.length !== count)
    return undefined;
  if (!firstRows.every((row, i) => row <= rowCount && (i === 0 || row >= firstRows[i - 1]!))) return undefined;
  return firstRows.map((start, i) => ({
    start,
    end: firstRows[i + 1] ?? rowCount,
    isAllNull: nullPages[i]!,
    statistics: {
      nullCount: nullCounts?.[i],
      distinctCount: undefined,
      min: mins[i],
      max: maxs[i],
      minExact: false,
      maxExact: false,
      deprecated: false,
    },
  }));
}

function readFirstRows(bytes: Uint8Array): readonly number[] {
  const reader = new CompactReader(bytes);
  let rows: number[] = [];
  reader.struct((id, type) => {
    if (id !== 1 || type !== ThriftType.List) return false;
    rows = reader.list(() => {
      let first = -1;
      reader.struct((field) => {
        if (field !== 3) return false;
        first = reader.integer();
        return true;
      });
      return first;
    });
    return true;
  });
  return rows;
}

interface ColumnIndex {
  readonly nullPages: readonly boolean[];
  readonly mins: readonly Uint8Array[];
  readonly maxs: readonly Uint8Array[];
  readonly nullCounts: readonly number[] | undefined;
}

function readColumnIndex(bytes: Uint8Array): ColumnIndex {
  // One copy instead of two arrays for every bound: the bytes may be part of more, which is not to be kept.
  const reader = new CompactReader(bytes.slice());
  let nullPages: readonly boolean[] = [];
  let mins: readonly Uint8Array[] = [];
  let maxs: readonly Uint8Array[] = [];
  let nullCounts: readonly number[] | undefined;
  reader.struct((id, type) => {
    if (type !== ThriftType.List) return false;
    if (id === 1) nullPages = reader.booleans();
    else if (id === 2) mins = reader.list(() => reader.binary());
    else if (id === 3) maxs = reader.list(() => reader.binary());
    else if (id === 5) nullCounts = reader.list(() => reader.integer());
    else return false;
    return true;
  });
  return { nullPages, mins, maxs, nullCounts };
}
