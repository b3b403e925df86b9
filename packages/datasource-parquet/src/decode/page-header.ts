import { mem } from '@datafusion-ts/compute';
import { kernels } from '../kernels.js';
import { parquetError } from '../parquet-error.js';
import { CompactReader, HEADER_INTEGERS } from '../thrift/compact-reader.js';

/** Numbers of encodings in the format. */
export const Encoding = {
  Plain: 0,
  PlainDictionary: 2,
  Rle: 3,
  BitPacked: 4,
  DeltaBinaryPacked: 5,
  DeltaLengthByteArray: 6,
  DeltaByteArray: 7,
  RleDictionary: 8,
  ByteStreamSplit: 9,
} as const;

/** What stands before a page. */
export interface PageHeader {
  readonly kind: 'DataV1' | 'DataV2' | 'Dictionary' | 'Other';
  readonly compressedSize: number;
  readonly uncompressedSize: number;
  /** Slots, nulls included. */
  readonly valueCount: number;
  readonly encoding: number;
  /** Of v1 pages. */
  readonly definitionEncoding: number;
  readonly repetitionEncoding: number;
  /** Of v2 pages: bytes of the uncompressed levels before the values. */
  readonly definitionBytes: number;
  readonly repetitionBytes: number;
  readonly isCompressed: boolean;
  /** Address of the page's bytes. */
  readonly body: number;
}

const PAGE_KINDS = ['DataV1', 'Other', 'Dictionary', 'DataV2'] as const;

/** Headers that are read at once, and integers that the kernel writes for one. */
const MOST_HEADERS = 16;
const INTEGERS = 12;

/** Bytes for reading one header: what the kernel finds, and behind it all integers by field. */
const SCRATCH = 64 + HEADER_INTEGERS * 4;

/** Bytes that `readPageHeaders` needs for what the kernel finds. */
export const HEADER_SPACE = SCRATCH + MOST_HEADERS * INTEGERS * 4;

/**
 * Reads headers of the pages that follow one another from an address on, at least one, and up to the one with which `slots`
 * values are there; all end before `end`. `space` is the address of `HEADER_SPACE` bytes of scratch. What is damaged is
 * reported when it comes first.
 */
export function readPageHeaders(address: number, end: number, slots: number, space: number): readonly PageHeader[] {
  const count = kernels().pageHeaders(address, end, slots, space, MOST_HEADERS);
  if (count === 0) return [readPageHeader(address, end, space)];
  const headers: PageHeader[] = [];
  for (let i = 0, at = (space + SCRATCH) >>> 2; i < count; i++, at += INTEGERS)
    headers.push(headerAt(at, mem.u32[at + 10]!));
  return headers;
}

/** Reads the header at an address or says what is wrong with it. */
function readPageHeader(address: number, end: number, space: number): PageHeader {
  const body = kernels().pageHeader(address, end, space);
  if (body === 0) throw damage(address, end);
  const header = headerAt(space >>> 2, body);
  const { compressedSize, uncompressedSize, valueCount, definitionBytes, repetitionBytes } = header;
  if (compressedSize < 0 || uncompressedSize < 0 || valueCount < 0) throw parquetError('Invalid page header');
  if (compressedSize > end - body) throw parquetError('Invalid page header: page is larger than the column chunk');
  if (definitionBytes < 0 || repetitionBytes < 0) throw parquetError('Invalid page header: negative level length');
  return header;
}

/** The header whose integers begin at an index of `mem.i32`. */
function headerAt(at: number, body: number): PageHeader {
  const { i32 } = mem;
  return {
    kind: PAGE_KINDS[i32[at]!]!,
    compressedSize: i32[at + 2]!,
    uncompressedSize: i32[at + 1]!,
    valueCount: i32[at + 3]!,
    encoding: i32[at + 4]!,
    definitionEncoding: i32[at + 5]!,
    repetitionEncoding: i32[at + 6]!,
    definitionBytes: i32[at + 7]!,
    repetitionBytes: i32[at + 8]!,
    isCompressed: i32[at + 9] !== 0,
    body,
  };
}

/** What the Thrift reader finds wrong. */
function damage(address: number, end: number): unknown {
  try {
    new CompactReader(mem.u8, address, end).integersOf(new Int32Array(HEADER_INTEGERS));
  } catch (error) {
    return error;
  }
  return parquetError('Invalid page header');
}
