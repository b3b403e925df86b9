import { ArrowError, displayType, field, sameType, Schema, type Field } from '@datafusion-ts/common';

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
  if (found.dataType.kind === 'Null' || sameType(known.dataType, found.dataType)) {
    return field(known.name, known.dataType, nullable, known.metadata);
  }
  if (known.dataType.kind === 'Null') return field(found.name, found.dataType, nullable, found.metadata);
  throw new ArrowError(
    'Schema error',
    `Fail to merge schema field '${found.name}' because the from data_type = ${displayType(found.dataType)} does not equal ${displayType(known.dataType)}`,
  );
}
