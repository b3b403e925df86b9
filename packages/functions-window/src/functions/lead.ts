/**
 * `lead(expression[, offset[, default]])`: the value `offset` rows later in the partition (1 by default), or the default
 * (NULL) where there is no such row. IGNORE NULLS counts only rows with a value.
 *
 * Offset and default are literals; a negative offset looks back.
 */
import type { WindowUDF } from '@datafusion-ts/expr';
import { shiftEvaluator, shiftField } from '../support/shift.js';
import { shiftSignature } from './lag.js';

/** The value some rows later. */
export const lead: WindowUDF = {
  name: 'lead',
  signature: shiftSignature(),
  field: ({ name, inputFields }) => shiftField(name, inputFields),
  rowsAhead: ([, offset]) => (offset === undefined || offset.isNull ? 1 : Math.max(0, Number(offset.value))),
  partitionEvaluator: (args) => shiftEvaluator(args, -1),
  reverseExpr: () => lead,
  documentation: {
    section: 'Analytical Functions',
    description:
      'Returns value evaluated at the row that is offset rows after the current row within the partition; if there is no such row, instead return default (which must be of the same type as value).',
    syntax: 'lead(expression, offset, default)',
    args: [
      { name: 'expression', description: 'The value to give.' },
      { name: 'offset', description: 'How many rows ahead; 1 by default.' },
      { name: 'default', description: 'What to give where the partition has no such row; NULL by default.' },
    ],
    sqlExample: 'SELECT day, lead(day) OVER (ORDER BY day) AS next_day FROM prices;',
  },
};
