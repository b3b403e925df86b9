import { DataTypes, ExecutionError, field } from '@datafusion-ts/common';
import { BooleanBuilder, flatten, getBit, mem } from '@datafusion-ts/compute';
import { Signature } from '@datafusion-ts/expr-common';
import type { HigherOrderUDF } from '@datafusion-ts/expr';
import { ARRAY_ARG, arrayDoc } from '../support/documentation.js';
import { asPlainList, callOnElements, elementFieldOf, elementParameter } from '../support/lambda-call.js';

/**
 * `array_any_match(array, x -> …)`: whether the lambda is true for some element; NULL when it is for none and NULL for
 * some.
 *
 * Example: `SELECT array_any_match([1, 2, 3], x -> x > 2)` is true.
 */
export const arrayAnyMatch: HigherOrderUDF = {
  name: 'array_any_match',
  aliases: ['any_match', 'list_any_match'],
  signature: Signature.any(2, 'Immutable'),
  lambdaParameters: (argFields) => elementParameter('array_any_match', argFields),
  coerceValueTypes: (types) => types.map(asPlainList),
  returnField([array]) {
    elementFieldOf('array_any_match', array!.dataType);
    return field('', DataTypes.Boolean, true);
  },
  invoke(args, rowCount, arena) {
    if (args[1]!.field.dataType.kind !== 'Boolean')
      throw new ExecutionError('array_any_match predicate must return boolean array');
    const { lists, compact, values } = callOnElements(args, arena);
    const flat = flatten(values, arena);
    const result = new BooleanBuilder(arena, rowCount);
    for (let row = 0; row < rowCount; row++) {
      if (lists.isNull(row)) {
        result.appendNull();
        continue;
      }
      const offset = (compact.offsets >>> 2) + row;
      const end = mem.i32[offset + 1]!;
      let [found, unknown] = [false, false];
      for (let at = mem.i32[offset]!; at < end && !found; at++) {
        if (flat.validity !== 0 && !getBit(flat.validity, at)) unknown = true;
        else found = getBit(flat.values, at);
      }
      if (!found && unknown) result.appendNull();
      else result.appendBoolean(found);
    }
    return result.finish();
  },
  documentation: arrayDoc(
    'Tells whether a lambda is true for some element of an array.',
    'array_any_match(array, x -> x > 2)',
    "SET datafusion.sql_parser.dialect = 'databricks'; SELECT array_any_match([1, 2, 3], x -> x > 2)",
    ARRAY_ARG,
    ['lambda', 'A lambda of one parameter, the element, that gives a boolean.'],
  ),
};
