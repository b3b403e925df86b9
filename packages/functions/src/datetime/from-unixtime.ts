import { DataTypes, ExecutionError } from '@datafusion-ts/common';
import { cast } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, Sections } from '../utils/documentation.js';
import { literalText } from '../utils/literals.js';

/** `from_unixtime(1599572549)`: seconds since 1970 as a timestamp, in a time zone when one is given. */
export const fromUnixtime: ScalarUDF = {
  name: 'from_unixtime',
  signature: Signature.oneOf(
    [
      { kind: 'Exact', types: [DataTypes.Int64, DataTypes.Utf8] },
      { kind: 'Exact', types: [DataTypes.Int64] },
    ],
    'Immutable',
  ),
  returnField: (args) => {
    if (args.argFields.length === 1)
      return { name: 'from_unixtime', dataType: DataTypes.timestamp('Second'), nullable: true };
    const zone = literalText(args, 1);
    if (zone === undefined || zone === '')
      throw new ExecutionError('from_unixtime requires its second argument to be a constant string');
    return { name: 'from_unixtime', dataType: DataTypes.timestamp('Second', zone), nullable: true };
  },
  invoke: ({ args, returnField, arena }) => cast(args[0]!, returnField.dataType, { safe: false }, arena),
  documentation: doc(
    Sections.time,
    'Turns seconds since 1970-01-01T00:00:00Z into a timestamp.',
    'from_unixtime(expression[, timezone])',
    "SELECT from_unixtime(1599572549, 'America/New_York')",
    [
      ['expression', 'Seconds, an integer.'],
      ['timezone', 'Time zone of the result; default none.'],
    ],
  ),
};
