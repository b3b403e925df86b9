/** Common types of dates, times, timestamps, durations and intervals. */
import { DataTypes, type DataType, type TimeUnit } from '@datafusion-ts/common';
import { isDate, isInteger, isString, isTime } from './type-tests.js';

const COARSEST_FIRST: readonly TimeUnit[] = ['Second', 'Millisecond', 'Microsecond', 'Nanosecond'];

/** The coarser of two units. */
const coarserUnit = (a: TimeUnit, b: TimeUnit): TimeUnit =>
  COARSEST_FIRST[Math.min(COARSEST_FIRST.indexOf(a), COARSEST_FIRST.indexOf(b))]!;

type ZoneRule = (a: string | undefined, b: string | undefined) => string | undefined | false;

/** Timestamps of different zones meet in the left zone: they are instants all the same. */
const anyZone: ZoneRule = (a, b) => a ?? b;

const isUtc = (zone: string): boolean => zone === 'UTC' || zone === '+00:00';

/** Two zones must be the same (UTC may be spelled in two ways); a timestamp without one is taken to be in the other's. */
const strictZone: ZoneRule = (a, b) =>
  a === undefined || b === undefined || a === b || (isUtc(a) && isUtc(b)) ? (a ?? b) : false;

/** Common type of temporal types for comparison and arithmetic; timestamps of any zones meet. */
export const temporalCoercionNonstrict = (a: DataType, b: DataType): DataType | undefined =>
  temporalCoercion(a, b, anyZone);

/** Common type of temporal types as values: timestamps must agree about their zone. */
export const temporalCoercionStrict = (a: DataType, b: DataType): DataType | undefined =>
  temporalCoercion(a, b, strictZone);

function temporalCoercion(a: DataType, b: DataType, zoneRule: ZoneRule): DataType | undefined {
  if (a.kind === 'Timestamp' && b.kind === 'Timestamp') {
    const zone = zoneRule(a.timezone, b.timezone);
    return zone === false ? undefined : DataTypes.timestamp(coarserUnit(a.unit, b.unit), zone);
  }
  const isSpan = (type: DataType): boolean => type.kind === 'Interval' || type.kind === 'Duration';
  if (isSpan(a) && isSpan(b)) return DataTypes.interval('MonthDayNano');
  if (isDate(a) && isDate(b)) return a.kind === b.kind ? undefined : DataTypes.Date64;
  return dateWithOther(a, b) ?? dateWithOther(b, a);
}

/** A date with a timestamp (zone dropped) or a time of day is an instant. */
function dateWithOther(date: DataType, other: DataType): DataType | undefined {
  if (!isDate(date)) return undefined;
  if (other.kind === 'Timestamp' || isTime(other)) return DataTypes.timestamp('Nanosecond');
  return isInteger(other) ? date : undefined;
}

/** Text is read as the temporal type it meets, timestamps with full precision. */
export function stringTemporalCoercion(a: DataType, b: DataType): DataType | undefined {
  if (isString(a)) return temporalForText(b);
  return isString(b) ? temporalForText(a) : undefined;
}

function temporalForText(type: DataType): DataType | undefined {
  switch (type.kind) {
    case 'Date32':
    case 'Date64':
    case 'Time32':
    case 'Time64':
      return type;
    case 'Timestamp':
      return DataTypes.timestamp('Nanosecond', type.timezone);
    default:
      return undefined;
  }
}
