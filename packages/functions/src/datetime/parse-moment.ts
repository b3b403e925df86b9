import { ArrowError, displayType, ExecutionError, type DataType } from '@datafusion-ts/common';
import { parseTimestampNanos, timeZone, type TimeZone } from '@datafusion-ts/compute';
import { parseFields, resolveMoment, StrptimeError } from './strptime.js';

/** Texts as moments in nanoseconds since 1970, by Arrow's rules or by patterns. */

const BILLION = 1_000_000_000n;
const MAX = 2n ** 63n - 1n;

/** Nanoseconds of a text in Arrow's form; local to `zone` when it names no zone. */
export function momentOfText(text: string, zone: TimeZone | undefined): bigint {
  const parsed = parseTimestampNanos(text, zone);
  if (!parsed.ok) throw parsed.error;
  return checked(BigInt(parsed.seconds) * BILLION + BigInt(parsed.nanos));
}

function checked(nanos: bigint): bigint {
  if (nanos > MAX || nanos < -MAX - 1n) {
    throw new ExecutionError(
      'The dates that can be represented as nanoseconds have to be between 1677-09-21T00:12:44.0 and 2262-04-11T23:47:16.854775804',
    );
  }
  return nanos;
}

/**
 * Nanoseconds of a text by the first of several patterns that it matches; the last failure is reported. A moment that 64 bits
 * cannot count is such a failure.
 */
export const momentOfFormats = (text: string, formats: readonly string[], zone: TimeZone | undefined): bigint =>
  firstMoment(formats, (format) => checked(momentOfFormat(text, format, zone)));

/** Like {@link momentOfFormats}, of any size: days reach further than nanoseconds. */
export const anyMomentOfFormats = (text: string, formats: readonly string[]): bigint =>
  firstMoment(formats, (format) => momentOfFormat(text, format, undefined));

function firstMoment(formats: readonly string[], read: (format: string) => bigint): bigint {
  let failure: unknown;
  for (const format of formats) {
    try {
      return read(format);
    } catch (error) {
      if (!(error instanceof ExecutionError)) throw error;
      failure = error;
    }
  }
  throw failure;
}

function momentOfFormat(text: string, format: string, zone: TimeZone | undefined): bigint {
  const fail = (why: string): ExecutionError =>
    new ExecutionError(`Error parsing timestamp from '${text}' using format '${format}': ${why}`);
  const named = splitZone(text, format, fail);
  try {
    const moment = resolveMoment(parseFields(named.text, named.format));
    if (moment.offset !== undefined && named.zone === undefined) {
      return BigInt(moment.seconds - moment.offset) * BILLION + BigInt(moment.nanos);
    }
    const offset = offsetIn(named.zone ?? zone, moment.seconds, fail);
    return BigInt(moment.seconds - offset) * BILLION + BigInt(moment.nanos);
  } catch (error) {
    if (error instanceof StrptimeError) throw fail(error.message);
    throw error;
  }
}

function offsetIn(zone: TimeZone | undefined, local: number, fail: (why: string) => ExecutionError): number {
  if (zone === undefined) return 0;
  const result = zone.fromLocal(local);
  if (result.kind !== 'single') throw fail('error computing timezone offset');
  return result.offset;
}

interface ZonedText {
  readonly text: string;
  readonly format: string;
  readonly zone?: TimeZone;
}

/** A zone name at the end of a text whose pattern ends in ` %Z`. */
function splitZone(text: string, format: string, fail: (why: string) => ExecutionError): ZonedText {
  if (!format.includes('%Z')) return { text, format };
  if (!format.endsWith(' %Z') || format.slice(0, -3).includes('%Z')) {
    throw fail("'%Z' is only supported at the end of the format string preceded by a space");
  }
  const at = text.lastIndexOf(' ');
  if (at < 0) throw fail('premature end of input');
  return { text: text.slice(0, at), format: format.slice(0, -3), zone: namedZone(text.slice(at + 1), fail) };
}

function namedZone(name: string, fail: (why: string) => ExecutionError): TimeZone {
  try {
    return timeZone(name);
  } catch (error) {
    if (error instanceof ArrowError) throw fail(`failed to parse timezone`);
    throw error;
  }
}

/** Patterns must be text. */
export function checkFormats(functionName: string, types: readonly DataType[]): void {
  types.forEach((type, i) => {
    if (i > 0 && !isText(type)) {
      throw new ExecutionError(`${functionName} function unsupported data type at index ${i}: ${displayType(type)}`);
    }
  });
}

/** True for the three kinds of text. */
export const isText = (type: DataType): boolean =>
  type.kind === 'Utf8' || type.kind === 'LargeUtf8' || type.kind === 'Utf8View';

/** The error for a type that a function does not read. */
export const unsupportedType = (type: DataType, functionName: string): ExecutionError =>
  new ExecutionError(`Unsupported data type ${displayType(type)} for function ${functionName}`);
