import { type DFSchema, PlanError, sameType } from '@datafusion-ts/common';
import type { Expr } from '../../expr/expr.js';
import { alias } from '../../expr/expr-fn.js';
import { castTo } from '../../schema/cast-to.js';
import { dataTypeOf } from '../../schema/expr-schema.js';
import { columnExprsOf } from '../../utils/columns.js';
import type { LogicalPlan, RecursiveQuery } from '../logical-plan.js';
import { schemaOf } from '../schema-of.js';
import { projection } from './projection.js';

/** A recursive CTE: the recursive term runs on its own last result until it gives nothing; its types are cast to the static term's. */
export function recursiveQuery(
  name: string,
  staticTerm: LogicalPlan,
  recursiveTerm: LogicalPlan,
  isDistinct: boolean,
): RecursiveQuery {
  const [count, other] = [schemaOf(staticTerm).length, schemaOf(recursiveTerm).length];
  if (count !== other) {
    throw new PlanError(
      `Non-recursive term and recursive term must have the same number of columns (${count} != ${other})`,
    );
  }
  return {
    kind: 'RecursiveQuery',
    name,
    staticTerm,
    recursiveTerm: coercePlanForSchema(recursiveTerm, schemaOf(staticTerm)),
    isDistinct,
  };
}

/** The plan with columns cast to the types of a schema, position by position; names are kept. */
export function coercePlanForSchema(plan: LogicalPlan, target: DFSchema): LogicalPlan {
  if (plan.kind === 'Projection') {
    const exprs = coerceExprsForSchema(plan.exprs, schemaOf(plan.input), target);
    return exprs.every((e, i) => e === plan.exprs[i]) ? plan : projection(exprs, plan.input);
  }
  const columns = columnExprsOf(schemaOf(plan));
  const exprs = coerceExprsForSchema(columns, schemaOf(plan), target);
  return exprs.every((e) => e.kind === 'Column') ? plan : projection(exprs, plan);
}

/** Expressions over `source` cast to the types of a schema, position by position. */
export function coerceExprsForSchema(exprs: readonly Expr[], source: DFSchema, target: DFSchema): readonly Expr[] {
  return exprs.map((expr, i) => {
    const type = target.field(i).dataType;
    if (sameType(dataTypeOf(expr, source), type) || expr.kind === 'Wildcard') return expr;
    if (expr.kind === 'Alias') return alias(castTo(expr.expr, type, source), expr.name);
    // A bare column keeps its own name, without the relation that a cast's name would have.
    return expr.kind === 'Column' ? alias(castTo(expr, type, source), expr.column.name) : castTo(expr, type, source);
  });
}
