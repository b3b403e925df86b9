import { DataTypes, type DataType } from '@datafusion-ts/common';
import { Signature } from '@datafusion-ts/expr-common';
import { Args } from './arguments.js';

/** The three kinds of text, in the order in which calls are matched. */
export const TEXT_TYPES: readonly DataType[] = [DataTypes.Utf8View, DataTypes.Utf8, DataTypes.LargeUtf8];

/** `count` texts of any kind. */
export const textSignature = (count: number): Signature =>
  Signature.coercible(
    Array.from({ length: count }, () => Args.string),
    'Immutable',
  );

/** One exact list of types for each kind of text. */
export const perTextType = (types: (text: DataType) => readonly DataType[]): Signature =>
  Signature.oneOf(
    TEXT_TYPES.map((text) => ({ kind: 'Exact', types: types(text) })),
    'Immutable',
  );

/** Large text for large text, else plain text. */
export const plainTextTypeOf = (type: DataType): DataType =>
  type.kind === 'LargeUtf8' ? DataTypes.LargeUtf8 : DataTypes.Utf8;
