/** Queries as SQL. Chains of set operations that lean to the left are walked in a loop. */
import type {
  ConnectBy,
  Cte,
  Distinct,
  GroupBy,
  GroupByModifier,
  LateralView,
  LimitClause,
  LockClause,
  NamedWindowDefinition,
  OrderBy,
  OrderByExpr,
  PipeOperator,
  Query,
  Select,
  SelectItem,
  SetExpr,
  SetQuantifier,
  Top,
  Values,
} from '../ast/index.js';
import { functionArgToSql, windowSpecToSql } from './functions.js';
import { commaList, identToSql, objectNameToSql } from './names.js';
import type { Printer } from './printer.js';
import { orderByOptionsToSql, spaced } from './printer.js';
import { exprWithAliasToSql, joinToSql, pivotToSql, tableAliasToSql, tableSampleToSql } from './tables.js';
import { wildcardOptionsToSql } from './wildcards.js';

/** The SQL text of a query. */
export function queryToSql(query: Query, printer: Printer): string {
  const parts: string[] = [];
  if (query.with !== undefined) {
    parts.push(
      `WITH ${query.with.recursive ? 'RECURSIVE ' : ''}${commaList(query.with.ctes, (cte) => cteToSql(cte, printer))}`,
    );
  }
  parts.push(bodyToSql(query.body, printer));
  if (query.orderBy !== undefined) parts.push(orderByClauseToSql(query.orderBy, printer));
  const limit = query.limitClause === undefined ? '' : limitToSql(query.limitClause, printer);
  if (limit !== '') parts.push(limit);
  if (query.fetch !== undefined) {
    const quantity =
      query.fetch.quantity === undefined
        ? ''
        : ` ${printer.expr(query.fetch.quantity)}${query.fetch.percent ? ' PERCENT' : ''}`;
    parts.push(`FETCH FIRST${quantity} ROWS ${query.fetch.withTies ? 'WITH TIES' : 'ONLY'}`);
  }
  for (const lock of query.locks) parts.push(lockToSql(lock));
  for (const operator of query.pipeOperators) parts.push(`|> ${pipeToSql(operator, printer)}`);
  return parts.join(' ');
}

function cteToSql(cte: Cte, printer: Printer): string {
  const materialized =
    cte.materialized === undefined ? '' : cte.materialized === 'Materialized' ? 'MATERIALIZED ' : 'NOT MATERIALIZED ';
  const from = cte.from === undefined ? '' : ` FROM ${identToSql(cte.from)}`;
  return `${tableAliasToSql({ ...cte.alias, explicit: false }).trimStart()} AS ${materialized}(${printer.query(cte.query)})${from}`;
}

/** The SQL text of a query's body. */
function bodyToSql(body: SetExpr, printer: Printer): string {
  const tail: string[] = [];
  let left = body;
  while (left.kind === 'SetOperation') {
    tail.push(
      `${left.op.toUpperCase()}${spaced(setQuantifierText(left.setQuantifier))} ${bodyToSql(left.right, printer)}`,
    );
    left = left.left;
  }
  tail.push(operandToSql(left, printer));
  return tail.reverse().join(' ');
}

const QUANTIFIERS: Readonly<Record<SetQuantifier, string>> = {
  None: '',
  All: 'ALL',
  Distinct: 'DISTINCT',
  ByName: 'BY NAME',
  AllByName: 'ALL BY NAME',
  DistinctByName: 'DISTINCT BY NAME',
};

function setQuantifierText(quantifier: SetQuantifier): string {
  return QUANTIFIERS[quantifier];
}

function operandToSql(body: Exclude<SetExpr, { kind: 'SetOperation' }>, printer: Printer): string {
  switch (body.kind) {
    case 'Select':
      return selectToSql(body, printer);
    case 'SubQuery':
      return `(${printer.query(body.query)})`;
    case 'Values':
      return valuesToSql(body, printer);
    case 'Table':
      return `TABLE ${body.schemaName === undefined ? '' : `${body.schemaName}.`}${body.tableName}`;
    default:
      return printer.statement(body.statement);
  }
}

function valuesToSql(values: Values, printer: Printer): string {
  const rows = commaList(values.rows, (row) => `${values.explicitRow ? 'ROW' : ''}(${commaList(row, printer.expr)})`);
  return `${values.valueKeyword ? 'VALUE' : 'VALUES'} ${rows}`;
}

// SELECT

function selectToSql(select: Select, printer: Printer): string {
  const from = select.from.length === 0 ? '' : `FROM ${commaList(select.from, printer.tableWithJoins)}`;
  const parts: string[] = [];
  if (select.flavor !== 'Standard') parts.push(from);
  if (select.flavor !== 'FromFirstNoSelect') parts.push(...headToSql(select, printer));
  if (select.flavor === 'Standard' && from !== '') parts.push(from);
  for (const view of select.lateralViews) parts.push(lateralViewToSql(view, printer));
  if (select.prewhere !== undefined) parts.push(`PREWHERE ${printer.expr(select.prewhere)}`);
  if (select.selection !== undefined) parts.push(`WHERE ${printer.expr(select.selection)}`);
  for (const clause of select.connectBy) parts.push(connectByToSql(clause, printer));
  const groupBy = groupByToSql(select.groupBy, printer);
  if (groupBy !== '') parts.push(groupBy);
  if (select.clusterBy.length > 0) parts.push(`CLUSTER BY ${commaList(select.clusterBy, printer.expr)}`);
  if (select.distributeBy.length > 0) parts.push(`DISTRIBUTE BY ${commaList(select.distributeBy, printer.expr)}`);
  if (select.sortBy.length > 0) parts.push(`SORT BY ${commaList(select.sortBy, printer.orderBy)}`);
  if (select.having !== undefined) parts.push(`HAVING ${printer.expr(select.having)}`);
  parts.push(...windowsToSql(select, printer));
  return parts.join(' ');
}

function headToSql(select: Select, printer: Printer): string[] {
  const parts = ['SELECT'];
  if (select.topBeforeDistinct && select.top !== undefined) parts.push(topToSql(select.top, printer));
  if (select.distinct !== undefined) parts.push(distinctToSql(select.distinct, printer));
  if (!select.topBeforeDistinct && select.top !== undefined) parts.push(topToSql(select.top, printer));
  if (select.projection.length > 0) parts.push(commaList(select.projection, printer.selectItem));
  if (select.exclude !== undefined) parts.push(`EXCLUDE (${commaList(select.exclude, identToSql)})`);
  if (select.into !== undefined) {
    const { temporary, unlogged, table, name } = select.into;
    parts.push(
      `INTO ${temporary ? 'TEMPORARY ' : ''}${unlogged ? 'UNLOGGED ' : ''}${table ? 'TABLE ' : ''}${objectNameToSql(name)}`,
    );
  }
  return parts;
}

function distinctToSql(distinct: Distinct, printer: Printer): string {
  switch (distinct.kind) {
    case 'Distinct':
      return 'DISTINCT';
    case 'All':
      return 'ALL';
    case 'On':
      return `DISTINCT ON (${commaList(distinct.exprs, printer.expr)})`;
  }
}

function topToSql(top: Top, printer: Printer): string {
  const quantity =
    top.quantity === undefined ? '' : typeof top.quantity === 'string' ? top.quantity : printer.expr(top.quantity);
  return `TOP${quantity === '' ? '' : top.parenthesized ? ` (${quantity})` : ` ${quantity}`}${top.percent ? ' PERCENT' : ''}${top.withTies ? ' WITH TIES' : ''}`;
}

/** One entry of a select list. */
export function selectItemToSql(item: SelectItem, printer: Printer): string {
  switch (item.kind) {
    case 'UnnamedExpr':
      return printer.expr(item.expr);
    case 'ExprWithAlias':
      return `${printer.expr(item.expr)} AS ${identToSql(item.alias)}`;
    case 'ExprWithAliases':
      return `${printer.expr(item.expr)} AS (${commaList(item.aliases, identToSql)})`;
    case 'QualifiedWildcard': {
      const target =
        item.target.kind === 'ObjectName' ? objectNameToSql(item.target.name) : printer.expr(item.target.expr);
      return `${target}.*${wildcardOptionsToSql(item.options, printer)}`;
    }
    case 'Wildcard':
      return `*${wildcardOptionsToSql(item.options, printer)}`;
  }
}

function lateralViewToSql(view: LateralView, printer: Printer): string {
  const columns = view.lateralColAlias.length === 0 ? '' : ` AS ${commaList(view.lateralColAlias, identToSql)}`;
  return `LATERAL VIEW ${view.outer ? 'OUTER ' : ''}${printer.expr(view.lateralView)} ${objectNameToSql(view.lateralViewName)}${columns}`;
}

function connectByToSql(clause: ConnectBy, printer: Printer): string {
  if (clause.kind === 'StartWith') return `START WITH ${printer.expr(clause.condition)}`;
  return `CONNECT BY ${clause.nocycle ? 'NOCYCLE ' : ''}${commaList(clause.relationships, printer.expr)}`;
}

function groupByToSql(groupBy: GroupBy, printer: Printer): string {
  const modifiers = groupBy.modifiers.map((modifier) => ` ${groupByModifierToSql(modifier, printer)}`).join('');
  if (groupBy.kind === 'All') return `GROUP BY ALL${modifiers}`;
  return groupBy.exprs.length === 0 ? '' : `GROUP BY ${commaList(groupBy.exprs, printer.expr)}${modifiers}`;
}

function groupByModifierToSql(modifier: GroupByModifier, printer: Printer): string {
  return typeof modifier === 'string' ? `WITH ${modifier.toUpperCase()}` : printer.expr(modifier.expr);
}

function windowsToSql(select: Select, printer: Printer): string[] {
  const windows =
    select.namedWindow.length === 0
      ? []
      : [`WINDOW ${commaList(select.namedWindow, (window) => namedWindowToSql(window, printer))}`];
  const qualify = select.qualify === undefined ? [] : [`QUALIFY ${printer.expr(select.qualify)}`];
  return select.windowBeforeQualify ? [...windows, ...qualify] : [...qualify, ...windows];
}

function namedWindowToSql(definition: NamedWindowDefinition, printer: Printer): string {
  const { window } = definition;
  return `${identToSql(definition.name)} AS ${window.kind === 'WindowSpec' ? `(${windowSpecToSql(window, printer)})` : identToSql(window.name)}`;
}

// What applies to a whole query

function orderByClauseToSql(orderBy: OrderBy, printer: Printer): string {
  const { orderKind } = orderBy;
  const keys =
    orderKind.kind === 'All'
      ? `ALL${orderByOptionsToSql(orderKind.options)}`
      : commaList(orderKind.exprs, printer.orderBy);
  if (orderBy.interpolate === undefined) return `ORDER BY ${keys}`;
  const columns = commaList(
    orderBy.interpolate,
    (item) => identToSql(item.column) + (item.expr === undefined ? '' : ` AS ${printer.expr(item.expr)}`),
  );
  return `ORDER BY ${keys} INTERPOLATE${columns === '' ? '' : ` (${columns})`}`;
}

/** One sort key. */
export function orderByExprToSql(item: OrderByExpr, printer: Printer): string {
  const text = printer.expr(item.expr) + orderByOptionsToSql(item.options);
  if (item.withFill === undefined) return text;
  const { from, to, step } = item.withFill;
  const clause = (word: string, expr: typeof from): string =>
    expr === undefined ? '' : ` ${word} ${printer.expr(expr)}`;
  return `${text} WITH FILL${clause('FROM', from)}${clause('TO', to)}${clause('STEP', step)}`;
}

function limitToSql(clause: LimitClause, printer: Printer): string {
  if (clause.kind === 'OffsetCommaLimit') return `LIMIT ${printer.expr(clause.offset)}, ${printer.expr(clause.limit)}`;
  const parts: string[] = [];
  if (clause.limit !== undefined) parts.push(`LIMIT ${printer.expr(clause.limit)}`);
  if (clause.offset !== undefined) {
    parts.push(
      `OFFSET ${printer.expr(clause.offset.value)}${clause.offset.rows === 'None' ? '' : ` ${clause.offset.rows.toUpperCase()}`}`,
    );
  }
  if (clause.limitBy.length > 0) parts.push(`BY ${commaList(clause.limitBy, printer.expr)}`);
  return parts.join(' ');
}

function lockToSql(lock: LockClause): string {
  const of = lock.of === undefined ? '' : ` OF ${objectNameToSql(lock.of)}`;
  const nonblock = lock.nonblock === undefined ? '' : lock.nonblock === 'Nowait' ? ' NOWAIT' : ' SKIP LOCKED';
  return `FOR ${lock.lockType.toUpperCase()}${of}${nonblock}`;
}

// Pipes

function pipeToSql(operator: PipeOperator, printer: Printer): string {
  switch (operator.kind) {
    case 'Limit':
      return `LIMIT ${printer.expr(operator.expr)}${operator.offset === undefined ? '' : ` OFFSET ${printer.expr(operator.offset)}`}`;
    case 'Where':
      return `WHERE ${printer.expr(operator.expr)}`;
    case 'OrderBy':
      return `ORDER BY ${commaList(operator.exprs, printer.orderBy)}`;
    case 'Select':
    case 'Extend':
      return `${operator.kind.toUpperCase()} ${commaList(operator.exprs, printer.selectItem)}`;
    case 'Set':
      return `SET ${commaList(operator.assignments, (item) => `${objectNameToSql(item.target)} = ${printer.expr(item.value)}`)}`;
    case 'Drop':
      return `DROP ${commaList(operator.columns, identToSql)}`;
    case 'As':
      return `AS ${identToSql(operator.alias)}`;
    case 'TableSample':
      return tableSampleToSql(operator.sample, printer);
    case 'Rename':
      return `RENAME ${commaList(operator.mappings, (item) => `${identToSql(item.ident)} AS ${identToSql(item.alias)}`)}`;
    case 'Union':
    case 'Intersect':
    case 'Except': {
      const queries = commaList(operator.queries, (query) => `(${printer.query(query)})`);
      return `${operator.kind.toUpperCase()}${spaced(setQuantifierText(operator.setQuantifier))} ${queries}`;
    }
    default:
      return longPipeToSql(operator, printer);
  }
}

function longPipeToSql(
  operator: Extract<PipeOperator, { kind: 'Aggregate' | 'Call' | 'Pivot' | 'Unpivot' | 'Join' }>,
  printer: Printer,
): string {
  const alias = 'alias' in operator && operator.alias !== undefined ? ` AS ${identToSql(operator.alias)}` : '';
  switch (operator.kind) {
    case 'Aggregate': {
      const item = (entry: (typeof operator.fullTableExprs)[number]): string =>
        exprWithAliasToSql(entry, printer) + orderByOptionsToSql(entry.orderBy);
      const groups = operator.groupByExpr.length === 0 ? '' : `GROUP BY ${commaList(operator.groupByExpr, item)}`;
      return ['AGGREGATE', commaList(operator.fullTableExprs, item), groups].filter((part) => part !== '').join(' ');
    }
    case 'Call':
      return `CALL ${objectNameToSql(operator.name)}(${commaList(operator.args, (arg) => functionArgToSql(arg, printer))})${alias}`;
    case 'Pivot':
      return pivotToSql(operator, printer) + alias;
    case 'Unpivot':
      return `UNPIVOT(${identToSql(operator.valueColumn)} FOR ${identToSql(operator.nameColumn)} IN (${commaList(operator.unpivotColumns, identToSql)}))${alias}`;
    case 'Join':
      return joinToSql(operator.join, printer);
  }
}
