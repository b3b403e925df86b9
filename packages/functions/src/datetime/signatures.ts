import { DataTypes, type DataType } from '@datafusion-ts/common';
import {
  coerceExact,
  coerceImplicit,
  NativeTypes,
  TypeClasses,
  type Coercion,
  type NativeType,
} from '@datafusion-ts/expr-common';

const NANOSECONDS: NativeType = { kind: 'Timestamp', unit: 'Nanosecond' };

/** Arguments of functions of time. */
export const TimeArgs = {
  /** A timestamp; text is cast to nanoseconds. */
  timestampOrText: coerceImplicit(TypeClasses.timestamp, [TypeClasses.native(NativeTypes.String)], NANOSECONDS),
  /** A timestamp; text and dates are cast to nanoseconds. */
  timestampOrDate: coerceImplicit(
    TypeClasses.timestamp,
    [TypeClasses.native(NativeTypes.String), TypeClasses.native(NativeTypes.Date)],
    NANOSECONDS,
  ),
  date: coerceExact(TypeClasses.native(NativeTypes.Date)),
  time: coerceExact(TypeClasses.time),
  interval: coerceExact(TypeClasses.interval),
  duration: coerceExact(TypeClasses.duration),
  /** Int32; other integers and text are cast. */
  int32: coerceImplicit(
    TypeClasses.native(NativeTypes.Int32),
    [TypeClasses.integer, TypeClasses.native(NativeTypes.String)],
    NativeTypes.Int32,
  ),
} as const satisfies Record<string, Coercion>;

/** Timestamps in nanoseconds without a time zone. */
export const TIMESTAMP_NS: DataType = DataTypes.timestamp('Nanosecond');
