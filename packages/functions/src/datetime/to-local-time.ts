import { DataTypes } from '@datafusion-ts/common';
import { nullVector, timeZone, toLocal, unitsPerSecond, withType } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { Args } from '../utils/arguments.js';
import { doc, Sections } from '../utils/documentation.js';
import { bigintReader } from '../utils/readers.js';
import { bigintRows } from '../utils/rows.js';
import { TIMESTAMP_NS } from './signatures.js';

/** `to_local_time(x)`: what the clock shows in the timestamp's own zone, as a timestamp without one. */
export const toLocalTime: ScalarUDF = {
  name: 'to_local_time',
  signature: Signature.coercible([Args.timestamp], 'Immutable'),
  returnType: ([type]) => (type!.kind === 'Timestamp' ? DataTypes.timestamp(type!.unit) : TIMESTAMP_NS),
  invoke: (call) => {
    const [input] = call.args;
    const { type } = input!;
    const to = call.returnField.dataType;
    if (type.kind !== 'Timestamp') return nullVector(to, call.rowCount);
    if (type.timezone === undefined) return input!.encoding === 'dictionary' ? input! : withType(input!, to);
    const zone = timeZone(type.timezone);
    const per = unitsPerSecond(type.unit);
    return bigintRows(call, ([column], arena) => {
      const read = bigintReader(column!, arena);
      return (row) => {
        const value = read(row);
        if (value === null) return null;
        const seconds = Number((value - (((value % per) + per) % per)) / per);
        return value + BigInt(toLocal(zone, seconds) - seconds) * per;
      };
    });
  },
  documentation: doc(
    Sections.time,
    'Drops the time zone of a timestamp and keeps what its clock shows.',
    'to_local_time(expression)',
    "SELECT to_local_time('2024-04-01T00:00:20Z'::timestamp AT TIME ZONE 'Europe/Brussels')",
    [['expression', 'A timestamp.']],
  ),
};
