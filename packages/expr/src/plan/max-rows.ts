import type { Join, LogicalPlan } from './logical-plan.js';
import { fetchOf, skipOf } from './limit-literal.js';
import { inputsOf } from './plan-children.js';
import { isSingleRowFilter } from './single-row-filter.js';

/** The most rows a plan can give, when something bounds them. */
export function maxRows(plan: LogicalPlan): number | undefined {
  switch (plan.kind) {
    case 'Projection':
    case 'Window':
    case 'Repartition':
    case 'SubqueryAlias':
      return maxRows(plan.input);
    case 'Filter':
      return isSingleRowFilter(plan) ? 1 : maxRows(plan.input);
    case 'Aggregate':
      return plan.groupExprs.every((e) => e.kind === 'Literal') ? 1 : maxRows(plan.input);
    case 'Sort':
      return smaller(plan.fetch, maxRows(plan.input));
    case 'Join':
      return joinRows(plan);
    case 'Union':
      return plan.inputs.reduce<number | undefined>((sum, input) => plus(sum, maxRows(input)), 0);
    case 'TableScan':
      return plan.fetch;
    case 'EmptyRelation':
      return plan.produceOneRow ? 1 : 0;
    case 'Limit':
      return skipOf(plan) === undefined ? undefined : smaller(fetchOf(plan) ?? undefined, maxRows(plan.input));
    case 'Distinct':
      return maxRows(inputsOf(plan)[0]!);
    case 'Values':
      return plan.rows.length;
    default:
      return undefined;
  }
}

const smaller = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);

const plus = (a: number | undefined, b: number | undefined): number | undefined =>
  a === undefined || b === undefined ? undefined : a + b;

function joinRows(join: Join): number | undefined {
  const [left, right] = [maxRows(join.left), maxRows(join.right)];
  switch (join.joinType) {
    case 'Inner':
      return left === undefined || right === undefined ? undefined : left * right;
    case 'Left':
    case 'Right':
    case 'Full':
      return outerJoinRows(join, left, right);
    case 'LeftSemi':
    case 'LeftAnti':
    case 'LeftMark':
      return left;
    default:
      return right;
  }
}

function outerJoinRows(join: Join, left: number | undefined, right: number | undefined): number | undefined {
  if (left === undefined || right === undefined) return undefined;
  if (left === 0 || right === 0) {
    if (join.joinType === 'Left') return left;
    return join.joinType === 'Right' ? right : left + right;
  }
  const isCross = join.on.length === 0 && join.filter === undefined;
  return isCross || join.joinType !== 'Full' ? left * right : left + right;
}
