import { DataTypes, ExecutionError, listItem } from '@datafusion-ts/common';
import { coerceExact, coerceImplicit, NativeTypes, Signature, TypeClasses } from '@datafusion-ts/expr-common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { exactInteger, integerReader } from '../support/arguments.js';
import { arrayDoc } from '../support/documentation.js';
import { ListGather } from '../support/list-gather.js';

const LONGEST = 0x7fff_ffff;

/** `array_repeat(element, count)`: an array of the same element; a negative count gives none, a NULL count NULL. */
export const arrayRepeat: ScalarUDF = {
  name: 'array_repeat',
  aliases: ['list_repeat'],
  signature: Signature.coercible(
    [
      coerceExact(TypeClasses.any),
      coerceImplicit(TypeClasses.native(NativeTypes.Int64), [TypeClasses.integer], NativeTypes.Int64),
    ],
    'Immutable',
  ),
  returnType: ([element]) =>
    element!.kind === 'LargeList' ? DataTypes.largeList(listItem(element!)) : DataTypes.list(listItem(element!)),
  invoke({ args: [element, count], rowCount, returnField, arena }) {
    const times = integerReader(count!, arena);
    const result = new ListGather(rowCount, rowCount, arena);
    let total = 0;
    for (let row = 0; row < rowCount; row++) {
      const own = times(row);
      if (own === undefined) {
        result.closeNull();
        continue;
      }
      if (total + own > LONGEST) {
        const offset = BigInt(total) + exactInteger(count!, row, arena);
        throw new ExecutionError(`array_repeat: offset ${offset} exceeds the maximum value for offset type`);
      }
      total += Math.max(own, 0);
      result.pushRepeated(row, own);
      result.close();
    }
    return result.finish(returnField.dataType, element!);
  },
  documentation: arrayDoc(
    'Makes an array of an element some number of times.',
    'array_repeat(element, count)',
    'SELECT array_repeat(1, 3)',
    ['element', 'What to repeat: a constant, a column or any expression.'],
    ['count', 'How many times.'],
  ),
};
