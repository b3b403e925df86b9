/**
 * 64-bit hashes of rows, for repartitioning, joins and grouping. Rows with equal values have equal hashes whatever the
 * encoding of their columns; nulls are equal to each other. The values of a dictionary are hashed once per dictionary.
 */
import { DataTypes } from '@datafusion-ts/common';
import { Arena } from '../memory/arena.js';
import { mem } from '../memory/engine-memory.js';
import { kernels } from '../kernels/registry.js';
import { flatten, codesToRows } from '../structural/flatten.js';
import type { ColumnVector, DictionaryVector, FlatVector } from '../vector/column-vector.js';
import { flatVector } from '../vector/flat-vector.js';
import { physicalTypeOf, valueTypeOf } from '../vector/physical-type.js';
import { unionMember } from '../vector/scalar-access.js';
import { Values } from '../vector/values.js';
import { fillBytes } from '../memory/bytes.js';

/** Key under which dictionaries remember the hashes of their entries. */
const ENTRY_HASHES = {};

/** Address of one u64 per row: the hash over all columns. */
export function hashColumns(columns: readonly ColumnVector[], rowCount: number, arena: Arena): number {
  const hashes = arena.alloc(rowCount * 8);
  if (columns.length === 0) fillBytes(hashes, rowCount * 8, 0);
  columns.forEach((column, i) => hashColumn(column, rowCount, hashes, i > 0, arena));
  return hashes;
}

/** Hashes one column; with `combine` into what `hashes` holds, else over it. */
export function hashColumn(
  column: ColumnVector,
  rowCount: number,
  hashes: number,
  combine: boolean,
  arena: Arena,
): void {
  switch (column.encoding) {
    case 'flat':
      return hashFlat(column, rowCount, hashes, combine ? 1 : 0, arena);
    case 'dictionary': {
      const entries = entryHashes(column);
      if (entries === undefined) return hashFlat(flatten(column, arena), rowCount, hashes, combine ? 1 : 0, arena);
      const rows = codesToRows(column, arena);
      return kernels().hashRows(entries, rows, column.validity, rowCount, hashes, combine ? 1 : 0);
    }
    case 'constant': {
      const entry = arena.alloc(8);
      hashFlat(flatten({ ...column, length: 1 }, arena), 1, entry, 0, arena);
      const rows = arena.allocZeroed(rowCount * 4);
      return kernels().hashRows(entry, rows, 0, rowCount, hashes, combine ? 1 : 0);
    }
  }
}

/** Hashes of the entries, computed once; undefined when there are many more entries than rows. */
function entryHashes(vector: DictionaryVector): number | undefined {
  const known = vector.values.derived(ENTRY_HASHES);
  if (known !== undefined) return known.column.values;
  const { column } = vector.values;
  if (column.length === 0 || column.length > vector.length * 4) return undefined;
  const own = new Arena();
  const hashes = own.alloc(column.length * 8);
  hashFlat(column, column.length, hashes, 0, own);
  const entries = flatVector(DataTypes.UInt64, column.length, { values: hashes, width: 8 });
  vector.values.addDerived(ENTRY_HASHES, new Values(entries, () => own.release()));
  return hashes;
}

function hashFlat(flat: FlatVector, count: number, hashes: number, combine: number, arena: Arena): void {
  const { values, validity } = flat;
  const k = kernels();
  switch (physicalTypeOf(flat.type)) {
    case 'boolean':
      return k.hashBits(values, validity, count, hashes, combine);
    case 'null': // every row is null: any value will do
      return k.hashBits(validity, validity, count, hashes, combine);
    case 'view':
      return k.hashViews(values, validity, count, hashes, combine);
    case 'decimal':
      if (flat.width === 8) return k.hash8(values, validity, count, hashes, combine);
      return k.hashWide(values, flat.width, validity, count, hashes, combine);
    case 'fixedBinary':
    case 'monthDayNano':
      return k.hashFixed(values, flat.width, validity, count, hashes, combine);
    case 'list':
    case 'fixedList':
      return hashList(flat, count, hashes, combine, arena);
    case 'struct':
      return hashStruct(flat, count, hashes, combine, arena);
    case 'union':
      return hashUnion(flat, count, hashes, combine, arena);
    default:
      return hashNarrow(flat, count, hashes, combine, arena);
  }
}

function hashNarrow(flat: FlatVector, count: number, hashes: number, combine: number, arena: Arena): void {
  const k = kernels();
  if (flat.width === 8) return k.hash8(flat.values, flat.validity, count, hashes, combine);
  let { values } = flat;
  if (flat.width < 4) {
    values = arena.alloc(count * 4);
    k.widenCodes(flat.values, flat.width, count, values);
  }
  k.hash4(values, flat.validity, count, hashes, combine);
}

function hashList(flat: FlatVector, count: number, hashes: number, combine: number, arena: Arena): void {
  const child = flat.children[0]!;
  const elements = arena.alloc(child.length * 8);
  hashColumn(child, child.length, elements, false, arena);
  const offsets = listOffsets(flat, arena);
  kernels().hashLists(elements, offsets, flat.validity, count, hashes, combine);
}

/** Offsets of lists of any kind. */
function listOffsets(flat: FlatVector, arena: Arena): number {
  const type = valueTypeOf(flat.type);
  if (type.kind !== 'FixedSizeList') return flat.values;
  const offsets = arena.alloc((flat.length + 1) * 4);
  const i32 = mem.i32;
  for (let i = 0; i <= flat.length; i++) i32[(offsets >>> 2) + i] = i * type.size;
  return offsets;
}

function hashStruct(flat: FlatVector, count: number, hashes: number, combine: number, arena: Arena): void {
  const own = arena.alloc(count * 8);
  fillBytes(own, count * 8, 0x5c); // a struct of one NULL is not a NULL struct
  for (const child of flat.children) hashColumn(child, count, own, true, arena);
  const rows = arena.alloc(count * 4);
  kernels().iota(rows, count, 0);
  kernels().hashRows(own, rows, flat.validity, count, hashes, combine);
}

/** Nulls of a union hash as nulls of the member they are. */
function hashUnion(flat: FlatVector, count: number, hashes: number, combine: number, arena: Arena): void {
  const type = valueTypeOf(flat.type);
  const members = flat.children.map((child) => hashColumns([child], child.length, arena));
  const own = arena.alloc(count * 8);
  const rows = arena.alloc(count * 4);
  kernels().iota(rows, count, 0);
  for (let i = 0; i < count; i++) {
    const member = unionMember(flat, i);
    const index = type.kind === 'Union' ? type.fields.findIndex((f) => f.typeId === member.typeId) : 0;
    mem.u64[(own >>> 3) + i] = mem.u64[(members[index]! >>> 3) + member.row]! ^ BigInt(member.typeId + 1);
  }
  kernels().hashRows(own, rows, 0, count, hashes, combine);
}
