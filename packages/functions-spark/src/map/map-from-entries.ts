import { displayType, ExecutionError, type DataType } from '@datafusion-ts/common';
import { flatten, getBit, isNull } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc } from '@datafusion-ts/functions';
import { type Lists, listsOf, mapOf } from '@datafusion-ts/functions-nested';
import { elementTypeOf, makeMaps, type EntryRange } from './make-maps.js';

/** Key and value types of entries. */
function entryTypes(type: DataType): readonly [DataType, DataType] {
  const element = elementTypeOf(type);
  const [key, value, ...rest] = element.kind === 'Struct' ? element.fields : [];
  if (key !== undefined && value !== undefined && rest.length === 0) return [key.dataType, value.dataType];
  throw new ExecutionError(`map_from_entries: expected array<struct<key, value>>, got ${displayType(element)}`);
}

/** The entries of a row; null when the array or an entry is NULL. */
function rangeOf(lists: Lists, row: number): EntryRange | null {
  if (lists.isNull(row)) return null;
  const [start, end] = [lists.start(row), lists.end(row)];
  for (let at = start; at < end; at++) if (lists.isNullElement(at)) return null;
  return { firstKey: start, firstValue: start, count: end - start };
}

/** `map_from_entries(array)`: a map of an array of key and value pairs; NULL when a pair is; the last of equal keys counts. */
export const mapFromEntries: ScalarUDF = {
  name: 'map_from_entries',
  signature: Signature.array('Immutable'),
  returnType: ([entries]) => mapOf(...entryTypes(entries!)),
  invoke({ args: [entries], rowCount, returnField, arena }) {
    const lists = listsOf(entries!, arena);
    const [keys, values] = lists.elements.children.map((child) => flatten(child, arena));
    const isNullKey = (element: number): boolean =>
      keys!.validity === 0 ? isNull(keys!, element) : !getBit(keys!.validity, element);
    const range = (row: number): EntryRange | null => rangeOf(lists, row);
    return makeMaps(returnField.dataType, rowCount, keys!, isNullKey, values!, range, arena);
  },
  documentation: doc(
    'Map Functions',
    'Makes a map of an array of pairs. It is NULL when a pair is; of equal keys the last one counts.',
    'map_from_entries(array)',
    "SELECT map_from_entries(array(struct(1, 'a'), struct(2, 'b')))",
    [['array', 'Structs of a key, which is not NULL, and a value.']],
  ),
};
