import { type Field, PlanError, sameType } from '@datafusion-ts/common';
import { walkExpr } from '../expr/expr-tree.js';
import type { LogicalPlan } from '../plan/logical-plan.js';
import { expressionsOf } from '../plan/plan-children.js';
import { walkPlanWithSubqueries } from '../plan/plan-tree.js';

/** The placeholders of a plan with their fields (undefined while not inferred), in order of appearance. Throws a PlanError when one is used with two types. */
export function parameterFields(plan: LogicalPlan): ReadonlyMap<string, Field | undefined> {
  const fields = new Map<string, Field | undefined>();
  walkPlanWithSubqueries(plan, (node) => {
    for (const expr of expressionsOf(node)) {
      walkExpr(expr, (part) => {
        if (part.kind === 'Placeholder') record(fields, part.id, part.field);
      });
    }
  });
  return fields;
}

function record(fields: Map<string, Field | undefined>, id: string, field: Field | undefined): void {
  const known = fields.get(id);
  if (known !== undefined && field !== undefined && !sameType(known.dataType, field.dataType)) {
    throw new PlanError(`Conflicting types for ${id}`);
  }
  fields.set(id, field ?? known);
}

/** The placeholders of a plan, in order of appearance. */
export const parameterNames = (plan: LogicalPlan): readonly string[] => [...parameterFields(plan).keys()];
