import { DataTypes } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, Sections } from '../utils/documentation.js';
import { coalesceAsCase, firstNonNull } from './coalesce.js';

const TYPES = [
  DataTypes.Boolean,
  DataTypes.UInt8,
  DataTypes.UInt16,
  DataTypes.UInt32,
  DataTypes.UInt64,
  DataTypes.Int8,
  DataTypes.Int16,
  DataTypes.Int32,
  DataTypes.Int64,
  DataTypes.Float32,
  DataTypes.Float64,
  DataTypes.Utf8View,
  DataTypes.Utf8,
  DataTypes.LargeUtf8,
];

/** `nvl(a, b)`: b where a is NULL. */
export const nvl: ScalarUDF = {
  name: 'nvl',
  aliases: ['ifnull'],
  signature: Signature.uniform(2, TYPES, 'Immutable'),
  returnField: ({ argFields: [value, fallback] }) => ({
    name: 'nvl',
    dataType: value!.dataType,
    nullable: value!.nullable && fallback!.nullable,
  }),
  invoke: firstNonNull,
  isRewritten: true,
  simplify: coalesceAsCase,
  shortCircuits: true,
  documentation: doc(
    Sections.conditional,
    'Gives the first argument, or the second where the first is NULL.',
    'nvl(expression1, expression2)',
    "SELECT nvl(NULL, 'a')",
    [
      ['expression1', 'Value wanted.'],
      ['expression2', 'Value in place of NULL.'],
    ],
  ),
};
