import { displayType, ExecutionError, field } from '@datafusion-ts/common';
import { filterToSelection, mem, takeVector } from '@datafusion-ts/compute';
import { Signature } from '@datafusion-ts/expr-common';
import type { HigherOrderUDF } from '@datafusion-ts/expr';
import { ARRAY_ARG, arrayDoc } from '../support/documentation.js';
import { asPlainList, callOnElements, elementFieldOf, elementParameter, resultList } from '../support/lambda-call.js';
import { listVector } from '../support/lists.js';

/**
 * `array_filter(array, x -> …)`: the elements for which the lambda is true.
 *
 * Example: `SELECT array_filter([1, 2, 3], x -> x > 1)` is [2, 3].
 */
export const arrayFilter: HigherOrderUDF = {
  name: 'array_filter',
  aliases: ['list_filter'],
  signature: Signature.any(2, 'Immutable'),
  lambdaParameters: (argFields) => elementParameter('array_filter', argFields),
  coerceValueTypes: (types) => types.map(asPlainList),
  returnField([array]) {
    const element = elementFieldOf('array_filter', array!.dataType);
    return field('', resultList(array!.dataType, element), array!.nullable);
  },
  invoke(args, rowCount, arena) {
    const [array, lambda] = args;
    if (lambda!.field.dataType.kind !== 'Boolean')
      throw new ExecutionError(`array_filter lambda must return boolean, got ${displayType(lambda!.field.dataType)}`);
    const { lists, compact, values } = callOnElements(args, arena);
    const { rows, count } = filterToSelection(values, compact.total, arena);
    const offsets = arena.alloc((rowCount + 1) * 4);
    const { i32, u32 } = mem;
    // Chosen elements are in order: a list ends where the chosen ones pass its end.
    let chosen = 0;
    for (let row = 0; row <= rowCount; row++) {
      const end = i32[(compact.offsets >>> 2) + row]!;
      while (chosen < count && u32[(rows >>> 2) + chosen]! < end) chosen++;
      i32[(offsets >>> 2) + row] = chosen;
    }
    const type = resultList(array!.field.dataType, elementFieldOf('array_filter', array!.field.dataType));
    return listVector(type, rowCount, offsets, takeVector(compact.elements, rows, count, arena), lists);
  },
  documentation: arrayDoc(
    'Gives the elements of an array for which a lambda is true.',
    'array_filter(array, x -> x > 2)',
    "SET datafusion.sql_parser.dialect = 'databricks'; SELECT array_filter([1, 2, 3, 4, 5], x -> x > 2)",
    ARRAY_ARG,
    ['lambda', 'A lambda of one parameter, the element, that gives a boolean.'],
  ),
};
