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

/** Bytes that `readPageHeader` needs for what the kernel finds: the header, and behind it all integers by field. */
export const HEADER_SPACE = 64 + HEADER_INTEGERS * 4;

/** Reads the header at an address; its page must end before `end`. `space` is the address of `HEADER_SPACE` bytes of scratch. */
export function readPageHeader(address: number, end: number, space: number): PageHeader {
  const body = kernels().pageHeader(address, end, space);
  if (body === 0) throw damage(address, end);
  const { i32 } = mem;
  const at = space >>> 2;
  const uncompressedSize = i32[at + 1]!;
  const compressedSize = i32[at + 2]!;
  const valueCount = i32[at + 3]!;
  if (compressedSize < 0 || uncompressedSize < 0 || valueCount < 0) throw parquetError('Invalid page header');
  if (compressedSize > end - body) throw parquetError('Invalid page header: page is larger than the column chunk');
  const definitionBytes = i32[at + 7]!;
  const repetitionBytes = i32[at + 8]!;
  if (definitionBytes < 0 || repetitionBytes < 0) throw parquetError('Invalid page header: negative level length');
  return {
    kind: PAGE_KINDS[i32[at]!]!,
    compressedSize,
    uncompressedSize,
    valueCount,
    encoding: i32[at + 4]!,
    definitionEncoding: i32[at + 5]!,
    repetitionEncoding: i32[at + 6]!,
    definitionBytes,
    repetitionBytes,
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
