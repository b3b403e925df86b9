import { mem } from '@datafusion-ts/compute';
import { parquetError } from '../parquet-error.js';
import { CompactReader } from '../thrift/compact-reader.js';

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

/** Stands for fields that a header lacks. */
const MISSING = -0x8000_0000;

/** Fields by number, as `integersOf` lays them out; large enough for structs in fields up to 8. */
const fields = new Int32Array(9 * 16);

/** Where the fields of the header of a page's kind lie: `data_page_header`, `dictionary_page_header`, `data_page_header_v2`. */
const INNER = { DataV1: 5 * 16, Dictionary: 7 * 16, DataV2: 8 * 16, Other: 0 } as const;

const field = (index: number, otherwise: number): number => {
  const value = fields[index]!;
  return value === MISSING ? otherwise : value;
};

/** Reads the header at an address; its page must end before `end`. */
export function readPageHeader(address: number, end: number): PageHeader {
  const reader = new CompactReader(mem.u8, address, end);
  fields.fill(MISSING);
  reader.integersOf(fields);
  const kind = PAGE_KINDS[field(1, -1)] ?? 'Other';
  const uncompressedSize = field(2, -1);
  const compressedSize = field(3, -1);
  const inner = INNER[kind];
  const valueCount = inner === 0 ? 0 : field(inner + 1, 0);
  if (compressedSize < 0 || uncompressedSize < 0 || valueCount < 0) throw parquetError('Invalid page header');
  const body = reader.position;
  if (compressedSize > end - body) throw parquetError('Invalid page header: page is larger than the column chunk');
  const [isV1, isV2] = [kind === 'DataV1', kind === 'DataV2'];
  const definitionBytes = isV2 ? field(inner + 5, 0) : 0;
  const repetitionBytes = isV2 ? field(inner + 6, 0) : 0;
  if (definitionBytes < 0 || repetitionBytes < 0) throw parquetError('Invalid page header: negative level length');
  return {
    kind,
    compressedSize,
    uncompressedSize,
    valueCount,
    encoding: inner === 0 ? 0 : field(inner + (isV2 ? 4 : 2), 0),
    definitionEncoding: isV1 ? field(inner + 3, Encoding.Rle) : Encoding.Rle,
    repetitionEncoding: isV1 ? field(inner + 4, Encoding.Rle) : Encoding.Rle,
    definitionBytes,
    repetitionBytes,
    isCompressed: !isV2 || field(inner + 7, 1) !== 0,
    body,
  };
}
