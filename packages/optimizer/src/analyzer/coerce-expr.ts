/** Casts inside one expression: each node's operands get types the node takes, operands first. */
import {
  DataTypes,
  displayType,
  NotImplementedError,
  PlanError,
  rewritten,
  sameType,
  unchanged,
  type DataType,
  type DFSchema,
  type Transformed,
} from '@datafusion-ts/common';
import {
  castTo,
  dataTypeOf,
  makeExpr,
  not,
  schemaOf,
  subqueryOfNode,
  transformExpr,
  withSubquery,
  type AggregateFunction,
  type Case,
  type Expr,
  type ExprOf,
  type Like,
  type LogicalPlan,
  type WindowFunction,
} from '@datafusion-ts/expr';
import {
  coerceArguments,
  commonComparisonType,
  commonUnionType,
  comparisonCoercion,
  getInputTypes,
  likeCoercion,
  type CoercibleFunction,
} from '@datafusion-ts/expr-common';
import { castTemporalOperand } from './cast-to-interval.js';
import { coerceWindowFrame } from './coerce-window-frame.js';

/** Coerces the plan of a subquery, whose outer columns are those of `outer`. */
export type CoerceSubquery = (plan: LogicalPlan, outer: DFSchema) => Transformed<LogicalPlan>;

/** The expression with every operand cast to a type its operator takes; throws a PlanError where there is none. */
export function coerceExprTypes(expr: Expr, schema: DFSchema, coerceSubquery: CoerceSubquery): Expr {
  return transformExpr(expr, (node) => {
    const prepared = withCoercedSubquery(node, schema, coerceSubquery);
    const coerced = coerceNode(prepared, schema);
    return coerced === node ? unchanged(node) : rewritten(coerced);
  }).node;
}

function withCoercedSubquery(expr: Expr, schema: DFSchema, coerceSubquery: CoerceSubquery): Expr {
  const subquery = subqueryOfNode(expr);
  if (subquery === undefined) return expr;
  const { node, changed } = coerceSubquery(subquery.subquery, schema);
  return changed ? withSubquery(expr, { ...subquery, subquery: node }) : expr;
}

function coerceNode(expr: Expr, schema: DFSchema): Expr {
  switch (expr.kind) {
    case 'BinaryExpr':
      return coerceBinary(expr, schema);
    case 'Like':
      return coerceLike(expr, schema);
    case 'Not': {
      const operand = asBoolean(expr.expr, schema);
      const negated = not(operand);
      return negated.kind === 'Not' && operand === expr.expr ? expr : negated;
    }
    case 'IsTrue':
    case 'IsNotTrue':
    case 'IsFalse':
    case 'IsNotFalse':
    case 'IsUnknown':
    case 'IsNotUnknown':
      return replaced(expr, { expr: asBoolean(expr.expr, schema) });
    case 'Negative':
      return checkedNegation(expr, schema);
    case 'Between':
      return coerceBetween(expr, schema);
    case 'InList':
      return coerceInList(expr, schema);
    case 'InSubquery':
    case 'SetComparison':
      return coerceSubqueryComparison(expr, schema);
    case 'Case':
      return coerceCase(expr, schema);
    case 'ScalarFunction':
      return replaced(expr, { args: coerceArgs(expr.func, expr.args, schema) });
    case 'HigherOrderFunction':
      return coerceHigherOrder(expr, schema);
    case 'AggregateFunction':
      return coerceAggregate(expr, schema);
    case 'WindowFunction':
      return coerceWindow(expr, schema);
    case 'Unnest':
      throw new NotImplementedError('Unnest should be rewritten to LogicalPlan::Unnest before type coercion');
    default:
      return expr;
  }
}

/** The node with some parts replaced; itself when they are the ones it has. */
function replaced<E extends Expr>(expr: E, change: Partial<E>): Expr {
  const record = expr as unknown as Readonly<Record<string, unknown>>;
  const differs = Object.entries(change).some(([key, value]) => !sameValue(record[key], value));
  return differs ? makeExpr({ ...expr, ...change } as E) : expr;
}

function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => item === b[i]);
}

/** Casts the value arguments; lambdas stay as they are. */
function coerceHigherOrder(expr: ExprOf<'HigherOrderFunction'>, schema: DFSchema): Expr {
  const values = expr.args.filter((arg) => arg.kind !== 'Lambda');
  const types = expr.func.coerceValueTypes?.(values.map((value) => dataTypeOf(value, schema)));
  if (types === undefined) return expr;
  const args = expr.args.map((arg) => (arg.kind === 'Lambda' ? arg : castTo(arg, types[values.indexOf(arg)]!, schema)));
  return replaced(expr, { args });
}

function coerceBinary(expr: ExprOf<'BinaryExpr'>, schema: DFSchema): Expr {
  const [left, right] = [dataTypeOf(expr.left, schema), dataTypeOf(expr.right, schema)];
  const [leftType, rightType] = getInputTypes(left, expr.op, right);
  return replaced(expr, {
    left: castTemporalOperand(expr.left, leftType, right, schema),
    right: castTemporalOperand(expr.right, rightType, left, schema),
  });
}

function asBoolean(expr: Expr, schema: DFSchema): Expr {
  const [type] = getInputTypes(dataTypeOf(expr, schema), 'IsDistinctFrom', DataTypes.Boolean);
  return castTo(expr, type, schema);
}

function coerceLike(expr: Like & Expr, schema: DFSchema): Expr {
  const left = dataTypeOf(expr.expr, schema);
  const right = dataTypeOf(expr.pattern, schema);
  const common = likeCoercion(left, right);
  if (common === undefined) {
    const name = expr.kind === 'SimilarTo' ? 'SIMILAR TO' : expr.caseInsensitive ? 'ILIKE' : 'LIKE';
    throw new PlanError(
      `There isn't a common type to coerce ${displayType(left)} and ${displayType(right)} in ${name} expression`,
    );
  }
  const keepsDictionary = left.kind === 'Dictionary' && left.valueType.kind === 'Utf8' && common.kind === 'Utf8';
  return replaced(expr, {
    expr: keepsDictionary ? expr.expr : castTo(expr.expr, common, schema),
    pattern: castTo(expr.pattern, common, schema),
  });
}

const NEGATABLE = /^(Null|Int\d+|Float\d+|Decimal\d+|Interval|Timestamp)$/;

function checkedNegation(expr: ExprOf<'Negative'>, schema: DFSchema): Expr {
  if (NEGATABLE.test(dataTypeOf(expr.expr, schema).kind)) return expr;
  throw new PlanError('Negation only supports numeric, interval and timestamp types');
}

function coerceBetween(expr: ExprOf<'Between'>, schema: DFSchema): Expr {
  const type = dataTypeOf(expr.expr, schema);
  const withBound = (bound: DataType): DataType =>
    common(type, bound, `Failed to coerce types ${displayType(type)} and ${displayType(bound)} in BETWEEN expression`);
  const low = withBound(dataTypeOf(expr.low, schema));
  const high = withBound(dataTypeOf(expr.high, schema));
  const target = common(
    low,
    high,
    `Failed to coerce types ${displayType(low)} and ${displayType(high)} in BETWEEN expression`,
  );
  return replaced(expr, {
    expr: castTo(expr.expr, target, schema),
    low: castTo(expr.low, target, schema),
    high: castTo(expr.high, target, schema),
  });
}

function common(a: DataType, b: DataType, message: string): DataType {
  const type = comparisonCoercion(a, b);
  if (type === undefined) throw new PlanError(message);
  return type;
}

function coerceInList(expr: ExprOf<'InList'>, schema: DFSchema): Expr {
  const type = dataTypeOf(expr.expr, schema);
  const types = expr.list.map((item) => dataTypeOf(item, schema));
  const target = commonComparisonType(type, types);
  if (target === undefined) {
    throw new PlanError(
      `Can not find compatible types to compare ${displayType(type)} with [${types.map(displayType).join(', ')}]`,
    );
  }
  return replaced(expr, {
    expr: castTo(expr.expr, target, schema),
    list: expr.list.map((item) => castTo(item, target, schema)),
  });
}

function coerceSubqueryComparison(expr: ExprOf<'InSubquery'> | ExprOf<'SetComparison'>, schema: DFSchema): Expr {
  const plan = expr.subquery.subquery;
  const subquerySchema = schemaOf(plan);
  const type = dataTypeOf(expr.expr, schema);
  const subqueryType = subquerySchema.field(0).dataType;
  const place = expr.kind === 'InSubquery' ? 'InSubquery' : 'SetComparison';
  const target = common(
    type,
    subqueryType,
    `expr type ${displayType(type)} can't cast to ${displayType(subqueryType)} in ${place}`,
  );
  const column = sameType(subqueryType, target) ? expr.subquery : castFirstColumn(expr.subquery, target);
  return replaced(expr, { expr: castTo(expr.expr, target, schema), subquery: column } as Partial<typeof expr>);
}

function castFirstColumn(
  subquery: ExprOf<'InSubquery'>['subquery'],
  target: DataType,
): ExprOf<'InSubquery'>['subquery'] {
  const scalar = castTo(makeExpr({ kind: 'ScalarSubquery', subquery }), target, schemaOf(subquery.subquery));
  return subqueryOfNode(scalar) ?? subquery;
}

function coerceCase(expr: Case & Expr, schema: DFSchema): Expr {
  const whenTypes = expr.whenThen.map(({ when }) => dataTypeOf(when, schema));
  const whenType = expr.expr === undefined ? DataTypes.Boolean : caseWhenType(dataTypeOf(expr.expr, schema), whenTypes);
  const thenTypes = expr.whenThen.map(({ then }) => dataTypeOf(then, schema));
  const elseType = expr.elseExpr === undefined ? undefined : dataTypeOf(expr.elseExpr, schema);
  const resultType = caseResultType(thenTypes, elseType);
  const whenThen = expr.whenThen.map((branch) => {
    const when = castTo(branch.when, whenType, schema);
    const then = castTo(branch.then, resultType, schema);
    return when === branch.when && then === branch.then ? branch : { when, then };
  });
  return replaced(expr, {
    ...(expr.expr === undefined ? {} : { expr: castTo(expr.expr, whenType, schema) }),
    whenThen,
    ...(expr.elseExpr === undefined ? {} : { elseExpr: castTo(expr.elseExpr, resultType, schema) }),
  } as Partial<Case & Expr>);
}

function caseWhenType(caseType: DataType, whenTypes: readonly DataType[]): DataType {
  const target = commonComparisonType(caseType, whenTypes);
  if (target !== undefined) return target;
  throw new PlanError(
    `Failed to coerce case (${displayType(caseType)}) and when (${whenTypes.map(displayType).join(', ')}) to common types in CASE WHEN expression`,
  );
}

function caseResultType(thenTypes: readonly DataType[], elseType: DataType | undefined): DataType {
  const [first = DataTypes.Null, ...rest] = elseType === undefined ? thenTypes : [elseType, ...thenTypes];
  const target = commonUnionType(first, rest);
  if (target !== undefined) return target;
  const otherwise = elseType === undefined ? 'None' : displayType(elseType);
  throw new PlanError(
    `Failed to coerce then (${thenTypes.map(displayType).join(', ')}) and else (${otherwise}) to common types in CASE WHEN expression`,
  );
}

/** Arguments cast to what the function's signature takes. */
function coerceArgs(func: CoercibleFunction, args: readonly Expr[], schema: DFSchema): readonly Expr[] {
  if (args.length === 0) {
    coerceArguments(func, []); // refuses functions that need arguments
    return args;
  }
  const types = args.map((arg) => dataTypeOf(arg, schema));
  const wanted = coerceArguments(func, types);
  return args.map((arg, i) => castTo(arg, wanted[i]!, schema));
}

function coerceAggregate(expr: AggregateFunction & Expr, schema: DFSchema): Expr {
  return replaced(expr, { args: coerceArgs(expr.func, expr.args, schema) });
}

function coerceWindow(expr: WindowFunction & Expr, schema: DFSchema): Expr {
  const args = coerceArgs(expr.func.func, expr.args, schema);
  const orderTypes = expr.orderBy.map((key) => dataTypeOf(key.expr, schema));
  return replaced(expr, { args, windowFrame: coerceWindowFrame(expr.windowFrame, orderTypes) });
}
