import { mem } from '@datafusion-ts/compute';
import { parquetError } from '../parquet-error.js';
import { CompactReader, ThriftType } from '../thrift/compact-reader.js';

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

/** Reads the header at an address; its page must end before `end`. */
export function readPageHeader(address: number, end: number): PageHeader {
  const reader = new CompactReader(mem.u8, address, end);
  let type = -1;
  let compressedSize = -1;
  let uncompressedSize = -1;
  const inner = {
    valueCount: 0,
    encoding: 0,
    definitionEncoding: 3,
    repetitionEncoding: 3,
    definitionBytes: 0,
    repetitionBytes: 0,
    isCompressed: true,
  };
  reader.struct((id, wire) => {
    if (id === 1) type = reader.integer();
    else if (id === 2) uncompressedSize = reader.integer();
    else if (id === 3) compressedSize = reader.integer();
    else if ((id === 5 || id === 7) && wire === ThriftType.Struct) readPlainHeader(reader, inner);
    else if (id === 8 && wire === ThriftType.Struct) readV2Header(reader, inner);
    else return false;
    return true;
  });
  if (compressedSize < 0 || uncompressedSize < 0 || inner.valueCount < 0) throw parquetError('Invalid page header');
  if (compressedSize > end - reader.position)
    throw parquetError('Invalid page header: page is larger than the column chunk');
  return { kind: PAGE_KINDS[type] ?? 'Other', compressedSize, uncompressedSize, ...inner, body: reader.position };
}

interface Inner {
  valueCount: number;
  encoding: number;
  definitionEncoding: number;
  repetitionEncoding: number;
  definitionBytes: number;
  repetitionBytes: number;
  isCompressed: boolean;
}

function readPlainHeader(reader: CompactReader, into: Inner): void {
  reader.struct((id, wire) => {
    if (id === 1) into.valueCount = reader.integer();
    else if (id === 2) into.encoding = reader.integer();
    else if (id === 3 && wire === ThriftType.I32) into.definitionEncoding = reader.integer();
    else if (id === 4 && wire === ThriftType.I32) into.repetitionEncoding = reader.integer();
    else return false;
    return true;
  });
}

function readV2Header(reader: CompactReader, into: Inner): void {
  reader.struct((id, wire) => {
    if (id === 1) into.valueCount = reader.integer();
    else if (id === 4) into.encoding = reader.integer();
    else if (id === 5) into.definitionBytes = reader.integer();
    else if (id === 6) into.repetitionBytes = reader.integer();
    else if (id === 7) into.isCompressed = wire === ThriftType.True;
    else return false;
    return true;
  });
  if (into.definitionBytes < 0 || into.repetitionBytes < 0)
    throw parquetError('Invalid page header: negative level length');
}
