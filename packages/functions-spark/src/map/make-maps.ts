/** Maps put together from ranges of keys and values. Of entries with equal keys the last one stays, in its place. */
import { ArrowError, displayType, ExecutionError, type DataType } from '@datafusion-ts/common';
import {
  allocBitmap,
  clearBit,
  flatVector,
  mem,
  takeVector,
  type Arena,
  type ColumnVector,
  type FlatVector,
} from '@datafusion-ts/compute';
import { elementNumbers, isListType, listVector, type Lists } from '@datafusion-ts/functions-nested';

/** The element type of an array; that of NULL is Null. */
export function elementTypeOf(type: DataType): DataType {
  if (isListType(type)) return type.field.dataType;
  if (type.kind === 'Null') return type;
  throw new ExecutionError(
    `get_element_type expects List/LargeList/FixedSizeList/Null as argument, got ${displayType(type)}`,
  );
}

/** Where the entries of a row are: as many keys as values, from a place each; null for a NULL map. */
export interface EntryRange {
  readonly firstKey: number;
  readonly firstValue: number;
  readonly count: number;
}

const nullKey = (): ArrowError =>
  new ArrowError('Invalid argument error', 'Found unmasked nulls for non-nullable StructArray field "key"');

/** A column of maps. `keys` says which keys are NULL. */
export function makeMaps(
  type: DataType,
  rowCount: number,
  keys: FlatVector,
  isNullKey: Lists['isNullElement'],
  values: FlatVector,
  rangeOf: (row: number) => EntryRange | null,
  arena: Arena,
): ColumnVector {
  const numberOf = elementNumbers(keys, arena);
  const offsets = arena.alloc((rowCount + 1) * 4);
  const validity = allocBitmap(rowCount, true, arena);
  const [keyRows, valueRows]: [number[], number[]] = [[], []];
  const last = new Map<number, number>();
  let nullCount = 0;
  mem.i32[offsets >>> 2] = 0;
  for (let row = 0; row < rowCount; row++) {
    const range = rangeOf(row);
    if (range === null) {
      clearBit(validity, row);
      nullCount++;
    } else {
      const { firstKey, firstValue, count } = range;
      last.clear();
      for (let i = 0; i < count; i++) {
        if (isNullKey(firstKey + i)) throw nullKey();
        last.set(numberOf(firstKey + i), i);
      }
      for (let i = 0; i < count; i++) {
        if (last.get(numberOf(firstKey + i)) !== i) continue;
        keyRows.push(firstKey + i);
        valueRows.push(firstValue + i);
      }
    }
    mem.i32[(offsets >>> 2) + row + 1] = keyRows.length;
  }
  const children = [gather(keys, keyRows, arena), gather(values, valueRows, arena)];
  const entries = flatVector(type.kind === 'Map' ? type.entries.dataType : type, keyRows.length, { children });
  return listVector(type, rowCount, offsets, entries, { validity, nullCount });
}

function gather(column: FlatVector, rows: readonly number[], arena: Arena): ColumnVector {
  const address = arena.alloc(rows.length * 4);
  mem.u32.set(rows, address >>> 2);
  return takeVector(column, address, rows.length, arena);
}
