/**
 * Simplifies every expression of a plan; columns keep their names by aliases.
 *
 * Before: `Filter: t.a = CAST(Utf8("1") AS Int32) OR false`. After: `Filter: t.a = Int32(1)`. Operands of join conditions do
 * not change places. See `simplify/` for what is simplified.
 */
import {
  DFSchema,
  rewritten,
  sameType,
  unchanged,
  type Column,
  type Field,
  type Transformed,
} from '@datafusion-ts/common';
import {
  exprChildren,
  exprEquals,
  exprToColumns,
  expressionsOf,
  inputsOf,
  mapPlanExprs,
  restoreName,
  saveName,
  schemaOf,
  withExprChildren,
  type Expr,
  type LogicalPlan,
} from '@datafusion-ts/expr';
import type { OptimizerConfig } from '../optimizer-config.js';
import type { OptimizerRule } from '../optimizer-rule.js';
import { simplifyToEnd } from '../simplify/simplify-expr.js';
import { splitSums } from '../simplify/sums-with-literals.js';
import { SimplifyInfo } from '../simplify/simplify-info.js';

export const simplifyExpressions: OptimizerRule = {
  name: 'simplify_expressions',
  applyOrder: 'bottomUp',
  rewrite(plan, config) {
    if (expressionsOf(plan).every(isColumn)) return unchanged(plan);
    const info = new SimplifyInfo(expressionSchema(plan), config);
    const options = { canonicalize: plan.kind !== 'Join' };
    const simplify = (expr: Expr): Expr => {
      if (isColumn(expr) || isSimple(expr, info.schema, config, options.canonicalize)) return expr;
      const { expr: simpler, isSettled } = simplifyToEnd(expr, info, options);
      const named = simpler === expr ? expr : restoreName(simpler, saveName(expr, plan));
      const result = named === expr || exprEquals(named, expr) ? expr : named;
      if (isSettled) simple.set(result, { config, schema: info.schema, canonicalize: options.canonicalize });
      return result;
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

const isColumn = (expr: Expr): boolean => expr.kind === 'Column';

/** For expressions with nothing to simplify: in which query, over which columns, and how that was found out. */
const simple = new WeakMap<
  Expr,
  { readonly config: OptimizerConfig; readonly schema: DFSchema; readonly canonicalize: boolean }
>();

/** True when nothing was found in the expression over these columns, or over others of the same types, in this query. */
function isSimple(expr: Expr, schema: DFSchema, config: OptimizerConfig, canonicalize: boolean): boolean {
  const known = simple.get(expr);
  if (known === undefined || known.config !== config || known.canonicalize !== canonicalize) return false;
  return known.schema === schema || exprToColumns(expr).every((column) => hasSameType(column, known.schema, schema));
}

function hasSameType(column: Column, before: DFSchema, after: DFSchema): boolean {
  if (column.relation === undefined) return false;
  const [a, b] = [before.maybeIndexOfColumn(column), after.maybeIndexOfColumn(column)];
  if (a === undefined || b === undefined) return false;
  const [x, y] = [before.field(a), after.field(b)];
  return (
    x === y || (sameType(x.dataType, y.dataType) && x.nullable === y.nullable && !hasMetadata(x) && !hasMetadata(y))
  );
}

const hasMetadata = (field: Field): boolean => field.metadata !== undefined && field.metadata.size > 0;

/** The columns that expressions of a node may name. */
function expressionSchema(plan: LogicalPlan): DFSchema {
  if (plan.kind === 'TableScan') return DFSchema.fromQualifiedSchema(plan.tableName, plan.source.schema);
  return inputsOf(plan)
    .map(schemaOf)
    .reduce((merged, schema) => (merged.length === 0 ? schema : merged.merge(schema)), DFSchema.empty);
}
