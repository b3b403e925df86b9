import { DataTypes, ExecutionError } from '@datafusion-ts/common';
import { BooleanBuilder } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { arraySignature } from '../support/arguments.js';
import { ARRAY_ARG, arrayDoc } from '../support/documentation.js';
import { listsOf } from '../support/lists.js';

/** `empty(array)`: whether an array has no elements; NULL for NULL. */
export const empty: ScalarUDF = {
  name: 'empty',
  aliases: ['array_empty', 'list_empty'],
  signature: arraySignature('Array'),
  returnType: () => DataTypes.Boolean,
  invoke({ args: [array], rowCount, arena }) {
    if (array!.type.kind === 'Null') throw new ExecutionError('array_empty does not support type Null');
    const lists = listsOf(array!, arena);
    const result = new BooleanBuilder(arena, rowCount);
    for (let row = 0; row < rowCount; row++) {
      if (lists.isNull(row)) result.appendNull();
      else result.appendBoolean(lists.start(row) === lists.end(row));
    }
    return result.finish();
  },
  documentation: arrayDoc('Tells whether an array is empty.', 'empty(array)', 'SELECT empty([1])', ARRAY_ARG),
};
