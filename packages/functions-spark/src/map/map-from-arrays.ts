import { ExecutionError } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc } from '@datafusion-ts/functions';
import { listsOf, mapOf } from '@datafusion-ts/functions-nested';
import { elementTypeOf, makeMaps } from './make-maps.js';
import { nullsOfArguments } from '../support/result-fields.js';

/** `map_from_arrays(keys, values)`: a map of two arrays of one length; NULL when one is; the last of equal keys counts. */
export const mapFromArrays: ScalarUDF = {
  name: 'map_from_arrays',
  signature: Signature.any(2, 'Immutable'),
  returnField: nullsOfArguments('map_from_arrays', ([keys, values]) =>
    mapOf(elementTypeOf(keys!), elementTypeOf(values!)),
  ),
  invoke({ args, rowCount, returnField, arena }) {
    const [keys, values] = [listsOf(args[0]!, arena), listsOf(args[1]!, arena)];
    const rangeOf = (row: number): ReturnType<Parameters<typeof makeMaps>[5]> => {
      if (keys.isNull(row) || values.isNull(row)) return null;
      const [firstKey, firstValue] = [keys.start(row), values.start(row)];
      const count = keys.end(row) - firstKey;
      if (count !== values.end(row) - firstValue) {
        throw new ExecutionError('map_deduplicate_keys: keys and values lists in the same row must have equal lengths');
      }
      return { firstKey, firstValue, count };
    };
    const isNullKey = (element: number): boolean => keys.isNullElement(element);
    return makeMaps(returnField.dataType, rowCount, keys.elements, isNullKey, values.elements, rangeOf, arena);
  },
  documentation: doc(
    'Map Functions',
    'Makes a map of an array of keys and an array of values. Of equal keys the last one counts.',
    'map_from_arrays(keys, values)',
    "SELECT map_from_arrays(array(1.0, 3.0), array('2', '4'))",
    [
      ['keys', 'Keys, none of them NULL.'],
      ['values', 'As many values.'],
    ],
  ),
};
