import { ArrowError, ExecutionError } from '@datafusion-ts/common';
import { timeZone, type TimeZone } from '../temporal/time-zone.js';
import { strptime } from './strptime.js';
import { dateOf, notEnough, StrptimeError, timeOf, type ParsedFields } from './strptime-fields.js';

/** A moment in UTC; `nanos` may exceed a second, on leap seconds. */
export interface FormattedMoment {
  readonly seconds: number;
  readonly nanos: number;
}

/**
 * A timestamp by a chrono pattern, as DataFusion's `to_timestamp` reads it: without an offset in the text it is local time of
 * `zone` (UTC when undefined); without a complete time of day it is midnight; a pattern may end in ` %Z`, the name of a
 * zone. Throws ExecutionError (`Error parsing timestamp from '…' using format '…': …`).
 */
export function parseTimestampWithFormat(text: string, format: string, zone?: TimeZone): FormattedMoment {
  try {
    const trimmed = format.trimEnd();
    if (trimmed.endsWith(' %Z')) {
      const at = text.trimEnd().lastIndexOf(' ');
      if (at < 0) throw new StrptimeError('time zone is missing');
      return settle(strptime(text.slice(0, at), trimmed.slice(0, -3)), zoneNamed(text.slice(at + 1).trim()));
    }
    if (format.includes('%Z')) {
      throw new StrptimeError("'%Z' is only supported at the end of the format string preceded by a space");
    }
    return settle(strptime(text, format), zone);
  } catch (error) {
    if (!(error instanceof StrptimeError)) throw error;
    throw new ExecutionError(`Error parsing timestamp from '${text}' using format '${format}': ${error.message}`);
  }
}

function zoneNamed(name: string): TimeZone {
  try {
    return timeZone(name);
  } catch (error) {
    if (error instanceof ArrowError) throw new StrptimeError('failed to parse timezone');
    throw error;
  }
}

function settle(fields: ParsedFields, zone: TimeZone | undefined): FormattedMoment {
  if (fields.timestamp !== undefined) return { seconds: fields.timestamp, nanos: fields.nanos ?? 0 };
  const days = dateOf(fields);
  const { second, nanos } = timeOrMidnight(fields);
  const local = days * 86_400 + second;
  if (fields.offset !== undefined) return { seconds: local - fields.offset, nanos };
  if (zone === undefined) return { seconds: local, nanos };
  const result = zone.fromLocal(local);
  if (result.kind !== 'single') throw new StrptimeError('error computing timezone offset');
  return { seconds: local - result.offset, nanos };
}

/** A time of day that is incomplete counts as midnight. */
function timeOrMidnight(fields: ParsedFields): { readonly second: number; readonly nanos: number } {
  try {
    return timeOf(fields);
  } catch (error) {
    if (error instanceof StrptimeError && error.message === notEnough().message) return { second: 0, nanos: 0 };
    throw error;
  }
}
