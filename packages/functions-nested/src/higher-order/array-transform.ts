import { field } from '@datafusion-ts/common';
import { Signature } from '@datafusion-ts/expr-common';
import type { HigherOrderUDF } from '@datafusion-ts/expr';
import { ARRAY_ARG, arrayDoc } from '../support/documentation.js';
import { asPlainList, callOnElements, elementFieldOf, elementParameter, resultList } from '../support/lambda-call.js';
import { listVector } from '../support/lists.js';

/**
 * `array_transform(array, x -> …)`: the lambda's value for each element. The body is evaluated on all elements of a batch
 * at once.
 *
 * Example: `SELECT array_transform([1, 2, 3], x -> x * 2)` is [2, 4, 6].
 */
export const arrayTransform: HigherOrderUDF = {
  name: 'array_transform',
  aliases: ['list_transform'],
  signature: Signature.any(2, 'Immutable'),
  lambdaParameters: (argFields) => elementParameter('array_transform', argFields),
  coerceValueTypes: (types) => types.map(asPlainList),
  returnField([array, body]) {
    elementFieldOf('array_transform', array!.dataType);
    const element = field('item', body!.dataType, body!.nullable);
    return field('', resultList(array!.dataType, element), array!.nullable);
  },
  invoke(args, rowCount, arena) {
    const [array, lambda] = args;
    const { lists, compact, values } = callOnElements(args, arena);
    const element = field('item', lambda!.field.dataType, lambda!.field.nullable);
    return listVector(resultList(array!.field.dataType, element), rowCount, compact.offsets, values, lists);
  },
  documentation: arrayDoc(
    'Applies a lambda to each element of an array.',
    'array_transform(array, x -> x*2)',
    "SET datafusion.sql_parser.dialect = 'databricks'; SELECT array_transform([1, 2, 3, 4, 5], x -> x*2)",
    ARRAY_ARG,
    ['lambda', 'A lambda of one parameter, the element.'],
  ),
};
