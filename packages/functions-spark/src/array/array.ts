import { DataTypes, field } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc } from '@datafusion-ts/functions';
import { makeArray } from '@datafusion-ts/functions-nested';

/** `array(a, b, …)`: `make_array` under Spark's name; elements are called `element` as in Spark. */
export const array: ScalarUDF = {
  name: 'array',
  signature: Signature.oneOf([{ kind: 'UserDefined' }, { kind: 'Nullary' }], 'Immutable'),
  coerceTypes: (types) => makeArray.coerceTypes!(types),
  returnField: ({ argFields: [first] }) =>
    field('array', DataTypes.list(field('element', first?.dataType ?? DataTypes.Null)), false),
  invoke: (call) => makeArray.invoke(call),
  documentation: doc(
    'Array Functions',
    'Makes an array of its arguments.',
    'array(expr1[, ..., exprN])',
    'SELECT array(1, 2, 3)',
    [['exprN', 'An element: a constant, a column or any expression.']],
  ),
};
