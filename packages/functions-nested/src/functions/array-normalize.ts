import type { DataType } from '@datafusion-ts/common';
import { DataTypes } from '@datafusion-ts/common';
import { flatVector, mem } from '@datafusion-ts/compute';
import { Signature } from '@datafusion-ts/expr-common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { arrayDoc } from '../support/documentation.js';
import { ListGather } from '../support/list-gather.js';
import { coerceToFloats, dotProduct, floatLists, hasNullElement } from '../support/vector-math.js';

/** `array_normalize(array)`: the vector of length 1 with the same direction; `array_normalize([3, 4])` is [0.6, 0.8]. */
export const arrayNormalize: ScalarUDF = {
  name: 'array_normalize',
  aliases: ['list_normalize'],
  signature: Signature.userDefined('Immutable'),
  coerceTypes: (types) => coerceToFloats('array_normalize', types, 1),
  returnType: ([array]): DataType => array!,
  invoke({ args: [array], rowCount, returnField, arena }) {
    const lists = floatLists(array!, arena);
    const values = arena.alloc(lists.elements.length * 8);
    const result = new ListGather(rowCount, lists.elements.length, arena);
    for (let row = 0; row < rowCount; row++) {
      const [start, end] = [lists.start(row), lists.end(row)];
      const from = (lists.elements.values >>> 3) + start;
      const norm = lists.isNull(row) ? 0 : Math.sqrt(dotProduct(from, from, end - start));
      if (lists.isNull(row) || hasNullElement(lists, row) || (norm === 0 && end > start)) {
        result.closeNull();
        continue;
      }
      for (let i = 0; i < end - start; i++) mem.f64[(values >>> 3) + start + i] = mem.f64[from + i]! / norm;
      result.pushRange(start, end);
      result.close();
    }
    const source = flatVector(DataTypes.Float64, lists.elements.length, { values, width: 8 });
    return result.finish(returnField.dataType, source);
  },
  documentation: arrayDoc(
    'Scales an array of numbers to length 1.',
    'array_normalize(array)',
    'SELECT array_normalize([3.0, 4.0])',
    ['array', 'Array of numbers.'],
  ),
};
