import type { DataType, Field } from '@datafusion-ts/common';
import type { Arena, ColumnVector } from '@datafusion-ts/compute';
import type { Signature } from '@datafusion-ts/expr-common';
import type { Documentation } from './documentation.js';

/** An argument of a higher-order function: a column, or a lambda to call on columns. */
export type HigherOrderArg =
  | { readonly kind: 'Value'; readonly vector: ColumnVector; readonly field: Field }
  | {
      readonly kind: 'Lambda';
      readonly params: readonly string[];
      /** Evaluates the body over parameter columns of `rowCount` rows; outer columns are repeated by `rowIndices` (u32 address). */
      readonly call: (params: readonly ColumnVector[], rowIndices: number, rowCount: number) => ColumnVector;
      readonly field: Field;
    };

/** A function that takes lambdas, such as array_transform. */
export interface HigherOrderUDF {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly signature: Signature;
  /** Fields of each lambda's parameters, by argument position (undefined for value arguments). */
  lambdaParameters(argFields: readonly (Field | undefined)[]): readonly (readonly Field[] | undefined)[];
  /** Types that value arguments (lambdas left out) are cast to; default: as they are. */
  coerceValueTypes?(types: readonly DataType[]): readonly DataType[];
  returnField(argFields: readonly Field[]): Field;
  invoke(args: readonly HigherOrderArg[], rowCount: number, arena: Arena): ColumnVector;
  readonly documentation?: Documentation;
}
