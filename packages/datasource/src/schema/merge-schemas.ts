import {
  ArrowError,
  DataTypes,
  displayType,
  field,
  sameType,
  Schema,
  type DataType,
  type Field,
} from '@datafusion-ts/common';

/** The columns of several files of one table, by name, in the order they are first seen in; Null becomes any type. */
export function mergeSchemas(schemas: readonly Schema[]): Schema {
  const fields = new Map<string, Field>();
  const metadata = new Map<string, string>();
  for (const schema of schemas) {
    for (const [key, value] of schema.metadata) metadata.set(key, value);
    for (const found of schema.fields) fields.set(found.name, mergeField(fields.get(found.name), found));
  }
  return new Schema([...fields.values()], metadata);
}

function mergeField(known: Field | undefined, found: Field): Field {
  if (known === undefined) return found;
  const nullable = known.nullable || found.nullable;
  const dataType = mergeTypes(known.dataType, found.dataType);
  if (dataType !== undefined) {
    const metadata = known.dataType.kind === 'Null' ? found.metadata : known.metadata;
    return field(known.name, dataType, nullable, metadata);
  }
  throw new ArrowError(
    'Schema error',
    `Fail to merge schema field '${found.name}' because the from data_type = ${displayType(found.dataType)} does not equal ${displayType(known.dataType)}`,
  );
}

/** Structs get the fields of both, at any depth of lists; Null becomes any type; other types must be the same. */
function mergeTypes(known: DataType, found: DataType): DataType | undefined {
  if (found.kind === 'Null' || sameType(known, found)) return known;
  if (known.kind === 'Null') return found;
  if (known.kind === 'Struct' && found.kind === 'Struct') {
    const fields = new Map(known.fields.map((member) => [member.name, member]));
    for (const member of found.fields) fields.set(member.name, mergeField(fields.get(member.name), member));
    return DataTypes.struct([...fields.values()]);
  }
  if (known.kind === 'List' || known.kind === 'LargeList') {
    return known.kind === found.kind ? { ...known, field: mergeField(known.field, found.field) } : undefined;
  }
  return undefined;
}
