import { DataTypes, ExecutionError, type DataType } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { nativeTypeOf, Signature } from '@datafusion-ts/expr-common';
import { arrayRepeat as defaultArrayRepeat } from '@datafusion-ts/functions-nested';

const INTEGER = /^U?Int\d+$/;

function coerceTypes(types: readonly DataType[]): readonly DataType[] {
  const [element, count] = types;
  if (types.length !== 2) throw new ExecutionError(`array_repeat function requires 2 arguments, got ${types.length}`);
  const { kind } = nativeTypeOf(count!);
  if (kind !== 'Null' && !INTEGER.test(kind)) throw new ExecutionError('count must be an integer type');
  return [element!, DataTypes.Int64];
}

/** `array_repeat(element, count)`: the default function without its other name; NULL only for a NULL count. */
export const arrayRepeat: ScalarUDF = {
  ...defaultArrayRepeat,
  aliases: [],
  signature: Signature.userDefined('Immutable'),
  coerceTypes,
};
