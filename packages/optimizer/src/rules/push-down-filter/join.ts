/**
 * Filters and joins.
 *
 * A predicate above a join goes to the side whose columns it reads when that side keeps all its rows in the output
 * (`preservedSides`); one in the join's own filter goes to a side when rows of it that fail cannot appear anyway
 * (`onPreservedSides`). Of an inner join, a predicate over both sides becomes part of the filter. Predicates on one side's
 * key are repeated for the other side's; of an OR, what each branch says about one side is said to that side as well.
 */
import {
  onPreservedSides,
  preservedSides,
  rewritten,
  unchanged,
  type DFSchema,
  type Transformed,
} from '@datafusion-ts/common';
import {
  and,
  conjunction,
  containsSubquery,
  exprKey,
  exprToColumns,
  isVolatile,
  makeFilter,
  or,
  schemaOf,
  splitConjunction,
  type Expr,
  type ExprOf,
  type Join,
  type LogicalPlan,
} from '@datafusion-ts/expr';
import { isRestrictNullPredicate } from '../../utils/restrict-null.js';
import { replaceByColumn } from './replace-by-column.js';

/** What each side, the join's filter, and the filter above get. */
interface Destinations {
  readonly left: Expr[];
  readonly right: Expr[];
  readonly join: Expr[];
  readonly above: Expr[];
}

/** Pushes predicates from above (possibly none) and from the join's own filter. */
export function pushIntoJoin(join: Join, predicates: readonly Expr[]): Transformed<LogicalPlan> {
  const onFilters = splitConjunction(join.filter);
  const inferred = inferPredicates(join, predicates, onFilters);
  if (predicates.length === 0 && onFilters.length === 0 && inferred.length === 0) return unchanged(join);
  const to = sortOut(join, predicates, inferred, onFilters);
  const nothingMoved = to.left.length === 0 && to.right.length === 0 && to.above.length === predicates.length;
  if (nothingMoved && to.join.length === onFilters.length && isLeftDeep(join.filter)) return unchanged(join);
  const { filter: _old, ...rest } = join;
  const filter = conjunction(to.join);
  const next: Join = {
    ...rest,
    left: filtered(join.left, to.left),
    right: filtered(join.right, to.right),
    ...(filter === undefined ? {} : { filter }),
  };
  return rewritten(filtered(next, to.above));
}

/** Whether a filter is what {@link conjunction} makes of its parts: later rules look at the operands of its last AND. */
function isLeftDeep(filter: Expr | undefined): boolean {
  const isAnd = (expr: Expr): expr is ExprOf<'BinaryExpr'> => expr.kind === 'BinaryExpr' && expr.op === 'And';
  for (let node = filter; node !== undefined && isAnd(node); node = node.left) if (isAnd(node.right)) return false;
  return true;
}

const filtered = (plan: LogicalPlan, predicates: readonly Expr[]): LogicalPlan => {
  const predicate = conjunction(predicates);
  return predicate === undefined ? plan : makeFilter(predicate, plan);
};

function sortOut(
  join: Join,
  predicates: readonly Expr[],
  inferred: readonly Expr[],
  onFilters: readonly Expr[],
): Destinations {
  const sides = new Sides(join);
  const to: Destinations = { left: [], right: [], join: [], above: [] };
  const [keepsLeft, keepsRight] = preservedSides(join.joinType);
  const ownConditions: Expr[] = [];
  for (const expr of predicates) {
    const movable = !isVolatile(expr);
    if (movable && keepsLeft && sides.isLeftOnly(expr)) to.left.push(expr);
    else if (movable && keepsRight && sides.isRightOnly(expr)) to.right.push(expr);
    else if (movable && join.joinType === 'Inner' && !containsSubquery(expr)) ownConditions.push(expr);
    else to.above.push(expr);
  }
  for (const expr of inferred) {
    // What follows for the other side's key drops only rows without a partner that survives.
    if (sides.isLeftOnly(expr)) to.left.push(expr);
    else if (sides.isRightOnly(expr)) to.right.push(expr);
  }
  const [onLeft, onRight] = onPreservedSides(join.joinType);
  const onConditions: Expr[] = [];
  for (const expr of onFilters) {
    if (onLeft && sides.isLeftOnly(expr)) to.left.push(expr);
    else if (onRight && sides.isRightOnly(expr)) to.right.push(expr);
    else onConditions.push(expr);
  }
  const above = [...to.above, ...ownConditions];
  if (keepsLeft) to.left.push(...sides.fromOrs(above, 'left'));
  if (keepsRight) to.right.push(...sides.fromOrs(above, 'right'));
  if (onLeft) to.left.push(...sides.fromOrs(onConditions, 'left'));
  if (onRight) to.right.push(...sides.fromOrs(onConditions, 'right'));
  to.join.push(...ownConditions, ...onConditions);
  return to;
}

/** Which columns belong to which input. */
class Sides {
  readonly #join: Join;

  constructor(join: Join) {
    this.#join = join;
  }

  get #left(): ReadonlySet<string> {
    return columnKeys(this.#join.left);
  }

  get #right(): ReadonlySet<string> {
    return columnKeys(this.#join.right);
  }

  isLeftOnly(expr: Expr): boolean {
    return readsOnly(expr, this.#left);
  }

  isRightOnly(expr: Expr): boolean {
    return readsOnly(expr, this.#right);
  }

  /** What ORs among the predicates say about one side. */
  fromOrs(predicates: readonly Expr[], side: 'left' | 'right'): readonly Expr[] {
    const columns = side === 'left' ? this.#left : this.#right;
    return predicates.flatMap((expr) => {
      if (expr.kind !== 'BinaryExpr' || expr.op !== 'Or' || isVolatile(expr)) return [];
      const [l, r] = [partAbout(expr.left, columns), partAbout(expr.right, columns)];
      return l === undefined || r === undefined ? [] : [or(l, r)];
    });
  }
}

function columnKeys(plan: LogicalPlan): ReadonlySet<string> {
  const schema = schemaOf(plan);
  let keys = keysOfSchemas.get(schema);
  if (keys === undefined) keysOfSchemas.set(schema, (keys = new Set(schema.columns().map((column) => column.key))));
  return keys;
}

const keysOfSchemas = new WeakMap<DFSchema, ReadonlySet<string>>();

function readsOnly(expr: Expr, columns: ReadonlySet<string>): boolean {
  const read = exprToColumns(expr);
  return read.every((column) => columns.has(column.key));
}

/** What must hold of one side's columns for the expression to be true; undefined when nothing follows. */
function partAbout(expr: Expr, columns: ReadonlySet<string>): Expr | undefined {
  if (expr.kind === 'BinaryExpr' && expr.op === 'Or') {
    const [l, r] = [partAbout(expr.left, columns), partAbout(expr.right, columns)];
    return l === undefined || r === undefined ? undefined : or(l, r);
  }
  if (expr.kind === 'BinaryExpr' && expr.op === 'And') {
    const [l, r] = [partAbout(expr.left, columns), partAbout(expr.right, columns)];
    return l === undefined || r === undefined ? (l ?? r) : and(l, r);
  }
  return readsOnly(expr, columns) ? expr : undefined;
}

/** Predicates over one side's key column, said of the other side's. */
function inferPredicates(join: Join, predicates: readonly Expr[], onFilters: readonly Expr[]): readonly Expr[] {
  const pairs = join.on.flatMap(([l, r]) => (l.kind === 'Column' && r.kind === 'Column' ? [[l, r] as const] : []));
  if (pairs.length === 0) return [];
  const inferred: Expr[] = [];
  const infer = (sources: readonly Expr[], toRight: boolean, toLeft: boolean): void => {
    for (const source of sources) {
      const replacements = new Map<string, Expr>();
      for (const column of exprToColumns(source)) {
        for (const [l, r] of pairs) {
          if (toRight && column.equals(l.column)) replacements.set(column.key, r);
          if (toLeft && column.equals(r.column)) replacements.set(column.key, l);
        }
      }
      if (replacements.size === 0 || isVolatile(source) || containsSubquery(source)) continue;
      const safe = join.joinType === 'Inner' || isRestrictNullPredicate(source, join, new Set(replacements.keys()));
      if (safe) inferred.push(replaceByColumn(source, replacements));
    }
  };
  infer(predicates, true, true);
  const [toRight, toLeft] = onFilterDirections(join.joinType);
  infer(onFilters, toRight, toLeft);
  const known = new Set([...predicates, ...onFilters].map(exprKey));
  return inferred.filter((expr) => !known.has(exprKey(expr)));
}

function onFilterDirections(joinType: Join['joinType']): readonly [toRight: boolean, toLeft: boolean] {
  switch (joinType) {
    case 'Inner':
      return [true, true];
    case 'Left':
    case 'LeftSemi':
    case 'LeftMark':
      return [true, false];
    case 'Right':
    case 'RightSemi':
    case 'RightMark':
      return [false, true];
    case 'Full':
    case 'LeftAnti':
    case 'RightAnti':
      return [false, false];
  }
}
