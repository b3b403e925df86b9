/**
 * Aggregates over the same expression plus different literals become one aggregate and arithmetic above it, when the
 * function knows how (`simplifyExprOpLiteral`).
 *
 * Before: `Aggregate: aggr=[[sum(t.a + Int64(1)), sum(t.a + Int64(2))]]`
 * After: `Projection: sum(t.a) + Int64(1) * CAST(count(t.a) AS Int64) AS sum(t.a + Int64(1)), …` over
 * `Aggregate: aggr=[[sum(t.a), count(t.a)]]`. A single such call is left alone, as are calls with DISTINCT, FILTER or
 * ORDER BY, and arguments that are volatile.
 */
import { rewritten, unchanged } from '@datafusion-ts/common';
import {
  aggregate,
  alias,
  exprKey,
  ident,
  isVolatile,
  projection,
  qualifiedCol,
  schemaName,
  schemaOf,
  transformExpr,
  type Aggregate,
  type AggregateFunction,
  type Expr,
  type LogicalPlan,
} from '@datafusion-ts/expr';
import type { Operator } from '@datafusion-ts/expr-common';

/** A call on an expression and a literal. */
interface Candidate {
  readonly call: AggregateFunction;
  readonly arg: Expr;
  readonly op: Operator;
  readonly literal: Expr;
  readonly argIsLeft: boolean;
}

/** The plan rewritten; undefined when there is nothing to gain. */
export function splitSums(plan: Aggregate): LogicalPlan | undefined {
  if (plan.groupExprs.some((expr) => expr.kind === 'GroupingSet')) return undefined;
  const candidates = plan.aggrExprs.map(candidateOf);
  const uses = new Map<string, number>();
  for (const candidate of candidates)
    if (candidate !== undefined) uses.set(keyOf(candidate), (uses.get(keyOf(candidate)) ?? 0) + 1);
  const simpler = candidates.map((candidate) => {
    if (candidate === undefined || uses.get(keyOf(candidate))! < 2) return undefined;
    const { call, arg, op, literal, argIsLeft } = candidate;
    return call.func.simplifyExprOpLiteral?.(call, arg, op, literal, argIsLeft);
  });
  return simpler.some((expr) => expr !== undefined) ? rebuild(plan, simpler) : undefined;
}

const keyOf = ({ call, arg }: Candidate): string => `${call.func.name} ${exprKey(arg)}`;

function candidateOf(expr: Expr): Candidate | undefined {
  const call = withoutAlias(expr);
  if (call.kind !== 'AggregateFunction' || call.func.simplifyExprOpLiteral === undefined) return undefined;
  const [arg] = call.args;
  if (call.distinct || call.filter !== undefined || call.orderBy.length > 0 || call.args.length !== 1) return undefined;
  if (arg?.kind !== 'BinaryExpr' || isVolatile(arg)) return undefined;
  const { left, op, right } = arg;
  if (right.kind === 'Literal') return { call, arg: left, op, literal: right, argIsLeft: true };
  if (left.kind === 'Literal') return { call, arg: right, op, literal: left, argIsLeft: false };
  return undefined;
}

const withoutAlias = (expr: Expr): Expr => (expr.kind === 'Alias' ? withoutAlias(expr.expr) : expr);

/** The aggregates that the simpler expressions consist of, once each, and a projection that puts them together. */
function rebuild(plan: Aggregate, simpler: readonly (Expr | undefined)[]): LogicalPlan {
  const calls = new Map<string, Expr>();
  const column = (call: Expr): Expr => {
    const name = schemaName(call);
    if (!calls.has(name)) calls.set(name, call);
    return ident(name);
  };
  const results = plan.aggrExprs.map((expr, i) => {
    const better = simpler[i];
    if (better === undefined) return column(expr);
    const parts = transformExpr(better, (node) =>
      node.kind === 'AggregateFunction' ? rewritten(column(node)) : unchanged(node),
    );
    return alias(parts.node, schemaName(expr));
  });
  const schema = schemaOf(plan);
  const groups = plan.groupExprs.map((_, i) => {
    const { qualifier, field } = schema.qualifiedField(i);
    return qualifier === undefined ? ident(field.name) : qualifiedCol(qualifier, field.name);
  });
  return projection([...groups, ...results], aggregate(plan.input, plan.groupExprs, [...calls.values()]));
}
