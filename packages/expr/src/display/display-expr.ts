import { assertNever, debugScalar, debugString, displayScalar, displayType } from '@datafusion-ts/common';
import type { Case, Expr, ExprNode, GroupingSet, NullTreatment, SortExpr, WildcardOptions } from '../expr/expr.js';
import { displayWindowFrame } from '../window/window-frame.js';
import { operatorPrecedence, operatorText } from '@datafusion-ts/expr-common';

/**
 * The text of expressions in EXPLAIN's logical plans: literals with their types, casts shown, binary operands in
 * parentheses only where their operator binds less tightly than the one around (so `a - (b - c)` loses them, as in
 * DataFusion). `schemaName` is the text that names result columns.
 *
 * Example: `t.a + Int64(1) AS b`.
 */
export function displayExpr(expr: ExprNode): string {
  switch (expr.kind) {
    case 'Alias':
      return `${displayExpr(expr.expr)} AS ${expr.name}`;
    case 'Column':
      return expr.column.flatName();
    case 'OuterReferenceColumn':
      return `outer_ref(${expr.column.flatName()})`;
    case 'ScalarVariable':
      return expr.names.join('.');
    case 'Literal':
      return debugScalar(expr.value) + literalMetadata(expr.metadata);
    case 'BinaryExpr':
      return displayBinary(expr);
    case 'Like':
      return displayLike(expr, expr.caseInsensitive ? 'ILIKE' : 'LIKE');
    case 'SimilarTo':
      return displayLike(expr, 'SIMILAR TO');
    case 'Not':
      return `NOT ${displayExpr(expr.expr)}`;
    case 'Negative':
      return `(- ${displayExpr(expr.expr)})`;
    case 'IsNull':
    case 'IsNotNull':
    case 'IsTrue':
    case 'IsFalse':
    case 'IsUnknown':
    case 'IsNotTrue':
    case 'IsNotFalse':
    case 'IsNotUnknown':
      return `${displayExpr(expr.expr)} ${IS_TEXT[expr.kind]}`;
    case 'Between':
      return `${displayExpr(expr.expr)} ${notText(expr.negated)}BETWEEN ${displayExpr(expr.low)} AND ${displayExpr(expr.high)}`;
    case 'Case':
      return caseText(expr, displayExpr);
    case 'Cast':
      return `CAST(${displayExpr(expr.expr)} AS ${displayType(expr.dataType)})`;
    case 'TryCast':
      return `TRY_CAST(${displayExpr(expr.expr)} AS ${displayType(expr.dataType)})`;
    case 'ScalarFunction':
    case 'HigherOrderFunction':
      return `${expr.func.name}(${displayExprs(expr.args)})`;
    case 'AggregateFunction':
      return expr.func.displayName?.(expr) ?? displayAggregate(expr);
    case 'WindowFunction':
      return displayWindow(expr);
    case 'Lambda':
      return `(${expr.params.join(', ')}) -> ${displayExpr(expr.body)}`;
    case 'LambdaVariable':
      return expr.name;
    case 'InList':
      return `${displayExpr(expr.expr)} ${notText(expr.negated)}IN ([${displayExprs(expr.list)}])`;
    case 'Exists':
      return `${notText(expr.negated)}EXISTS (<subquery>)`;
    case 'InSubquery':
      return `${displayExpr(expr.expr)} ${notText(expr.negated)}IN (<subquery>)`;
    case 'SetComparison':
      return `${displayExpr(expr.expr)} ${operatorText(expr.op)} ${expr.quantifier === 'Any' ? 'ANY' : 'ALL'} (<subquery>)`;
    case 'ScalarSubquery':
      return '(<subquery>)';
    case 'Wildcard':
      return `${expr.qualifier === undefined ? '' : `${expr.qualifier.toString()}.`}*${displayWildcardOptions(expr.options)}`;
    case 'GroupingSet':
      return groupingSetText(expr.set, displayExpr);
    case 'Placeholder':
      return expr.id;
    case 'Unnest':
      return `UNNEST(${displayExpr(expr.expr)})`;
    default:
      return assertNever(expr);
  }
}

/** Texts separated by a comma and a space. */
export function displayExprs(exprs: readonly Expr[]): string {
  return exprs.map(displayExpr).join(', ');
}

/** `a ASC NULLS LAST`. */
export function displaySort(sort: SortExpr): string {
  return `${displayExpr(sort.expr)} ${sortDirection(sort)}`;
}

/** Keys separated by a comma and a space. */
export function displaySorts(sorts: readonly SortExpr[]): string {
  return sorts.map(displaySort).join(', ');
}

/** `ASC NULLS LAST`. */
export function sortDirection(sort: SortExpr): string {
  return `${sort.asc ? 'ASC' : 'DESC'} NULLS ${sort.nullsFirst ? 'FIRST' : 'LAST'}`;
}

/** What follows the operand of each IS predicate. */
export const IS_TEXT = {
  IsNull: 'IS NULL',
  IsNotNull: 'IS NOT NULL',
  IsTrue: 'IS TRUE',
  IsFalse: 'IS FALSE',
  IsUnknown: 'IS UNKNOWN',
  IsNotTrue: 'IS NOT TRUE',
  IsNotFalse: 'IS NOT FALSE',
  IsNotUnknown: 'IS NOT UNKNOWN',
} as const;

/** `NOT ` or nothing. */
export const notText = (negated: boolean): string => (negated ? 'NOT ' : '');

/** `IGNORE NULLS` or `RESPECT NULLS`. */
export const nullTreatmentText = (treatment: NullTreatment): string =>
  treatment === 'IgnoreNulls' ? 'IGNORE NULLS' : 'RESPECT NULLS';

function literalMetadata(metadata: ReadonlyMap<string, string> | undefined): string {
  if (metadata === undefined || metadata.size === 0) return '';
  const sorted = [...metadata].sort(([a], [b]) => (a < b ? -1 : 1));
  return ` FieldMetadata { inner: {${sorted.map(([k, v]) => `${debugString(k)}: ${debugString(v)}`).join(', ')}} }`;
}

function displayBinary(expr: Extract<ExprNode, { kind: 'BinaryExpr' }>): string {
  const chain = [expr];
  let leftmost: Expr = expr.left;
  for (; leftmost.kind === 'BinaryExpr'; leftmost = leftmost.left) chain.push(leftmost);
  let text = displayExpr(leftmost);
  let inner = Infinity;
  for (let node = chain.pop(); node !== undefined; node = chain.pop()) {
    const precedence = operatorPrecedence(node.op);
    if (inner === 0 || inner < precedence) text = `(${text})`;
    text = `${text} ${operatorText(node.op)} ${displayOperand(node.right, precedence)}`;
    inner = precedence;
  }
  return text;
}

function displayOperand(expr: Expr, precedence: number): string {
  const text = displayExpr(expr);
  if (expr.kind !== 'BinaryExpr') return text;
  const own = operatorPrecedence(expr.op);
  return own === 0 || own < precedence ? `(${text})` : text;
}

function displayLike(expr: Extract<ExprNode, { kind: 'Like' | 'SimilarTo' }>, word: string): string {
  const escape = expr.escapeChar === undefined ? '' : ` ESCAPE '${expr.escapeChar}'`;
  return `${displayExpr(expr.expr)} ${notText(expr.negated)}${word} ${displayExpr(expr.pattern)}${escape}`;
}

/** A CASE whose parts are printed by `text`. */
export function caseText(expr: Case, text: (expr: Expr) => string): string {
  const operand = expr.expr === undefined ? '' : `${text(expr.expr)} `;
  const branches = expr.whenThen.map((w) => `WHEN ${text(w.when)} THEN ${text(w.then)} `).join('');
  const otherwise = expr.elseExpr === undefined ? '' : `ELSE ${text(expr.elseExpr)} `;
  return `CASE ${operand}${branches}${otherwise}END`;
}

/** ROLLUP, CUBE or GROUPING SETS whose parts are printed by `text`. */
export function groupingSetText(set: GroupingSet, text: (expr: Expr) => string): string {
  const list = (exprs: readonly Expr[]): string => `(${exprs.map(text).join(', ')})`;
  switch (set.kind) {
    case 'Rollup':
      return `ROLLUP ${list(set.exprs)}`;
    case 'Cube':
      return `CUBE ${list(set.exprs)}`;
    default:
      return `GROUPING SETS (${set.sets.map(list).join(', ')})`;
  }
}

function displayAggregate(expr: Extract<ExprNode, { kind: 'AggregateFunction' }>): string {
  const treatment = expr.nullTreatment === undefined ? '' : ` ${nullTreatmentText(expr.nullTreatment)}`;
  const filter = expr.filter === undefined ? '' : ` FILTER (WHERE ${displayExpr(expr.filter)})`;
  const order = expr.orderBy.length === 0 ? '' : ` ORDER BY [${displaySorts(expr.orderBy)}]`;
  return `${expr.func.name}(${expr.distinct ? 'DISTINCT ' : ''}${displayExprs(expr.args)})${treatment}${filter}${order}`;
}

/** The null treatment of window functions (not of aggregates) follows without a space, as in DataFusion. */
function displayWindow(expr: Extract<ExprNode, { kind: 'WindowFunction' }>): string {
  const isAggregate = expr.func.kind === 'AggregateUDF';
  const treatment =
    expr.nullTreatment === undefined ? '' : (isAggregate ? ' ' : '') + nullTreatmentText(expr.nullTreatment);
  const filter = expr.filter === undefined || !isAggregate ? '' : ` FILTER (WHERE ${displayExpr(expr.filter)})`;
  const partition = expr.partitionBy.length === 0 ? '' : ` PARTITION BY [${displayExprs(expr.partitionBy)}]`;
  const order = expr.orderBy.length === 0 ? '' : ` ORDER BY [${displaySorts(expr.orderBy)}]`;
  const call = `${expr.func.func.name}(${expr.distinct ? 'DISTINCT ' : ''}${displayExprs(expr.args)})`;
  return `${call}${treatment}${filter}${partition}${order} ${displayWindowFrame(expr.windowFrame, displayScalar)}`;
}

function displayWildcardOptions(options: WildcardOptions): string {
  const parts: string[] = [];
  if (options.ilike !== undefined) parts.push(` ILIKE '${options.ilike}'`);
  if (options.exclude !== undefined) parts.push(` EXCLUDE (${options.exclude.join(', ')})`);
  if (options.except !== undefined) parts.push(` EXCEPT (${options.except.join(', ')})`);
  if (options.replace !== undefined) {
    parts.push(` REPLACE (${options.replace.map((r) => `${displayExpr(r.expr)} AS ${r.name}`).join(', ')})`);
  }
  if (options.rename !== undefined) {
    parts.push(` RENAME (${options.rename.map((r) => `${r.from} AS ${r.to}`).join(', ')})`);
  }
  return parts.join('');
}
