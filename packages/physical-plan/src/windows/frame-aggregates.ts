/**
 * Counts, sums, means and extremes of all frames of a chunk in one go, without an accumulator: each row enters and leaves
 * once, as with accumulators, and sums of doubles are made in the same order. For functions that say so (`overFrames`),
 * over the types their plain form has; others go through their accumulators.
 *
 * Partitions may come in pieces (`progress.ts`): a sum goes on where the piece before ended; counts and extremes are made
 * of the rows of the frame, and only a frame without a beginning needs to know what it has seen before.
 */
import { ScalarValue, type DataType } from '@datafusion-ts/common';
import {
  allocBitmap,
  andBitmaps,
  concatVectors,
  countNulls,
  flatten,
  flatVector,
  getScalar,
  isNull,
  kernels,
  makeComparator,
  mem,
  NO_ROW,
  takeVectorOrNull,
  vectorFromScalars,
  type Arena,
  type ColumnVector,
  type FlatVector,
} from '@datafusion-ts/compute';
import { isUnbounded } from '@datafusion-ts/expr';
import type { AggregateWindowExpr } from '@datafusion-ts/physical-expr';
import type { Progress } from './progress.js';
import type { WindowInput } from './window-input.js';

/** What one aggregate is computed from. */
interface FrameRun {
  readonly input: WindowInput;
  readonly type: DataType;
  /** True when frames have no beginning: what they have seen stays. */
  readonly grows: boolean;
  readonly progress: Progress;
}

/** The result for every row; undefined when the accumulators have to do it. */
export function aggregateFrames(
  expr: AggregateWindowExpr,
  input: WindowInput,
  values: readonly ColumnVector[],
  filter: ColumnVector | undefined,
  progress: Progress,
): ColumnVector | undefined {
  const { aggregate, field } = expr;
  const kind = aggregate.func.overFrames;
  if (kind === undefined || aggregate.isDistinct || aggregate.orderBy.length > 0) return undefined;
  const { arena, rowCount } = input;
  const run: FrameRun = { input, type: field.dataType, grows: isUnbounded(expr.frame.startBound), progress };
  const kept = filter === undefined ? 0 : trueBits(filter, rowCount, arena);
  if (kind === 'count') return countFrames(run, values, kept);
  const [only] = values;
  if (values.length !== 1 || only === undefined) return undefined;
  const column = flatten(only, arena);
  if (column.type.kind === 'Null') return undefined;
  const validity = andBitmaps(column.validity, kept, rowCount, arena);
  if (kind === 'min' || kind === 'max') return extremeOfFrames(run, column, validity, kind === 'max');
  return sumFrames(run, column, validity, kind);
}

/** Bits of rows for which a boolean column is true; 0 when all are. */
function trueBits(filter: ColumnVector, rowCount: number, arena: Arena): number {
  const flat = flatten(filter, arena);
  if (flat.type.kind === 'Null') return allocBitmap(rowCount, false, arena);
  return flat.validity === 0 ? flat.values : andBitmaps(flat.values, flat.validity, rowCount, arena);
}

/** Validity of rows where every argument is valid, as counts before each row: `count(*)` needs none. */
function countFrames(run: FrameRun, values: readonly ColumnVector[], kept: number): ColumnVector | undefined {
  if (run.type.kind !== 'Int64') return undefined;
  const { input, grows, progress } = run;
  const { arena, rowCount, partitions } = input;
  const { starts, ends } = input.frames();
  const before = countsBefore(values, kept, rowCount, arena);
  const counts = arena.allocZeroed(rowCount * 8);
  const { u32 } = mem;
  const low = counts >>> 2;
  for (let p = 0; p + 1 < partitions.length; p++) {
    const [from, to] = [progress.from[p]!, progress.to[p]!];
    const known = grows ? progress.known(p) : undefined;
    const earlier = known?.count ?? 0;
    const seen = known === undefined ? 0 : progress.here(p, known.end);
    for (let row = from; row < to; row++) {
      const [start, end] = [starts[row]!, ends[row]!];
      if (end <= start) continue;
      const count = earlier + before[end]! - before[known === undefined ? start : seen]!;
      u32[low + row * 2] = count;
      if (count > 0xffff_ffff) u32[low + row * 2 + 1] = count / 0x1_0000_0000;
    }
    if (!progress.isOpen || to === from) continue;
    const [start, end] = [starts[to - 1]!, ends[to - 1]!];
    progress.advance(p, start, end);
    progress.carry(p).count = earlier + before[end]! - before[known === undefined ? start : seen]!;
  }
  return flatVector(run.type, rowCount, { values: counts, width: 8 });
}

function countsBefore(values: readonly ColumnVector[], kept: number, rowCount: number, arena: Arena): Uint32Array {
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
  return before;
}

function sumFrames(run: FrameRun, column: FlatVector, validity: number, kind: 'sum' | 'avg'): ColumnVector | undefined {
  const width = sumWidth(run.type, column, kind);
  if (width === undefined) return undefined;
  const { input, type } = run;
  const { arena, rowCount, partitions } = input;
  const { starts, ends } = input.frames();
  const sums = arena.alloc(rowCount * width);
  const counts = arena.allocZeroed(rowCount * 4);
  const states = sumStates(run, width);
  const parts = [resident(partitions, arena), partitions.length - 1] as const;
  const frames = [resident(starts, arena), resident(ends, arena)] as const;
  const k = kernels();
  if (width === 16) k.frameSum128(column.values, column.width, validity, ...parts, ...frames, sums, counts, states);
  else if (column.type.kind === 'Float64')
    k.frameSumF64(column.values, validity, ...parts, ...frames, sums, counts, states);
  else k.frameSumI64(column.values, validity, ...parts, ...frames, sums, counts, states);
  if (run.progress.isOpen) keepSums(run, states, width);
  if (kind === 'avg') {
    const { f64, u32 } = mem;
    for (let row = 0; row < rowCount; row++) f64[(sums >>> 3) + row]! /= Math.max(1, u32[(counts >>> 2) + row]!);
  }
  const present = allocBitmap(rowCount, false, arena);
  const nullCount = rowCount - k.positiveBits(counts, rowCount, present);
  return flatVector(type, rowCount, { values: sums, width, validity: present, nullCount });
}

/** Bytes of a sum; undefined for types that go through accumulators. */
function sumWidth(type: DataType, column: FlatVector, kind: 'sum' | 'avg'): 8 | 16 | undefined {
  const from = column.type.kind;
  if (from === 'Float64' && type.kind === 'Float64') return 8;
  if (kind === 'avg' || from !== type.kind) return undefined;
  if (from === 'Int64' || from === 'UInt64') return 8;
  return from === 'Decimal128' && (column.width === 8 || column.width === 16) ? 16 : undefined;
}

/** Bytes of what is known of a partition: the lower half of the sum, counts and rows, the upper half of wide sums. */
const stateBytes = (width: 8 | 16): number => (width === 16 ? 48 : 32);

/** Address of the sums so far, as the kernel goes on from them; 0 when all partitions begin here. */
function sumStates({ input, grows, progress }: FrameRun, width: 8 | 16): number {
  if (!progress.isOpen && !progress.hasEarlier) return 0;
  const { partitions, arena } = input;
  const count = partitions.length - 1;
  const states = arena.allocZeroed(count * stateBytes(width));
  for (let p = 0; p < count; p++) {
    const known = progress.known(p);
    const at = (states + p * stateBytes(width)) >>> 2;
    if (known !== undefined) {
      mem.i64[at >>> 1] = BigInt.asIntN(64, known.sum);
      if (width === 16) mem.i64[(at >>> 1) + 4] = known.sum >> 64n;
    }
    mem.u32[at + 2] = known?.count ?? 0;
    mem.u32[at + 3] = grows || known === undefined ? partitions[p]! : progress.here(p, known.first);
    mem.u32[at + 4] = known === undefined ? partitions[p]! : progress.here(p, known.end);
    mem.u32[at + 5] = progress.from[p]!;
    mem.u32[at + 6] = progress.to[p]!;
  }
  return states;
}

function keepSums({ input, progress }: FrameRun, states: number, width: 8 | 16): void {
  const { i64, u32, u64 } = mem;
  for (let p = 0; p + 1 < input.partitions.length; p++) {
    const at = (states + p * stateBytes(width)) >>> 2;
    progress.advance(p, u32[at + 3]!, u32[at + 4]!);
    const carry = progress.carry(p);
    carry.sum = width === 16 ? (i64[(at >>> 1) + 4]! << 64n) | u64[at >>> 1]! : i64[at >>> 1]!;
    carry.count = u32[at + 2]!;
  }
}

/** A copy of row numbers in the engine memory. */
function resident(rows: Uint32Array, arena: Arena): number {
  const address = arena.alloc(rows.length * 4);
  mem.u32.set(rows, address >>> 2);
  return address;
}

/**
 * The row with the best value of each frame: a queue holds the rows that may still become best, each better than those
 * behind it, so that the first is the best now. A frame without values keeps the least one before it, but no
 * largest, as DataFusion's accumulators do. What was seen in earlier pieces is one more row behind all others.
 */
function extremeOfFrames(
  run: FrameRun,
  column: FlatVector,
  validity: number,
  largest: boolean,
): ColumnVector | undefined {
  if (isNested(column.type) || column.type.kind === 'Interval') return undefined;
  const { input, type, grows, progress } = run;
  const { arena, rowCount, partitions } = input;
  const { starts, ends } = input.frames();
  const masked = withBests({ ...column, validity, nullCount: countNulls(validity, rowCount) }, run);
  const compare = makeComparator(masked, masked);
  const queue = new Uint32Array(rowCount + 1);
  const best = arena.alloc(rowCount * 4);
  const { u32 } = mem;
  for (let p = 0; p + 1 < partitions.length; p++) {
    let [head, tail] = [0, 0];
    const known = progress.known(p);
    let next = known === undefined ? partitions[p]! : progress.here(p, grows ? known.end : known.first);
    let last = known !== undefined && !isNull(masked, rowCount + p) ? rowCount + p : NO_ROW;
    if (grows && last !== NO_ROW) queue[tail++] = last;
    // Rows of the frame before this piece may be gone; their best one still counts for the first row's.
    let isLive = !grows && last !== NO_ROW && known!.count > 0;
    const isWorse = (a: number, b: number): boolean => (largest ? compare(a, b) < 0 : compare(a, b) > 0);
    const add = (end: number): void => {
      for (; next < end; next++) {
        if (masked.nullCount > 0 && isNull(masked, next)) continue;
        while (tail > head && isWorse(queue[tail - 1]!, next)) tail--;
        queue[tail++] = next;
      }
    };
    if (known !== undefined && !grows) add(progress.here(p, known.end));
    const [from, to] = [progress.from[p]!, progress.to[p]!];
    for (let row = from; row < to; row++) {
      if (ends[row]! <= starts[row]!) {
        // A frame without rows is passed over, and so are the rows up to it.
        u32[(best >>> 2) + row] = NO_ROW;
        next = Math.max(next, ends[row]!);
        isLive = false;
        continue;
      }
      add(ends[row]!);
      if (head < tail && (!isLive || isWorse(last, queue[head]!))) last = queue[head]!;
      isLive = false;
      while (head < tail && queue[head]! < starts[row]!) head++;
      if (head < tail) last = queue[head]!;
      u32[(best >>> 2) + row] = largest ? (head < tail ? queue[head]! : NO_ROW) : last;
    }
    u32.fill(NO_ROW, (best >>> 2) + partitions[p]!, (best >>> 2) + from);
    u32.fill(NO_ROW, (best >>> 2) + to, (best >>> 2) + partitions[p + 1]!);
    if (!progress.isOpen || to === from) continue;
    progress.advance(p, starts[to - 1]!, ends[to - 1]!);
    const carry = progress.carry(p);
    carry.count = tail - head;
    if (last !== NO_ROW) carry.best = getScalar(masked, last);
  }
  return { ...takeVectorOrNull(masked, best, rowCount, arena), type };
}

/** The column, and behind it the last best value of every partition, when frames go on from earlier pieces. */
function withBests(column: FlatVector, { input, progress }: FrameRun): FlatVector {
  if (!progress.hasEarlier) return column;
  const { arena, partitions } = input;
  const none = new ScalarValue(column.type, null);
  const bests = Array.from({ length: partitions.length - 1 }, (_, p) => progress.known(p)?.best ?? none);
  return flatten(concatVectors([column, vectorFromScalars(column.type, bests, arena)], column.type, arena), arena);
}

const isNested = ({ kind }: DataType): boolean => /List|Struct|Map|Union/.test(kind);
