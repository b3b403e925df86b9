/**
 * `grouping(expression, …)`: for each row of GROUPING SETS, CUBE or ROLLUP, 1 where a key was left out and 0 where not;
 * several keys make the bits of one number. The analyzer replaces calls by arithmetic on `__grouping_id`.
 *
 * Example: `SELECT a, grouping(a) FROM t GROUP BY ROLLUP (a)`.
 */
import { DataTypes, NotImplementedError } from '@datafusion-ts/common';
import { Signature } from '@datafusion-ts/expr-common';
import type { AggregateUDF } from '@datafusion-ts/expr';
import { stateField } from '../support/state-fields.js';

/** Which keys a row was grouped by. */
export const grouping: AggregateUDF = {
  name: 'grouping',
  signature: Signature.variadicAny('Immutable'),
  orderSensitivity: 'Insensitive',
  returnType: () => DataTypes.Int32,
  stateFields: (args) => [
    stateField(args, 'grouping', { kind: 'List', field: { name: 'item', dataType: DataTypes.Int32, nullable: true } }),
  ],
  accumulator: () => {
    throw new NotImplementedError('physical plan is not yet implemented for GROUPING aggregate function');
  },
  documentation: {
    section: 'General Functions',
    description:
      'Returns 1 if the data is aggregated across the specified column, or 0 if it is not aggregated in the result set.',
    syntax: 'grouping(expression)',
    sqlExample: 'SELECT a, grouping(a) FROM t GROUP BY GROUPING SETS ((a), ()) ORDER BY a;',
    args: [{ name: 'expression', description: 'A key of the GROUP BY clause.' }],
  },
};
