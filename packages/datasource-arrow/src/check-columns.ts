/**
 * The columns of a batch: that buffers are as long as their rows need, offsets rise and stay within what they point into, codes name
 * entries, text is UTF-8. Done for the columns that are read, before their bytes are taken for what they say.
 */
import type { DataType } from '@datafusion-ts/common';
import type { HostColumn } from '@datafusion-ts/compute';
import { checkText, isBoundary } from './utf8.js';

const bad = (what: string): RangeError => new RangeError(what);

/** Throws a RangeError when a column of `rows` rows is not sound. Dictionaries that were `known` to be sound are not read again. */
export function checkColumn(column: HostColumn, rows: number, known: WeakSet<object>): void {
  if (column.length < rows) throw bad(`a column of ${column.length} values in a batch of ${rows} rows`);
  if (
    column.nullCount > 0 &&
    column.type.kind !== 'Null' &&
    (column.validity?.length ?? 0) * 8 < column.bitOffset + column.length
  ) {
    throw bad('a column with nulls has no bitmap of them');
  }
  checkNulls(column);
  checkValues(column, known);
}

/** The number of nulls must be what the bitmap says. */
function checkNulls({ validity, bitOffset, length, nullCount, type }: HostColumn): void {
  if (validity === undefined || nullCount <= 0 || type.kind === 'Null') return;
  let nulls = 0;
  for (let i = bitOffset; i < bitOffset + length; i++) if (((validity[i >>> 3]! >>> (i & 7)) & 1) === 0) nulls++;
  if (nulls !== nullCount) throw bad(`a column has ${nulls} nulls, not ${nullCount}`);
}

function isNullAt({ validity, nullCount, bitOffset }: HostColumn, row: number): boolean {
  const bit = bitOffset + row;
  return validity !== undefined && nullCount !== 0 && ((validity[bit >>> 3]! >>> (bit & 7)) & 1) === 0;
}

function checkValues(column: HostColumn, known: WeakSet<object>): void {
  const { type, length } = column;
  const need = (bytes: number): void => {
    if ((column.values?.length ?? 0) < bytes)
      throw bad(`${length} values of type ${type.kind} do not fit their buffer`);
  };
  switch (type.kind) {
    case 'Null':
      return;
    case 'Boolean':
      return need(Math.ceil((column.bitOffset + length) / 8));
    case 'Utf8':
    case 'LargeUtf8':
    case 'Binary':
    case 'LargeBinary':
      return checkOffsetText(column);
    case 'Utf8View':
    case 'BinaryView':
      need(length * 16);
      return checkViews(column);
    case 'List':
    case 'LargeList':
    case 'Map': {
      const child = column.children[0];
      checkOffsets(column, child?.length ?? 0);
      return checkColumn(child!, child!.length, known);
    }
    case 'FixedSizeList':
      return checkColumn(column.children[0]!, length * type.size, known);
    case 'Struct':
      return column.children.forEach((child) => checkColumn(child, length, known));
    case 'Union':
      return checkUnion(column, type, known);
    case 'Dictionary':
      return checkDictionary(column, known);
    default:
      return need(length * bytesOf(type));
  }
}

function bytesOf(type: DataType): number {
  switch (type.kind) {
    case 'Int8':
    case 'UInt8':
      return 1;
    case 'Int16':
    case 'UInt16':
    case 'Float16':
      return 2;
    case 'Int32':
    case 'UInt32':
    case 'Float32':
    case 'Date32':
    case 'Time32':
    case 'Decimal32':
      return 4;
    case 'Interval':
      return type.unit === 'YearMonth' ? 4 : type.unit === 'DayTime' ? 8 : 16;
    case 'Decimal128':
      return 16;
    case 'Decimal256':
      return 32;
    case 'FixedSizeBinary':
      return type.byteWidth;
    default:
      return 8;
  }
}

/** Offsets must rise, and end within `size`. */
function checkOffsets({ offsets, length }: HostColumn, size: number): void {
  if (length === 0) return;
  if (offsets === undefined || offsets.length < length + 1) throw bad(`${length} values without their offsets`);
  let previous = Number(offsets[0]!);
  if (previous < 0) throw bad('an offset is negative');
  for (let i = 1; i <= length; i++) {
    const offset = Number(offsets[i]!);
    if (!(offset >= previous)) throw bad('offsets fall');
    previous = offset;
  }
  if (previous > size) throw bad('an offset points behind the end of its buffer');
}

function checkOffsetText(column: HostColumn): void {
  const text = column.text[0] ?? new Uint8Array(0);
  checkOffsets(column, text.length);
  const { offsets, length, type } = column;
  if (length === 0 || offsets === undefined || !type.kind.endsWith('Utf8')) return;
  checkText(text, Number(offsets[0]!), Number(offsets[length]!));
  for (let i = 0; i <= length; i++)
    if (!isBoundary(text, Number(offsets[i]!))) throw bad('text is cut within a character');
}

/** Long values are in one of the buffers, at a place of it. Values of nulls are not looked at: anything may lie there. */
function checkViews(column: HostColumn): void {
  const { values, text, length, type } = column;
  const view = new DataView(values!.buffer, values!.byteOffset, values!.byteLength);
  const isText = type.kind === 'Utf8View';
  for (let row = 0; row < length; row++) {
    if (isNullAt(column, row)) continue;
    const bytes = view.getInt32(row * 16, true);
    if (bytes < 0) throw bad('a text of negative length');
    if (bytes <= 12) {
      if (isText) checkText(values!, row * 16 + 4, row * 16 + 4 + bytes);
      continue;
    }
    const buffer = text[view.getInt32(row * 16 + 8, true)];
    const start = view.getInt32(row * 16 + 12, true);
    if (buffer === undefined || start < 0 || start + bytes > buffer.length)
      throw bad('a text lies outside of its buffers');
    if (isText) checkText(buffer, start, start + bytes);
  }
}

function checkUnion(column: HostColumn, type: Extract<DataType, { kind: 'Union' }>, known: WeakSet<object>): void {
  const { values, length, children, offsets } = column;
  if ((values?.length ?? 0) < length) throw bad('a union without the types of its values');
  const childOf = new Map(type.fields.map((field, i) => [field.typeId, children[i]]));
  const dense = type.mode === 'Dense';
  if (dense && (offsets?.length ?? 0) < length) throw bad('a union without its offsets');
  for (let row = 0; row < length; row++) {
    const child = childOf.get((values![row]! << 24) >> 24);
    if (child === undefined) throw bad(`a union has no type ${values![row]!}`);
    const at = dense ? Number(offsets![row]!) : row;
    if (at < 0 || at >= child.length) throw bad('an offset points behind the end of its buffer');
  }
  for (const child of children) checkColumn(child, child.length, known);
}

function checkDictionary(column: HostColumn, known: WeakSet<object>): void {
  const { values, length, dictionary, codeWidth } = column;
  if ((values?.length ?? 0) < length * codeWidth) throw bad('codes do not fit their buffer');
  const chunks = dictionary?.chunks ?? [];
  const entries = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const view = new DataView(values?.buffer ?? new ArrayBuffer(0), values?.byteOffset ?? 0);
  for (let row = 0; row < length; row++) {
    if (isNullAt(column, row)) continue;
    const code = codeAt(view, row, codeWidth);
    if (code >= entries) throw bad(`a code names entry ${code} of ${entries}`);
  }
  for (const chunk of chunks) {
    if (known.has(chunk)) continue;
    checkColumn(chunk, chunk.length, known);
    known.add(chunk);
  }
}

/** Codes are read as unsigned: negative ones are beyond all entries. */
function codeAt(view: DataView, row: number, width: number): number {
  switch (width) {
    case 1:
      return view.getUint8(row);
    case 2:
      return view.getUint16(row * 2, true);
    case 4:
      return view.getUint32(row * 4, true);
    default:
      return Number(view.getBigUint64(row * 8, true));
  }
}
