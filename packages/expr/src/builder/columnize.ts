import { rewritten, unchanged } from '@datafusion-ts/common';
import { exprKey } from '../equality/expr-key.js';
import type { Expr } from '../expr/expr.js';
import { columnExpr } from '../expr/expr-fn.js';
import { transformExprDown } from '../expr/expr-tree.js';
import type { LogicalPlan } from '../plan/logical-plan.js';
import { aggregateOutputExprs } from '../plan/nodes/aggregate.js';
import { INTERNAL_GROUPING_ID } from '../plan/nodes/grouping-sets.js';
import { schemaOf } from '../plan/schema-of.js';

/**
 * Replaces what an aggregation or window below has computed by references to its columns: over an aggregate of
 * `sum(t.a)`, `sum(t.a) + 1` becomes the column `sum(t.a)` plus 1.
 */
export function columnizeExpr(expr: Expr, input: LogicalPlan): Expr {
  const outputs = columnizedOutputs(input);
  if (outputs.size === 0) return expr;
  return transformExprDown(expr, (node) => {
    const column = outputs.get(exprKey(node));
    return column === undefined ? unchanged(node) : rewritten(column, 'Jump');
  }).node;
}

/** Every expression of a SELECT list asks for the outputs of the same plan. */
const known = new WeakMap<LogicalPlan, ReadonlyMap<string, Expr>>();

const NONE: ReadonlyMap<string, Expr> = new Map();

/** Expressions a plan has computed, by key, with the columns that hold them. */
function columnizedOutputs(plan: LogicalPlan): ReadonlyMap<string, Expr> {
  switch (plan.kind) {
    case 'Aggregate':
    case 'Window': {
      let outputs = known.get(plan);
      if (outputs === undefined) known.set(plan, (outputs = collectOutputs(plan)));
      return outputs;
    }
    case 'Filter':
    case 'Sort':
    case 'Limit':
    case 'Distinct':
    case 'Repartition':
      return plan.kind === 'Distinct' && plan.on !== undefined ? NONE : columnizedOutputs(plan.input);
    default:
      return NONE;
  }
}

function collectOutputs(plan: Extract<LogicalPlan, { readonly kind: 'Aggregate' | 'Window' }>): Map<string, Expr> {
  switch (plan.kind) {
    case 'Aggregate': {
      const columns = schemaOf(plan)
        .columns()
        .filter((c) => c.name !== INTERNAL_GROUPING_ID);
      return new Map(aggregateOutputExprs(plan).map((expr, i) => [exprKey(expr), columnExpr(columns[i]!)]));
    }
    case 'Window': {
      const outputs = new Map(columnizedOutputs(plan.input));
      const offset = schemaOf(plan.input).length;
      const columns = plan.schema.columns();
      plan.windowExprs.forEach((expr, i) => outputs.set(exprKey(expr), columnExpr(columns[offset + i]!)));
      return outputs;
    }
  }
}
