import { Column, visitColumns } from '@datafusion-ts/physical-expr';
import { ProjectionExec, type ExecutionPlan, type ProjectionExpr } from '@datafusion-ts/physical-plan';
import { overProjection } from './update-expr.js';

/** The same projection over another input with the same columns. */
export const projectionOver = (projection: ProjectionExec, input: ExecutionPlan): ProjectionExec =>
  new ProjectionExec(projection.exprs, input);

/** True when a projection gives out fewer columns than it gets. */
export const narrows = (projection: ProjectionExec): boolean =>
  projection.exprs.length < projection.input.schema.fields.length;

/** True when nothing is computed (columns may be renamed). */
export const columnsOnly = (projection: ProjectionExec): boolean =>
  projection.exprs.every(({ expr }) => expr instanceof Column);

/** True when a projection gives out exactly what it gets. */
export function isIdentity({ exprs, input }: ProjectionExec): boolean {
  return (
    exprs.length === input.schema.fields.length &&
    exprs.every(({ expr, alias }, i) => expr instanceof Column && expr.index === i && expr.name === alias)
  );
}

/** Input columns a projection reads, in order of first mention. */
function columnsRead(exprs: readonly ProjectionExpr[]): readonly number[] {
  const found = new Set<number>();
  for (const { expr } of exprs) visitColumns(expr, ({ index }) => found.add(index));
  return [...found];
}

/** Lets an operator give out only the columns that a projection over it reads; undefined when it would change nothing. */
export function embedProjection(
  projection: ProjectionExec,
  plan: ExecutionPlan,
  withProjection: (indices: readonly number[]) => ExecutionPlan,
): ExecutionPlan | undefined {
  const indices = columnsRead(projection.exprs);
  // Constants need rows, not columns; only a projection of nothing is worth embedding without any.
  if (indices.length === 0 && projection.exprs.length > 0) return undefined;
  if (indices.length === plan.schema.fields.length && indices.every((index, i) => index === i)) return undefined;
  const narrowed = withProjection(indices);
  const given = indices.map((i): ProjectionExpr => ({
    expr: new Column(plan.schema.field(i).name, i),
    alias: plan.schema.field(i).name,
  }));
  const exprs: ProjectionExpr[] = [];
  for (const { expr, alias } of projection.exprs) {
    const moved = overProjection(expr, given);
    if (moved === undefined) return undefined;
    exprs.push({ expr: moved, alias });
  }
  const rest = new ProjectionExec(exprs, narrowed);
  if (isIdentity(rest)) return narrowed;
  // An order of columns alone is not worth a projection below one that stays.
  return indices.length === plan.schema.fields.length ? undefined : rest;
}

/** Number of mentions of each input column in a projection. */
export function countMentions(exprs: readonly ProjectionExpr[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const { expr } of exprs) visitColumns(expr, ({ index }) => counts.set(index, (counts.get(index) ?? 0) + 1));
  return counts;
}
