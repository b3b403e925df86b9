/**
 * Copies columns of garbage-collected memory into an arena. Offsets and codes are checked here, because they come from
 * outside; kernels rely on them afterwards.
 */
import { ArrowError, Schema } from '@datafusion-ts/common';
import { Arena } from '../memory/arena.js';
import { mem } from '../memory/engine-memory.js';
import { kernels } from '../kernels/registry.js';
import { concatVectors, narrowDecimal } from '../structural/concat.js';
import { flatten } from '../structural/flatten.js';
import { bitmapBytes, copyBits, countBits, getBit } from '../vector/bitmap.js';
import { Batch } from '../vector/batch.js';
import type { ColumnVector, DictionaryVector, FlatVector } from '../vector/column-vector.js';
import { flatVector } from '../vector/flat-vector.js';
import { decimalWidth, physicalTypeOf, valueTypeOf, widthOf } from '../vector/physical-type.js';
import { nullVector } from '../vector/scalar-access.js';
import { Values } from '../vector/values.js';
import type { HostBatch, HostColumn, HostDictionary } from './host-column.js';

/**
 * Keeps dictionaries resident while batches of one source are read, so that all of them share their entries. Whoever
 * makes one releases it.
 */
export class HostDictionaries {
  readonly #values = new Map<HostDictionary, Values>();

  /** The entries, copied in on first use; the reference stays with this cache. */
  get(dictionary: HostDictionary): Values {
    const known = this.#values.get(dictionary);
    if (known !== undefined) return known;
    const arena = new Arena();
    try {
      const chunks = dictionary.chunks.map((chunk) => columnFromHost(chunk, 0, chunk.length, arena, this));
      const type = dictionary.chunks[0]?.type ?? { kind: 'Null' as const };
      const column = flatten(concatVectors(chunks, type, arena), arena);
      const values = new Values(column, () => arena.release());
      this.#values.set(dictionary, values);
      return values;
    } catch (error) {
      arena.release();
      throw error;
    }
  }

  /** Gives back all references. */
  release(): void {
    for (const values of this.#values.values()) values.release();
    this.#values.clear();
  }
}

/**
 * Rows `offset` to `offset + length` of some columns (default: all) as a batch in the arena. Without `dictionaries`,
 * entries are copied anew and live as long as the arena.
 */
export function fromHost(
  host: HostBatch,
  columns: readonly number[] | undefined,
  arena: Arena,
  offset = 0,
  length: number = host.rowCount - offset,
  dictionaries?: HostDictionaries,
): Batch {
  const chosen = columns ?? host.columns.map((_, i) => i);
  const schema =
    columns === undefined
      ? host.schema
      : new Schema(
          chosen.map((i) => host.schema.field(i)),
          host.schema.metadata,
        );
  const cache = dictionaries ?? ownDictionaries(arena);
  const vectors = chosen.map((i) => columnFromHost(host.columns[i]!, offset, length, arena, cache));
  return new Batch(schema, vectors, length);
}

/** A cache that is released with the arena. */
function ownDictionaries(arena: Arena): HostDictionaries {
  const own = new HostDictionaries();
  arena.keep(own);
  return own;
}

/** Rows of one column as a vector in the arena. */
export function columnFromHost(
  column: HostColumn,
  offset: number,
  length: number,
  arena: Arena,
  dictionaries: HostDictionaries,
): ColumnVector {
  if (offset < 0 || length < 0 || offset + length > column.length) {
    throw new RangeError(`rows ${offset}..${offset + length} of ${column.length}`);
  }
  const read: Reading = { column, offset, length, arena, dictionaries };
  if (column.type.kind === 'Null') return nullVector(column.type, length);
  if (column.dictionary !== undefined) return readCodes(read, column.dictionary);
  switch (physicalTypeOf(column.type)) {
    case 'boolean':
      return flatVector(column.type, length, { ...readValidity(read), values: readBits(read, column.values) });
    case 'view':
      return column.offsets === undefined ? readViews(read) : readText(read, column.offsets);
    case 'decimal':
      return readDecimals(read);
    case 'list':
      return readLists(read);
    case 'fixedList': {
      const type = valueTypeOf(column.type);
      const size = type.kind === 'FixedSizeList' ? type.size : 0;
      return flatVector(column.type, length, { ...readValidity(read), children: readChildren(read, size) });
    }
    case 'struct':
      return flatVector(column.type, length, { ...readValidity(read), children: readChildren(read, 1) });
    case 'union':
      return readUnion(read);
    default: {
      const width = widthOf(column.type);
      return flatVector(column.type, length, { ...readValidity(read), values: readFixed(read, width), width });
    }
  }
}

interface Reading {
  readonly column: HostColumn;
  readonly offset: number;
  readonly length: number;
  readonly arena: Arena;
  readonly dictionaries: HostDictionaries;
}

const invalid = (message: string): ArrowError => new ArrowError('Invalid argument error', message);

/** Copies host bytes in; missing bytes are an error. */
function copyIn(bytes: Uint8Array | undefined, start: number, end: number, arena: Arena): number {
  if (end === start) return arena.alloc(0);
  if (bytes === undefined || end > bytes.byteLength) {
    throw invalid(`a buffer has ${bytes?.byteLength ?? 0} bytes where ${end} are needed`);
  }
  const address = arena.alloc(end - start);
  mem.u8.set(bytes.subarray(start, end), address);
  return address;
}

function readBits({ column, offset, length, arena }: Reading, bits: Uint8Array | undefined): number {
  const first = column.bitOffset + offset;
  const address = copyIn(bits, first >>> 3, bitmapBytes(first + length), arena);
  if ((first & 7) === 0 || length === 0) return address;
  const aligned = arena.alloc(bitmapBytes(length));
  copyBits(address, first & 7, length, aligned, 0);
  return aligned;
}

function readValidity(read: Reading): { readonly validity: number; readonly nullCount: number } {
  const { column, length } = read;
  if (column.validity === undefined || column.validity.byteLength === 0 || column.nullCount === 0 || length === 0) {
    return { validity: 0, nullCount: 0 };
  }
  const validity = readBits(read, column.validity);
  const nullCount = length - countBits(validity, length);
  return { validity: nullCount === 0 ? 0 : validity, nullCount };
}

function readFixed({ column, offset, length, arena }: Reading, width: number): number {
  return copyIn(column.values, offset * width, (offset + length) * width, arena);
}

function readDecimals(read: Reading): FlatVector {
  const { column, length, arena } = read;
  const nulls = readValidity(read);
  const width = arrowDecimalWidth(column);
  const values = readFixed(read, width);
  if (width === 4) {
    const wide = arena.alloc(length * 8);
    kernels().widenInts(values, 4, length, wide, 8);
    return flatVector(column.type, length, { ...nulls, values: wide, width: 8 });
  }
  const flat = flatVector(column.type, length, { ...nulls, values, width });
  return decimalWidth(valueTypeOf(column.type)) === 8 ? narrowDecimal(flat, arena) : flat;
}

/** Bytes of a decimal in Arrow's layout. */
export function arrowDecimalWidth(column: { readonly type: HostColumn['type'] }): 4 | 8 | 16 | 32 {
  switch (valueTypeOf(column.type).kind) {
    case 'Decimal32':
      return 4;
    case 'Decimal64':
      return 8;
    case 'Decimal256':
      return 32;
    default:
      return 16;
  }
}

/** Offsets of the rows from 0, as i32 in the arena, and the range they span. */
function readOffsets(
  { offset, length, arena }: Reading,
  offsets: Int32Array | BigInt64Array,
  available: number,
): { readonly address: number; readonly start: number; readonly end: number } {
  if (length === 0) return { address: arena.allocZeroed(4), start: 0, end: 0 };
  if (offsets.length < offset + length + 1) throw invalid(`${offsets.length} offsets for ${offset + length} rows`);
  const address = arena.alloc((length + 1) * 4);
  const i32 = mem.i32;
  if (offsets instanceof Int32Array)
    return readNarrowOffsets(offsets.subarray(offset, offset + length + 1), address, available);
  const start = Number(offsets[offset]!);
  let previous = start;
  for (let i = 0; i <= length; i++) {
    const position = Number(offsets[offset + i]!);
    if (position < previous) throw invalid(`offset ${position} after ${previous}`);
    i32[(address >>> 2) + i] = position - start;
    previous = position;
  }
  if (start < 0 || previous > available) throw invalid(`offset ${previous} into ${available}`);
  return { address, start, end: previous };
}

function readNarrowOffsets(
  offsets: Int32Array,
  address: number,
  available: number,
): { readonly address: number; readonly start: number; readonly end: number } {
  const [start, end] = [offsets[0]!, offsets[offsets.length - 1]!];
  mem.i32.set(offsets, address >>> 2);
  const wrong = kernels().rebaseOffsets(address, offsets.length);
  if (wrong < offsets.length) throw invalid(`offset ${offsets[wrong]} after ${offsets[wrong - 1]}`);
  if (start < 0 || end > available) throw invalid(`offset ${end} into ${available}`);
  return { address, start, end };
}

function readText(read: Reading, offsets: Int32Array | BigInt64Array): FlatVector {
  const { column, length, arena } = read;
  const text = column.text[0] ?? new Uint8Array(0);
  const { address, start, end } = readOffsets(read, offsets, text.byteLength);
  const data = copyIn(text, start, end, arena);
  const values = arena.alloc(length * 16);
  kernels().viewsFromOffsets(address, data, length, values);
  return flatVector(column.type, length, { ...readValidity(read), values, width: 16 });
}

/** Arrow's views name buffer and position; ours the address. Text of null rows is dropped. */
function readViews(read: Reading): FlatVector {
  const { column, length, arena } = read;
  const nulls = readValidity(read);
  const values = readFixed(read, 16);
  const whole = column.text.reduce((sum, bytes) => sum + bytes.byteLength, 0);
  let used = 0;
  for (let i = 0; i < length; i++) {
    if (nulls.validity !== 0 && !getBit(nulls.validity, i)) {
      mem.u32.fill(0, (values >>> 2) + i * 4, (values >>> 2) + i * 4 + 4);
      continue;
    }
    const bytes = mem.i32[(values >>> 2) + i * 4]!;
    if (bytes > 12) used += bytes;
    else clearRest(values + i * 16, bytes);
  }
  if (used > 0) {
    const bases = used >= whole / 2 ? column.text.map((bytes) => copyIn(bytes, 0, bytes.byteLength, arena)) : undefined;
    pointViews(column.text, values, length, bases, bases === undefined ? arena.alloc(used) : 0);
  }
  return flatVector(column.type, length, { ...nulls, values, width: 16 });
}

/** Unused bytes of short views must be zero. */
function clearRest(view: number, bytes: number): void {
  if (bytes < 0) throw invalid(`a view of ${bytes} bytes`);
  mem.u8.fill(0, view + 4 + bytes, view + 16);
}

function pointViews(
  buffers: readonly Uint8Array[],
  views: number,
  count: number,
  bases: readonly number[] | undefined,
  scratch: number,
): void {
  const { u8, u32 } = mem;
  let next = scratch;
  for (let i = 0; i < count; i++) {
    const at = (views >>> 2) + i * 4;
    const bytes = u32[at]!;
    if (bytes <= 12) continue;
    const index = u32[at + 2]!;
    const start = u32[at + 3]!;
    const buffer = buffers[index];
    if (buffer === undefined || start + bytes > buffer.byteLength) throw invalid(`a view outside of buffer ${index}`);
    if (bases === undefined) {
      u8.set(buffer.subarray(start, start + bytes), next);
      u32[at + 2] = next;
      next += bytes;
    } else {
      u32[at + 2] = bases[index]! + start;
    }
    u32[at + 3] = 0;
  }
}

function readLists(read: Reading): FlatVector {
  const { column, length, arena, dictionaries } = read;
  const child = column.children[0]!;
  const { address, start, end } = readOffsets(read, column.offsets ?? new Int32Array(1), child.length);
  const elements = columnFromHost(child, start, end - start, arena, dictionaries);
  return flatVector(column.type, length, { ...readValidity(read), values: address, width: 4, children: [elements] });
}

function readChildren({ column, offset, length, arena, dictionaries }: Reading, scale: number): ColumnVector[] {
  return column.children.map((child) => columnFromHost(child, offset * scale, length * scale, arena, dictionaries));
}

function readUnion(read: Reading): FlatVector {
  const { column, offset, length, arena, dictionaries } = read;
  const values = readFixed(read, 1);
  const type = valueTypeOf(column.type);
  const members = new Map(type.kind === 'Union' ? type.fields.map((f, i) => [f.typeId, i] as const) : []);
  for (let i = 0; i < length; i++) {
    if (!members.has(mem.i8[values + i]!)) throw invalid(`union type id ${mem.i8[values + i]}`);
  }
  if (type.kind !== 'Union' || type.mode === 'Sparse') {
    return flatVector(column.type, length, { values, width: 1, children: readChildren(read, 1) });
  }
  const children = column.children.map((child) => columnFromHost(child, 0, child.length, arena, dictionaries));
  const aux = arena.alloc(length * 4);
  for (let i = 0; i < length; i++) {
    const row = Number(column.offsets?.[offset + i] ?? 0);
    const member = children[members.get(mem.i8[values + i]!)!]!;
    if (row < 0 || row >= member.length) throw invalid(`union offset ${row} into ${member.length}`);
    mem.i32[(aux >>> 2) + i] = row;
  }
  return flatVector(column.type, length, { values, width: 1, aux, children });
}

function readCodes(read: Reading, dictionary: HostDictionary): ColumnVector {
  const { column, length, arena, dictionaries } = read;
  const values = dictionaries.get(dictionary);
  const nulls = readValidity(read);
  if (values.column.length === 0) {
    if (nulls.nullCount < length) throw invalid('codes into an empty dictionary');
    return nullVector(column.type, length);
  }
  const stored = readFixed(read, column.codeWidth);
  const codes = column.codeWidth === 8 ? narrowCodes(stored, length, arena) : stored;
  const width = (column.codeWidth === 8 ? 4 : column.codeWidth) as 1 | 2 | 4;
  const vector: DictionaryVector = {
    encoding: 'dictionary',
    type: column.type,
    length,
    ...nulls,
    codes,
    width,
    values,
  };
  checkCodes(vector);
  return vector;
}

function narrowCodes(codes: number, length: number, arena: Arena): number {
  const narrow = arena.alloc(length * 4);
  kernels().narrowFrom8(codes, 4, length, narrow);
  return narrow;
}

/** Codes of null rows become 0; any other must name an entry. */
function checkCodes({ codes, width, length, validity, values }: DictionaryVector): void {
  const array = width === 1 ? mem.u8 : width === 2 ? mem.u16 : mem.u32;
  const first = codes / width;
  const entries = values.column.length;
  for (let i = 0; i < length; i++) {
    if (array[first + i]! < entries) continue;
    if (validity === 0 || getBit(validity, i)) throw invalid(`code ${array[first + i]} into ${entries} entries`);
    array[first + i] = 0;
  }
}
