import { DataTypes, field } from '@datafusion-ts/common';
import { Signature } from '@datafusion-ts/expr-common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { mapDoc } from '../support/documentation.js';
import { listsOf, listVector } from '../support/lists.js';
import { entryFieldsOf } from '../support/map-type.js';

/** `map_entries(map)`: the entries of a map as an array of structs of key and value. */
export const mapEntries: ScalarUDF = {
  name: 'map_entries',
  signature: new Signature({ kind: 'ArraySignature', signature: { kind: 'MapArray' } }, 'Immutable'),
  returnType: ([type]) => DataTypes.list(field('item', DataTypes.struct(entryFieldsOf(type!)), false)),
  invoke({ args: [map], rowCount, returnField, arena }) {
    const lists = listsOf(map!, arena);
    return listVector(returnField.dataType, rowCount, lists.offsets, lists.elements, lists);
  },
  documentation: mapDoc(
    'Gives the entries of a map as an array of structs.',
    'map_entries(map)',
    "SELECT map_entries(MAP {'a': 1, 'b': NULL, 'c': 3})",
    ['map', 'Map: a constant, a column or any expression.'],
  ),
};
