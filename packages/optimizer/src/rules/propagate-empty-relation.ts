/**
 * Carries "no rows" upwards.
 *
 * Projections, filters, sorts and groupings over an empty relation are empty; an inner join with one is, too; unions lose
 * empty inputs; outer joins become their other side with NULLs. A grouping without keys gives a row even over none: it stays.
 */
import { Column, DataTypes, rewritten, ScalarValue, unchanged, type Transformed } from '@datafusion-ts/common';
import {
  PLAN_BITS,
  alias,
  cast,
  columnExprsOf,
  lit,
  projection,
  projectionWithSchema,
  schemaOf,
  type EmptyRelation,
  type Expr,
  type Join,
  type LogicalPlan,
  type Union,
} from '@datafusion-ts/expr';
import type { OptimizerRule } from '../optimizer-rule.js';

export const propagateEmptyRelation: OptimizerRule = {
  name: 'propagate_empty_relation',
  concerns: { nodes: PLAN_BITS.EmptyRelation },
  applyOrder: 'bottomUp',
  rewrite(plan) {
    switch (plan.kind) {
      case 'Projection':
      case 'Filter':
      case 'Window':
      case 'Sort':
      case 'SubqueryAlias':
      case 'Repartition':
      case 'Limit':
        return isEmpty(plan.input) ? rewritten(emptyLike(plan)) : unchanged(plan);
      case 'Distinct':
        return isEmpty(plan.input) ? rewritten(emptyLike(plan)) : unchanged(plan);
      case 'Aggregate':
        return isEmpty(plan.input) && plan.groupExprs.length > 0 && !plan.groupExprs.some(hasTotal)
          ? rewritten(emptyLike(plan))
          : unchanged(plan);
      case 'Join':
        return rewriteJoin(plan);
      case 'Union':
        return rewriteUnion(plan);
      default:
        return unchanged(plan);
    }
  },
};

/** True for grouping sets with a set without keys, which has a row even over no rows. */
function hasTotal(expr: Expr): boolean {
  if (expr.kind !== 'GroupingSet') return false;
  return expr.set.kind !== 'GroupingSets' || expr.set.sets.some((set) => set.length === 0);
}

const isEmpty = (plan: LogicalPlan): boolean => plan.kind === 'EmptyRelation' && !plan.produceOneRow;
const emptyLike = (plan: LogicalPlan): EmptyRelation => ({
  kind: 'EmptyRelation',
  produceOneRow: false,
  schema: schemaOf(plan),
});

function rewriteJoin(join: Join): Transformed<LogicalPlan> {
  const [noLeft, noRight] = [isEmpty(join.left), isEmpty(join.right)];
  if (!noLeft && !noRight) return unchanged(join);
  switch (join.joinType) {
    case 'Inner':
    case 'LeftSemi':
    case 'RightSemi':
      return rewritten(emptyLike(join));
    case 'Left':
      return rewritten(noLeft ? emptyLike(join) : paddedRight(join));
    case 'Right':
      return rewritten(noRight ? emptyLike(join) : paddedLeft(join));
    case 'Full':
      if (noLeft && noRight) return rewritten(emptyLike(join));
      return rewritten(noRight ? paddedRight(join) : paddedLeft(join));
    case 'LeftAnti':
      return rewritten(noLeft ? emptyLike(join) : join.left);
    case 'RightAnti':
      return rewritten(noRight ? emptyLike(join) : join.right);
    case 'LeftMark':
      return noLeft ? rewritten(emptyLike(join)) : unchanged(join);
    case 'RightMark':
      return noRight ? rewritten(emptyLike(join)) : unchanged(join);
  }
}

/** The left side with NULL for every column of the right. */
function paddedRight(join: Join): LogicalPlan {
  return projectionWithSchema([...columnExprsOf(schemaOf(join.left)), ...nullsFor(join.right)], join.left, join.schema);
}

function paddedLeft(join: Join): LogicalPlan {
  return projectionWithSchema(
    [...nullsFor(join.left), ...columnExprsOf(schemaOf(join.right))],
    join.right,
    join.schema,
  );
}

function nullsFor(plan: LogicalPlan): readonly ReturnType<typeof alias>[] {
  return schemaOf(plan)
    .qualifiedFields()
    .map(({ qualifier, field }) =>
      alias(cast(lit(ScalarValue.null(DataTypes.Null)), field.dataType), field.name, qualifier),
    );
}

function rewriteUnion(plan: Union): Transformed<LogicalPlan> {
  const inputs = plan.inputs.filter((input) => !isEmpty(input));
  if (inputs.length === plan.inputs.length) return unchanged(plan);
  if (inputs.length === 0) return rewritten(emptyLike(plan));
  return rewritten(inputs.length === 1 ? named(inputs[0]!, plan) : { ...plan, inputs });
}

/** The only input left, under the union's column names. */
function named(input: LogicalPlan, plan: Union): LogicalPlan {
  const schema = schemaOf(input);
  const wanted = plan.schema.columns();
  if (schema.columns().every((column, i) => column.equals(wanted[i]!))) return input;
  const exprs = columnExprsOf(schema).map((column, i) => {
    const { relation, name } = wanted[i]!;
    return column.kind === 'Column' && column.column.equals(new Column(relation, name))
      ? column
      : alias(column, name, relation);
  });
  return projection(exprs, input);
}
