/**
 * `shuffle(array[, seed])`: the elements in random order. With a seed the order is always the same one, and the twin's. All rows
 * of a batch share one stream of random numbers.
 */
import { displayType, ExecutionError, NotImplementedError } from '@datafusion-ts/common';
import { flatVector, mem, nullVector, takeVector, type Arena, type ColumnVector } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature, type TypeSignature } from '@datafusion-ts/expr-common';
import { doc } from '@datafusion-ts/functions';
import { isListType, type Lists, listsOf, listVector } from '@datafusion-ts/functions-nested';
import { shuffleInPlace, StdRng } from '../support/std-rng.js';
import { nullsOfArguments } from '../support/result-fields.js';

const arrays = (args: readonly ('Array' | 'Index')[]): TypeSignature => ({
  kind: 'ArraySignature',
  signature: { kind: 'Array', arguments: args, fixedSizeListToList: false },
});

/** Without a seed, or with NULL for one, every batch gets one of its own. */
function seedOf(column: ColumnVector | undefined): bigint {
  if (column === undefined || column.type.kind === 'Null') return BigInt(Math.floor(Math.random() * 2 ** 53));
  if (column.encoding !== 'constant') throw new NotImplementedError('shuffle with a seed that is not a constant');
  const { value } = column.value;
  return value === null ? seedOf(undefined) : BigInt(value as bigint | number);
}

/** Row numbers of all elements, those of each list in random order; u32 address. */
function shuffledRows(lists: Lists, rng: StdRng, arena: Arena): number {
  const count = lists.elements.length;
  const rows = arena.alloc(count * 4);
  const all = new Uint32Array(count);
  for (let i = 0; i < count; i++) all[i] = i;
  for (let row = 0; row < lists.count; row++) {
    if (!lists.isNull(row)) shuffleInPlace(all.subarray(lists.start(row), lists.end(row)), rng);
  }
  mem.u32.set(all, rows >>> 2);
  return rows;
}

/** The elements in random order. */
export const shuffle: ScalarUDF = {
  name: 'shuffle',
  signature: Signature.oneOf([arrays(['Array']), arrays(['Array', 'Index'])], 'Volatile'),
  returnField: nullsOfArguments('shuffle', ([array]) => array!),
  invoke({ args: [array, seed], rowCount, returnField, arena }) {
    const type = returnField.dataType;
    if (array!.type.kind === 'Null') return nullVector(type, rowCount);
    if (!isListType(array!.type))
      throw new ExecutionError(`shuffle does not support type '${displayType(array!.type)}'`);
    const lists = listsOf(array!, arena);
    const rows = shuffledRows(lists, new StdRng(seedOf(seed)), arena);
    const elements = takeVector(lists.elements, rows, lists.elements.length, arena);
    if (array!.type.kind !== 'FixedSizeList') return listVector(type, rowCount, lists.offsets, elements, lists);
    const { validity, nullCount } = lists;
    return flatVector(type, rowCount, { validity, nullCount, children: [elements] });
  },
  documentation: doc(
    'Array Functions',
    'Gives the elements of an array in random order.',
    'shuffle(array[, seed])',
    'SELECT shuffle(array(1, 2, 3, 4), 1)',
    [
      ['array', 'An array.'],
      ['seed', 'A constant integer; the same seed always gives the same order.'],
    ],
  ),
};
