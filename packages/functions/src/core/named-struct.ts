import { DataTypes, ExecutionError, field, type Field, type ScalarValue } from '@datafusion-ts/common';
import { flatVector } from '@datafusion-ts/compute';
import type { ReturnFieldArgs, ScalarUDF, StructFields } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, Sections } from '../utils/documentation.js';
import { literalText } from '../utils/literals.js';
import { evaluateOnce } from '../utils/rows.js';
import { getField } from './get-field.js';

function fieldsOf(args: ReturnFieldArgs): readonly Field[] {
  const { argFields } = args;
  if (argFields.length === 0)
    throw new ExecutionError('named_struct requires at least one pair of arguments, got 0 instead');
  if (argFields.length % 2 !== 0)
    throw new ExecutionError(`named_struct requires an even number of arguments, got ${argFields.length} instead`);
  const fields: Field[] = [];
  for (let i = 0; i < argFields.length; i += 2) {
    const name = literalText(args, i);
    if (name === undefined || name === '') {
      throw new ExecutionError(`named_struct requires ${i}-th (0-indexed) field name as non-empty constant string`);
    }
    const value = argFields[i + 1]!;
    fields.push(field(name, value.dataType, true, value.metadata));
  }
  return fields;
}

/** Which argument is the value of which field. Of fields with the same name, the first one is what accesses give. */
function fieldArguments(literals: readonly (ScalarValue | undefined)[]): StructFields['fields'] {
  const fields = new Map<string, StructFields['fields'][number]>();
  for (let i = 0; i < literals.length; i += 2) {
    const key = literals[i];
    if (typeof key?.value === 'string' && !fields.has(key.value)) fields.set(key.value, { key, argument: i + 1 });
  }
  return [...fields.values()];
}

/** `named_struct('a', 1, 'b', 2)`: a struct with the given field names, which must be literals. */
export const namedStruct: ScalarUDF = {
  name: 'named_struct',
  signature: Signature.variadicAny('Immutable'),
  returnField: (args) => ({ name: 'named_struct', dataType: DataTypes.struct(fieldsOf(args)), nullable: true }),
  invoke: (call) =>
    evaluateOnce(
      call,
      ({ args, rowCount }) =>
        flatVector(call.returnField.dataType, rowCount, { children: args.filter((_, i) => i % 2 === 1) }),
      'values',
    ),
  structFields: (literals) => ({ accessor: getField, fields: fieldArguments(literals) }),
  documentation: doc(
    Sections.struct,
    'Makes a struct from alternating names and values.',
    'named_struct(expression1_name, expression1_input[, ..., expression_n_name, expression_n_input])',
    "SELECT named_struct('a', 1, 'b', 'x')",
    [
      ['expression_n_name', 'Name of a field, a constant string.'],
      ['expression_n_input', 'Value of that field.'],
    ],
  ),
};
