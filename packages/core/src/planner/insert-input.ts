import { displayType, PlanError, type DFSchema, type Schema } from '@datafusion-ts/common';
import { canCast } from '@datafusion-ts/compute';
import { castTo, Column, type ProjectionExpr } from '@datafusion-ts/physical-expr';
import { ProjectionExec, type ExecutionPlan } from '@datafusion-ts/physical-plan';

/**
 * Casts rows to the types of the table that they are inserted into. INSERT in SQL has casts of its own; rows of DataFrames and
 * of hand-built plans may be of other types, and a table that took them as they are would misread them.
 *
 * Columns correspond by position. Throws a PlanError when their number or a name differs from the table's, or when a type
 * cannot be cast.
 */
export function insertInput(input: ExecutionPlan, given: DFSchema, table: Schema): ExecutionPlan {
  const [expected, got] = [table.fields.length, given.fields.length];
  if (expected !== got) {
    throw new PlanError(
      `Inserting query must have the same schema length as the table. Expected table schema length: ${expected}, got: ${got}`,
    );
  }
  const columns = table.fields.map(({ name, dataType }, i): ProjectionExpr => {
    const { name: givenName, dataType: givenType } = given.field(i);
    if (name !== givenName || !canCast(givenType, dataType)) {
      throw new PlanError(
        `Inserting query schema mismatch: Expected table field '${name}' with type ${displayType(dataType)}, but got '${givenName}' with type ${displayType(givenType)}.`,
      );
    }
    return { expr: castTo(new Column(input.schema.field(i).name, i), input.schema, dataType), alias: name };
  });
  return columns.every(({ expr }) => expr instanceof Column) ? input : new ProjectionExec(columns, input);
}
