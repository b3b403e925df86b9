import { DataTypes, displayType, ExecutionError, field, type DataType } from '@datafusion-ts/common';
import { type ColumnVector, flatVector, mem, NO_ROW, takeVectorOrNull } from '@datafusion-ts/compute';
import { Signature } from '@datafusion-ts/expr-common';
import type { ScalarFunctionArgs, ScalarUDF } from '@datafusion-ts/expr';
import { arrayDoc } from '../support/documentation.js';
import { isListType, type Lists, listsOf } from '../support/lists.js';
import { elementTypeOf } from '../support/arguments.js';
import { ListGather } from '../support/list-gather.js';

/**
 * `arrays_zip(array, …)`: one array of structs, the n-th holding the n-th elements; shorter arrays give NULLs. NULL when
 * all arrays are.
 *
 * Example: `SELECT arrays_zip([1, 2], ['a'])` is [{1: 1, 2: a}, {1: 2, 2: NULL}].
 */
export const arraysZip: ScalarUDF = {
  name: 'arrays_zip',
  aliases: ['list_zip'],
  signature: Signature.variadicAny('Immutable'),
  returnType: (types) => zippedType(types),
  invoke: zip,
  documentation: arrayDoc(
    'Puts the elements of several arrays side by side, as an array of structs.',
    'arrays_zip(array1[, ..., array_n])',
    'SELECT arrays_zip([1, 2, 3], [4, 5, 6])',
    ['array1', 'First array: a constant, a column or any expression.'],
    ['array_n', 'Further arrays.'],
  ),
};

function zippedType(types: readonly DataType[]): DataType {
  const fields = types.map((type, i) => {
    if (!isListType(type) && type.kind !== 'Null')
      throw new ExecutionError(`arrays_zip expects array arguments, got ${displayType(type)}`);
    return field(String(i + 1), elementTypeOf(type));
  });
  return DataTypes.list(field('item', DataTypes.struct(fields)));
}

function zip({ args, rowCount, returnField, arena }: ScalarFunctionArgs): ColumnVector {
  const type = returnField.dataType;
  const lists = args.map((arg) => listsOf(arg, arena));
  const lengths = rowLengths(lists, rowCount);
  const total = lengths.reduce((sum, length) => sum + Math.max(length, 0), 0);
  const columns = lists.map((list) => {
    const rows = arena.alloc(total * 4);
    let next = rows >>> 2;
    for (let row = 0; row < rowCount; row++) {
      const [start, end] = list.isNull(row) ? [0, 0] : [list.start(row), list.end(row)];
      for (let i = 0; i < lengths[row]!; i++) mem.u32[next++] = start + i < end ? start + i : NO_ROW;
    }
    return takeVectorOrNull(list.elements, rows, total, arena);
  });
  const structs = flatVector(elementTypeOf(type), total, { children: columns });
  const result = new ListGather(rowCount, total, arena);
  let at = 0;
  for (const length of lengths) {
    if (length < 0) {
      result.closeNull();
      continue;
    }
    result.pushRange(at, at + length);
    at += length;
    result.close();
  }
  return result.finish(type, structs);
}

/** The longest list of each row; -1 where all are NULL. */
function rowLengths(lists: readonly Lists[], rowCount: number): readonly number[] {
  return Array.from({ length: rowCount }, (_, row) =>
    lists.reduce((most, list) => (list.isNull(row) ? most : Math.max(most, list.end(row) - list.start(row))), -1),
  );
}
