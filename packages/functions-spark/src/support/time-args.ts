/** Arguments that functions of dates and times share. */
import {
  coerceExact,
  coerceImplicit,
  NativeTypes,
  Signature,
  TypeClasses,
  type NativeType,
  type TypeSignature,
} from '@datafusion-ts/expr-common';

const MICROSECONDS: NativeType = { kind: 'Timestamp', unit: 'Microsecond' };
const text = TypeClasses.native(NativeTypes.String);

/** Argument classes of time. */
export const TimeArgs = {
  /** A timestamp; text is read as one in microseconds. */
  timestamp: coerceImplicit(TypeClasses.timestamp, [text], MICROSECONDS),
  /** A timestamp as it is. */
  exactTimestamp: coerceExact(TypeClasses.timestamp),
  /** A date; text and timestamps are cut down to one. */
  date: coerceImplicit(TypeClasses.native(NativeTypes.Date), [text, TypeClasses.timestamp], NativeTypes.Date),
  /** A date; text is read as one. */
  dateOrText: coerceImplicit(TypeClasses.native(NativeTypes.Date), [text], NativeTypes.Date),
  /** A date as it is. */
  exactDate: coerceExact(TypeClasses.native(NativeTypes.Date)),
  /** A time of day. */
  time: coerceExact(TypeClasses.time),
} as const;

const COUNT = coerceImplicit(TypeClasses.native(NativeTypes.Int32), [TypeClasses.integer], NativeTypes.Int32);
const SECONDS = coerceImplicit(TypeClasses.native(NativeTypes.Float64), [TypeClasses.numeric], NativeTypes.Float64);

/** None, some or all of so many whole numbers, and behind all of them seconds. */
export function countsAndSeconds(counts: number): Signature {
  const all = [...Array.from({ length: counts }, () => COUNT), SECONDS];
  const lists = all.map((_, i): TypeSignature => ({ kind: 'Coercible', coercions: all.slice(0, i + 1) }));
  return Signature.oneOf([{ kind: 'Nullary' }, ...lists], 'Immutable');
}

/** Section of the function reference. */
export const TIME_SECTION = 'Time and Date Functions';
