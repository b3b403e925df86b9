/**
 * Simplifies every expression of a plan; columns keep their names by aliases.
 *
 * Before: `Filter: t.a = CAST(Utf8("1") AS Int32) OR false`. After: `Filter: t.a = Int32(1)`. Operands of join conditions do
 * not change places. See `simplify/` for what is simplified.
 */
import { DFSchema, rewritten, unchanged, type Transformed } from '@datafusion-ts/common';
import {
  exprChildren,
  exprEquals,
  inputsOf,
  mapPlanExprs,
  restoreName,
  saveName,
  schemaOf,
  withExprChildren,
  type Expr,
  type LogicalPlan,
} from '@datafusion-ts/expr';
import type { OptimizerRule } from '../optimizer-rule.js';
import { simplifyCoerced } from '../simplify/simplify-expr.js';
import { splitSums } from '../simplify/sums-with-literals.js';
import { SimplifyInfo } from '../simplify/simplify-info.js';

export const simplifyExpressions: OptimizerRule = {
  name: 'simplify_expressions',
  applyOrder: 'bottomUp',
  rewrite(plan, config) {
    const info = new SimplifyInfo(expressionSchema(plan), config);
    const options = { canonicalize: plan.kind !== 'Join' };
    const simplify = (expr: Expr): Expr => {
      const simpler = simplifyCoerced(expr, info, options);
      if (simpler === expr) return expr;
      const named = restoreName(simpler, saveName(expr, plan));
      return exprEquals(named, expr) ? expr : named;
    };
    const simplified = mapPlanExprs(plan, (expr): Transformed<Expr> => {
      // Grouping sets keep their shape: what they group by is simplified part by part.
      const simpler =
        expr.kind === 'GroupingSet' ? withExprChildren(expr, exprChildren(expr).map(simplify)) : simplify(expr);
      return simpler === expr ? unchanged(expr) : rewritten(simpler);
    });
    const split = simplified.node.kind === 'Aggregate' ? splitSums(simplified.node) : undefined;
    return split === undefined ? simplified : rewritten(split);
  },
};

/** The columns that expressions of a node may name. */
function expressionSchema(plan: LogicalPlan): DFSchema {
  if (plan.kind === 'TableScan') return DFSchema.fromQualifiedSchema(plan.tableName, plan.source.schema);
  return inputsOf(plan)
    .map(schemaOf)
    .reduce((merged, schema) => (merged.length === 0 ? schema : merged.merge(schema)), DFSchema.empty);
}
