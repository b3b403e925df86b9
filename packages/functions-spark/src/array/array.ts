import { DataTypes, field, PlanError, type DataType } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc } from '@datafusion-ts/functions';
import { makeArray } from '@datafusion-ts/functions-nested';

/** The common type of the elements; errors name this function. */
function elementTypes(types: readonly DataType[]): readonly DataType[] {
  if (types.length === 0) return types;
  try {
    return makeArray.coerceTypes!(types);
  } catch (error) {
    if (!(error instanceof PlanError)) throw error;
    throw new PlanError(error.message.replace('of make_array:', 'of array:'));
  }
}

/** `array(a, b, …)`: `make_array` under Spark's name; elements are called `element` as in Spark. */
export const array: ScalarUDF = {
  name: 'array',
  signature: Signature.userDefined('Immutable'),
  coerceTypes: elementTypes,
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
