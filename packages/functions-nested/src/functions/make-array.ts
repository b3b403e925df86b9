import { DataTypes, ExecutionError, displayType, listItem, PlanError, type DataType } from '@datafusion-ts/common';
import { concatVectors, emptyVector, mem, takeVector } from '@datafusion-ts/compute';
import { Signature, tryTypeUnionResolution, typeUnionResolution } from '@datafusion-ts/expr-common';
import type { ScalarFunctionArgs, ScalarUDF } from '@datafusion-ts/expr';
import { arrayDoc } from '../support/documentation.js';
import { listVector } from '../support/lists.js';

/**
 * `make_array(a, b, …)`, also written `[a, b, …]`: a list of its arguments, brought to one type.
 *
 * Example: `SELECT [1, 2.5, NULL]` is [1.0, 2.5, NULL].
 */
export const makeArray: ScalarUDF = {
  name: 'make_array',
  aliases: ['make_list'],
  signature: Signature.userDefined('Immutable'),
  coerceTypes: (types) => unified('make_array', types),
  returnType: (types) => DataTypes.list(listItem(types[0] ?? DataTypes.Null)),
  invoke: collect,
  documentation: arrayDoc(
    'Makes an array of its arguments.',
    'make_array(expression1[, ..., expression_n])',
    'SELECT make_array(1, 2, 3, 4, 5)',
    ['expression_n', 'An element: a constant, a column or any expression.'],
  ),
};

/** The types of all arguments as elements of one list. */
export function unified(name: string, types: readonly DataType[]): readonly DataType[] {
  if (types.length === 0) return types;
  try {
    return tryTypeUnionResolution(types);
  } catch (error) {
    if (!(error instanceof ExecutionError)) throw error;
  }
  const common = typeUnionResolution(types);
  if (common === undefined)
    throw new PlanError(`Failed to unify argument types of ${name}: [${types.map(displayType).join(', ')}]`);
  return types.map(() => common);
}

/** Puts the columns one after the other and takes their rows in turn. */
function collect({ args, rowCount, returnField, arena }: ScalarFunctionArgs): ReturnType<ScalarUDF['invoke']> {
  const type = returnField.dataType;
  const element = type.kind === 'List' ? type.field.dataType : DataTypes.Null;
  const size = args.length;
  const offsets = arena.alloc((rowCount + 1) * 4);
  for (let row = 0; row <= rowCount; row++) mem.i32[(offsets >>> 2) + row] = row * size;
  const nulls = { validity: 0, nullCount: 0 };
  if (size === 0) return listVector(type, rowCount, offsets, emptyVector(element, arena), nulls);
  if (size === 1) return listVector(type, rowCount, offsets, args[0]!, nulls);
  const columns = concatVectors(args, element, arena);
  const rows = arena.alloc(rowCount * size * 4);
  const { u32 } = mem;
  for (let column = 0; column < size; column++) {
    for (let row = 0; row < rowCount; row++) u32[(rows >>> 2) + row * size + column] = column * rowCount + row;
  }
  return listVector(type, rowCount, offsets, takeVector(columns, rows, rowCount * size, arena), nulls);
}
