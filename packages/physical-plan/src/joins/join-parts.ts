import type { JoinSide, Schema } from '@datafusion-ts/common';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';

/** Where a column of a join's output, or of its filter's input, comes from; `None` is the mark. */
export interface ColumnIndex {
  readonly index: number;
  readonly side: JoinSide;
}

/** A condition beyond equal keys, over just the columns it reads: `schema` lists them, `columnIndices` says whose they are. */
export interface JoinFilter {
  readonly expression: PhysicalExpr;
  readonly columnIndices: readonly ColumnIndex[];
  readonly schema: Schema;
}

/** Pairs of keys, bound to the left and the right input. */
export type JoinOn = readonly (readonly [left: PhysicalExpr, right: PhysicalExpr])[];

/** `(a@0, b@1), (c@2, d@0)`. */
export const formatJoinOn = (on: JoinOn): string =>
  on.map(([left, right]) => `(${left.toString()}, ${right.toString()})`).join(', ');

/** `(a = b), (c = d)`, for the tree format. */
export const formatJoinOnSql = (on: JoinOn): string =>
  on.map(([left, right]) => `(${left.fmtSql()} = ${right.fmtSql()})`).join(', ');

/** `, projection=[a@0, b@3]`, or nothing. */
export const formatJoinProjection = (schema: Schema, projection: readonly number[] | undefined): string =>
  projection === undefined ? '' : `, projection=[${projection.map((i) => `${schema.field(i).name}@${i}`).join(', ')}]`;

/** `, filter=a@0 < b@1`, or nothing. */
export const formatJoinFilter = (filter: JoinFilter | undefined): string =>
  filter === undefined ? '' : `, filter=${filter.expression.toString()}`;

/** The same filter after the inputs changed places. */
export function swapJoinFilter(filter: JoinFilter): JoinFilter {
  const columnIndices = filter.columnIndices.map(({ index, side }): ColumnIndex => ({ index, side: otherSide(side) }));
  return { ...filter, columnIndices };
}

const otherSide = (side: JoinSide): JoinSide => (side === 'Left' ? 'Right' : side === 'Right' ? 'Left' : 'None');
