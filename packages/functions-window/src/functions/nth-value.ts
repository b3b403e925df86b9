/**
 * `nth_value(expression, n)`: the value at the nth row of the frame, counted from 1, from the end when negative; NULL when
 * the frame has no such row. IGNORE NULLS counts only rows with a value. `n` is a literal.
 */
import { ExecutionError } from '@datafusion-ts/common';
import type { PartitionEvaluatorArgs, WindowUDF } from '@datafusion-ts/expr';
import { frameRowField, upToAny } from '../support/frame-field.js';
import { signedInteger } from '../support/literal-args.js';
import { nthRowEvaluator } from '../support/nth-row.js';

/** The value at the nth row of the frame. */
export const nthValue: WindowUDF = {
  name: 'nth_value',
  signature: upToAny(2),
  field: ({ name, inputFields }) => frameRowField(name, inputFields),
  rowsAhead: () => 0,
  partitionEvaluator: (args) => nthRowEvaluator(position(args), args.ignoreNulls),
  reverseExpr: () => nthValue,
  documentation: {
    section: 'Analytical Functions',
    description:
      'Returns the value evaluated at the nth row of the window frame (counting from 1). Returns NULL if no such row exists.',
    syntax: 'nth_value(expression, n)',
    args: [
      { name: 'expression', description: 'The value to give.' },
      { name: 'n', description: 'Which row of the frame; negative numbers count from its end.' },
    ],
    sqlExample:
      'SELECT team, nth_value(player, 2) OVER (PARTITION BY team ORDER BY score DESC) AS runner_up FROM results ORDER BY team, score DESC;',
  },
};

/** The row wanted; the other way round over reversed input. */
function position(args: PartitionEvaluatorArgs): number {
  const literal = args.literals[1];
  if (literal === undefined || !/^U?Int(8|16|32|64)$|^Null$/.test(literal.dataType.kind)) {
    throw new ExecutionError('Expected a signed integer literal for the second argument of nth_value');
  }
  const n = signedInteger(literal);
  return args.isReversed ? -n : n;
}
