/**
 * Gives the variables of lambdas their types: those of the elements that the function they are written for passes to them.
 *
 * In `array_transform(t.xs, x -> x + 1)` the variable `x` has the type of the elements of `t.xs`. Variables that know
 * their field (the SQL planner sets it) stay as they are.
 */
import { DFSchema, rewritten, unchanged, type Field, type Transformed } from '@datafusion-ts/common';
import {
  EXPR_BITS,
  existsExprNode,
  inputsOf,
  makeExpr,
  mapPlanExprs,
  planFacts,
  replaceExpr,
  schemaOf,
  toField,
  transformExprDown,
  transformPlanUpWithSubqueries,
  withExprChildren,
  type Expr,
  type ExprOf,
  type LogicalPlan,
} from '@datafusion-ts/expr';
import type { AnalyzerRule } from './analyzer.js';

export const resolveLambdaVariables: AnalyzerRule = {
  name: 'resolve_lambda_variables',
  analyze: (plan) =>
    (planFacts(plan).exprs & EXPR_BITS.LambdaVariable) === 0
      ? unchanged(plan)
      : transformPlanUpWithSubqueries(plan, resolvePlan),
};

const isOpen = (expr: Expr): boolean => expr.kind === 'LambdaVariable' && expr.field === undefined;

function resolvePlan(plan: LogicalPlan): Transformed<LogicalPlan> {
  return mapPlanExprs(plan, (expr) => {
    if (!existsExprNode(expr, isOpen)) return unchanged(expr);
    const schema = inputsOf(plan)
      .map(schemaOf)
      .reduce((merged, input) => merged.merge(input), DFSchema.empty);
    return transformExprDown(expr, (node) =>
      node.kind === 'HigherOrderFunction' ? resolveCall(node, schema) : unchanged(node),
    );
  });
}

/** From outside in, so that a lambda in a lambda finds the variables of the outer one typed. */
function resolveCall(call: ExprOf<'HigherOrderFunction'>, schema: DFSchema): Transformed<Expr> {
  const fields = call.args.map((arg) => (arg.kind === 'Lambda' ? undefined : toField(arg, schema)));
  const parameters = call.func.lambdaParameters(fields);
  const args = call.args.map((arg, i) => (arg.kind === 'Lambda' ? typed(arg, parameters[i] ?? []) : arg));
  return args.every((arg, i) => arg === call.args[i]) ? unchanged<Expr>(call) : rewritten(withExprChildren(call, args));
}

function typed(lambda: ExprOf<'Lambda'>, fields: readonly Field[]): Expr {
  const body = replaceExpr(lambda.body, (node) => {
    if (node.kind !== 'LambdaVariable' || node.field !== undefined) return undefined;
    const field = fields[lambda.params.indexOf(node.name)];
    return field === undefined ? undefined : makeExpr({ ...node, field: { ...field, name: node.name } });
  });
  return body === lambda.body ? lambda : makeExpr({ ...lambda, body });
}
