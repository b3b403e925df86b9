import type * as ast from '../../ast/index.js';
import { astDebug, functionDebug, functionArgDebug, objectNameDebug } from './ast-debug.js';

/**
 * Relations as Rust's `{:?}` prints them, for the message about those that DataFusion does not plan (PIVOT, UNPIVOT,
 * TABLE(…)). Exact for tables by name under them; derived tables print in the general manner of `astDebug`.
 */
export function relationDebug(relation: ast.TableFactor): string {
  switch (relation.kind) {
    case 'Table':
      return tableDebug(relation);
    case 'TableFunction':
      return `TableFunction { expr: ${astDebug(relation.expr)}, alias: ${option(relation.alias, aliasDebug)} }`;
    case 'Pivot':
      return pivotDebug(relation);
    case 'Unpivot':
      return unpivotDebug(relation);
    default:
      return astDebug(relation);
  }
}

const option = <T>(value: T | undefined, text: (value: T) => string): string =>
  value === undefined ? 'None' : `Some(${text(value)})`;

const list = <T>(items: readonly T[], text: (item: T) => string): string => `[${items.map(text).join(', ')}]`;

function tableDebug(table: ast.TableRelation): string {
  const args = option(
    table.args,
    (items) => `TableFunctionArgs { args: ${list(items, functionArgDebug)}, settings: None }`,
  );
  const members = [
    `name: ${objectNameDebug(table.name)}`,
    `alias: ${option(table.alias, aliasDebug)}`,
    `args: ${args}`,
    `with_hints: ${list(table.withHints, astDebug)}`,
    `version: ${option(table.version, astDebug)}`,
    `with_ordinality: ${table.withOrdinality}`,
    `partitions: ${list(table.partitions, astDebug)}`,
    'json_path: None',
    `sample: ${option(table.sample, astDebug)}`,
    'index_hints: []',
  ];
  return `Table { ${members.join(', ')} }`;
}

function aliasDebug({ explicit, name, columns }: ast.TableAlias): string {
  const defs = list(
    columns,
    (column) =>
      `TableAliasColumnDef { name: ${astDebug(column.name)}, data_type: ${option(column.dataType, astDebug)} }`,
  );
  return `TableAlias { explicit: ${explicit}, name: ${astDebug(name)}, columns: ${defs}, at: None }`;
}

const aliasedDebug = ({ expr, alias }: ast.ExprWithAlias): string =>
  `ExprWithAlias { expr: ${expr.kind === 'Function' ? functionDebug(expr) : astDebug(expr)}, alias: ${option(alias, astDebug)} }`;

function pivotDebug(pivot: ast.PivotTable): string {
  const members = [
    `table: ${relationDebug(pivot.table)}`,
    `aggregate_functions: ${list(pivot.aggregateFunctions, aliasedDebug)}`,
    `value_column: ${list(pivot.valueColumn, astDebug)}`,
    `value_source: ${valueSourceDebug(pivot.valueSource)}`,
    `default_on_null: ${option(pivot.defaultOnNull, astDebug)}`,
    `alias: ${option(pivot.alias, aliasDebug)}`,
  ];
  return `Pivot { ${members.join(', ')} }`;
}

function valueSourceDebug(source: ast.PivotValueSource): string {
  switch (source.kind) {
    case 'List':
      return `List(${list(source.values, aliasedDebug)})`;
    case 'Any':
      return `Any(${list(source.orderBy, orderByDebug)})`;
    case 'Subquery':
      return `Subquery(${astDebug(source.query)})`;
  }
}

function orderByDebug({ expr, options }: ast.OrderByExpr): string {
  const { asc, nullsFirst } = options;
  return `OrderByExpr { expr: ${astDebug(expr)}, options: OrderByOptions { asc: ${option(asc, String)}, nulls_first: ${option(nullsFirst, String)} }, with_fill: None }`;
}

function unpivotDebug(unpivot: ast.UnpivotTable): string {
  const members = [
    `table: ${relationDebug(unpivot.table)}`,
    `value: ${astDebug(unpivot.value)}`,
    `name: ${astDebug(unpivot.name)}`,
    `columns: ${list(unpivot.columns, aliasedDebug)}`,
    `null_inclusion: ${option(unpivot.nullInclusion, (word) => `${word}Nulls`)}`,
    `alias: ${option(unpivot.alias, aliasDebug)}`,
  ];
  return `Unpivot { ${members.join(', ')} }`;
}
