import {
  DataTypes,
  displayType,
  ExecutionError,
  field,
  ScalarValue,
  type DataType,
  type Field,
} from '@datafusion-ts/common';
import { Signature } from '@datafusion-ts/expr-common';
import type { ReturnFieldArgs, ScalarUDF } from '@datafusion-ts/expr';
import { Args } from '../utils/arguments.js';
import { doc, Sections } from '../utils/documentation.js';
import { literalText, textOf } from '../utils/literals.js';
import { constantResult } from '../utils/rows.js';

/** Functions on the field of an expression (name, type, nullability, metadata) instead of its values. */

const ENTRY: DataType = DataTypes.struct([field('keys', DataTypes.Utf8, false), field('values', DataTypes.Utf8, true)]);
const TEXT_MAP: DataType = DataTypes.map(field('entries', ENTRY, false), false);

function mapScalar(metadata: ReadonlyMap<string, string> | undefined): ScalarValue {
  const entries = [...(metadata ?? new Map<string, string>())]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => new ScalarValue(ENTRY, [ScalarValue.utf8(key), ScalarValue.utf8(value)]));
  return new ScalarValue(TEXT_MAP, entries);
}

/** `arrow_metadata(x[, key])`: the metadata of an expression's field, as a map or one value of it. */
export const arrowMetadata: ScalarUDF = {
  name: 'arrow_metadata',
  signature: Signature.oneOf(
    [
      { kind: 'Coercible', coercions: [Args.any] },
      { kind: 'Coercible', coercions: [Args.any, Args.string] },
    ],
    'Immutable',
  ),
  returnType: (types) => (types.length === 2 ? DataTypes.Utf8 : TEXT_MAP),
  invoke: (call) => {
    const [{ metadata } = { metadata: undefined }] = call.argFields;
    const [, key] = call.args;
    if (key === undefined) return constantResult(call, mapScalar(metadata));
    const name = key.encoding === 'constant' ? textOf(key.value) : undefined;
    if (name === undefined)
      throw new ExecutionError('Second argument for arrow_metadata must be a non-null string literal');
    return constantResult(call, ScalarValue.utf8(metadata?.get(name) ?? null));
  },
  documentation: doc(
    Sections.other,
    'Gives the metadata of an expression as a map, or the value of one key of it.',
    'arrow_metadata(expression[, key])',
    'SELECT arrow_metadata(1)',
    [
      ['expression', 'Any expression.'],
      ['key', 'Key to look up.'],
    ],
  ),
};

const FIELD_TYPE: DataType = DataTypes.struct([
  field('name', DataTypes.Utf8, false),
  field('data_type', DataTypes.Utf8, false),
  field('nullable', DataTypes.Boolean, false),
  field('metadata', TEXT_MAP, false),
]);

/** `arrow_field(x)`: name, type, nullability and metadata of an expression's field as a struct. */
export const arrowField: ScalarUDF = {
  name: 'arrow_field',
  signature: Signature.any(1, 'Immutable'),
  returnType: () => FIELD_TYPE,
  invoke: (call) => {
    const of: Field = call.argFields[0]!;
    const value = [
      ScalarValue.utf8(of.name),
      ScalarValue.utf8(displayType(of.dataType)),
      ScalarValue.boolean(of.nullable),
      mapScalar(of.metadata),
    ];
    return constantResult(call, new ScalarValue(FIELD_TYPE, value));
  },
  documentation: doc(
    Sections.other,
    'Gives name, type, nullability and metadata of an expression as a struct.',
    'arrow_field(expression)',
    'SELECT arrow_field(1)',
    [['expression', 'Any expression.']],
  ),
};

function withPairs(args: ReturnFieldArgs): Field {
  const { argFields } = args;
  const count = argFields.length;
  if (count < 3) {
    throw new ExecutionError(
      `with_metadata requires the input expression plus at least one (key, value) pair (minimum 3 arguments), got ${count}`,
    );
  }
  if (count % 2 === 0) {
    throw new ExecutionError(
      `with_metadata requires an odd number of arguments (expression followed by key/value pairs), got ${count}`,
    );
  }
  const metadata = new Map(argFields[0]!.metadata ?? []);
  for (let i = 1; i < count; i += 2) {
    const key = literalText(args, i);
    const value = literalText(args, i + 1);
    if (key === undefined || key === '')
      throw new ExecutionError(`with_metadata requires argument ${i} (key) to be a non-empty constant string`);
    if (value === undefined)
      throw new ExecutionError(`with_metadata requires argument ${i + 1} (value) to be a constant string`);
    metadata.set(key, value);
  }
  return { ...argFields[0]!, metadata };
}

/** `with_metadata(x, 'key', 'value', …)`: x with metadata added to its field. */
export const withMetadata: ScalarUDF = {
  name: 'with_metadata',
  signature: Signature.variadicAny('Immutable'),
  returnField: withPairs,
  invoke: ({ args }) => args[0]!,
  documentation: doc(
    Sections.other,
    'Adds metadata to the field of an expression; its values stay as they are.',
    'with_metadata(expression, key1, value1[, key2, value2, ...])',
    "SELECT arrow_metadata(with_metadata(1, 'unit', 'ms'))",
    [
      ['expression', 'Any expression.'],
      ['key', 'Key, a constant string.'],
      ['value', 'Its value, a constant string.'],
    ],
  ),
};
