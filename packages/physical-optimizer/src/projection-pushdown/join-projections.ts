/**
 * A projection of plain columns goes below a join when it gives out columns of the left input first and of the right one
 * last, some of each, and all that keys and filter read: then each input is narrowed before the join.
 */
import { Column, remapColumns } from '@datafusion-ts/physical-expr';
import type { JoinType, Schema } from '@datafusion-ts/common';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import {
  ProjectionExec,
  type ExecutionPlan,
  type JoinFilter,
  type JoinOn,
  type ProjectionExpr,
} from '@datafusion-ts/physical-plan';

/** What a join is made of below a projection. */
export interface ProjectedJoin {
  readonly left: ExecutionPlan;
  readonly right: ExecutionPlan;
  readonly on: JoinOn;
  readonly filter: JoinFilter | undefined;
}

interface JoinShape {
  readonly left: ExecutionPlan;
  readonly right: ExecutionPlan;
  readonly on: JoinOn;
  readonly filter: JoinFilter | undefined;
  readonly joinType: JoinType;
}

/** The parts of a join over narrowed inputs; undefined when the projection cannot go below. */
export function projectJoinInputs(
  projection: ProjectionExec,
  join: JoinShape,
  schema: Schema,
): ProjectedJoin | undefined {
  const split = splitBySide(projection, join, schema);
  if (split === undefined) return undefined;
  const on: (readonly [PhysicalExpr, PhysicalExpr])[] = [];
  for (const [left, right] of join.on) {
    const moved = [moveTo(left, split.left), moveTo(right, split.right)] as const;
    if (moved[0] === undefined || moved[1] === undefined) return undefined;
    on.push([moved[0], moved[1]]);
  }
  const filter = join.filter === undefined ? undefined : moveFilter(join.filter, split);
  if (filter === undefined && join.filter !== undefined) return undefined;
  return {
    left: new ProjectionExec(split.left, join.left),
    right: new ProjectionExec(split.right, join.right),
    on,
    filter,
  };
}

interface Split {
  readonly left: readonly ProjectionExpr[];
  readonly right: readonly ProjectionExpr[];
}

function splitBySide(projection: ProjectionExec, { left, joinType }: JoinShape, schema: Schema): Split | undefined {
  const { exprs } = projection;
  if (joinType !== 'Inner' && joinType !== 'Left' && joinType !== 'Right' && joinType !== 'Full') return undefined;
  if (exprs.length >= schema.fields.length) return undefined;
  const width = left.schema.fields.length;
  const columns = exprs.map(({ expr }) => (expr instanceof Column ? expr : undefined));
  if (columns.includes(undefined)) return undefined;
  const firstRight = columns.findIndex((column) => column!.index >= width);
  if (firstRight <= 0 || columns.slice(firstRight).some((column) => column!.index < width)) return undefined;
  const item = (i: number, shift: number): ProjectionExpr => ({
    expr: new Column(columns[i]!.name, columns[i]!.index - shift),
    alias: exprs[i]!.alias,
  });
  return {
    left: exprs.slice(0, firstRight).map((_, i) => item(i, 0)),
    right: exprs.slice(firstRight).map((_, i) => item(firstRight + i, width)),
  };
}

const moveTo = (expr: PhysicalExpr, given: readonly ProjectionExpr[]): PhysicalExpr | undefined =>
  remapColumns(expr, (column) => {
    const index = placeOf(column.index, given);
    return index === -1 ? undefined : new Column(given[index]!.alias, index);
  });

const placeOf = (index: number, given: readonly ProjectionExpr[]): number =>
  given.findIndex(({ expr }) => expr instanceof Column && expr.index === index);

function moveFilter(filter: JoinFilter, split: Split): JoinFilter | undefined {
  const columnIndices = filter.columnIndices.map(({ index, side }) => ({
    index: side === 'None' ? index : placeOf(index, side === 'Left' ? split.left : split.right),
    side,
  }));
  return columnIndices.some(({ index }) => index === -1) ? undefined : { ...filter, columnIndices };
}
