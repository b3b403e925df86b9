/**
 * Turns the values of a column into codes of few distinct values, as Parquet's writers do: conditions are then tested, keys
 * hashed and texts compared once for each distinct value, and a row takes one or two bytes.
 */
import { DataTypes, type DataType } from '@datafusion-ts/common';
import {
  Arena,
  copyBytesTo,
  copyVector,
  flatten,
  GroupTable,
  kernels,
  sliceVector,
  Values,
  type FlatVector,
} from '@datafusion-ts/compute';
import { isTextual } from './column-shape.js';

/** Rows whose number of distinct values tells whether to go on. */
const TRIAL_ROWS = 8192;
const MOST_TRIAL_SHARE = 0.5;

/** Most entries: tables a byte an entry, by which rows are tested, should stay in the first cache for numbers. */
const MOST_NUMBERS = 16_384;
const MOST_TEXTS = 65_536;

/** Rows there are for each entry at least. */
const ROWS_AN_ENTRY = 8;

/** Codes in a scratch arena, and the entries that were added to those given, if any. */
export interface EncodedColumn {
  /** Address of `width` bytes a row; 0 for null rows. */
  readonly codes: number;
  readonly width: 1 | 2;
  /** All entries, in lasting memory, when there are more than before; one reference for the caller. */
  readonly grown: { readonly values: Values; readonly byteLength: number } | undefined;
}

/** Most entries that a column of so many rows may have. */
export function mostEntries(type: DataType, tableRows: number): number {
  return Math.min(isTextual(type) ? MOST_TEXTS : MOST_NUMBERS, Math.floor(tableRows / ROWS_AN_ENTRY));
}

/**
 * The column as codes into `entries` and what must be added to these; undefined for columns of too many distinct values and
 * of types that are not coded.
 */
export function encodeColumn(
  column: FlatVector,
  entries: FlatVector | undefined,
  limit: number,
  scratch: Arena,
): EncodedColumn | undefined {
  const type = keyTypeOf(column);
  if (type === undefined || column.nullCount === column.length) return undefined;
  if (entries !== undefined && entries.width !== column.width) return undefined;
  const table = new GroupTable([type], undefined, { nullsMatch: false });
  try {
    const known = entries?.length ?? 0;
    if (entries !== undefined) table.insert([{ ...entries, type }], known, scratch);
    const groups = numberRows({ ...column, type }, table, limit, scratch);
    if (groups === undefined) return undefined;
    const width = table.groupCount <= 256 ? 1 : 2;
    return {
      codes: narrowed(groups, column.length, width, scratch),
      width,
      grown: table.groupCount === known ? undefined : entriesOf(table, column, scratch),
    };
  } finally {
    table.release();
  }
}

/** What values are told apart by: numbers by their bits, so that 0 and -0 stay what they are. */
function keyTypeOf(column: FlatVector): DataType | undefined {
  if (isTextual(column.type)) return column.type;
  if (column.children.length > 0) return undefined;
  switch (column.width) {
    case 1:
      return DataTypes.Int8;
    case 2:
      return DataTypes.Int16;
    case 4:
      return DataTypes.Int32;
    case 8:
      return DataTypes.Int64;
    default:
      return undefined;
  }
}

/** The group of each row, as u32; undefined when there are too many groups. */
function numberRows(column: FlatVector, table: GroupTable, limit: number, scratch: Arena): number | undefined {
  const { length } = column;
  const before = table.groupCount;
  const groups = scratch.alloc(length * 4);
  const step = new Arena();
  try {
    for (let at = 0; at < length; at += TRIAL_ROWS) {
      const count = Math.min(TRIAL_ROWS, length - at);
      step.reset();
      const own = table.insert([sliceVector(column, at, count, step)], count, step);
      copyBytesTo(groups + at * 4, own, count * 4);
      if (table.groupCount > limit) return undefined;
      if (at === 0 && table.groupCount - before > count * MOST_TRIAL_SHARE) return undefined;
    }
    return groups;
  } finally {
    step.release();
  }
}

/** Codes of `width` bytes; 0 for rows without a group. */
function narrowed(groups: number, length: number, width: 1 | 2, scratch: Arena): number {
  const codes = scratch.alloc(length * width);
  kernels().packCodes(groups, length, width, codes);
  return codes;
}

function entriesOf(table: GroupTable, { type, width }: FlatVector, scratch: Arena): EncodedColumn['grown'] {
  const [keys] = table.keys(0, table.groupCount, scratch);
  const arena = new Arena(undefined, 'lasting');
  try {
    const column = copyVector({ ...flatten(keys!, scratch), type, width }, arena);
    return { values: new Values(flatten(column, arena), () => arena.release()), byteLength: arena.allocatedBytes };
  } catch (error) {
    arena.release();
    throw error;
  }
}
