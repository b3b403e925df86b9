import { assertNever, displayType } from '@datafusion-ts/common';
import type {
  Expr,
  GroupingSet,
  SortExpr,
  Subquery,
  WildcardOptions,
  WindowFrame,
  WindowFrameBound,
} from '../expr/expr.js';
import { factsOf } from '../expr/expr-object.js';
import type { LogicalPlan } from '../plan/logical-plan.js';
import { expressionsOf, inputsOf } from '../plan/plan-children.js';
import { planFacts } from '../plan/plan-facts.js';
import { answerSpine } from '../utils/spine.js';
import { objectId } from './object-id.js';
import { planDetailKey } from './plan-detail-key.js';
import { scalarKey } from './scalar-key.js';
import { fieldKey, metadataKey } from './schema-key.js';

/**
 * Structural identity of expressions and plans as text, for maps and sets: two have the same key exactly when they say
 * the same (spans in the SQL text play no part; functions and tables are the same when they are the same object). Keys
 * are remembered per node, so asking again is free and parents share the work of their children.
 */

/** The key of an expression. */
export function exprKey(expr: Expr): string {
  const facts = factsOf(expr);
  if (facts.key === undefined) {
    answerSpine(expr, (node) => factsOf(node).key !== undefined, exprKey);
    facts.key = computeKey(expr);
  }
  return facts.key;
}

/** True when both expressions say the same. */
export function exprEquals(a: Expr, b: Expr): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind) return false;
  if (a.kind === 'Column' && b.kind === 'Column') return a.column.equals(b.column);
  if (a.kind === 'BinaryExpr' && b.kind === 'BinaryExpr' && a.op !== b.op) return false;
  return exprKey(a) === exprKey(b);
}

/** True when both lists hold equal expressions in the same order. */
export function exprListEquals(a: readonly Expr[], b: readonly Expr[]): boolean {
  return a === b || (a.length === b.length && a.every((expr, i) => exprEquals(expr, b[i]!)));
}

/** The key of an ORDER BY key. */
export function sortKey(sort: SortExpr): string {
  return `${exprKey(sort.expr)}${sort.asc ? '+' : '-'}${sort.nullsFirst ? '<' : '>'}`;
}

/** True when both keys order alike. */
export const sortEquals = (a: SortExpr, b: SortExpr): boolean => a === b || sortKey(a) === sortKey(b);

/** The key of a plan. */
export function planKey(plan: LogicalPlan): string {
  const facts = planFacts(plan);
  if (facts.key === undefined) {
    const exprs = expressionsOf(plan).map(exprKey).join(',');
    facts.key = `${plan.kind}(${planDetailKey(plan, exprKey)};${exprs};${inputsOf(plan).map(planKey).join(',')})`;
  }
  return facts.key;
}

/** True when both plans do the same to the same tables. */
export function planEquals(a: LogicalPlan, b: LogicalPlan): boolean {
  if (a === b) return true;
  if (a.kind !== b.kind) return false;
  const [inputs, others] = [inputsOf(a), inputsOf(b)];
  return (
    inputs.length === others.length &&
    exprListEquals(expressionsOf(a), expressionsOf(b)) &&
    planDetailKey(a, exprKey) === planDetailKey(b, exprKey) &&
    inputs.every((input, i) => planEquals(input, others[i]!))
  );
}

function computeKey(expr: Expr): string {
  switch (expr.kind) {
    case 'Alias':
      return `Alias(${exprKey(expr.expr)},${expr.relation?.toQuotedString() ?? ''},${JSON.stringify(expr.name)}${metadataKey(expr.metadata)})`;
    case 'Column':
      return `Column(${JSON.stringify(expr.column.key)})`;
    case 'OuterReferenceColumn':
      return `Outer(${fieldKey(expr.field)},${JSON.stringify(expr.column.key)})`;
    case 'ScalarVariable':
      return `Variable(${fieldKey(expr.field)},${expr.names.join('.')})`;
    case 'Literal':
      return `Literal(${scalarKey(expr.value)}${metadataKey(expr.metadata)})`;
    case 'BinaryExpr':
      return `${expr.op}(${exprKey(expr.left)},${exprKey(expr.right)})`;
    case 'Like':
    case 'SimilarTo':
      return `${expr.kind}(${expr.negated},${exprKey(expr.expr)},${exprKey(expr.pattern)},${JSON.stringify(expr.escapeChar)},${expr.caseInsensitive})`;
    case 'Not':
    case 'IsNotNull':
    case 'IsNull':
    case 'IsTrue':
    case 'IsFalse':
    case 'IsUnknown':
    case 'IsNotTrue':
    case 'IsNotFalse':
    case 'IsNotUnknown':
    case 'Negative':
    case 'Unnest':
      return `${expr.kind}(${exprKey(expr.expr)})`;
    case 'Between':
      return `Between(${expr.negated},${exprKey(expr.expr)},${exprKey(expr.low)},${exprKey(expr.high)})`;
    case 'Case':
      return `Case(${optional(expr.expr)},[${expr.whenThen.map((w) => `${exprKey(w.when)}:${exprKey(w.then)}`).join(',')}],${optional(expr.elseExpr)})`;
    case 'Cast':
    case 'TryCast':
      return `${expr.kind}(${exprKey(expr.expr)},${displayType(expr.dataType)},${expr.field === undefined ? '' : fieldKey(expr.field)})`;
    case 'ScalarFunction':
    case 'HigherOrderFunction':
      return `${functionKey(expr.func)}(${listKey(expr.args)})`;
    case 'AggregateFunction':
      return `Aggregate:${functionKey(expr.func)}(${listKey(expr.args)},${expr.distinct},${optional(expr.filter)},[${sortsKey(expr.orderBy)}],${expr.nullTreatment})`;
    case 'WindowFunction':
      return `Window:${functionKey(expr.func.func)}(${listKey(expr.args)},[${listKey(expr.partitionBy)}],[${sortsKey(expr.orderBy)}],${frameKey(expr.windowFrame)},${optional(expr.filter)},${expr.nullTreatment},${expr.distinct})`;
    case 'Lambda':
      return `Lambda(${JSON.stringify(expr.params)},${exprKey(expr.body)})`;
    case 'LambdaVariable':
      return `LambdaVariable(${JSON.stringify(expr.name)},${expr.field === undefined ? '' : fieldKey(expr.field)})`;
    case 'InList':
      return `InList(${expr.negated},${exprKey(expr.expr)},[${listKey(expr.list)}])`;
    case 'Exists':
      return `Exists(${expr.negated},${subqueryKey(expr.subquery)})`;
    case 'InSubquery':
      return `InSubquery(${expr.negated},${exprKey(expr.expr)},${subqueryKey(expr.subquery)})`;
    case 'SetComparison':
      return `SetComparison(${expr.op},${expr.quantifier},${exprKey(expr.expr)},${subqueryKey(expr.subquery)})`;
    case 'ScalarSubquery':
      return `ScalarSubquery(${subqueryKey(expr.subquery)})`;
    case 'Wildcard':
      return `Wildcard(${expr.qualifier?.toQuotedString() ?? ''},${wildcardKey(expr.options)})`;
    case 'GroupingSet':
      return groupingSetKey(expr.set);
    case 'Placeholder':
      return `Placeholder(${expr.id},${expr.field === undefined ? '' : fieldKey(expr.field)})`;
    default:
      return assertNever(expr);
  }
}

const optional = (expr: Expr | undefined): string => (expr === undefined ? '' : exprKey(expr));
const listKey = (exprs: readonly Expr[]): string => exprs.map(exprKey).join(',');
const sortsKey = (sorts: readonly SortExpr[]): string => sorts.map(sortKey).join(',');
const functionKey = (func: { readonly name: string }): string => `${func.name}#${objectId(func)}`;
const subqueryKey = (subquery: Subquery): string =>
  `${planKey(subquery.subquery)},[${listKey(subquery.outerRefColumns)}]`;

function frameKey(frame: WindowFrame): string {
  return `${frame.units}:${boundKey(frame.startBound)}:${boundKey(frame.endBound)}`;
}

function boundKey(bound: WindowFrameBound): string {
  return bound.kind === 'CurrentRow' ? bound.kind : `${bound.kind}(${scalarKey(bound.value)})`;
}

function groupingSetKey(set: GroupingSet): string {
  if (set.kind !== 'GroupingSets') return `${set.kind}(${listKey(set.exprs)})`;
  return `GroupingSets(${set.sets.map((exprs) => `[${listKey(exprs)}]`).join(',')})`;
}

function wildcardKey(options: WildcardOptions): string {
  const replace = options.replace?.map((r) => `${JSON.stringify(r.name)}:${exprKey(r.expr)}`).join(',') ?? '';
  return `${JSON.stringify([options.ilike, options.exclude, options.except, options.rename])},${replace}`;
}
