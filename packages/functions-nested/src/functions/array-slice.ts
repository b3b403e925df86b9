import { ExecutionError } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { arraySignatures, checkPlace, integerReader } from '../support/arguments.js';
import { ARRAY_ARG, arrayDoc } from '../support/documentation.js';
import { listsOf } from '../support/lists.js';
import { subscriptName } from '../support/subscript-name.js';
import { ListGather } from '../support/list-gather.js';

/**
 * `array_slice(array, begin, end[, stride])`, also `array[begin:end:stride]`: the elements between two places, both
 * included. Negative places count from the end; a negative stride walks backwards.
 *
 * Example: `SELECT [1, 2, 3, 4, 5][2:4], array_slice([1, 2, 3, 4, 5], 5, 1, -2)` is [2, 3, 4] and [5, 3, 1].
 */
export const arraySlice: ScalarUDF = {
  name: 'array_slice',
  aliases: ['list_slice'],
  signature: arraySignatures(['Array', 'Index', 'Index'], ['Array', 'Index', 'Index', 'Index']),
  returnType: ([array]) => array!,
  invoke({ args: [array, begin, end, stride], rowCount, returnField, arena }) {
    if (array!.type.kind === 'Null') throw new ExecutionError('array_slice does not support type: Null');
    const lists = listsOf(array!, arena);
    const [from, to] = [integerReader(begin!, arena), integerReader(end!, arena)];
    const step = stride === undefined ? () => 1 : integerReader(stride, arena);
    const result = new ListGather(rowCount, lists.elements.length, arena);
    for (let row = 0; row < rowCount; row++) {
      const [first, last, by] = [from(row), to(row), step(row)];
      if (lists.isNull(row) || first === undefined || last === undefined || by === undefined) {
        result.closeNull();
        continue;
      }
      checkPlace('array_slice', array!.type, first, begin!, row, arena);
      checkPlace('array_slice', array!.type, last, end!, row, arena);
      pushSlice(lists.start(row), lists.end(row), first, last, by, result);
      result.close();
    }
    return result.finish(returnField.dataType, lists.elements);
  },
  schemaName: (args) => subscriptName('array_slice', args),
  documentation: arrayDoc(
    'Gives the elements between two places, both included.',
    'array_slice(array, begin, end)',
    'SELECT array_slice([1, 2, 3, 4, 5, 6, 7, 8], 3, 6)',
    ARRAY_ARG,
    ['begin', 'First place, from 1; negative places count from the end.'],
    ['end', 'Last place; negative places count from the end.'],
    ['stride', 'Distance from one chosen element to the next; 1 when left out.'],
  ),
};

function pushSlice(start: number, end: number, begin: number, last: number, stride: number, result: ListGather): void {
  if (stride === 0) throw new ExecutionError('array_slice got invalid stride: 0, it cannot be 0');
  const length = end - start;
  const from = begin < 0 ? Math.max(begin + length, 0) : Math.max(begin - 1, 0);
  const to = last < 0 ? last + length : Math.min(last - 1, length - 1);
  if (from >= length || to < 0) return;
  if (stride > 0) for (let at = from; at <= to; at += stride) result.push(start + at);
  else if (from >= to) for (let at = from; at >= to; at += stride) result.push(start + at);
}
