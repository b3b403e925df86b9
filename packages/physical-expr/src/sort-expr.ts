import type { Arena, Batch, ColumnVector } from '@datafusion-ts/compute';
import type { PhysicalExpr, PhysicalSortExpr, SortOptions } from '@datafusion-ts/expr-common';

/** Keys by which rows are ordered, the most significant first. Never empty where it stands for an ordering that holds. */
export type LexOrdering = readonly PhysicalSortExpr[];

/** One key an operator asks for; without options either direction will do. */
export interface PhysicalSortRequirement {
  readonly expr: PhysicalExpr;
  readonly options?: SortOptions;
}

/** Keys by which an operator wants its input ordered. */
export type LexRequirement = readonly PhysicalSortRequirement[];

/** Ascending, nulls last: what SQL means by ORDER BY without more words under DataFusion's default. */
export const ASC_NULLS_LAST: SortOptions = { descending: false, nullsFirst: false };

export const sortExpr = (expr: PhysicalExpr, options: SortOptions = ASC_NULLS_LAST): PhysicalSortExpr => ({
  expr,
  options,
});

/** The opposite order, nulls included. */
export const reverseSortOptions = (options: SortOptions): SortOptions => ({
  descending: !options.descending,
  nullsFirst: !options.nullsFirst,
});

export const reverseSortExpr = (key: PhysicalSortExpr): PhysicalSortExpr => ({
  expr: key.expr,
  options: reverseSortOptions(key.options),
});

export const sameSortOptions = (a: SortOptions, b: SortOptions): boolean =>
  a.descending === b.descending && a.nullsFirst === b.nullsFirst;

/** Direction without the place of nulls mattering when there are none. */
export const compatibleSortOptions = (a: SortOptions, b: SortOptions, nullable: boolean): boolean =>
  nullable ? sameSortOptions(a, b) : a.descending === b.descending;

/** Most keys are compared with themselves, or have another direction: nothing is called for these. */
export const sameSortExpr = (a: PhysicalSortExpr, b: PhysicalSortExpr): boolean =>
  a === b ||
  (a.options.descending === b.options.descending &&
    a.options.nullsFirst === b.options.nullsFirst &&
    (a.expr === b.expr || a.expr.equals(b.expr)));

/** Same keys in the same order. */
export const sameOrdering = (a: LexOrdering, b: LexOrdering): boolean =>
  a.length === b.length && a.every((key, i) => sameSortExpr(key, b[i]!));

/** True when `prefix` is the beginning of `ordering`. */
export const isOrderingPrefix = (prefix: LexOrdering, ordering: LexOrdering): boolean =>
  prefix.length <= ordering.length && prefix.every((key, i) => sameSortExpr(key, ordering[i]!));

/** `ASC`, `ASC NULLS LAST`, `DESC` or `DESC NULLS LAST`. */
export function formatSortOptions(options: SortOptions): string {
  return `${options.descending ? 'DESC' : 'ASC'}${options.nullsFirst ? '' : ' NULLS LAST'}`;
}

/** `a@0 ASC NULLS LAST`. */
export const formatSortExpr = (key: PhysicalSortExpr): string =>
  `${key.expr.toString()} ${formatSortOptions(key.options)}`;

/** Keys joined by `, `, without brackets. */
export const formatOrdering = (ordering: LexOrdering): string => ordering.map(formatSortExpr).join(', ');

/** Keys as the tree format prints them: `a ASC NULLS LAST`. */
export const formatOrderingSql = (ordering: LexOrdering): string =>
  ordering.map((key) => `${key.expr.fmtSql()} ${formatSortOptions(key.options)}`).join(', ');

/** `a@0 ASC`, or `a@0 NA` when the direction is free. */
export const formatSortRequirement = (key: PhysicalSortRequirement): string =>
  `${key.expr.toString()} ${key.options === undefined ? 'NA' : formatSortOptions(key.options)}`;

/** Keys with the first mention of each expression only. */
export function collapseOrdering(ordering: LexOrdering): LexOrdering {
  if (ordering.length < 2) return ordering;
  const kept: PhysicalSortExpr[] = [];
  for (const key of ordering) {
    let i = 0;
    while (i < kept.length && !kept[i]!.expr.equals(key.expr)) i++;
    if (i === kept.length) kept.push(key);
  }
  return kept;
}

/** Requirements with the first mention of each expression only. */
export function collapseRequirement(requirement: LexRequirement): LexRequirement {
  const kept: PhysicalSortRequirement[] = [];
  for (const key of requirement) if (!kept.some((other) => other.expr.equals(key.expr))) kept.push(key);
  return kept;
}

export const orderingToRequirement = (ordering: LexOrdering): LexRequirement => ordering;

/** An ordering that meets a requirement: free directions become ascending, nulls last. */
export const requirementToOrdering = (requirement: LexRequirement): LexOrdering =>
  requirement.map(({ expr, options }) => ({ expr, options: options ?? ASC_NULLS_LAST }));

/** True when a row order by `given` is one by `required`, key for key. */
export const requirementCompatible = (given: PhysicalSortRequirement, required: PhysicalSortRequirement): boolean =>
  (given.expr === required.expr || given.expr.equals(required.expr)) &&
  (required.options === undefined || (given.options !== undefined && sameSortOptions(given.options, required.options)));

/** Values of the keys for the rows of a batch. */
export const evaluateSortKeys = (ordering: LexOrdering, batch: Batch, arena: Arena): readonly ColumnVector[] =>
  ordering.map((key) => key.expr.evaluate(batch, arena));
