/**
 * Rows of several columns as byte strings.
 *
 * In order mode byte strings compare (as `memcmp`) as the rows do under each column's direction and place of nulls: for
 * sorting by several keys, merging, ranges of peers. In equality mode they are shorter and only equal or different: for
 * group and join keys. Floats order by their bits (-NaN, -Inf … -0, 0 … NaN) as in Arrow. Both modes decode.
 *
 * Values of a fixed width: marker, bytes. Text: see twin/rows.ts. Lists: marker, then 1 and the element for each, then 0.
 * Structs: marker, then every field. Unions: position of the member, then its value. Nested nulls go where outer ones go.
 */
import type { DataType } from '@datafusion-ts/common';
import type { Arena } from '../memory/arena.js';
import { mem } from '../memory/engine-memory.js';
import { kernels } from '../kernels/registry.js';
import { flatten } from '../structural/flatten.js';
import type { ColumnVector, FlatVector } from '../vector/column-vector.js';
import { physicalTypeOf } from '../vector/physical-type.js';
import { canonical } from './canonical.js';
import { decodeColumn } from './decode.js';
import { sizeOfNested, writeNested } from './nested.js';
import { valueKind, type RowStyle } from './row-style.js';

/** One column of the rows. Direction and nulls matter in order mode only; default ascending, nulls first. */
export interface RowField {
  readonly type: DataType;
  readonly descending?: boolean;
  readonly nullsFirst?: boolean;
}

/** Encoded rows: `offsets` is the address of rowCount + 1 u32 positions in the bytes at `bytes`. */
export interface EncodedRows {
  readonly rowCount: number;
  readonly offsets: number;
  readonly bytes: number;
  readonly byteLength: number;
}

/** Encodes rows of columns of fixed types. Stateless: may be shared. */
export class RowEncoder {
  readonly fields: readonly RowField[];
  readonly ordered: boolean;
  readonly #styles: readonly RowStyle[];

  constructor(fields: readonly RowField[], mode: 'order' | 'equality' = 'order') {
    this.fields = fields;
    this.ordered = mode === 'order';
    this.#styles = fields.map((f) => ({
      ordered: this.ordered,
      invert: this.ordered && f.descending === true ? 0xff : 0,
      nullMarker: this.ordered && f.nullsFirst === false ? 2 : 0,
    }));
  }

  /** The rows of columns of `rowCount` values each, in the arena. */
  encode(columns: readonly ColumnVector[], rowCount: number, arena: Arena): EncodedRows {
    const flats = columns.map((c) => canonical(flatten(c, arena), arena));
    const lengths = arena.alloc(rowCount * 4);
    mem.u32.fill(this.#fixedBytes(flats), lengths >>> 2, (lengths >>> 2) + rowCount);
    flats.forEach((flat, i) => this.#addLengths(flat, this.#styles[i]!, rowCount, lengths));
    const offsets = arena.alloc((rowCount + 1) * 4);
    const byteLength = kernels().prefixSum(lengths, rowCount, offsets) >>> 0;
    const bytes = arena.alloc(byteLength);
    const cursors = lengths; // not needed any more
    kernels().addU32(offsets, rowCount, bytes, cursors);
    flats.forEach((flat, i) => this.#write(flat, this.#styles[i]!, rowCount, cursors));
    return { rowCount, offsets, bytes, byteLength };
  }

  /** Columns of rows `from` to `to`; text points into the encoded bytes in equality mode. */
  decode(rows: EncodedRows, from: number, to: number, arena: Arena): FlatVector[] {
    const count = to - from;
    const cursors = arena.alloc(count * 4);
    kernels().addU32(rows.offsets + from * 4, count, rows.bytes, cursors);
    return this.decodeAt(cursors, count, arena);
  }

  /** Columns of the rows whose addresses are at `cursors` (u32 each), which are moved to the ends of the rows. */
  decodeAt(cursors: number, count: number, arena: Arena): FlatVector[] {
    return this.fields.map((f, i) => decodeColumn(f.type, this.#styles[i]!, cursors, count, arena));
  }

  #fixedBytes(flats: readonly FlatVector[]): number {
    return flats.reduce((sum, flat) => sum + fixedSize(flat), 0);
  }

  #addLengths(flat: FlatVector, style: RowStyle, count: number, lengths: number): void {
    if (fixedSize(flat) > 0) return;
    const k = kernels();
    if (physicalTypeOf(flat.type) === 'view') {
      if (style.ordered) k.rowTextOrderedLengths(flat.values, flat.validity, count, lengths);
      else k.rowTextEqualLengths(flat.values, flat.validity, count, lengths);
      return;
    }
    for (let row = 0; row < count; row++) mem.u32[(lengths >>> 2) + row]! += sizeOfNested(flat, row, style);
  }

  #write(flat: FlatVector, style: RowStyle, count: number, cursors: number): void {
    const k = kernels();
    const { values, validity, width } = flat;
    switch (physicalTypeOf(flat.type)) {
      case 'boolean':
        return k.rowBits(values, validity, count, cursors, style.invert & 1, style.nullMarker);
      case 'view':
        if (!style.ordered) return k.rowTextEqual(values, validity, count, cursors);
        return k.rowTextOrdered(values, validity, count, cursors, style.invert, style.nullMarker);
      case 'null':
      case 'list':
      case 'fixedList':
      case 'struct':
      case 'union':
        for (let row = 0; row < count; row++) {
          const at = mem.u32[(cursors >>> 2) + row]!;
          mem.u32[(cursors >>> 2) + row] = writeNested(flat, row, style, at);
        }
        return;
      default:
        return k.rowFixed(
          values,
          width,
          validity,
          count,
          cursors,
          valueKind(flat.type, style),
          style.invert,
          style.nullMarker,
        );
    }
  }
}

/** Bytes of every row's part when they are all equal, else 0. */
function fixedSize(flat: FlatVector): number {
  switch (physicalTypeOf(flat.type)) {
    case 'boolean':
      return 2;
    case 'view':
    case 'null':
    case 'list':
    case 'fixedList':
    case 'struct':
    case 'union':
      return 0;
    default:
      return 1 + flat.width;
  }
}

/** Order of two encoded rows (of the same encoder): negative, 0 or positive. */
export function compareRows(a: EncodedRows, i: number, b: EncodedRows, j: number): number {
  const u32 = mem.u32;
  const aAt = (a.offsets >>> 2) + i;
  const bAt = (b.offsets >>> 2) + j;
  const aStart = u32[aAt]!;
  const bStart = u32[bAt]!;
  return kernels().compareBytes(a.bytes + aStart, u32[aAt + 1]! - aStart, b.bytes + bStart, u32[bAt + 1]! - bStart);
}
