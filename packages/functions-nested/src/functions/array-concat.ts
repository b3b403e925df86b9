import { DataTypes, displayType, ExecutionError, listItem, PlanError, type DataType } from '@datafusion-ts/common';
import { mem, nullVector, type Arena, type ColumnVector } from '@datafusion-ts/compute';
import type { ScalarFunctionArgs, ScalarUDF } from '@datafusion-ts/expr';
import { Signature, typeUnionResolution } from '@datafusion-ts/expr-common';
import { elementTypeOf } from '../support/arguments.js';
import { arrayDoc } from '../support/documentation.js';
import { allElements } from '../support/elements.js';
import { ListGather } from '../support/list-gather.js';
import { isListType, listsOf, listVector } from '../support/lists.js';
import { baseType, listDepth } from '../support/nesting.js';

/**
 * `array_concat(array, …)`: the elements of all arrays. NULL arrays are left out; the result is NULL when all are. An
 * array of fewer dimensions becomes an element of one with more.
 *
 * Example: `SELECT array_concat([1], [2, 3])` is [1, 2, 3].
 */
export const arrayConcat: ScalarUDF = {
  name: 'array_concat',
  aliases: ['array_cat', 'list_concat', 'list_cat'],
  signature: Signature.userDefined('Immutable'),
  coerceTypes(types) {
    const common = commonList(types);
    const base = baseType(common);
    // An untyped NULL becomes an element and no list, which is then refused.
    return types.map((type) => nestedList(base, listDepth(type), isLarge(types)));
  },
  returnType: (types) => commonList(types),
  invoke: concatenate,
  documentation: arrayDoc(
    'Puts the elements of arrays into one array.',
    'array_concat(array[, ..., array_n])',
    'SELECT array_concat([1, 2], [3, 4], [5, 6])',
    ['array', 'First array: a constant, a column or any expression.'],
    ['array_n', 'Further arrays.'],
  ),
};

function commonList(types: readonly DataType[]): DataType {
  for (const type of types) {
    if (type.kind !== 'Null' && !isListType(type))
      throw new PlanError(`array_concat does not support type ${displayType(type)}`);
  }
  const depth = Math.max(0, ...types.map(listDepth));
  if (depth === 0) return DataTypes.Null;
  const base = typeUnionResolution(types.map(baseType));
  if (base === undefined)
    throw new PlanError(`Failed to unify argument types of array_concat: [${types.map(displayType).join(', ')}]`);
  return nestedList(base, depth, isLarge(types));
}

const isLarge = (types: readonly DataType[]): boolean => types.some((type) => type.kind === 'LargeList');

/** Lists in lists, `depth` times, around a type. */
function nestedList(base: DataType, depth: number, large: boolean): DataType {
  if (depth === 0) return base;
  const item = listItem(nestedList(base, depth - 1, large));
  return large ? DataTypes.largeList(item) : DataTypes.list(item);
}

/** A column of lists as lists of `type`: what has fewer dimensions becomes the only element of lists. */
function aligned(array: ColumnVector, type: DataType, arena: Arena): ColumnVector {
  if (listDepth(array.type) === listDepth(type)) return array;
  const inner = aligned(array, elementTypeOf(type), arena);
  const offsets = arena.alloc((array.length + 1) * 4);
  for (let row = 0; row <= array.length; row++) mem.i32[(offsets >>> 2) + row] = row;
  return listVector(type, array.length, offsets, inner, { validity: 0, nullCount: 0 });
}

function concatenate({ args, rowCount, returnField, arena }: ScalarFunctionArgs): ColumnVector {
  if (args.length === 0) throw new ExecutionError('array_concat expects at least one argument');
  const type = returnField.dataType;
  if (type.kind === 'Null') return nullVector(type, rowCount);
  const parts = args.filter((arg) => arg.type.kind !== 'Null').map((arg) => listsOf(aligned(arg, type, arena), arena));
  const bases: number[] = [];
  let total = 0;
  for (const part of parts) {
    bases.push(total);
    total += part.elements.length;
  }
  const source = allElements(
    parts.map((part) => part.elements),
    elementTypeOf(type),
    arena,
  );
  const result = new ListGather(rowCount, total, arena);
  for (let row = 0; row < rowCount; row++) {
    let found = false;
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i]!;
      if (part.isNull(row)) continue;
      found = true;
      result.pushRange(bases[i]! + part.start(row), bases[i]! + part.end(row));
    }
    if (found) result.close();
    else result.closeNull();
  }
  return result.finish(type, source);
}
