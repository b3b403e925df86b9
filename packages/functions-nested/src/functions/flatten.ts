import { DataTypes, type DataType } from '@datafusion-ts/common';
import { nullVector } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { arraySignature } from '../support/arguments.js';
import { ARRAY_ARG, arrayDoc } from '../support/documentation.js';
import { ListGather } from '../support/list-gather.js';
import { isListType, listsOf } from '../support/lists.js';

/** `flatten(array)`: one dimension less; `flatten([[1, 2], [3]])` is [1, 2, 3]. Arrays of one dimension stay as they are. */
export const flatten: ScalarUDF = {
  name: 'flatten',
  signature: arraySignature('Array'),
  returnType: ([array]) => flattened(array!),
  invoke({ args: [array], rowCount, returnField, arena }) {
    const type = returnField.dataType;
    if (type.kind === 'Null') return nullVector(type, rowCount);
    const outer = listsOf(array!, arena);
    if (!isListType(outer.elements.type)) return array!;
    const inner = listsOf(outer.elements, arena);
    const result = new ListGather(rowCount, inner.elements.length, arena);
    for (let row = 0; row < rowCount; row++) {
      if (outer.isNull(row)) {
        result.closeNull();
        continue;
      }
      for (let at = outer.start(row); at < outer.end(row); at++) {
        if (!inner.isNull(at)) result.pushRange(inner.start(at), inner.end(at));
      }
      result.close();
    }
    return result.finish(type, inner.elements);
  },
  documentation: arrayDoc(
    'Takes one dimension off an array: the elements of its elements.',
    'flatten(array)',
    'SELECT flatten([[1, 2], [3, 4]])',
    ARRAY_ARG,
  ),
};

function flattened(type: DataType): DataType {
  if (!isListType(type) || !isListType(type.field.dataType)) return type;
  const { field } = type.field.dataType;
  const large = type.kind === 'LargeList' || type.field.dataType.kind === 'LargeList';
  return large ? DataTypes.largeList(field) : DataTypes.list(field);
}
