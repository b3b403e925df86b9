import { DataTypes, ExecutionError, field } from '@datafusion-ts/common';
import { flatVector } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, Sections } from '../utils/documentation.js';
import { evaluateOnce } from '../utils/rows.js';

/** `struct(a, b)`: a struct with fields `c0`, `c1`, … */
export const struct: ScalarUDF = {
  name: 'struct',
  aliases: ['row'],
  signature: Signature.variadicAny('Immutable'),
  returnType: (types) => {
    if (types.length === 0) throw new ExecutionError('struct requires at least one argument, got 0 instead');
    return DataTypes.struct(types.map((type, i) => field(`c${i}`, type, true)));
  },
  invoke: (call) =>
    evaluateOnce(
      call,
      ({ args, rowCount }) => flatVector(call.returnField.dataType, rowCount, { children: args }),
      'values',
    ),
  documentation: doc(
    Sections.struct,
    'Makes a struct of its arguments with fields named `c0`, `c1` and so on.',
    'struct(expression1[, ..., expression_n])',
    "SELECT struct(1, 'a')",
    [['expression1, expression_n', 'Values of the fields.']],
  ),
};
