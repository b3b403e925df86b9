/** `hour`, `minute` and `second`: fields of what a timestamp's clock shows, in its own time zone if it has one. */
import { ArrowError, DataTypes } from '@datafusion-ts/common';
import { datePart, type DatePart } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc } from '@datafusion-ts/functions';
import { TIME_SECTION, TimeArgs } from '../support/time-args.js';

/** A function of one field. */
export const clockPart = (part: DatePart): ScalarUDF => ({
  name: part,
  signature: Signature.coercible([TimeArgs.exactTimestamp], 'Immutable'),
  returnType: () => DataTypes.Int32,
  invoke: ({ args: [value], arena }) => {
    if (value!.type.kind === 'Null') {
      const name = `${part[0]!.toUpperCase()}${part.slice(1)}`;
      throw new ArrowError('Compute error', `${name} does not support: Null`);
    }
    return datePart(part, value!, arena);
  },
  documentation: doc(
    TIME_SECTION,
    `Gives the ${part} of a timestamp.`,
    `${part}(timestamp)`,
    `SELECT ${part}(TIMESTAMP '2009-07-30T12:58:59')`,
    [['timestamp', 'A timestamp.']],
  ),
});
