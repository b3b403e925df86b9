import { expressionsOf } from '../plan/plan-children.js';
import { walkExpr } from '../expr/expr-tree.js';
import type { LogicalPlan } from '../plan/logical-plan.js';
import { walkPlan } from '../plan/plan-tree.js';
import { schemaOf } from '../plan/schema-of.js';
import { checkSubqueryExpr } from './check-subquery.js';

/** How much must hold: of any plan, or of one that is about to be executed. */
export type InvariantLevel = 'Always' | 'Executable';

/**
 * Throws what is wrong with a plan. Always: columns of every node can be told apart. Executable: subqueries also stand
 * where they can be run and refer to outer columns only where that can be undone.
 */
export function assertValidPlan(plan: LogicalPlan, level: InvariantLevel): void {
  schemaOf(plan).checkNames();
  if (level === 'Executable') assertSubqueriesAreValid(plan);
}

function assertSubqueriesAreValid(plan: LogicalPlan): void {
  walkPlan(plan, (node) => {
    for (const expr of expressionsOf(node)) {
      walkExpr(expr, (part) => {
        if (
          part.kind === 'Exists' ||
          part.kind === 'InSubquery' ||
          part.kind === 'ScalarSubquery' ||
          part.kind === 'SetComparison'
        ) {
          assertSubqueriesAreValid(part.subquery.subquery);
          checkSubqueryExpr(node, part.subquery.subquery, part);
        }
      });
    }
  });
}
