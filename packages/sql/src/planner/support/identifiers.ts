import { PlanError, TableReference } from '@datafusion-ts/common';
import type { Ident, ObjectName } from '../../ast/index.js';

/**
 * Identifiers of SQL text as names of plans: unquoted ones are folded to lower case (when normalisation is on), quoted
 * ones are taken as they stand.
 */

export { identToSql, objectNameToSql } from '../../printer/index.js';

/** An unquoted identifier in lower case, a quoted one unchanged. */
export function normalizeIdent(ident: Ident): string {
  return ident.quoteStyle === undefined ? asciiLower(ident.value) : ident.value;
}

/** Lower-cases ASCII letters only, as DataFusion does. */
function asciiLower(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/** The text of an identifier, folded when `normalize` is set. */
export function identText(ident: Ident, normalize: boolean): string {
  return normalize ? normalizeIdent(ident) : ident.value;
}

/** A dotted name as text, unquoted parts folded. */
export function objectNameToString(name: ObjectName): string {
  return name.map((ident) => identText(ident, true)).join('.');
}

/** The table that a name of one to three parts stands for; throws a PlanError for longer ones. */
export function objectNameToTableReference(name: ObjectName, normalize: boolean): TableReference {
  const parts = name.map((ident) => identText(ident, normalize));
  const reference = TableReference.fromParts(parts);
  if (reference === undefined) {
    throw new PlanError(
      `Unsupported compound identifier '${parts.join('.')}'. Expected 1, 2 or 3 parts, got ${parts.length}`,
    );
  }
  return reference;
}
