/** Errors about names in schemas, with DataFusion's suggestions. */
import type { Column } from './column.js';
import { normalizedLevenshtein } from './edit-distance.js';
import { SchemaError } from './errors.js';
import { quoteIdentifier } from './identifier.js';
import type { TableReference } from './table-reference.js';

/** The least likeness of a column worth suggesting. */
const SUGGESTION_LIKENESS = 0.5;

/** A column that the schema does not have: suggests a similar name, else lists the valid ones. */
export function fieldNotFound(column: Column, validFields: readonly Column[]): SchemaError {
  const message = `No field named ${column.quotedFlatName()}${caseHint(column, validFields)}${suggestion(column, validFields)}.`;
  return new SchemaError(message, column.span === undefined ? {} : { span: column.span });
}

function caseHint(column: Column, validFields: readonly Column[]): string {
  const wanted = column.flatName().toLowerCase();
  if (!validFields.some((valid) => valid.flatName().toLowerCase() === wanted)) return '';
  return (
    `. Column names are case sensitive. You can use double quotes to refer to the "${column.quotedFlatName()}" column` +
    ' or set the datafusion.sql_parser.enable_ident_normalization configuration'
  );
}

function suggestion(column: Column, validFields: readonly Column[]): string {
  const similar = validFields
    .map((valid) => valid.flatName())
    .find((name) => normalizedLevenshtein(name, column.name) >= SUGGESTION_LIKENESS);
  if (similar !== undefined) return `. Did you mean '${similar}'?`;
  if (validFields.length === 0) return '';
  return `. Valid fields are ${validFields.map((valid) => valid.quotedFlatName()).join(', ')}`;
}

/** An unqualified name that several relations have. */
export function ambiguousReference(name: string): SchemaError {
  return new SchemaError(`Ambiguous reference to unqualified field ${quoteIdentifier(name)}`);
}

/** A schema with both `qualifier.name` and plain `name`. */
export function ambiguousQualifiedField(qualifier: TableReference, name: string): SchemaError {
  const quoted = quoteIdentifier(name);
  return new SchemaError(
    `Schema contains qualified field name ${qualifier.toQuotedString()}.${quoted} and unqualified field name ${quoted} which would be ambiguous`,
  );
}

/** The same qualified name twice in a schema. */
export function duplicateQualifiedField(qualifier: TableReference, name: string): SchemaError {
  return new SchemaError(
    `Schema contains duplicate qualified field name ${qualifier.toQuotedString()}.${quoteIdentifier(name)}`,
  );
}

/** The same unqualified name twice in a schema. */
export function duplicateUnqualifiedField(name: string): SchemaError {
  return new SchemaError(`Schema contains duplicate unqualified field name ${quoteIdentifier(name)}`);
}
