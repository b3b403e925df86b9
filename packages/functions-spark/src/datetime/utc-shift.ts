/**
 * `from_utc_timestamp` and `to_utc_timestamp`: what the clock of a time zone shows when UTC shows the timestamp, and the other
 * way round. Only the value moves; a time zone in the timestamp's own type stays and is of no account.
 *
 * A local time that exists twice is taken as the earlier moment; one that a change of the clock skips is read with the
 * offset from before the change, so that it moves on by the length of the gap (as java.time does).
 */
import { ArrowError, displayType, ExecutionError } from '@datafusion-ts/common';
import {
  floorDiv,
  nullVector,
  stringReader,
  timeZone,
  unitsPerSecond,
  valueTypeOf,
  type TimeZone,
} from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { Args, bigintReader, bigintRows, doc } from '@datafusion-ts/functions';
import { TIME_SECTION, TimeArgs } from '../support/time-args.js';
import { nullsOfArguments } from '../support/result-fields.js';

/** Seconds to add to a UTC time to have the zone's. */
export const offsetFromUtc = (zone: TimeZone, seconds: number): number => zone.fixed ?? zone.offsetAt(seconds);

/** Seconds to add to a local time of the zone to have UTC. */
export function offsetToUtc(zone: TimeZone, seconds: number): number {
  const local = zone.fromLocal(seconds);
  switch (local.kind) {
    case 'single':
      return -local.offset;
    case 'ambiguous':
      return -local.earliest;
    case 'none':
      return -zone.offsetAt(seconds - 86_400);
  }
}

function zoneOf(functionName: string, name: string): TimeZone {
  try {
    return timeZone(name);
  } catch (error) {
    if (!(error instanceof ArrowError)) throw error;
    const why = error.message.replace(/^Arrow error: /, '');
    throw new ExecutionError(`\`${functionName}\`: invalid timezone '${name}': ${why}`);
  }
}

/** One of the two functions; `offset` says how far the value moves. */
export function utcShift(
  functionName: string,
  offset: (zone: TimeZone, seconds: number) => number,
  description: string,
  sqlExample: string,
): ScalarUDF {
  return {
    name: functionName,
    signature: Signature.coercible([TimeArgs.timestamp, Args.string], 'Immutable'),
    returnField: nullsOfArguments(functionName, ([type]) => valueTypeOf(type!)),
    invoke: (call) => {
      const type = call.returnField.dataType;
      if (type.kind === 'Null') return nullVector(type, call.rowCount);
      if (type.kind !== 'Timestamp')
        throw new ExecutionError(`${functionName} does not support type: ${displayType(type)}`);
      const per = unitsPerSecond(type.unit);
      return bigintRows(call, ([moments, names], arena) => {
        const [readMoment, readName] = [bigintReader(moments!, arena), stringReader(names!)];
        return (row) => {
          const [value, name] = [readMoment(row), readName(row)];
          if (value === null || name === null) return null;
          const zone = zoneOf(functionName, name);
          return value + BigInt(offset(zone, Number(floorDiv(value, per)))) * per;
        };
      });
    },
    documentation: doc(TIME_SECTION, description, `${functionName}(timestamp, timezone)`, sqlExample, [
      ['timestamp', 'A timestamp, or text that is read as one.'],
      ['timezone', "Name of a time zone, or an offset as '+01:00'."],
    ]),
  };
}
