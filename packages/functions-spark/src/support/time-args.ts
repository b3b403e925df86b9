/** Arguments that functions of dates and times share. */
import { coerceExact, coerceImplicit, NativeTypes, TypeClasses, type NativeType } from '@datafusion-ts/expr-common';

const NANOSECONDS: NativeType = { kind: 'Timestamp', unit: 'Nanosecond' };
const text = TypeClasses.native(NativeTypes.String);

/** Argument classes of time. */
export const TimeArgs = {
  /** A timestamp; text is read as one in nanoseconds. */
  timestamp: coerceImplicit(TypeClasses.timestamp, [text], NANOSECONDS),
  /** A timestamp as it is. */
  exactTimestamp: coerceExact(TypeClasses.timestamp),
  /** A date; text and timestamps are cut down to one. */
  date: coerceImplicit(TypeClasses.native(NativeTypes.Date), [text, TypeClasses.timestamp], NativeTypes.Date),
  /** A date as it is. */
  exactDate: coerceExact(TypeClasses.native(NativeTypes.Date)),
  /** A time of day. */
  time: coerceExact(TypeClasses.time),
} as const;

/** Section of the function reference. */
export const TIME_SECTION = 'Time and Date Functions';
