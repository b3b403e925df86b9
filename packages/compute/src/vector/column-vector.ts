import type { DataType, ScalarValue } from '@datafusion-ts/common';
import type { Values } from './values.js';

/**
 * Columns inside the engine (specs/columns.md), narrowed by decisions that keep every kernel simple:
 *
 * - All bytes are resident in the engine memory: a buffer is its address. Users' Arrow data and in-memory tables live
 *   outside and are copied in batch by batch (`fromArrow`, `HostBatch`).
 * - Vectors have no offset: `sliceVector` moves the address (bitmaps are re-aligned into the arena).
 * - `validity` is 0 when no value is null, else the address of an Arrow bitmap (bit set = valid).
 * - All buffers have 64 readable and writable bytes of slack behind them and are 16-byte aligned unless sliced.
 * - Vectors are immutable once handed on, and live as long as the arena they were made in: until the consumer pulls
 *   the next batch. Who keeps rows copies them (`copyVector`, `copyBatch`), text included.
 *
 * Layout of `values` by physical type:
 * | types | values | width |
 * |---|---|---|
 * | Null | 0 | 0 |
 * | Boolean | bitmap | 0 |
 * | integers, floats, dates, times, timestamps, durations, Interval(YearMonth) | Arrow's | 1, 2, 4, 8 |
 * | Interval(DayTime) | days i32, ms i32 | 8 |
 * | Interval(MonthDayNano) | months i32, days i32, nanoseconds i64 | 16 |
 * | decimals | little-endian two's complement; the width is the vector's, not the type's: 8 while the values are known to fit, else 16, or 32 (Decimal256 only) | 8, 16, 32 |
 * | Utf8, LargeUtf8, Utf8View, Binary, LargeBinary, BinaryView | 16-byte views: length u32; up to 12 bytes inline, else 4-byte prefix, absolute address u32, zero u32 | 16 |
 * | FixedSizeBinary(n) | bytes | n |
 * | List, LargeList, Map | length + 1 offsets, i32 (children[0] are the elements or entry structs) | 4 |
 * | FixedSizeList, Struct | 0 (children) | 0 |
 * | Union | type ids i8; `aux` = offsets i32 when dense | 1 |
 * | Dictionary(k, v) | as `v`, when flat; usually such a column is a DictionaryVector | as v |
 *
 * Unused bytes of a view are zero, so that short strings compare and hash as two 64-bit words.
 */
export type ColumnVector = FlatVector | ConstantVector | DictionaryVector;

/** Plain values, one after the other. */
export interface FlatVector {
  readonly encoding: 'flat';
  readonly type: DataType;
  readonly length: number;
  readonly nullCount: number;
  /** Address of the validity bitmap; 0 when nothing is null. */
  readonly validity: number;
  /** Address of the values as described at {@link ColumnVector}. */
  readonly values: number;
  /** Bytes a value takes in `values`; 0 for bitmaps and types without values. */
  readonly width: number;
  /** Second buffer of dense unions (offsets), else 0. */
  readonly aux: number;
  readonly children: readonly ColumnVector[];
}

/** One value for all rows. */
export interface ConstantVector {
  readonly encoding: 'constant';
  readonly type: DataType;
  readonly length: number;
  readonly value: ScalarValue;
}

/**
 * Codes into shared values. A physical fact about a batch, not the Arrow type: a Utf8 column read from dictionary pages
 * is one and keeps type Utf8. A null row has its validity bit cleared and any code below `values.column.length`.
 * Entries may be unused by every row: evaluate failing expressions on used entries only.
 */
export interface DictionaryVector {
  readonly encoding: 'dictionary';
  readonly type: DataType;
  readonly length: number;
  readonly nullCount: number;
  readonly validity: number;
  /** Address of the codes, unsigned, `width` bytes each. */
  readonly codes: number;
  readonly width: 1 | 2 | 4;
  readonly values: Values;
}
