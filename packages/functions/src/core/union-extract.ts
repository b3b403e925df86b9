import {
  DataTypes,
  displayType,
  ExecutionError,
  ScalarValue,
  type DataType,
  type DataTypeOf,
} from '@datafusion-ts/common';
import { getScalar, unionMember, flatten, isNull } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, Sections } from '../utils/documentation.js';
import { literalText } from '../utils/literals.js';
import { scalarRows } from '../utils/rows.js';

function unionOf(type: DataType): DataTypeOf<'Union'> {
  if (type.kind === 'Union') return type;
  throw new ExecutionError(`union_extract first argument must be a union, got ${displayType(type)} instead`);
}

/** `union_extract(u, 'name')`: the value of a union's member where that member is set, else NULL. */
export const unionExtract: ScalarUDF = {
  name: 'union_extract',
  signature: Signature.any(2, 'Immutable'),
  returnField: (args) => {
    const union = unionOf(args.argFields[0]!.dataType);
    const second = args.argFields[1]!.dataType;
    const name = literalText(args, 1);
    if (name === undefined) {
      throw new ExecutionError(
        second.kind === 'Utf8' || second.kind === 'LargeUtf8' || second.kind === 'Utf8View'
          ? `union_extract second argument must be a non-null string literal, got array instead`
          : `union_extract second argument must be a non-null string literal, got ${displayType(second)} instead`,
      );
    }
    const member = union.fields.find((f) => f.field.name === name);
    if (member === undefined) throw new ExecutionError(`field ${name} not found on union`);
    return { name: 'union_extract', dataType: member.field.dataType, nullable: true };
  },
  invoke: (call) =>
    scalarRows(
      call,
      ([column, name], arena) => {
        const flat = flatten(column!, arena);
        const union = unionOf(flat.type);
        const text = getScalar(name!, 0).value;
        const typeId = union.fields.find((f) => f.field.name === text)?.typeId;
        return (row) => {
          const member = unionMember(flat, row);
          if (member.typeId !== typeId || isNull(member.child, member.row)) return null;
          return getScalar(member.child, member.row);
        };
      },
      'values',
    ),
  documentation: doc(
    Sections.union,
    'Gives the value of a field of a union where that field is set, else NULL.',
    'union_extract(union, field_name)',
    undefined,
    [
      ['union', 'A union.'],
      ['field_name', 'Name of the field, a constant string.'],
    ],
  ),
};

/** `union_tag(u)`: the name of the member that is set. */
export const unionTag: ScalarUDF = {
  name: 'union_tag',
  signature: Signature.any(1, 'Immutable'),
  returnType: ([type]) => {
    if (type!.kind !== 'Union') throw new ExecutionError(`union_tag only support unions, got ${displayType(type!)}`);
    return DataTypes.dictionary(DataTypes.Int8, DataTypes.Utf8);
  },
  invoke: (call) =>
    scalarRows(
      call,
      ([column], arena) => {
        const flat = flatten(column!, arena);
        const union = unionOf(flat.type);
        return (row) => {
          const { typeId } = unionMember(flat, row);
          const name = union.fields.find((f) => f.typeId === typeId)!.field.name;
          return ScalarValue.utf8(name);
        };
      },
      'values',
    ),
  documentation: doc(
    Sections.union,
    'Gives the name of the field of a union that is set.',
    'union_tag(union_expression)',
    undefined,
    [['union', 'A union.']],
  ),
};
