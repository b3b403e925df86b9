/**
 * Takes predicates over columns of the enclosing query out of a subquery, so that they can be the condition of a join
 * with it.
 *
 * Filters lose the predicates; projections above pass the subquery's columns in them on, aggregations group by them. An
 * aggregation without groups gives one row even over none: grouped by the pulled columns it gives no row instead, so an
 * indicator column and the values over no rows are kept for who joins (`emptyResults`).
 *
 * Not possible (`canPullUp` false): outer columns anywhere but in filters, below unions or sorts, below limits (unless
 * for EXISTS, where the limit goes), and predicates other than equalities below aggregations.
 */
import { Column, rewritten, ScalarValue, unchanged, type Transformed } from '@datafusion-ts/common';
import {
  aggregate,
  alias,
  allOuterReferences,
  caseExpr,
  columnExpr,
  conjunction,
  containsOuter,
  containsOuterReference,
  exprEquals,
  exprKey,
  exprToColumns,
  fetchOf,
  hasColumns,
  ident,
  inputsOf,
  lit,
  litTrue,
  makeFilter,
  not,
  projection,
  schemaOf,
  splitConjunction,
  transformPlanDownUp,
  type Aggregate,
  type Expr,
  type Filter,
  type Limit,
  type LogicalPlan,
  type Projection,
  type SubqueryAlias,
} from '@datafusion-ts/expr';
import type { OptimizerConfig } from '../../optimizer-config.js';
import { sortColumns } from '../../utils/sort-columns.js';
import { withoutOuterReferences } from './correlated-columns.js';
import {
  emptyResultsOfAggregates,
  emptyResultsOfProjection,
  simplified,
  withResults,
  type EmptyResults,
} from './empty-results.js';

/** True on every row of a pulled-up aggregation; NULL where an outer join found none. */
export const ALWAYS_TRUE = '__always_true';

export interface PullUpOptions {
  /** `x = first column`, for IN subqueries: their own condition. */
  readonly inPredicate?: Expr | undefined;
  /** Only whether there are rows counts. */
  readonly exists?: boolean;
  /** Values over no rows must survive. */
  readonly handleCountBug?: boolean;
}

/** One run over one subquery. */
export class PullUpCorrelated {
  readonly joinFilters: Expr[] = [];
  canPullUp = true;
  pulledUpScalarAggregate = false;
  havingExpr: Expr | undefined;
  readonly #options: PullUpOptions;
  readonly #config: OptimizerConfig;
  readonly #columns = new Map<LogicalPlan, readonly Column[]>();
  readonly #emptyResults = new Map<LogicalPlan, EmptyResults>();
  #canPullOverAggregation = true;

  constructor(options: PullUpOptions, config: OptimizerConfig) {
    this.#options = options;
    this.#config = config;
  }

  /** The subquery without the predicates; of use only while `canPullUp`. */
  run(plan: LogicalPlan): LogicalPlan {
    return transformPlanDownUp(
      plan,
      (node) => this.#enter(node),
      (node) => this.#leave(node),
    ).node;
  }

  /** Keys of all columns of the subquery that the predicates read. */
  correlatedColumns(): ReadonlySet<string> {
    return new Set([...this.#columns.values()].flat().map((column) => column.key));
  }

  /** Values over no rows of the columns of a plan made by this run. */
  emptyResultsOf(plan: LogicalPlan): EmptyResults | undefined {
    return this.#emptyResults.get(plan);
  }

  #enter(plan: LogicalPlan): Transformed<LogicalPlan> {
    switch (plan.kind) {
      case 'Filter':
        return unchanged(plan);
      case 'Subquery':
        // A lateral one, which belongs to the join above it.
        return unchanged(plan, 'Jump');
      case 'Union':
      case 'Sort':
      case 'Extension':
        return allOuterReferences(plan).length > 0 ? this.#giveUp(plan) : unchanged(plan);
      case 'Limit':
        return this.#options.exists !== true && allOuterReferences(plan).length > 0
          ? this.#giveUp(plan)
          : unchanged(plan);
      default:
        return containsOuterReference(plan) ? this.#giveUp(plan) : unchanged(plan);
    }
  }

  #giveUp(plan: LogicalPlan): Transformed<LogicalPlan> {
    this.canPullUp = false;
    return unchanged(plan, 'Jump');
  }

  #leave(plan: LogicalPlan): Transformed<LogicalPlan> {
    const somethingPulled = this.#options.inPredicate !== undefined || this.joinFilters.length > 0;
    switch (plan.kind) {
      case 'Filter':
        return this.#leaveFilter(plan);
      case 'Projection':
        return somethingPulled ? this.#leaveProjection(plan) : unchanged(plan);
      case 'Aggregate':
        return somethingPulled ? this.#leaveAggregate(plan) : unchanged(plan);
      case 'SubqueryAlias':
        return this.#leaveAlias(plan);
      case 'Limit':
        return this.#leaveLimit(plan);
      default:
        return unchanged(plan);
    }
  }

  #leaveFilter(plan: Filter): Transformed<LogicalPlan> {
    const all = splitConjunction(plan.predicate);
    const outer = all.filter(containsOuter);
    this.#canPullOverAggregation &&= outer.every(isEqualityWithOuter);
    const own = all.filter((expr) => !containsOuter(expr));
    const filters = withoutDuplicates(
      outer.filter((expr) => !isSelfEquality(expr)).map(withoutOuterReferences),
      this.#options.inPredicate,
    );
    const schema = schemaOf(plan);
    const columns = filters.flatMap(exprToColumns).filter((column) => schema.isColumnFromSchema(column));
    for (const filter of filters) {
      if (!this.joinFilters.some((known) => exprEquals(known, filter))) this.joinFilters.push(filter);
    }
    const ownPredicate = conjunction(own);
    const having = this.#havingOf(plan, ownPredicate);
    if (having.pulled !== undefined) {
      if (this.havingExpr !== undefined) this.canPullUp = false;
      this.havingExpr = having.pulled;
      this.#remember(plan.input, columns, having.results);
      return rewritten(plan.input);
    }
    const next = ownPredicate === undefined ? plan.input : makeFilter(ownPredicate, plan.input);
    this.#remember(next, columns, having.results);
    return rewritten(next);
  }

  /** A filter over values that are known for no rows: whether it must be evaluated after the join, and the values then. */
  #havingOf(
    plan: Filter,
    predicate: Expr | undefined,
  ): { readonly pulled?: Expr; readonly results: EmptyResults | undefined } {
    const input = this.#emptyResults.get(plan.input);
    if (input === undefined) return { results: undefined };
    if (predicate === undefined) return { results: input };
    const onNothing = withResults(predicate, input);
    if (exprEquals(onNothing, predicate)) return { results: input };
    const value = simplified(onNothing, schemaOf(plan.input), this.#config);
    if (value.kind === 'Literal') {
      return value.value.value === true ? { pulled: predicate, results: input } : { results: new Map() };
    }
    const results = [...input].map(([name, result]): [string, Expr] => {
      const otherwise = lit(ScalarValue.null());
      return [
        name,
        simplified(
          caseExpr(undefined, [
            { when: value, then: result },
            { when: not(value), then: otherwise },
          ]),
          schemaOf(plan.input),
          this.#config,
        ),
      ];
    });
    return { results: new Map(results) };
  }

  #leaveProjection(plan: Projection): Transformed<LogicalPlan> {
    const exprs = this.#withMissing(plan.exprs, this.#localColumns(plan));
    const input = this.#emptyResults.get(plan.input);
    const results =
      input === undefined
        ? new Map<string, Expr>()
        : emptyResultsOfProjection(plan.exprs, schemaOf(plan.input), input, this.#config);
    if (results.size > 0) exprs.push(ident(ALWAYS_TRUE));
    const next = projection(exprs, plan.input);
    this.#remember(next, undefined, results.size > 0 ? results : undefined);
    return rewritten(next);
  }

  #leaveAggregate(plan: Aggregate): Transformed<LogicalPlan> {
    // Without aggregates it is a DISTINCT, for which more groups make no difference.
    if (plan.aggrExprs.length > 0) this.canPullUp &&= this.#canPullOverAggregation;
    const groups = this.#withMissing(plan.groupExprs, this.#localColumns(plan));
    let results: EmptyResults | undefined;
    if (plan.groupExprs.length === 0) {
      this.pulledUpScalarAggregate = true;
      if (this.#options.handleCountBug === true) {
        results = emptyResultsOfAggregates(plan, this.#config);
        groups.push(alias(litTrue(), ALWAYS_TRUE));
      }
    }
    const next = aggregate(plan.input, groups, plan.aggrExprs);
    this.#remember(next, undefined, results);
    return rewritten(next);
  }

  #leaveAlias(plan: SubqueryAlias): Transformed<LogicalPlan> {
    const columns = this.#localColumns(plan).map((column) => new Column(plan.alias, column.name));
    this.#remember(plan, columns, this.#emptyResults.get(plan.input));
    return unchanged(plan);
  }

  #leaveLimit(plan: Limit): Transformed<LogicalPlan> {
    const results = this.#emptyResults.get(plan.input);
    if (this.#options.exists !== true || this.joinFilters.length === 0) {
      this.#remember(plan, undefined, results);
      return unchanged(plan);
    }
    const next: LogicalPlan =
      fetchOf(plan) === 0 ? { kind: 'EmptyRelation', produceOneRow: false, schema: schemaOf(plan.input) } : plan.input;
    this.#remember(next, undefined, results);
    return rewritten(next);
  }

  #remember(plan: LogicalPlan, columns: readonly Column[] | undefined, results: EmptyResults | undefined): void {
    if (columns !== undefined) this.#columns.set(plan, columns);
    if (results !== undefined) this.#emptyResults.set(plan, results);
  }

  /** Columns of predicates pulled from below, as far up as the nearest alias names them. */
  #localColumns(plan: LogicalPlan): readonly Column[] {
    const found: Column[] = [];
    const collect = (node: LogicalPlan): void => {
      for (const child of inputsOf(node)) {
        found.push(...(this.#columns.get(child) ?? []));
        if (child.kind !== 'SubqueryAlias') collect(child);
      }
    };
    collect(plan);
    return found;
  }

  #withMissing(exprs: readonly Expr[], columns: readonly Column[]): Expr[] {
    const having = this.havingExpr === undefined ? [] : exprToColumns(this.havingExpr);
    const all = [...exprs, ...[...sortColumns(columns), ...having].map((column) => columnExpr(column))];
    return [...new Map(all.map((expr) => [exprKey(expr), expr])).values()];
  }
}

/** `column = something without columns of the subquery`: holds for whole groups. */
function isEqualityWithOuter(expr: Expr): boolean {
  if (expr.kind !== 'BinaryExpr' || expr.op !== 'Eq') return false;
  const isColumn = (side: Expr): boolean =>
    side.kind === 'Column' || (side.kind === 'Cast' && side.expr.kind === 'Column');
  return (isColumn(expr.left) && !hasColumns(expr.right)) || (isColumn(expr.right) && !hasColumns(expr.left));
}

const isSelfEquality = (expr: Expr): boolean =>
  expr.kind === 'BinaryExpr' && expr.op === 'Eq' && exprEquals(expr.left, expr.right);

/** The IN condition is added by who joins; written out in the subquery as well it is not needed twice. */
function withoutDuplicates(filters: readonly Expr[], inPredicate: Expr | undefined): readonly Expr[] {
  if (inPredicate?.kind !== 'BinaryExpr') return filters;
  const { left, op, right } = inPredicate;
  return filters.filter(
    (expr) =>
      !(
        expr.kind === 'BinaryExpr' &&
        expr.op === op &&
        ((exprEquals(expr.left, left) && exprEquals(expr.right, right)) ||
          (exprEquals(expr.left, right) && exprEquals(expr.right, left)))
      ),
  );
}
