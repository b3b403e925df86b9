/** Columns back from encoded rows, one column at a time; cursors move behind what was read. */
import type { DataType } from '@datafusion-ts/common';
import { kernels } from '../kernels/registry.js';
import type { Arena } from '../memory/arena.js';
import { mem } from '../memory/engine-memory.js';
import { allocBitmap, clearBit, writeBit } from '../vector/bitmap.js';
import type { FlatVector } from '../vector/column-vector.js';
import { flatVector } from '../vector/flat-vector.js';
import { childTypesOf, physicalTypeOf, valueTypeOf, widthOf } from '../vector/physical-type.js';
import { concatVectors } from '../structural/concat.js';
import { flatten } from '../structural/flatten.js';
import { takeVector } from '../structural/take.js';
import { BinaryBuilder } from '../builders/string-builder.js';
import { nullVector } from '../vector/scalar-access.js';
import { fromCanonical } from './canonical.js';
import { valueKind, type RowStyle } from './row-style.js';

/** Reads one column of `count` rows. */
export function decodeColumn(
  type: DataType,
  style: RowStyle,
  cursors: number,
  count: number,
  arena: Arena,
): FlatVector {
  switch (physicalTypeOf(type)) {
    case 'boolean':
      return decodeBits(type, style, cursors, count, arena);
    case 'null': {
      skip(cursors, count, 1);
      return flatten(nullVector(type, count), arena);
    }
    case 'view':
      return style.ordered
        ? decodeOrdered(type, style, cursors, count, arena)
        : decodeEqual(type, cursors, count, arena);
    case 'struct': {
      const nulls = new Nulls(count, arena);
      const present = readMarkers(cursors, count, nulls, arena);
      const children = childTypesOf(type).map((child) => decodePresent(child, style, present, cursors, count, arena));
      return flatVector(type, count, { ...nulls.parts, children });
    }
    case 'list':
    case 'fixedList':
      return decodeLists(type, style, cursors, count, arena);
    case 'union':
      return decodeUnions(type, style, cursors, count, arena);
    default:
      return fromCanonical(decodeFixed(type, style, cursors, count, arena), arena);
  }
}

class Nulls {
  readonly validity: number;
  count = 0;

  constructor(rows: number, arena: Arena) {
    this.validity = allocBitmap(rows, true, arena);
  }

  add(row: number): void {
    clearBit(this.validity, row);
    this.count++;
  }

  get parts(): { readonly validity: number; readonly nullCount: number } {
    return { validity: this.validity, nullCount: this.count };
  }
}

function skip(cursors: number, count: number, bytes: number): void {
  const u32 = mem.u32;
  for (let i = 0; i < count; i++) u32[(cursors >>> 2) + i]! += bytes;
}

function decodeFixed(type: DataType, style: RowStyle, cursors: number, count: number, arena: Arena): FlatVector {
  const width = widthOf(type);
  const values = arena.alloc(count * width);
  const validity = allocBitmap(count, true, arena);
  const kind = valueKind(type, style);
  const nullCount = kernels().unrowFixed(cursors, count, width, kind, style.invert, values, validity);
  return flatVector(type, count, { values, width, validity, nullCount });
}

function decodeBits(type: DataType, style: RowStyle, cursors: number, count: number, arena: Arena): FlatVector {
  const values = allocBitmap(count, false, arena);
  const nulls = new Nulls(count, arena);
  const { u8, u32 } = mem;
  for (let i = 0; i < count; i++) {
    const at = u32[(cursors >>> 2) + i]!;
    u32[(cursors >>> 2) + i] = at + 2;
    if (u8[at] === 1) writeBit(values, i, (u8[at + 1]! ^ (style.invert & 1)) === 1);
    else nulls.add(i);
  }
  return flatVector(type, count, { values, ...nulls.parts });
}

function decodeEqual(type: DataType, cursors: number, count: number, arena: Arena): FlatVector {
  const values = arena.alloc(count * 16);
  const validity = allocBitmap(count, true, arena);
  const nullCount = kernels().unrowText(cursors, count, values, validity);
  return flatVector(type, count, { values, width: 16, validity, nullCount });
}

function decodeOrdered(type: DataType, style: RowStyle, cursors: number, count: number, arena: Arena): FlatVector {
  const builder = new BinaryBuilder(arena, count, type);
  for (let i = 0; i < count; i++) {
    let at = mem.u32[(cursors >>> 2) + i]! + 1;
    if (mem.u8[at - 1] !== 1) {
      builder.appendNull();
    } else {
      const end = endOfText(at, style.invert);
      const to = builder.reserve(end - at);
      builder.commit(unescape(at, end - 2, style.invert, to));
      at = end;
    }
    mem.u32[(cursors >>> 2) + i] = at;
  }
  return builder.finish();
}

/** Address behind the two bytes that end an ordered text. */
function endOfText(start: number, invert: number): number {
  const u8 = mem.u8;
  for (let at = start; ; at++) {
    if (u8[at] !== invert) continue;
    if (u8[at + 1] === invert) return at + 2;
    at++;
  }
}

function unescape(from: number, end: number, invert: number, to: number): number {
  const u8 = mem.u8;
  let out = to;
  for (let at = from; at < end; at++) {
    const byte = u8[at]! ^ invert;
    u8[out++] = byte;
    if (byte === 0) at++;
  }
  return out - to;
}

/** Reads a marker of each row; gives the rows that have a value (u32 each). */
function readMarkers(
  cursors: number,
  count: number,
  nulls: Nulls,
  arena: Arena,
): { readonly rows: number; readonly count: number } {
  const rows = arena.alloc(count * 4);
  const { u8, u32 } = mem;
  let present = 0;
  for (let i = 0; i < count; i++) {
    const at = u32[(cursors >>> 2) + i]!;
    u32[(cursors >>> 2) + i] = at + 1;
    if (u8[at] === 1) u32[(rows >>> 2) + present++] = i;
    else nulls.add(i);
  }
  return { rows, count: present };
}

/** Decodes a column of some rows only; the others become null. */
function decodePresent(
  type: DataType,
  style: RowStyle,
  present: { readonly rows: number; readonly count: number },
  cursors: number,
  count: number,
  arena: Arena,
): FlatVector {
  if (present.count === count) return decodeColumn(type, style, cursors, count, arena);
  const some = arena.alloc(present.count * 4);
  const rowAt = (i: number): number => (cursors >>> 2) + mem.u32[(present.rows >>> 2) + i]!;
  for (let i = 0; i < present.count; i++) mem.u32[(some >>> 2) + i] = mem.u32[rowAt(i)]!;
  const decoded = decodeColumn(type, style, some, present.count, arena);
  for (let i = 0; i < present.count; i++) mem.u32[rowAt(i)] = mem.u32[(some >>> 2) + i]!;
  const withNull = concatVectors([decoded, nullVector(type, 1)], type, arena);
  const places = arena.alloc(count * 4);
  mem.u32.fill(present.count, places >>> 2, (places >>> 2) + count);
  for (let i = 0; i < present.count; i++) mem.u32[(places >>> 2) + mem.u32[(present.rows >>> 2) + i]!] = i;
  return flatten(takeVector(withNull, places, count, arena), arena);
}

/** Lists are read element position by element position: all first elements, all second ones, and so on. */
function decodeLists(type: DataType, style: RowStyle, cursors: number, count: number, arena: Arena): FlatVector {
  const nulls = new Nulls(count, arena);
  readMarkers(cursors, count, nulls, arena);
  const elementType = childTypesOf(type)[0]!;
  const lengths = new Uint32Array(count);
  const rounds: FlatVector[] = [];
  const places: number[][] = [];
  let active = Array.from({ length: count }, (_, i) => i).filter(
    (i) => (mem.u8[nulls.validity + (i >>> 3)]! >>> (i & 7)) & 1,
  );
  let read = 0;
  while (active.length > 0) {
    active = active.filter((row) => {
      const at = mem.u32[(cursors >>> 2) + row]!++;
      return (mem.u8[at]! ^ style.invert) === 1;
    });
    const some = arena.alloc(active.length * 4);
    active.forEach((row, i) => (mem.u32[(some >>> 2) + i] = mem.u32[(cursors >>> 2) + row]!));
    rounds.push(decodeColumn(elementType, style, some, active.length, arena));
    active.forEach((row, i) => {
      mem.u32[(cursors >>> 2) + row] = mem.u32[(some >>> 2) + i]!;
      lengths[row]!++;
      (places[row] ??= []).push(read + i);
    });
    read += active.length;
  }
  return assembleLists(type, { lengths, places, nulls: nulls.parts }, concatVectors(rounds, elementType, arena), arena);
}

function assembleLists(
  type: DataType,
  lists: {
    readonly lengths: Uint32Array;
    readonly places: readonly (readonly number[] | undefined)[];
    readonly nulls: { readonly validity: number; readonly nullCount: number };
  },
  elements: ReturnType<typeof concatVectors>,
  arena: Arena,
): FlatVector {
  const count = lists.lengths.length;
  const value = valueTypeOf(type);
  const fixed = value.kind === 'FixedSizeList' ? value.size : undefined;
  const source =
    fixed === undefined ? elements : concatVectors([elements, nullVector(elements.type, 1)], elements.type, arena);
  const order: number[] = [];
  const offsets = [0];
  for (let row = 0; row < count; row++) {
    const own = lists.places[row] ?? [];
    for (const place of own) order.push(place);
    for (let i = own.length; i < (fixed ?? 0); i++) order.push(elements.length);
    offsets.push(order.length);
  }
  const rows = arena.alloc(order.length * 4);
  mem.u32.set(order, rows >>> 2);
  const children = [flatten(takeVector(source, rows, order.length, arena), arena)];
  if (fixed !== undefined) return flatVector(type, count, { ...lists.nulls, children });
  const values = arena.alloc(offsets.length * 4);
  mem.i32.set(offsets, values >>> 2);
  return flatVector(type, count, { ...lists.nulls, values, width: 4, children });
}

function decodeUnions(type: DataType, style: RowStyle, cursors: number, count: number, arena: Arena): FlatVector {
  const union = valueTypeOf(type);
  const members = union.kind === 'Union' ? union.fields : [];
  const ids = arena.alloc(count);
  const { u8, u32 } = mem;
  const rowsOf = members.map((): number[] => []);
  for (let i = 0; i < count; i++) {
    const index = u8[u32[(cursors >>> 2) + i]!++]! ^ style.invert;
    u8[ids + i] = members[index]!.typeId;
    rowsOf[index]!.push(i);
  }
  const children = members.map((member, m) => {
    const rows = arena.alloc(count * 4);
    mem.u32.set(rowsOf[m]!, rows >>> 2);
    return decodePresent(member.field.dataType, style, { rows, count: rowsOf[m]!.length }, cursors, count, arena);
  });
  const dense = union.kind === 'Union' && union.mode === 'Dense';
  const aux = dense ? arena.alloc(count * 4) : 0;
  if (dense) for (let i = 0; i < count; i++) mem.u32[(aux >>> 2) + i] = i;
  return flatVector(type, count, { values: ids, width: 1, aux, children });
}
