/**
 * `lag(expression[, offset[, default]])`: the value `offset` rows earlier in the partition (1 by default), or the default
 * (NULL) where there is no such row. IGNORE NULLS counts only rows with a value.
 *
 * Offset and default are literals; a negative offset looks ahead.
 */
import { Signature } from '@datafusion-ts/expr-common';
import type { WindowUDF } from '@datafusion-ts/expr';
import { shiftEvaluator, shiftField } from '../support/shift.js';

/** Signature of lag and lead. */
export const shiftSignature = (): Signature =>
  Signature.oneOf(
    [
      { kind: 'Any', count: 1 },
      { kind: 'Any', count: 2 },
      { kind: 'Any', count: 3 },
    ],
    'Immutable',
  ).withParameterNames(['expr', 'offset', 'default']);

/** The value some rows earlier. */
export const lag: WindowUDF = {
  name: 'lag',
  signature: shiftSignature(),
  field: ({ name, inputFields }) => shiftField(name, inputFields),
  rowsAhead: () => 0,
  partitionEvaluator: (args) => shiftEvaluator(args, 1),
  reverseExpr: () => lag,
  documentation: {
    section: 'Analytical Functions',
    description:
      'Returns value evaluated at the row that is offset rows before the current row within the partition; if there is no such row, instead return default (which must be of the same type as value).',
    syntax: 'lag(expression, offset, default)',
    args: [
      { name: 'expression', description: 'The value to give.' },
      { name: 'offset', description: 'How many rows back; 1 by default.' },
      { name: 'default', description: 'What to give where the partition has no such row; NULL by default.' },
    ],
    sqlExample: 'SELECT day, price - lag(price) OVER (ORDER BY day) AS change FROM prices;',
  },
};
