/**
 * Turns `x op ANY (query)` and `x op ALL (query)` into EXISTS over the comparisons.
 *
 * `x > ANY (SELECT y …)` is true when some `x > y` is, NULL when none is but some is NULL, else false: a CASE over two
 * EXISTS. `x > ALL (…)` is false when some comparison is false, NULL when none is but some is NULL, else true.
 */
import { DFSchema, rewritten, ScalarValue, unchanged } from '@datafusion-ts/common';
import {
  EXPR_BITS,
  binaryExpr,
  caseExpr,
  columnExpr,
  existsExpr,
  inputsOf,
  isNullExpr,
  litFalse,
  lit,
  litTrue,
  makeExpr,
  makeFilter,
  mapPlanExprs,
  outerRef,
  replaceExpr,
  restoreName,
  saveName,
  schemaOf,
  subqueryOf,
  exprKey,
  findOutReferenceExprs,
  type Expr,
  type ExprOf,
  type LogicalPlan,
} from '@datafusion-ts/expr';

import type { OptimizerRule } from '../optimizer-rule.js';

export const rewriteSetComparison: OptimizerRule = {
  name: 'rewrite_set_comparison',
  concerns: { exprs: EXPR_BITS.SetComparison },
  applyOrder: 'topDown',
  rewrite(plan) {
    return mapPlanExprs(plan, (expr) => {
      const replaced = replaceExpr(expr, (node) => (node.kind === 'SetComparison' ? asExists(node, plan) : undefined));
      return replaced === expr ? unchanged(expr) : rewritten(restoreName(replaced, saveName(expr, plan)));
    });
  },
};

function asExists(expr: ExprOf<'SetComparison'>, plan: LogicalPlan): Expr {
  const outer = inputsOf(plan)
    .map(schemaOf)
    .reduce((merged, schema) => merged.merge(schema), DFSchema.empty);
  const { subquery, outerRefColumns } = expr.subquery;
  const column = columnExpr(schemaOf(subquery).columns()[0]!);
  const left = replaceExpr(expr.expr, (node) =>
    node.kind === 'Column' ? outerRef(outer.fieldFromColumn(node.column), node.column) : undefined,
  );
  const comparison = binaryExpr(left, expr.op, column);
  const references = [
    ...new Map([...outerRefColumns, ...findOutReferenceExprs(left)].map((ref) => [exprKey(ref), ref])).values(),
  ];
  const someWhere = (predicate: Expr): Expr => existsExpr(subqueryOf(makeFilter(predicate, subquery), references));
  const isAny = expr.quantifier === 'Any';
  const decisive = makeExpr({ kind: isAny ? 'IsTrue' : 'IsFalse', expr: comparison });
  return caseExpr(
    undefined,
    [
      { when: someWhere(decisive), then: isAny ? litTrue() : litFalse() },
      { when: someWhere(isNullExpr(comparison)), then: lit(ScalarValue.boolean(null)) },
    ],
    isAny ? litFalse() : litTrue(),
  );
}
