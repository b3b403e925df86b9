/** `unix_seconds`, `unix_millis`, `unix_micros`: a timestamp as a count of some unit since 1970 in UTC. */
import { DataTypes, type TimeUnit } from '@datafusion-ts/common';
import { cast } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc } from '@datafusion-ts/functions';
import { TIME_SECTION, TimeArgs } from '../support/time-args.js';
import { nullsOfArguments } from '../support/result-fields.js';

/** A function that counts one unit. */
export const unixTime = (name: string, unit: TimeUnit, noun: string): ScalarUDF => ({
  name,
  signature: Signature.coercible([TimeArgs.exactTimestamp], 'Immutable'),
  returnField: nullsOfArguments(name, () => DataTypes.Int64),
  invoke: ({ args: [value], arena }) => {
    const counted = cast(value!, DataTypes.timestamp(unit, 'UTC'), { safe: false }, arena);
    return cast(counted, DataTypes.Int64, { safe: false }, arena);
  },
  documentation: doc(
    TIME_SECTION,
    `Gives the number of ${noun} from 1970-01-01T00:00:00Z to a timestamp.`,
    `${name}(timestamp)`,
    `SELECT ${name}(TIMESTAMP '1970-01-01T00:00:01Z')`,
    [['timestamp', 'A timestamp.']],
  ),
});
