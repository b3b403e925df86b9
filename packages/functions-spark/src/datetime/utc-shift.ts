/**
 * `from_utc_timestamp` and `to_utc_timestamp`: what the clock of a time zone shows when UTC shows the timestamp, and the other
 * way round. Only the value moves; a time zone in the timestamp's own type stays and is of no account.
 */
import { ArrowError, displayType, ExecutionError } from '@datafusion-ts/common';
import { floorDiv, stringReader, timeZone, unitsPerSecond, valueTypeOf, type TimeZone } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { Args, bigintReader, bigintRows, doc } from '@datafusion-ts/functions';
import { TIME_SECTION, TimeArgs } from '../support/time-args.js';
import { nullsOfArguments } from '../support/result-fields.js';

/** Seconds to add to a UTC time to have the zone's. */
export const offsetFromUtc = (zone: TimeZone, seconds: number): number => zone.fixed ?? zone.offsetAt(seconds);

/**
 * Seconds to add to a local time of the zone to have UTC. As the twin does it, the offset is the one in force when UTC shows
 * that time, which near changes of the clock is not always that of the local time.
 */
export const offsetToUtc = (zone: TimeZone, seconds: number): number => -offsetFromUtc(zone, seconds);

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
      if (type.kind !== 'Timestamp')
        throw new ExecutionError(`\`${functionName}\`: unsupported argument types: ${displayType(type)}`);
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
