import { DataTypes, listItem } from '@datafusion-ts/common';
import { Signature } from '@datafusion-ts/expr-common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { mapDoc } from '../support/documentation.js';
import { listsOf, listVector } from '../support/lists.js';
import { entryFieldsOf } from '../support/map-type.js';

/** `map_values(map)`: the values of a map as an array, in the order of the entries. */
export const mapValues: ScalarUDF = {
  name: 'map_values',
  signature: new Signature({ kind: 'ArraySignature', signature: { kind: 'MapArray' } }, 'Immutable'),
  returnType: ([type]) => DataTypes.list(listItem(entryFieldsOf(type!)[1].dataType)),
  invoke({ args: [map], rowCount, returnField, arena }) {
    const lists = listsOf(map!, arena);
    return listVector(returnField.dataType, rowCount, lists.offsets, lists.elements.children[1]!, lists);
  },
  documentation: mapDoc(
    'Gives the values of a map as an array.',
    'map_values(map)',
    "SELECT map_values(MAP {'a': 1, 'b': NULL, 'c': 3})",
    ['map', 'Map: a constant, a column or any expression.'],
  ),
};
