/** Computes expressions without columns now, by the same code that would compute them later. */
import {
  DataFusionError,
  InternalError,
  ResourcesExhaustedError,
  DFSchema,
  rewritten,
  Schema,
  unchanged,
  type ConfigOptions,
  type ScalarValue,
} from '@datafusion-ts/common';
import {
  Arena,
  Batch,
  byteLengthAt,
  castValue,
  getScalar,
  isNull,
  physicalTypeOf,
  type ColumnVector,
} from '@datafusion-ts/compute';
import {
  EXPR_BITS,
  SUBQUERY_BITS,
  dataTypeOf,
  exprChildren,
  hasKinds,
  isVolatileNode,
  makeExpr,
  transformExpr,
  type Expr,
  type ExprOf,
} from '@datafusion-ts/expr';
import { createPhysicalExpr } from '@datafusion-ts/physical-expr';

const verdicts = new WeakMap<Expr, boolean>();

/** What no constant has anywhere inside. */
const NEVER_CONSTANT =
  SUBQUERY_BITS |
  EXPR_BITS.Column |
  EXPR_BITS.OuterReferenceColumn |
  EXPR_BITS.AggregateFunction |
  EXPR_BITS.WindowFunction |
  EXPR_BITS.Placeholder |
  EXPR_BITS.Unnest |
  EXPR_BITS.GroupingSet |
  EXPR_BITS.Wildcard |
  EXPR_BITS.ScalarVariable |
  EXPR_BITS.Volatile;

/** True when an expression's value can be computed without any row. */
export function isConstant(expr: Expr): boolean {
  if (expr.kind === 'Literal') return true;
  if (hasKinds(expr, NEVER_CONSTANT)) return false;
  let verdict = verdicts.get(expr);
  if (verdict === undefined) {
    verdict =
      expr.kind === 'HigherOrderFunction'
        ? isClosed(expr, [])
        : dependsOnNothing(expr) && exprChildren(expr).every(isConstant) && !losesFields(expr);
    verdicts.set(expr, verdict);
  }
  return verdict;
}

/** True for casts between structs that share no field or differ in their number: planning says whether they are possible. */
function losesFields(expr: Expr): boolean {
  if ((expr.kind !== 'Cast' && expr.kind !== 'TryCast') || expr.dataType.kind !== 'Struct') return false;
  const from = dataTypeOf(expr.expr, DFSchema.empty);
  if (from.kind !== 'Struct') return false;
  const { fields } = expr.dataType;
  return (
    from.fields.length !== fields.length || !from.fields.some(({ name }) => fields.some((field) => field.name === name))
  );
}

/** Constant but for the parameters of the lambdas around. */
function isClosed(expr: Expr, params: readonly string[]): boolean {
  switch (expr.kind) {
    case 'LambdaVariable':
      return params.includes(expr.name);
    case 'Lambda':
      return isClosed(expr.body, [...params, ...expr.params]);
    case 'HigherOrderFunction':
      return expr.args.every((arg) => isClosed(arg, params));
    default:
      return dependsOnNothing(expr) && exprChildren(expr).every((child) => isClosed(child, params));
  }
}

/** Constant, and not a value already. */
export const isFoldable = (expr: Expr): boolean => expr.kind !== 'Literal' && isConstant(expr);

/** False for nodes that have no value of their own or get it from rows, other queries, or chance. */
function dependsOnNothing(expr: Expr): boolean {
  switch (expr.kind) {
    case 'Column':
    case 'Placeholder':
    case 'ScalarSubquery':
    case 'Exists':
    case 'InSubquery':
    case 'SetComparison':
    case 'OuterReferenceColumn':
    case 'AggregateFunction':
    case 'WindowFunction':
    case 'Wildcard':
    case 'GroupingSet':
    case 'Unnest':
    case 'Lambda':
    case 'LambdaVariable':
    case 'HigherOrderFunction':
    case 'ScalarVariable':
      return false;
    default:
      return !isVolatileNode(expr);
  }
}

/** The value of a foldable expression; throws what evaluation throws. */
export function foldConstant(expr: Expr, config: ConfigOptions): ScalarValue {
  return foldToLiteral(expr, config).value;
}

/** Bytes of values that become literals; larger ones stay expressions, as plans would take their memory and name them in full. */
const LARGEST_LITERAL = 1 << 26;

/** Roughly the bytes of a vector with its elements and texts. */
function weightOf(vector: ColumnVector): number {
  if (vector.encoding === 'constant') return vector.length * weightOfData(vector.value.value);
  if (vector.encoding === 'dictionary') return vector.length + weightOf(vector.values.column);
  let bytes = vector.length * vector.width;
  if (physicalTypeOf(vector.type) === 'view') {
    for (let row = 0; row < vector.length; row++) if (!isNull(vector, row)) bytes += byteLengthAt(vector, row);
  }
  return vector.children.reduce((sum, child) => sum + weightOf(child), bytes);
}

function weightOfData(data: unknown): number {
  if (typeof data === 'string') return data.length;
  return Array.isArray(data) ? data.reduce((sum: number, each) => sum + 8 + weightOfData(each), 0) : 8;
}

/** The literal of a foldable expression, with the metadata of its field. */
function foldToLiteral(expr: Expr, config: ConfigOptions): ExprOf<'Literal'> {
  const arena = new Arena();
  const schema = new Schema([]);
  try {
    const physical = createPhysicalExpr(expr, DFSchema.empty, { config });
    const vector = physical.evaluate(new Batch(schema, [], 1), arena);
    if (weightOf(vector) > LARGEST_LITERAL) throw new ResourcesExhaustedError('The value is too large for a literal');
    const value = getScalar(vector, 0);
    const { metadata } = physical.returnField(schema);
    const known = metadata === undefined || metadata.size === 0 ? {} : { metadata };
    return makeExpr({ kind: 'Literal', value, ...known }) as ExprOf<'Literal'>;
  } finally {
    arena.release();
  }
}

/**
 * The expression with every part computed that can be. What fails (`1 / 0`) stays, to fail when it is evaluated, if ever;
 * only a literal that cannot be cast fails here.
 */
export function foldConstants(expr: Expr, config: ConfigOptions): Expr {
  return transformExpr(expr, (node) => {
    if (!isFoldable(node)) return unchanged(node);
    // Who needs the name puts it back.
    if (node.kind === 'Alias')
      return node.metadata === undefined && node.expr.kind === 'Literal' ? rewritten(node.expr) : unchanged(node);
    const value = castLiteral(node) ?? (isCastOfLiteral(node) ? foldToLiteral(node, config) : tryFold(node, config));
    return value === undefined ? unchanged(node) : rewritten(value);
  }).node;
}

/** True when a call in the expression is yet to be replaced by what it stands for. */
const awaitsRewriting = (expr: Expr): boolean =>
  (expr.kind === 'ScalarFunction' && expr.func.isRewritten === true) || exprChildren(expr).some(awaitsRewriting);

/** The expression with those calls failing if they are evaluated, which in a branch that is not taken they are not. */
const withFailingCalls = (expr: Expr): Expr =>
  transformExpr(expr, (node) =>
    node.kind === 'ScalarFunction' && node.func.isRewritten === true
      ? rewritten(makeExpr({ ...node, func: { ...node.func, invoke: failRewritten } }))
      : unchanged(node),
  ).node;

function failRewritten(): never {
  throw new InternalError('The call is evaluated before it is replaced');
}

/** A cast of a literal without metadata that needs nothing but the value. */
function castLiteral(expr: Expr): Expr | undefined {
  if (expr.kind !== 'Cast' || expr.expr.kind !== 'Literal') return undefined;
  if (expr.field !== undefined || expr.expr.metadata !== undefined) return undefined;
  const value = castValue(expr.expr.value, expr.dataType);
  return value === undefined ? undefined : makeExpr({ kind: 'Literal', value });
}

const isCastOfLiteral = (expr: Expr): boolean =>
  (expr.kind === 'Cast' || expr.kind === 'TryCast') && expr.expr.kind === 'Literal';

function tryFold(expr: Expr, config: ConfigOptions): Expr | undefined {
  try {
    return foldToLiteral(awaitsRewriting(expr) ? withFailingCalls(expr) : expr, config);
  } catch (error) {
    if (error instanceof DataFusionError) return undefined;
    throw error;
  }
}
