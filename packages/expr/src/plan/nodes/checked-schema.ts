import { DFSchema, type QualifiedField } from '@datafusion-ts/common';

/** A schema of the fields, checked for names that cannot be told apart. */
export function checkedSchema(fields: readonly QualifiedField[], metadata: ReadonlyMap<string, string>): DFSchema {
  return metadata.size === 0 ? DFSchema.fromQualifiedFields(fields) : DFSchema.fromQualifiedFields(fields, metadata);
}
