/** Values of a data page, without gaps for nulls, by the page's encoding. */
import { kernels as computeKernels, mem, type Arena, type Values } from '@datafusion-ts/compute';
import { kernels } from '../kernels.js';
import { PhysicalKind } from '../metadata/file-metadata.js';
import { parquetError, parquetNotImplemented } from '../parquet-error.js';
import { convertValues } from './convert.js';
import type { LeafStore } from './leaf-store.js';
import { Encoding } from './page-header.js';
import { checkSpace, plainValues } from './plain-values.js';

/** Codes into the dictionary, or values of the engine's width. */
export interface Dense {
  readonly kind: 'Codes' | 'Values';
  readonly address: number;
}

/** What decoding needs to know besides the page. */
export interface DenseContext {
  readonly store: LeafStore;
  readonly dictionary: Values | undefined;
  /** Bytes of a code when codes are kept; 0 to look values up at once. */
  readonly codeWidth: 0 | 1 | 2 | 4;
  readonly arena: Arena;
}

/** Decodes `count` values between `address` and `end`. */
export function denseValues(
  context: DenseContext,
  encoding: number,
  address: number,
  end: number,
  count: number,
): Dense {
  const { store, arena } = context;
  switch (encoding) {
    case Encoding.PlainDictionary:
    case Encoding.RleDictionary:
      return dictionaryValues(context, address, end, count);
    case Encoding.Plain:
      return values(convertValues(store, plainValues(store, address, end, count, arena), count, arena));
    case Encoding.Rle:
      return values(rleBooleans(store, address, end, count, arena));
    case Encoding.DeltaBinaryPacked:
      return values(deltaIntegers(store, address, end, count, arena));
    case Encoding.DeltaLengthByteArray:
      return values(convertValues(store, deltaLengths(store, address, end, count, arena), count, arena));
    case Encoding.DeltaByteArray:
      return values(convertValues(store, deltaStrings(store, address, end, count, arena), count, arena));
    case Encoding.ByteStreamSplit:
      return values(convertValues(store, unsplit(store, address, end, count, arena), count, arena));
    default:
      throw parquetNotImplemented(`encoding ${encoding}`);
  }
}

const values = (address: number): Dense => ({ kind: 'Values', address });

function dictionaryValues(context: DenseContext, address: number, end: number, count: number): Dense {
  const { store, dictionary, codeWidth, arena } = context;
  if (dictionary === undefined) {
    if (count === 0) return values(arena.alloc(0));
    throw parquetError('Dictionary-encoded page without a dictionary');
  }
  const { column } = dictionary;
  if (codeWidth !== 0) return { kind: 'Codes', address: codesOf(codeWidth, address, end, count, column.length, arena) };
  if (store.conversion === 'Nulls') return values(0);
  const { width } = store;
  const to = arena.alloc(count * width);
  if (width === 4 || width === 8 || width === 16) {
    const decode = width === 4 ? kernels().dictionary4 : width === 8 ? kernels().dictionary8 : kernels().dictionary16;
    checkCodes(decode(address, end, count, column.values, column.length, to));
    return values(to);
  }
  const rows = codesOf(4, address, end, count, column.length, arena);
  computeKernels().gatherBytes(column.values, width, rows, count, to);
  return values(to);
}

/** Unpacks codes, checked against the dictionary's `size`. */
export function codesOf(
  width: 1 | 2 | 4,
  address: number,
  end: number,
  count: number,
  size: number,
  arena: Arena,
): number {
  const to = arena.alloc(count * width);
  const decode = width === 1 ? kernels().codes1 : width === 2 ? kernels().codes2 : kernels().codes4;
  checkCodes(decode(address, end, count, to, size));
  return to;
}

/** Throws for the results of kernels that stand for damaged codes; gives others back. */
export function checkCodes(result: number): number {
  if (result === -2) throw parquetError('Dictionary index out of bounds');
  if (result < 0) throw parquetError('EOF: invalid or truncated RLE data');
  return result;
}

function rleBooleans(store: LeafStore, address: number, end: number, count: number, arena: Arena): number {
  if (store.storedWidth !== -1) throw parquetError('RLE encoding of a column that is not BOOLEAN');
  checkSpace(4, address, end);
  const to = arena.allocZeroed(Math.ceil(count / 8));
  if (kernels().bits(address + 4, end, count, to) < 0) throw parquetError('EOF: invalid or truncated RLE data');
  return to;
}

/** Integers of a delta stream; gives their address and the one behind the stream. */
function deltaStream(
  address: number,
  end: number,
  count: number,
  width: number,
  arena: Arena,
): { readonly to: number; readonly next: number } {
  const to = arena.alloc(count * width);
  const read = kernels().deltas(address, end, count, width, to, arena.alloc(8));
  if (read < 0) throw parquetError('EOF: invalid or truncated DELTA_BINARY_PACKED data');
  return { to, next: address + read };
}

function deltaIntegers(store: LeafStore, address: number, end: number, count: number, arena: Arena): number {
  const { physical } = store.node;
  if (physical !== PhysicalKind.Int32 && physical !== PhysicalKind.Int64) {
    throw parquetError('DELTA_BINARY_PACKED encoding of a column that is not INT32 or INT64');
  }
  const { to } = deltaStream(address, end, count, store.storedWidth, arena);
  return convertValues(store, to, count, arena);
}

function deltaLengths(store: LeafStore, address: number, end: number, count: number, arena: Arena): number {
  if (store.node.physical !== PhysicalKind.ByteArray)
    throw parquetError('DELTA_LENGTH_BYTE_ARRAY encoding of a column that is not BYTE_ARRAY');
  const { to: lengths, next } = deltaStream(address, end, count, 4, arena);
  const views = arena.alloc(count * 16);
  if (kernels().viewsOfLengths(lengths, count, next, end, views) < 0)
    throw parquetError('EOF: eof decoding byte array');
  return views;
}

function deltaStrings(store: LeafStore, address: number, end: number, count: number, arena: Arena): number {
  const { physical } = store.node;
  if (physical !== PhysicalKind.ByteArray && physical !== PhysicalKind.FixedLenByteArray) {
    throw parquetError('DELTA_BYTE_ARRAY encoding of a column that is not BYTE_ARRAY or FIXED_LEN_BYTE_ARRAY');
  }
  const prefixes = deltaStream(address, end, count, 4, arena);
  const suffixes = deltaStream(prefixes.next, end, count, 4, arena);
  const size = kernels().joinedSize(prefixes.to, suffixes.to, count);
  if (size < 0) throw parquetError('Invalid prefix length in DELTA_BYTE_ARRAY data');
  const text = arena.alloc(size);
  if (kernels().joinPrefixes(prefixes.to, suffixes.to, count, suffixes.next, end, text) < 0) {
    throw parquetError('EOF: eof decoding byte array');
  }
  if (physical === PhysicalKind.FixedLenByteArray) {
    checkWidths(prefixes.to, count, store.storedWidth);
    return text;
  }
  const views = arena.alloc(count * 16);
  if (kernels().viewsOfLengths(prefixes.to, count, text, text + size, views) < 0)
    throw parquetError('EOF: eof decoding byte array');
  return views;
}

function checkWidths(lengths: number, count: number, width: number): void {
  for (let i = 0; i < count; i++) {
    if (mem.u32[(lengths >>> 2) + i] !== width)
      throw parquetError(`Value of the wrong length in a FIXED_LEN_BYTE_ARRAY(${width}) column`);
  }
}

function unsplit(store: LeafStore, address: number, end: number, count: number, arena: Arena): number {
  if (store.storedWidth <= 0) throw parquetError('BYTE_STREAM_SPLIT encoding of a column without a fixed width');
  checkSpace(count * store.storedWidth, address, end);
  const to = arena.alloc(count * store.storedWidth);
  kernels().unsplit(address, store.storedWidth, count, to);
  return to;
}
