import { type DFSchema, displayType, type Field } from '@datafusion-ts/common';

/** Qualifiers and fields of a schema as text, equal exactly for equal schemas. */
export function schemaKey(schema: DFSchema): string {
  return schema
    .qualifiedFields()
    .map(({ qualifier, field }) => `${qualifier?.toQuotedString() ?? ''}.${fieldKey(field)}`)
    .join(',');
}

/** Name, type, nullability and metadata of a field as text. */
export function fieldKey(field: Field): string {
  return `${JSON.stringify(field.name)}:${displayType(field.dataType)}${field.nullable ? '?' : ''}${metadataKey(field.metadata)}`;
}

/** Metadata as text, whatever its order; nothing when there is none. */
export function metadataKey(metadata: ReadonlyMap<string, string> | undefined): string {
  return metadata === undefined || metadata.size === 0 ? '' : `,${JSON.stringify([...metadata].sort())}`;
}
