import { rewritten, unchanged, type DFSchema } from '@datafusion-ts/common';
import {
  EXPR_BITS,
  alias,
  columnExpr,
  columnExprsOf,
  exprKey,
  exprToColumns,
  hasKinds,
  ident,
  projection,
  recomputeSchema,
  replaceExpr,
  schemaOf,
  transformExprDown,
  unaliasNested,
  withPlanInputs,
  inputsOf,
  type Expr,
  type LogicalPlan,
  type Projection,
} from '@datafusion-ts/expr';

/** Expressions that are best computed next to the source, such as fields of structs: less is carried then. */
export const EXTRACTED = '__datafusion_extracted';

/** True for calls that say so of themselves. */
export function isLeafExpr(expr: Expr): boolean {
  return expr.kind === 'ScalarFunction' && expr.func.movesTowardsLeaves?.(expr.args) === true;
}

/** Leaf expressions over one input, each with the name of the column that will have its value. */
export class LeafExprs {
  readonly #found = new Map<string, { readonly expr: Expr; readonly name: string }>();
  readonly #nextName: () => string;

  constructor(nextName: () => string) {
    this.#nextName = nextName;
  }

  get isEmpty(): boolean {
    return this.#found.size === 0;
  }

  /** The column for an expression; an alias made by an earlier extraction keeps its name. */
  columnFor(expr: Expr, name?: string): Expr {
    const key = exprKey(expr);
    let item = this.#found.get(key);
    if (item === undefined) this.#found.set(key, (item = { expr, name: name ?? this.#nextName() }));
    return ident(item.name);
  }

  /** The expressions under their names. */
  aliased(): readonly Expr[] {
    return [...this.#found.values()].map(({ expr, name }) => alias(expr, name));
  }
}

/** The expression with its largest leaf expressions replaced; undefined keeps one. */
export function replaceLeaves(expr: Expr, columnOf: (leaf: Expr) => Expr | undefined): Expr {
  if (!hasKinds(expr, EXPR_BITS.Leaf)) return expr;
  return transformExprDown(expr, (node) => {
    const column = isLeafExpr(node) ? columnOf(node) : undefined;
    return column === undefined ? unchanged(node) : rewritten(column, 'Jump');
  }).node;
}

/** True when all the expression's columns are in a schema. */
export const readsOnly = (expr: Expr, schema: DFSchema): boolean =>
  exprToColumns(expr).every((column) => schema.isColumnFromSchema(column));

/** True for aliases that extraction made. */
export const isExtracted = (expr: Expr): boolean => expr.kind === 'Alias' && expr.name.startsWith(EXTRACTED);

/** The plan giving the expressions as well, by a projection that is there or a new one. */
export function withColumnsAbove(plan: LogicalPlan, exprs: readonly Expr[]): LogicalPlan {
  if (plan.kind === 'Projection')
    return projection([...plan.exprs, ...exprs.map((expr) => readThrough(expr, plan))], plan.input);
  return projection([...exprs, ...columnExprsOf(schemaOf(plan))], plan);
}

/** True for nodes that expressions are as well computed below. */
export function passesDown(plan: LogicalPlan, exprs: readonly Expr[]): boolean {
  switch (plan.kind) {
    case 'Filter':
    case 'Sort':
    case 'Limit':
    case 'SubqueryAlias':
      return true;
    case 'Join':
      return exprs.every((expr) => readsOnly(expr, schemaOf(plan.left)) || readsOnly(expr, schemaOf(plan.right)));
    default:
      return false;
  }
}

/** The plan giving the expressions as well, computed as far down as they can be. */
export function withColumnsBelow(plan: LogicalPlan, exprs: readonly Expr[]): LogicalPlan {
  if (exprs.length === 0) return plan;
  if (!passesDown(plan, exprs)) return withColumnsAbove(plan, exprs);
  if (plan.kind === 'Join') {
    const isLeft = (expr: Expr): boolean => readsOnly(expr, schemaOf(plan.left));
    const left = withColumnsBelow(plan.left, exprs.filter(isLeft));
    const right = withColumnsBelow(
      plan.right,
      exprs.filter((expr) => !isLeft(expr)),
    );
    return recomputeSchema(withPlanInputs(plan, [left, right]));
  }
  const input = inputsOf(plan)[0]!;
  const below =
    plan.kind === 'SubqueryAlias' ? exprs.map((expr) => underNamesOf(expr, schemaOf(plan), schemaOf(input))) : exprs;
  return recomputeSchema(withPlanInputs(plan, [withColumnsBelow(input, below)]));
}

/** Columns of one schema as those of another, position by position. */
function underNamesOf(expr: Expr, from: DFSchema, to: DFSchema): Expr {
  const columns = to.columns();
  return replaceExpr(expr, (node) => {
    const position = node.kind === 'Column' ? from.maybeIndexOfColumn(node.column) : undefined;
    return position === undefined ? undefined : columnExpr(columns[position]!);
  });
}

/** An expression over a projection's columns as one over what the projection reads; its own alias stays. */
export function readThrough(expr: Expr, below: Projection): Expr {
  const schema = schemaOf(below);
  return replaceExpr(expr, (node) => {
    const position = node.kind === 'Column' ? schema.maybeIndexOfColumn(node.column) : undefined;
    return position === undefined ? undefined : unaliasNested(below.exprs[position]!);
  });
}

/** The plan with only the given columns. */
export const recovered = (plan: LogicalPlan, schema: DFSchema): LogicalPlan => projection(columnExprsOf(schema), plan);
