/** What functions of an array and a lambda over its elements share. */
import { DataTypes, displayType, field, listItem, PlanError, type DataType, type Field } from '@datafusion-ts/common';
import type { Arena, ColumnVector } from '@datafusion-ts/compute';
import type { HigherOrderArg } from '@datafusion-ts/expr';
import { type CompactElements, compactElements } from './compact.js';
import { isListType, type Lists, listsOf } from './lists.js';

/** The lambda's parameter is an element. `argFields` has undefined where a lambda stands. */
export function elementParameter(
  name: string,
  argFields: readonly (Field | undefined)[],
): readonly (readonly Field[] | undefined)[] {
  if (argFields.length !== 2) {
    throw new PlanError(`The function '${name}' expected 2 argument(s) but received ${argFields.length}`);
  }
  const [array, lambda] = argFields;
  if (array === undefined)
    throw new PlanError(`The function '${name}' expected a value at position 0 but received a lambda`);
  if (lambda !== undefined)
    throw new PlanError(`The function '${name}' expected a lambda at position 1 but received a value`);
  return [undefined, [field('', elementFieldOf(name, array.dataType).dataType)]];
}

/** The element field of the first argument; a PlanError when it is no list. */
export function elementFieldOf(name: string, type: DataType): Field {
  if (isListType(type)) return type.field;
  if (type.kind === 'Null') return listItem(DataTypes.Null);
  throw new PlanError(`${name} expected a list as first argument, got ${displayType(type)}`);
}

/** Fixed-size lists and views as plain lists; a NULL as a list of nothing but NULLs. */
export function asPlainList(type: DataType): DataType {
  switch (type.kind) {
    case 'Null':
      return DataTypes.list(listItem(DataTypes.Null));
    case 'FixedSizeList':
    case 'ListView':
      return DataTypes.list(type.field);
    case 'LargeListView':
      return DataTypes.largeList(type.field);
    default:
      return type;
  }
}

/** The type of arrays that the function gives for arrays of a type. */
export function resultList(array: DataType, element: Field): DataType {
  return array.kind === 'LargeList' || array.kind === 'LargeListView'
    ? DataTypes.largeList(element)
    : DataTypes.list(element);
}

/** The array's lists and the lambda's value for each of their elements, gaps left out. */
export function callOnElements(
  [array, lambda]: readonly HigherOrderArg[],
  arena: Arena,
): { readonly lists: Lists; readonly compact: CompactElements; readonly values: ColumnVector } {
  if (array?.kind !== 'Value' || lambda?.kind !== 'Lambda') throw new PlanError('An array and a lambda are expected');
  const lists = listsOf(array.vector, arena);
  const compact = compactElements(lists, arena);
  const params = lambda.params.length === 0 ? [] : [compact.elements];
  return { lists, compact, values: lambda.call(params, compact.rows, compact.total) };
}
