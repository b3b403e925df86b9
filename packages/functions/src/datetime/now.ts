import { DataTypes, InternalError, ScalarValue, type ConfigOptions, type DataType } from '@datafusion-ts/common';
import { timeZone, toLocal } from '@datafusion-ts/compute';
import { lit, type ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, Sections } from '../utils/documentation.js';

/**
 * `now()`, `current_date()`, `current_time()`: the moment at which the query began, so that all rows and all calls of a query
 * agree. The planner puts a literal in their place.
 */

const BILLION = 1_000_000_000n;
const DAY = 86_400n * BILLION;

const zoneOf = (config: ConfigOptions): string | undefined => {
  const name = config.execution.timeZone;
  return name === undefined || name === '' ? undefined : name;
};

/** Nanoseconds of the local clock in the session's time zone. */
function localNanos(nanos: bigint, config: ConfigOptions): bigint {
  const zone = zoneOf(config);
  if (zone === undefined) return nanos;
  const seconds = Number(nanos / BILLION);
  return nanos + BigInt(toLocal(timeZone(zone), seconds) - seconds) * BILLION;
}

interface Clock {
  readonly name: string;
  readonly aliases: readonly string[];
  type(config: ConfigOptions | undefined): DataType;
  read(nanos: bigint, config: ConfigOptions): ScalarValue;
  readonly description: string;
  readonly syntax: string;
}

function clockFunction(clock: Clock, settings?: ConfigOptions): ScalarUDF {
  const { name, aliases, type, read, description, syntax } = clock;
  const dataType = type(settings);
  return {
    name,
    aliases,
    signature: Signature.nullary('Stable'),
    returnField: () => ({ name, dataType, nullable: false }),
    simplify: (_, context) => {
      const start = context.queryExecutionStartTime;
      return start === undefined ? undefined : lit(read(start, context.config));
    },
    // Only the planner knows when the query began.
    invoke: () => {
      throw new InternalError(`invoke should not be called on a simplified ${name}() function`);
    },
    withConfig: (config) => clockFunction(clock, config),
    documentation: doc(Sections.time, description, syntax, `SELECT ${name}() IS NOT NULL`),
  };
}

/** `now()`: a timestamp in the session's time zone. */
export const now: ScalarUDF = clockFunction({
  name: 'now',
  aliases: ['current_timestamp'],
  type: (config) => DataTypes.timestamp('Nanosecond', config === undefined ? undefined : zoneOf(config)),
  read: (nanos, config) => new ScalarValue(DataTypes.timestamp('Nanosecond', zoneOf(config)), nanos),
  description: 'Gives the moment at which the query began, in the time zone of the session.',
  syntax: 'now()',
});

/** `current_date()`: the date in the session's time zone. */
export const currentDate: ScalarUDF = clockFunction({
  name: 'current_date',
  aliases: ['today'],
  type: () => DataTypes.Date32,
  read: (nanos, config) => new ScalarValue(DataTypes.Date32, Number(localNanos(nanos, config) / DAY)),
  description: 'Gives the date at which the query began, in the time zone of the session.',
  syntax: "current_date()\n    (optional) SET datafusion.execution.time_zone = '+00:00';\n    SELECT current_date();",
});

/** `current_time()`: the time of day in the session's time zone. */
export const currentTime: ScalarUDF = clockFunction({
  name: 'current_time',
  aliases: [],
  type: () => DataTypes.time64('Nanosecond'),
  read: (nanos, config) => new ScalarValue(DataTypes.time64('Nanosecond'), localNanos(nanos, config) % DAY),
  description: 'Gives the time of day at which the query began, in the time zone of the session.',
  syntax: "current_time()\n    (optional) SET datafusion.execution.time_zone = '+00:00';\n    SELECT current_time();",
});
