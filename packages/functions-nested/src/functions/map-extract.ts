import { DataTypes, ExecutionError, listItem } from '@datafusion-ts/common';
import { compare, flatten, getBit, nullVector, takeVector } from '@datafusion-ts/compute';
import { Signature } from '@datafusion-ts/expr-common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { mapDoc } from '../support/documentation.js';
import { ListGather } from '../support/list-gather.js';
import { listsOf, rowOfElements } from '../support/lists.js';
import { entryFieldsOf } from '../support/map-type.js';

/**
 * `map_extract(map, key)`: an array with the value of a key, or with NULL when the map is NULL or does not have
 * the key.
 *
 * Example: `SELECT map_extract(MAP {'a': 1, 'b': 2}, 'a')` is [1].
 */
export const mapExtract: ScalarUDF = {
  name: 'map_extract',
  aliases: ['element_at'],
  signature: Signature.userDefined('Immutable'),
  coerceTypes(types) {
    if (types.length !== 2) throw new ExecutionError(`map_extract function requires 2 arguments, got ${types.length}`);
    const [map] = types;
    if (map!.kind === 'Null') return types;
    return [map!, entryFieldsOf(map!)[0].dataType];
  },
  returnType: ([map]) =>
    map!.kind === 'Null' ? DataTypes.Null : DataTypes.list(listItem(entryFieldsOf(map!)[1].dataType)),
  invoke({ args: [map, key], rowCount, returnField, arena }) {
    const type = returnField.dataType;
    if (type.kind === 'Null') return nullVector(type, rowCount);
    const lists = listsOf(map!, arena);
    const [keys, values] = lists.elements.children;
    const wanted = takeVector(key!, rowOfElements(lists, arena), lists.elements.length, arena);
    const equal = flatten(compare('notDistinct', keys!, wanted, arena), arena).values;
    const result = new ListGather(rowCount, rowCount, arena);
    for (let row = 0; row < rowCount; row++) {
      let at = lists.start(row);
      const end = lists.isNull(row) ? at : lists.end(row);
      while (at < end && !getBit(equal, at)) at++;
      if (at < end) result.push(at);
      else result.pushMissing();
      result.close();
    }
    return result.finish(type, values!);
  },
  documentation: mapDoc(
    'Gives an array with the value of a key, or with NULL for an unknown key.',
    'map_extract(map, key)',
    "SELECT map_extract(MAP {'a': 1, 'b': NULL, 'c': 3}, 'a')",
    ['map', 'Map: a constant, a column or any expression.'],
    ['key', 'Key to look for, cast to the type of the keys.'],
  ),
};
