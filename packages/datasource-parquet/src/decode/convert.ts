/** Dense stored values to dense values of the engine. */
import { mem, type Arena, copyBytesTo } from '@datafusion-ts/compute';
import { kernels } from '../kernels.js';
import { parquetError } from '../parquet-error.js';
import type { LeafStore } from './leaf-store.js';

const MILLIS_PER_DAY = 86_400_000;
const JULIAN_DAY_OF_EPOCH = 2_440_588;
const NANOS_PER_DAY = 86_400_000_000_000n;

/** Address of `count` values converted; `stored` is an address of stored values (views for byte arrays). */
export function convertValues(store: LeafStore, stored: number, count: number, arena: Arena): number {
  if (store.conversion === 'None') return aligned(stored, store, count, arena);
  if (store.conversion === 'Nulls') return 0;
  const to = arena.alloc(count * store.width);
  switch (store.conversion) {
    case 'WidenInt32':
      kernels().widen4(stored, count, to);
      break;
    case 'NarrowInt32':
      kernels().narrow4(stored, count, store.width, to);
      break;
    case 'DaysToMillis':
      daysToMillis(aligned(stored, { ...store, width: 4 }, count, arena), count, to);
      break;
    case 'Int96':
      int96ToTimestamps(store, stored, count, to);
      break;
    case 'BigEndian':
      checkFits(kernels().bigEndian(stored, store.storedWidth, count, store.width, to), store);
      break;
    case 'BigEndianViews':
      checkFits(kernels().bigEndianViews(stored, count, store.width, to), store);
      break;
    case 'Interval':
      intervals(store, stored, count, to);
      break;
    case 'FixedToViews':
      kernels().viewsOfFixed(stored, store.storedWidth, count, to);
      break;
  }
  return to;
}

function checkFits(result: number, store: LeafStore): void {
  if (result < 0) throw parquetError(`Value of column ${store.node.field.name} does not fit its decimal type`);
}

/** The same values at an address that typed views can read. */
function aligned(stored: number, store: LeafStore, count: number, arena: Arena): number {
  const { width } = store;
  const alignment = width === 2 || width === 4 || width === 8 ? width : width === 16 ? 8 : 1;
  if (stored % alignment === 0) return stored;
  const to = arena.alloc(count * width);
  copyBytesTo(to, stored, count * width);
  return to;
}

function daysToMillis(days: number, count: number, to: number): void {
  for (let i = 0; i < count; i++) mem.i64[(to >>> 3) + i] = BigInt(mem.i32[(days >>> 2) + i]!) * BigInt(MILLIS_PER_DAY);
}

const DIVISORS = { Second: 1_000_000_000n, Millisecond: 1_000_000n, Microsecond: 1_000n, Nanosecond: 1n } as const;

/** INT96: nanoseconds of the day (8 bytes), Julian day (4 bytes). Wraps like the reference where nanoseconds overflow. */
function int96ToTimestamps(store: LeafStore, stored: number, count: number, to: number): void {
  const unit = store.valueType.kind === 'Timestamp' ? store.valueType.unit : 'Nanosecond';
  const divisor = DIVISORS[unit];
  const view = new DataView(mem.u8.buffer);
  for (let i = 0; i < count; i++) {
    const nanos = view.getBigInt64(stored + i * 12, true);
    const days = BigInt(view.getInt32(stored + i * 12 + 8, true) - JULIAN_DAY_OF_EPOCH);
    const value = (days * NANOS_PER_DAY) / divisor + nanos / divisor;
    mem.i64[(to >>> 3) + i] = BigInt.asIntN(64, value);
  }
}

/** INTERVAL: months, days, milliseconds. Each Arrow layout takes what it can hold. */
function intervals(store: LeafStore, stored: number, count: number, to: number): void {
  const view = new DataView(mem.u8.buffer);
  const unit = store.valueType.kind === 'Interval' ? store.valueType.unit : 'DayTime';
  for (let i = 0; i < count; i++) {
    const from = stored + i * 12;
    if (unit === 'YearMonth') view.setInt32(to + i * 4, view.getInt32(from, true), true);
    else if (unit === 'DayTime') mem.u8.copyWithin(to + i * 8, from + 4, from + 12);
    else {
      mem.u8.copyWithin(to + i * 16, from, from + 8);
      view.setBigInt64(to + i * 16 + 8, BigInt(view.getUint32(from + 8, true)) * 1_000_000n, true);
    }
  }
}
