/**
 * Counts, sums, means and extremes of all frames of a chunk in one go, without an accumulator: each row enters and leaves
 * once, as with accumulators, and sums of doubles are made in the same order. For functions that say so (`overFrames`),
 * over the types their plain form has; others go through their accumulators.
 */
import type { DataType } from '@datafusion-ts/common';
import {
  allocBitmap,
  andBitmaps,
  countNulls,
  flatten,
  flatVector,
  isNull,
  kernels,
  makeComparator,
  mem,
  NO_ROW,
  takeVectorOrNull,
  type Arena,
  type ColumnVector,
  type FlatVector,
} from '@datafusion-ts/compute';
import type { AggregateWindowExpr } from '@datafusion-ts/physical-expr';
import type { WindowInput } from './window-input.js';

/** The result for every row; undefined when the accumulators have to do it. */
export function aggregateFrames(
  expr: AggregateWindowExpr,
  input: WindowInput,
  values: readonly ColumnVector[],
  filter: ColumnVector | undefined,
): ColumnVector | undefined {
  const { aggregate, field } = expr;
  const kind = aggregate.func.overFrames;
  if (kind === undefined || aggregate.isDistinct || aggregate.orderBy.length > 0) return undefined;
  const { arena, rowCount } = input;
  const kept = filter === undefined ? 0 : trueBits(filter, rowCount, arena);
  if (kind === 'count') return countFrames(input, values, kept, field.dataType);
  const [only] = values;
  if (values.length !== 1 || only === undefined) return undefined;
  const column = flatten(only, arena);
  if (column.type.kind === 'Null') return undefined;
  const validity = andBitmaps(column.validity, kept, rowCount, arena);
  if (kind === 'min' || kind === 'max') return extremeOfFrames(input, column, validity, kind === 'max', field.dataType);
  return sumFrames(input, column, validity, kind, field.dataType);
}

/** Bits of rows for which a boolean column is true; 0 when all are. */
function trueBits(filter: ColumnVector, rowCount: number, arena: Arena): number {
  const flat = flatten(filter, arena);
  if (flat.type.kind === 'Null') return allocBitmap(rowCount, false, arena);
  return flat.validity === 0 ? flat.values : andBitmaps(flat.values, flat.validity, rowCount, arena);
}

/** Validity of rows where every argument is valid, as counts before each row: `count(*)` needs none. */
function countFrames(
  input: WindowInput,
  values: readonly ColumnVector[],
  kept: number,
  type: DataType,
): ColumnVector | undefined {
  if (type.kind !== 'Int64') return undefined;
  const { arena, rowCount } = input;
  const { starts, ends } = input.frames();
  const before = new Uint32Array(rowCount + 1);
  const flats = values
    .filter((value) => value.encoding !== 'constant' || value.value.isNull)
    .map((value) => flatten(value, arena));
  const someNull = flats.some((flat) => flat.type.kind === 'Null');
  const validity = flats.reduce((bits, flat) => andBitmaps(bits, flat.validity, rowCount, arena), kept);
  const { u8 } = mem;
  for (let row = 0, count = 0; row < rowCount; row++) {
    if (!someNull && (validity === 0 || ((u8[validity + (row >>> 3)]! >>> (row & 7)) & 1) === 1)) count++;
    before[row + 1] = count;
  }
  const counts = arena.allocZeroed(rowCount * 8);
  const { u32 } = mem;
  for (let row = 0; row < rowCount; row++) {
    if (ends[row]! > starts[row]!) u32[(counts >>> 2) + row * 2] = before[ends[row]!]! - before[starts[row]!]!;
  }
  return flatVector(type, rowCount, { values: counts, width: 8 });
}

function sumFrames(
  input: WindowInput,
  column: FlatVector,
  validity: number,
  kind: 'sum' | 'avg',
  type: DataType,
): ColumnVector | undefined {
  const from = column.type.kind;
  const isDouble = from === 'Float64' && type.kind === 'Float64';
  if (!isDouble && (kind === 'avg' || from !== type.kind || (from !== 'Int64' && from !== 'UInt64'))) return undefined;
  const { arena, rowCount, partitions } = input;
  const { starts, ends } = input.frames();
  const sums = arena.alloc(rowCount * 8);
  const counts = arena.alloc(rowCount * 4);
  const sum = isDouble ? kernels().frameSumF64 : kernels().frameSumI64;
  sum(
    column.values,
    validity,
    resident(partitions, arena),
    partitions.length - 1,
    resident(starts, arena),
    resident(ends, arena),
    sums,
    counts,
  );
  if (kind === 'avg') {
    const { f64, u32 } = mem;
    for (let row = 0; row < rowCount; row++) f64[(sums >>> 3) + row]! /= Math.max(1, u32[(counts >>> 2) + row]!);
  }
  const present = allocBitmap(rowCount, false, arena);
  const nullCount = rowCount - kernels().positiveBits(counts, rowCount, present);
  return flatVector(type, rowCount, { values: sums, width: 8, validity: present, nullCount });
}

/** A copy of row numbers in the engine memory. */
function resident(rows: Uint32Array, arena: Arena): number {
  const address = arena.alloc(rows.length * 4);
  mem.u32.set(rows, address >>> 2);
  return address;
}

/**
 * The row with the best value of each frame: a queue holds the rows that may still become best, each better than those
 * behind it, so that the first is the best now.
 */
function extremeOfFrames(
  input: WindowInput,
  column: FlatVector,
  validity: number,
  largest: boolean,
  type: DataType,
): ColumnVector | undefined {
  if (isNested(column.type) || column.type.kind === 'Interval') return undefined;
  const { arena, rowCount, partitions } = input;
  const { starts, ends } = input.frames();
  const masked: FlatVector = { ...column, validity, nullCount: countNulls(validity, rowCount) };
  const compare = makeComparator(masked, masked);
  const queue = new Uint32Array(rowCount);
  const best = arena.alloc(rowCount * 4);
  const { u32 } = mem;
  for (let p = 0; p + 1 < partitions.length; p++) {
    let [head, tail, next] = [0, 0, partitions[p]!];
    for (let row = partitions[p]!; row < partitions[p + 1]!; row++) {
      for (; next < ends[row]!; next++) {
        if (masked.nullCount > 0 && isNull(masked, next)) continue;
        while (tail > head && (largest ? compare(queue[tail - 1]!, next) < 0 : compare(queue[tail - 1]!, next) > 0))
          tail--;
        queue[tail++] = next;
      }
      while (head < tail && queue[head]! < starts[row]!) head++;
      u32[(best >>> 2) + row] = head < tail && queue[head]! < ends[row]! ? queue[head]! : NO_ROW;
    }
  }
  return { ...takeVectorOrNull(masked, best, rowCount, arena), type };
}

const isNested = ({ kind }: DataType): boolean => /List|Struct|Map|Union/.test(kind);
