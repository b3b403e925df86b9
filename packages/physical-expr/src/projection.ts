import { Schema } from '@datafusion-ts/common';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { Column } from './expressions/column.js';

/** One output column: an expression and the name it gets. */
export interface ProjectionExpr {
  readonly expr: PhysicalExpr;
  readonly alias: string;
}

/** Plain columns at the given positions, under their own names. */
export function columnProjection(schema: Schema, indices: readonly number[]): readonly ProjectionExpr[] {
  return indices.map((i) => ({ expr: new Column(schema.field(i).name, i), alias: schema.field(i).name }));
}

/** Positions of the columns when the projection is nothing else; undefined when anything is computed or renamed. */
export function plainColumnIndices(projection: readonly ProjectionExpr[]): readonly number[] | undefined {
  const indices: number[] = [];
  for (const { expr, alias } of projection) {
    if (!(expr instanceof Column) || expr.name !== alias) return undefined;
    indices.push(expr.index);
  }
  return indices;
}

/** `[a, b@1 + 1 as c]`: a column under its own name prints as the name. */
export function formatProjection(projection: readonly ProjectionExpr[]): string {
  const items = projection.map(({ expr, alias }) =>
    expr instanceof Column && expr.name === alias ? alias : `${expr.toString()} as ${alias}`,
  );
  return `[${items.join(', ')}]`;
}

/** The schema of the projected columns. */
export function projectedSchema(schema: Schema, projection: readonly ProjectionExpr[]): Schema {
  return new Schema(
    projection.map(({ expr, alias }) => ({ ...expr.returnField(schema), name: alias })),
    schema.metadata,
  );
}
