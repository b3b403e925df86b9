import { DataTypes, ExecutionError, listItem } from '@datafusion-ts/common';
import { ListBuilder, type BigIntBuilder } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { arraySignature } from '../support/arguments.js';
import { ARRAY_ARG, arrayDoc } from '../support/documentation.js';
import { matcher } from '../support/elements.js';
import { listsOf } from '../support/lists.js';

/** `array_positions(array, element)`: all places of an element; `array_positions([1, 2, 1], 1)` is [1, 3]. */
export const arrayPositions: ScalarUDF = {
  name: 'array_positions',
  aliases: ['list_positions'],
  signature: arraySignature('Array', 'Element'),
  returnType: () => DataTypes.list(listItem(DataTypes.UInt64)),
  invoke({ args: [array, element], rowCount, returnField, arena }) {
    if (array!.type.kind === 'Null') throw new ExecutionError("array_positions does not support type 'Null'");
    const lists = listsOf(array!, arena);
    const equals = matcher(lists, element!, arena);
    const result = new ListBuilder(returnField.dataType, arena, rowCount);
    const places = result.elements as BigIntBuilder;
    for (let row = 0; row < rowCount; row++) {
      if (lists.isNull(row)) {
        result.appendNull();
        continue;
      }
      const [start, end] = [lists.start(row), lists.end(row)];
      for (let at = start; at < end; at++) if (equals(at)) places.appendBigInt(BigInt(at - start + 1));
      result.closeList();
    }
    return result.finish();
  },
  documentation: arrayDoc(
    'Gives all places of an element in an array.',
    'array_positions(array, element)',
    'SELECT array_positions([1, 2, 2, 3, 1, 4], 2)',
    ARRAY_ARG,
    ['element', 'What to look for.'],
  ),
};
