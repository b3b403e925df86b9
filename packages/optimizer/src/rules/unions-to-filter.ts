/**
 * Reads a table once for UNION branches that differ only in what they filter. Off by default
 * (`datafusion.optimizer.enable_unions_to_filter`).
 *
 * `SELECT a FROM t WHERE b = 1 UNION SELECT a FROM t WHERE b = 2` becomes `SELECT DISTINCT a FROM t WHERE b = 1 OR b = 2`.
 * Branches must be a projection of a (possibly filtered) scan, the same but for the filter, and predicates neither volatile
 * nor with subqueries. UNION ALL counts duplicates and stays.
 */
import { rewritten, unchanged } from '@datafusion-ts/common';
import {
  PLAN_BITS,
  columnExprsOf,
  containsSubquery,
  disjunction,
  exprKey,
  isVolatile,
  litTrue,
  makeFilter,
  planKey,
  projection,
  projectionWithSchema,
  schemaOf,
  type Expr,
  type LogicalPlan,
  type TableScan,
  type Union,
} from '@datafusion-ts/expr';
import type { OptimizerRule } from '../optimizer-rule.js';

export const unionsToFilter: OptimizerRule = {
  name: 'unions_to_filter',
  concerns: { nodes: PLAN_BITS.Union },
  applyOrder: 'bottomUp',
  rewrite(plan, { config }) {
    if (!config.optimizer.enableUnionsToFilter) return unchanged(plan);
    if (plan.kind !== 'Distinct' || plan.on !== undefined || plan.input.kind !== 'Union') return unchanged(plan);
    const merged = mergeBranches(plan.input);
    return merged === undefined ? unchanged(plan) : rewritten({ ...plan, input: merged });
  },
};

/** A branch taken apart. */
interface Branch {
  readonly exprs: readonly Expr[];
  readonly predicates: Expr[];
  readonly scan: TableScan;
}

/** The union of fewer branches (the only one when one is left); undefined when none share their table. */
function mergeBranches(union: Union): LogicalPlan | undefined {
  const branches = new Map<string, Branch>();
  for (const input of union.inputs) {
    const branch = branchOf(input);
    if (branch === undefined) return undefined;
    const key = `${planKey(branch.scan)}|${branch.exprs.map(exprKey).join()}`;
    const known = branches.get(key);
    if (known === undefined) branches.set(key, branch);
    else known.predicates.push(...branch.predicates);
  }
  if (branches.size === union.inputs.length) return undefined;
  const inputs = [...branches.values()].map((branch) => rebuilt(branch, union));
  return inputs.length === 1 ? inputs[0] : { ...union, inputs };
}

function branchOf(plan: LogicalPlan): Branch | undefined {
  const exprs = plan.kind === 'Projection' ? plan.exprs : columnExprsOf(schemaOf(plan));
  const below = plan.kind === 'Projection' ? plan.input : plan;
  const scan = below.kind === 'Filter' ? below.input : below;
  const predicate = below.kind === 'Filter' ? below.predicate : litTrue();
  if (scan.kind !== 'TableScan' || [predicate, ...exprs].some((expr) => isVolatile(expr) || containsSubquery(expr)))
    return undefined;
  return { exprs, predicates: [predicate], scan };
}

function rebuilt({ exprs, predicates, scan }: Branch, union: Union): LogicalPlan {
  const branch = projection(exprs, makeFilter(disjunction(predicates)!, scan));
  const wanted = union.schema.columns();
  if (branch.schema.columns().every((column, i) => column.equals(wanted[i]!))) return branch;
  const named = exprs.every((expr, i) => expr.kind === 'Column' && expr.column.name === wanted[i]!.name);
  return named ? projectionWithSchema(columnExprsOf(branch.schema), branch, union.schema) : branch;
}
