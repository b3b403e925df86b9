/**
 * Makes outer joins inner (or less outer) where a filter above drops the rows they fill up with NULL.
 *
 * `Filter: b.y > 1` over `a LEFT JOIN b` is false or NULL on every row without a partner: the join may as well be inner. A
 * FULL join becomes LEFT or RIGHT when only one side's columns are tested so.
 */
import { rewritten, unchanged, type Column, type DFSchema, type JoinType } from '@datafusion-ts/common';
import { PLAN_BITS, schemaOf, type Expr } from '@datafusion-ts/expr';
import type { OptimizerRule } from '../optimizer-rule.js';

export const eliminateOuterJoin: OptimizerRule = {
  name: 'eliminate_outer_join',
  concerns: { nodes: PLAN_BITS.Join },
  applyOrder: 'topDown',
  rewrite(plan) {
    if (plan.kind !== 'Filter' || plan.input.kind !== 'Join') return unchanged(plan);
    const join = plan.input;
    const sides: Sides = { left: schemaOf(join.left), right: schemaOf(join.right) };
    const tested = neverNull(plan.predicate, sides, true);
    const has = (schema: DFSchema): boolean => tested.some((column) => schema.hasColumn(column));
    const joinType = withoutFill(join.joinType, has(sides.left), has(sides.right));
    if (joinType === join.joinType) return unchanged(plan);
    // Columns stay nullable in the schema, as the parents know them.
    return rewritten({ ...plan, input: { ...join, joinType } });
  },
};

function withoutFill(joinType: JoinType, leftTested: boolean, rightTested: boolean): JoinType {
  switch (joinType) {
    case 'Left':
      return rightTested ? 'Inner' : joinType;
    case 'Right':
      return leftTested ? 'Inner' : joinType;
    case 'Full':
      if (leftTested) return rightTested ? 'Inner' : 'Left';
      return rightTested ? 'Right' : joinType;
    default:
      return joinType;
  }
}

interface Sides {
  readonly left: DFSchema;
  readonly right: DFSchema;
}

/** Columns that are not NULL on any row where the expression is true (when it only has to be not NULL: `positive` false). */
function neverNull(expr: Expr, sides: Sides, positive: boolean): readonly Column[] {
  const inside = (part: Expr): readonly Column[] => neverNull(part, sides, false);
  switch (expr.kind) {
    case 'Column':
      return [expr.column];
    case 'BinaryExpr':
      return inBinary(expr, sides, positive);
    case 'Not':
    case 'Negative':
    case 'Cast':
    case 'TryCast':
      return inside(expr.expr);
    case 'IsNotNull':
    case 'IsTrue':
    case 'IsFalse':
    case 'IsNotUnknown':
      return positive ? inside(expr.expr) : [];
    case 'Between':
    case 'InList':
      return inside(expr.expr);
    case 'Like':
      return [...inside(expr.expr), ...inside(expr.pattern)];
    default:
      return [];
  }
}

function inBinary(
  { left, op, right }: Extract<Expr, { readonly kind: 'BinaryExpr' }>,
  sides: Sides,
  positive: boolean,
): readonly Column[] {
  switch (op) {
    case 'And':
    case 'Or': {
      const [l, r] = [neverNull(left, sides, positive), neverNull(right, sides, positive)];
      // Below a NOT, AND is as good as OR: what both operands test.
      return positive && op === 'And'
        ? [...l, ...r]
        : l.filter((column) => r.some((other) => sameSide(column, other, sides)));
    }
    case 'IsDistinctFrom':
    case 'IsNotDistinctFrom':
      return [];
    default:
      return [...neverNull(left, sides, false), ...neverNull(right, sides, false)];
  }
}

const sameSide = (a: Column, b: Column, { left, right }: Sides): boolean =>
  (left.hasColumn(a) && left.hasColumn(b)) || (right.hasColumn(a) && right.hasColumn(b));
