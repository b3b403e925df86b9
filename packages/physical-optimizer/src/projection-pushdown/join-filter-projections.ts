/**
 * Parts of a nested-loop join's condition that read one side only are computed once a row of that side, in a projection
 * below the join, instead of once a pair. Mark joins are left alone; volatile parts stay where they are.
 *
 * Example: `filter=abs(a@0) > b@1` becomes `filter=join_proj_push_down_1@1 > b@0` over `expr=[a@0 as a, abs(a@0) as join_proj_push_down_1]`.
 */
import { Schema, type JoinSide } from '@datafusion-ts/common';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { Column, columnIndices, isVolatileExpr, mapExprChildren, transformExprUp } from '@datafusion-ts/physical-expr';
import {
  NestedLoopJoinExec,
  ProjectionExec,
  type ColumnIndex,
  type ExecutionPlan,
  type JoinFilter,
  type ProjectionExpr,
} from '@datafusion-ts/physical-plan';

/** Gives the computed columns of one plan their names. */
export class PushedNames {
  #count = 0;

  next(): string {
    this.#count++;
    return `join_proj_push_down_${this.#count}`;
  }
}

/** The join with its condition computed below as far as it goes; itself when there is nothing to compute. */
export function projectJoinFilter(join: NestedLoopJoinExec, names: PushedNames): NestedLoopJoinExec {
  const { filter, joinType } = join;
  if (filter === undefined || joinType === 'LeftMark' || joinType === 'RightMark') return join;
  const left = new SideRewriter('Left', join.left, filter.columnIndices, names);
  const afterLeft = left.rewrite(filter.expression);
  const right = new SideRewriter('Right', join.right, left.indices, names);
  const expression = right.rewrite(afterLeft);
  if (!left.changed && !right.changed) return join;
  const [newLeft, newRight] = [left.plan(), right.plan()];
  return new NestedLoopJoinExec({
    left: newLeft,
    right: newRight,
    filter: minimalFilter(expression, right.indices, newLeft.schema, newRight.schema),
    joinType,
    projection: withoutComputed(join, newLeft.schema.fields.length),
  });
}

/** Replaces parts of a condition that read one side only by columns computed on that side. */
class SideRewriter {
  readonly indices: ColumnIndex[];
  readonly #side: JoinSide;
  readonly #input: ExecutionPlan;
  readonly #names: PushedNames;
  readonly #exprs: ProjectionExpr[];

  constructor(side: JoinSide, input: ExecutionPlan, indices: readonly ColumnIndex[], names: PushedNames) {
    this.indices = [...indices];
    this.#side = side;
    this.#input = input;
    this.#names = names;
    this.#exprs = input.schema.fields.map(({ name }, i) => ({ expr: new Column(name, i), alias: name }));
  }

  get changed(): boolean {
    return this.#exprs.length > this.#input.schema.fields.length;
  }

  plan(): ExecutionPlan {
    return this.changed ? new ProjectionExec(this.#exprs, this.#input) : this.#input;
  }

  rewrite(expr: PhysicalExpr): PhysicalExpr {
    const sides = columnIndices(expr).map((i) => this.indices[i]!.side);
    if (!sides.includes(this.#side)) return expr;
    const mixed = sides.some((side) => side !== this.#side) || isVolatileExpr(expr);
    if (mixed) return mapExprChildren(expr, (child) => this.rewrite(child));
    return expr.children().length === 0 ? expr : this.#compute(expr);
  }

  #compute(expr: PhysicalExpr): Column {
    const alias = this.#names.next();
    const bound = transformExprUp(expr, (node) =>
      node instanceof Column ? new Column(node.name, this.indices[node.index]!.index) : node,
    );
    this.indices.push({ index: this.#exprs.length, side: this.#side });
    this.#exprs.push({ expr: bound, alias });
    return new Column(alias, this.indices.length - 1);
  }
}

/** The condition over just the columns it still reads. */
function minimalFilter(expr: PhysicalExpr, indices: readonly ColumnIndex[], left: Schema, right: Schema): JoinFilter {
  const used = columnIndices(expr);
  const kept = used.map((i) => indices[i]!);
  return {
    expression: transformExprUp(expr, (node) =>
      node instanceof Column ? new Column(node.name, used.indexOf(node.index)) : node,
    ),
    columnIndices: kept,
    schema: new Schema(kept.map(({ index, side }) => (side === 'Left' ? left : right).field(index))),
  };
}

/** The join's output columns without the computed ones. */
function withoutComputed(join: NestedLoopJoinExec, newLeftWidth: number): readonly number[] {
  const width = join.left.schema.fields.length;
  const present = join.projection ?? join.schema.fields.map((_, i) => i);
  const rightOnly = join.joinType === 'RightSemi' || join.joinType === 'RightAnti';
  return present.map((i) => (rightOnly || i < width ? i : i + newLeftWidth - width));
}
