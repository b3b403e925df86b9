/** Nested values of rows, one at a time (see row-encoder.ts for the format). Vectors are flat and canonical. */
import { mem } from '../memory/engine-memory.js';
import { getBit } from '../vector/bitmap.js';
import type { FlatVector } from '../vector/column-vector.js';
import { physicalTypeOf, valueTypeOf } from '../vector/physical-type.js';
import { listRange, unionMember } from '../vector/scalar-access.js';
import { viewBytes, viewLength } from '../vector/view.js';
import { ROW_FLOAT, ROW_RAW, ROW_UNSIGNED } from '../twin/rows.js';
import { valueKind, type RowStyle } from './row-style.js';

const isNullAt = (flat: FlatVector, row: number): boolean =>
  flat.type.kind === 'Null' || (flat.validity !== 0 && !getBit(flat.validity, row));

/** Bytes that `writeNested` will write. */
export function sizeOfNested(flat: FlatVector, row: number, style: RowStyle): number {
  const physical = physicalTypeOf(flat.type);
  if (physical === 'union') {
    const member = unionMember(flat, row);
    return 1 + sizeOfNested(member.child as FlatVector, member.row, style);
  }
  const isNull = isNullAt(flat, row);
  switch (physical) {
    case 'boolean':
      return 2;
    case 'null':
      return 1;
    case 'view':
      return isNull ? 1 : sizeOfText(flat.values + row * 16, style);
    case 'struct':
      if (isNull) return 1;
      return flat.children.reduce((sum, child) => sum + sizeOfNested(child as FlatVector, row, style), 1);
    case 'list':
    case 'fixedList': {
      if (isNull) return 1;
      const { start, end } = listRange(flat, row);
      let size = 2;
      for (let i = start; i < end; i++) size += 1 + sizeOfNested(flat.children[0] as FlatVector, i, style);
      return size;
    }
    default:
      return 1 + flat.width;
  }
}

function sizeOfText(view: number, style: RowStyle): number {
  const length = viewLength(view);
  if (!style.ordered) return length < 254 ? 1 + length : 5 + length;
  const from = viewBytes(view);
  let zeros = 0;
  for (let i = 0; i < length; i++) if (mem.u8[from + i] === 0) zeros++;
  return 3 + length + zeros;
}

/** Writes one value at an address and gives the address behind it. */
export function writeNested(flat: FlatVector, row: number, style: RowStyle, at: number): number {
  const physical = physicalTypeOf(flat.type);
  if (physical === 'union') return writeUnion(flat, row, style, at);
  const u8 = mem.u8;
  const isNull = isNullAt(flat, row);
  if (physical === 'view') return writeText(flat.values + row * 16, isNull, style, at);
  u8[at] = isNull ? style.nullMarker : 1;
  switch (physical) {
    case 'null':
      return at + 1;
    case 'boolean':
      u8[at + 1] = isNull ? 0 : (getBit(flat.values, row) ? 1 : 0) ^ (style.invert & 1);
      return at + 2;
    case 'struct':
      if (isNull) return at + 1;
      return flat.children.reduce((next, child) => writeNested(child as FlatVector, row, style, next), at + 1);
    case 'list':
    case 'fixedList':
      return isNull ? at + 1 : writeElements(flat, row, style, at + 1);
    default:
      writeFixed(flat, row, isNull, style, at + 1);
      return at + 1 + flat.width;
  }
}

function writeUnion(flat: FlatVector, row: number, style: RowStyle, at: number): number {
  const type = valueTypeOf(flat.type);
  const member = unionMember(flat, row);
  const index = type.kind === 'Union' ? type.fields.findIndex((f) => f.typeId === member.typeId) : 0;
  mem.u8[at] = index ^ style.invert;
  return writeNested(member.child as FlatVector, member.row, style, at + 1);
}

function writeElements(flat: FlatVector, row: number, style: RowStyle, at: number): number {
  const { start, end } = listRange(flat, row);
  let next = at;
  for (let i = start; i < end; i++) {
    mem.u8[next] = 1 ^ style.invert;
    next = writeNested(flat.children[0] as FlatVector, i, style, next + 1);
  }
  mem.u8[next] = style.invert;
  return next + 1;
}

function writeFixed(flat: FlatVector, row: number, isNull: boolean, style: RowStyle, at: number): void {
  const u8 = mem.u8;
  const { width } = flat;
  if (isNull) {
    u8.fill(0, at, at + width);
    return;
  }
  const from = flat.values + row * width;
  const kind = valueKind(flat.type, style);
  if (kind === ROW_RAW) {
    for (let j = 0; j < width; j++) u8[at + j] = u8[from + j]! ^ style.invert;
    return;
  }
  const flipAll = kind === ROW_FLOAT && (u8[from + width - 1]! & 0x80) !== 0;
  const rest = flipAll ? 0xff ^ style.invert : style.invert;
  const first = kind === ROW_UNSIGNED || flipAll ? rest : 0x80 ^ style.invert;
  u8[at] = u8[from + width - 1]! ^ first;
  for (let j = 1; j < width; j++) u8[at + j] = u8[from + width - 1 - j]! ^ rest;
}

function writeText(view: number, isNull: boolean, style: RowStyle, at: number): number {
  const u8 = mem.u8;
  if (isNull) {
    u8[at] = style.nullMarker;
    return at + 1;
  }
  const length = viewLength(view);
  const from = viewBytes(view);
  return style.ordered ? writeOrdered(from, length, style.invert, at) : writeEqual(from, length, at);
}

function writeOrdered(from: number, length: number, invert: number, at: number): number {
  const u8 = mem.u8;
  let to = at;
  u8[to++] = 1;
  for (let i = 0; i < length; i++) {
    const byte = u8[from + i]!;
    u8[to++] = byte ^ invert;
    if (byte === 0) u8[to++] = 0xff ^ invert;
  }
  u8[to++] = invert;
  u8[to++] = invert;
  return to;
}

function writeEqual(from: number, length: number, at: number): number {
  const u8 = mem.u8;
  let to = at;
  if (length < 254) {
    u8[to++] = length + 1;
  } else {
    u8[to++] = 255;
    for (let i = 0; i < 4; i++) u8[to++] = length >>> (8 * i);
  }
  u8.copyWithin(to, from, from + length);
  return to + length;
}
