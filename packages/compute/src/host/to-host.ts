/** Copies batches out of the engine memory into garbage-collected memory, in Arrow's layout, without a selection. */
import { ArrowError, InternalError, ResourcesExhaustedError, type DataType } from '@datafusion-ts/common';
import { Arena } from '../memory/arena.js';
import { mem } from '../memory/engine-memory.js';
import { kernels } from '../kernels/registry.js';
import { GroupTable } from '../hash/group-table.js';
import { narrowDecimal, widenDecimal } from '../structural/concat.js';
import { flatten } from '../structural/flatten.js';
import { sliceVector } from '../structural/slice.js';
import { bitmapBytes, getBit } from '../vector/bitmap.js';
import type { Batch } from '../vector/batch.js';
import type { ColumnVector, DictionaryVector, FlatVector } from '../vector/column-vector.js';
import { physicalTypeOf, valueTypeOf, widthOf } from '../vector/physical-type.js';
import type { Values } from '../vector/values.js';
import { arrowDecimalWidth } from './from-host.js';
import { hostColumn, type HostBatch, type HostColumn, type HostDictionary } from './host-column.js';

/** How text of view types is kept: with offsets, as all other text, or ready for Arrow, whose views need no row touched. */
export type TextLayout = 'offsets' | 'views';

/** A deep copy of the rows of a batch that count. */
export function toHost(batch: Batch, layout: TextLayout = 'offsets'): HostBatch {
  const arena = new Arena();
  try {
    const columns = batch.columns.map((_, i) => columnToHost(batch.column(i, arena), arena, layout));
    return { schema: batch.schema, rowCount: batch.rowCount, columns };
  } finally {
    arena.release();
  }
}

/** A deep copy of a vector; `arena` is for temporaries. Only columns of a Dictionary type stay encoded. */
export function columnToHost(vector: ColumnVector, arena: Arena, layout: TextLayout = 'offsets'): HostColumn {
  const { type, length } = vector;
  if (type.kind === 'Dictionary') return writeDictionary(vector, type.keyType, type.valueType, arena);
  const flat = flatten(vector, arena);
  const nulls = copyValidity(flat);
  switch (physicalTypeOf(type)) {
    case 'null':
      return hostColumn(type, length, { nullCount: length });
    case 'boolean':
      return hostColumn(type, length, { ...nulls, values: copyOut(flat.values, bitmapBytes(length)) });
    case 'view':
      return layout === 'views' && (type.kind === 'Utf8View' || type.kind === 'BinaryView')
        ? writeViews(flat, nulls, arena)
        : writeText(flat, nulls, arena);
    case 'decimal':
      return writeDecimals(flat, nulls, arena);
    case 'list':
      return writeLists(flat, nulls, arena, layout);
    case 'fixedList': {
      const value = valueTypeOf(type);
      const size = value.kind === 'FixedSizeList' ? value.size : 0;
      const elements = sliceVector(flat.children[0]!, 0, length * size, arena);
      return hostColumn(type, length, { ...nulls, children: [columnToHost(elements, arena, layout)] });
    }
    case 'struct':
      return hostColumn(type, length, {
        ...nulls,
        children: flat.children.map((child) => columnToHost(child, arena, layout)),
      });
    case 'union':
      return hostColumn(type, length, {
        values: copyOut(flat.values, length),
        offsets: flat.aux === 0 ? undefined : new Int32Array(copyOut(flat.aux, length * 4).buffer),
        children: flat.children.map((child) => columnToHost(child, arena, layout)),
      });
    default:
      return hostColumn(type, length, { ...nulls, values: copyOut(flat.values, length * flat.width) });
  }
}

interface HostNulls {
  readonly nullCount: number;
  readonly validity: Uint8Array | undefined;
}

/** A copy in an ArrayBuffer of its own, whose size is a multiple of 8 as Arrow wants it. */
function copyOut(address: number, bytes: number): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array((bytes + 7) & ~7);
  if (bytes > 0) copy.set(mem.u8.subarray(address, address + bytes));
  return copy.subarray(0, bytes);
}

function copyValidity(flat: {
  readonly length: number;
  readonly nullCount: number;
  readonly validity: number;
}): HostNulls {
  if (flat.nullCount === 0) return { nullCount: 0, validity: undefined };
  return { nullCount: flat.nullCount, validity: copyOut(flat.validity, bitmapBytes(flat.length)) };
}

/** Bytes that the 32-bit offsets of a column reach. */
const LONGEST_TEXT = 0x7fff_ffff;

function checkTextBytes(bytes: number): void {
  if (bytes <= LONGEST_TEXT) return;
  throw new ResourcesExhaustedError(`Texts of more than ${LONGEST_TEXT} bytes do not fit a column of a batch`);
}

function writeText(flat: FlatVector, nulls: HostNulls, arena: Arena): HostColumn {
  const { length } = flat;
  // Rows may share texts: a batch can have more bytes of them than the offsets of Arrow's columns reach.
  checkTextBytes(kernels().longTextBytes(flat.values, length) + 12 * length);
  const address = arena.alloc((length + 1) * 4);
  const total = kernels().offsetsFromViews(flat.values, flat.validity, length, address) >>> 0;
  const data = arena.alloc(total);
  kernels().textFromViews(flat.values, address, length, data);
  const offsets = new Int32Array(copyOut(address, (length + 1) * 4).buffer, 0, length + 1);
  return hostColumn(flat.type, length, { ...nulls, offsets, text: [copyOut(data, total)] });
}

function writeViews(flat: FlatVector, nulls: HostNulls, arena: Arena): HostColumn {
  const { length, values, validity } = flat;
  const total = kernels().arrowTextBytes(values, validity, length);
  checkTextBytes(total);
  const data = arena.alloc(total);
  const views = arena.alloc(length * 16);
  kernels().arrowViews(values, validity, length, data, views);
  return hostColumn(flat.type, length, { ...nulls, values: copyOut(views, length * 16), text: [copyOut(data, total)] });
}

function writeDecimals(flat: FlatVector, nulls: HostNulls, arena: Arena): HostColumn {
  const width = arrowDecimalWidth(flat);
  const { length } = flat;
  if (width > 8) {
    const wide = widenDecimal(flat, width, arena);
    return hostColumn(flat.type, length, { ...nulls, values: copyOut(wide.values, length * width) });
  }
  const narrow = narrowDecimal(flat, arena);
  if (narrow.width > 8) throw new InternalError(`A value of a ${flat.type.kind} column does not fit in its type`);
  if (width === 8) return hostColumn(flat.type, length, { ...nulls, values: copyOut(narrow.values, length * 8) });
  const values = arena.alloc(length * 4);
  kernels().narrowFrom8(narrow.values, 4, length, values);
  return hostColumn(flat.type, length, { ...nulls, values: copyOut(values, length * 4) });
}

function writeLists(flat: FlatVector, nulls: HostNulls, arena: Arena, layout: TextLayout): HostColumn {
  const { length } = flat;
  const offsets = new Int32Array(length + 1);
  const start = mem.i32[flat.values >>> 2]!;
  for (let i = 0; i <= length; i++) offsets[i] = mem.i32[(flat.values >>> 2) + i]! - start;
  const elements = sliceVector(flat.children[0]!, start, offsets[length]!, arena);
  return hostColumn(flat.type, length, { ...nulls, offsets, children: [columnToHost(elements, arena, layout)] });
}

/** Entries that were copied out before, so that batches of one dictionary share them in host memory too. */
const copied = new WeakMap<Values, HostDictionary>();

function writeDictionary(vector: ColumnVector, keyType: DataType, valueType: DataType, arena: Arena): HostColumn {
  const width = widthOf(keyType);
  const encoded =
    vector.encoding === 'dictionary' ? keepCodes(vector, valueType, arena) : encode(vector, valueType, arena);
  const largest = 2 ** (8 * Math.min(width, 4) - (keyType.kind.startsWith('U') ? 0 : 1)) - 1;
  const entries = encoded.dictionary.chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  if (entries - 1 > largest) {
    throw new ArrowError('Compute error', `${entries} dictionary entries do not fit in keys of type ${keyType.kind}`);
  }
  const { length } = vector;
  const values = new Uint8Array(length * width);
  const view = new DataView(values.buffer);
  for (let i = 0; i < length; i++) {
    const code = mem.u32[(encoded.codes >>> 2) + i]!;
    if (width === 1) values[i] = code;
    else if (width === 2) view.setUint16(i * 2, code, true);
    else view.setUint32(i * width, code, true);
  }
  const { nulls, dictionary } = encoded;
  return hostColumn(vector.type, length, { ...nulls, values, codeWidth: width, dictionary });
}

interface Encoded {
  readonly codes: number;
  readonly nulls: HostNulls;
  readonly dictionary: HostDictionary;
}

function keepCodes(vector: DictionaryVector, valueType: DataType, arena: Arena): Encoded {
  let dictionary = copied.get(vector.values);
  if (dictionary === undefined) {
    dictionary = { chunks: [columnToHost({ ...vector.values.column, type: valueType }, arena)] };
    copied.set(vector.values, dictionary);
  }
  const codes = arena.alloc(vector.length * 4);
  kernels().widenCodes(vector.codes, vector.width, vector.length, codes);
  return { codes, nulls: copyValidity(vector), dictionary };
}

/** Values of a Dictionary type that lie flat: distinct values become the entries. */
function encode(vector: ColumnVector, valueType: DataType, arena: Arena): Encoded {
  const flat: FlatVector = { ...flatten(vector, arena), type: valueType };
  const table = new GroupTable([valueType], undefined, { nullsMatch: false });
  try {
    const codes = table.insert([flat], flat.length, arena);
    for (let i = 0; i < flat.length; i++) {
      if (flat.validity !== 0 && !getBit(flat.validity, i)) mem.u32[(codes >>> 2) + i] = 0;
    }
    const [entries] = table.keys(0, table.groupCount, arena);
    return { codes, nulls: copyValidity(flat), dictionary: { chunks: [columnToHost(entries!, arena)] } };
  } finally {
    table.release();
  }
}
