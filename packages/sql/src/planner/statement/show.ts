import { NotImplementedError, PlanError, TableReference } from '@datafusion-ts/common';
import type { LogicalPlan } from '@datafusion-ts/expr';
import type * as ast from '../../ast/index.js';
import type { Planner } from '../planner.js';
import { identText } from '../support/identifiers.js';

/** The SHOW family: each is a query of information_schema. */

/** SHOW name, SHOW ALL, each with VERBOSE for descriptions. */
export function showVariableToPlan(planner: Planner, sql: ast.ShowVariable): LogicalPlan {
  requireTable(planner, 'df_settings', 'SHOW [VARIABLE]');
  const words = sql.variable.map((ident) => identText(ident, true));
  const verbose = words.at(-1) === 'verbose';
  const name = (verbose ? words.slice(0, -1) : words).join('.');
  const base = `SELECT name, value${verbose ? ', description' : ''} FROM information_schema.df_settings`;
  if (name === 'all') return planner.sqlToPlan(`${base} ORDER BY name`);
  const key = name === 'timezone' || name === 'time.zone' ? 'datafusion.execution.time_zone' : name;
  if (!key.startsWith('datafusion.runtime.') && !planner.context.config.has(key)) {
    throw new PlanError(`'${key}' is not a variable which can be viewed with 'SHOW'`);
  }
  return planner.sqlToPlan(`${base} WHERE name = '${key}'`);
}

/** SHOW TABLES. */
export function showTablesToPlan(planner: Planner, sql: ast.ShowObjects): LogicalPlan {
  const { showOptions } = sql;
  for (const [isAsked, what] of [
    [sql.extended, 'SHOW TABLES EXTENDED'],
    [sql.full, 'SHOW FULL TABLES'],
    [sql.terse, 'SHOW TERSE TABLES'],
    [sql.history, 'SHOW TABLES HISTORY'],
    [sql.external, 'SHOW EXTERNAL TABLES'],
    [showOptions.in !== undefined, 'SHOW TABLES IN'],
    [showOptions.filter !== undefined, 'SHOW TABLES FILTER'],
  ] as const) {
    if (isAsked) throw new NotImplementedError(`${what} not supported`);
  }
  requireTable(planner, 'tables', 'SHOW TABLES');
  return planner.sqlToPlan('SELECT * FROM information_schema.tables');
}

/** SHOW COLUMNS FROM table. */
export function showColumnsToPlan(planner: Planner, sql: ast.ShowObjects): LogicalPlan {
  const { showOptions } = sql;
  if (showOptions.filter !== undefined)
    throw new NotImplementedError('SHOW COLUMNS with WHERE or LIKE is not supported');
  if (showOptions.in?.name === undefined) throw new PlanError('SHOW COLUMNS requires a table name');
  requireTable(planner, 'columns', 'SHOW COLUMNS');
  const columns =
    sql.full || sql.extended ? '*' : 'table_catalog, table_schema, table_name, column_name, data_type, is_nullable';
  const where = tableCondition(planner, showOptions.in.name);
  planner.context.getTableSource(planner.tableReference(showOptions.in.name));
  return planner.sqlToPlan(`SELECT ${columns} FROM information_schema.columns WHERE ${where}`);
}

/** SHOW CREATE TABLE name. */
export function showCreateToPlan(planner: Planner, sql: ast.ShowCreate): LogicalPlan {
  if (sql.objType !== 'Table') throw new NotImplementedError('Only `SHOW CREATE TABLE  ...` statement is supported');
  requireTable(planner, 'tables', 'SHOW CREATE TABLE');
  const where = tableCondition(planner, sql.objName);
  planner.context.getTableSource(planner.tableReference(sql.objName));
  return planner.sqlToPlan(
    `SELECT table_catalog, table_schema, table_name, definition FROM information_schema.views WHERE ${where}`,
  );
}

/** SHOW FUNCTIONS [LIKE pattern]. */
export function showFunctionsToPlan(planner: Planner, sql: ast.ShowFunctions): LogicalPlan {
  if (sql.filter !== undefined && sql.filter.kind !== 'Like') throw new PlanError('Unsupported SHOW FUNCTIONS filter');
  const where =
    sql.filter === undefined ? '' : `WHERE p.function_name LIKE '${sql.filter.pattern.replaceAll("'", "''")}'`;
  const parameters = (
    mode: string,
  ): string => `SELECT specific_catalog, specific_schema, specific_name, ordinal_position, parameter_name, data_type, rid
    FROM information_schema.parameters WHERE parameter_mode = '${mode}'`;
  return planner.sqlToPlan(`
    SELECT DISTINCT p.*, r.function_type function_type, r.description description, r.syntax_example syntax_example
    FROM (
      SELECT i.specific_name function_name, o.data_type return_type,
        array_agg(i.parameter_name ORDER BY i.ordinal_position ASC) parameters,
        array_agg(i.data_type ORDER BY i.ordinal_position ASC) parameter_types
      FROM (${parameters('IN')}) i JOIN (${parameters('OUT')}) o
        ON i.specific_catalog = o.specific_catalog AND i.specific_schema = o.specific_schema
          AND i.specific_name = o.specific_name AND i.rid = o.rid
      GROUP BY 1, 2, i.rid
    ) AS p
    JOIN information_schema.routines r ON p.function_name = r.routine_name
    ${where}`);
}

/** The condition on information_schema's columns for a name of one to three parts. */
function tableCondition(planner: Planner, name: ast.ObjectName): string {
  const columns = ['table_name', 'table_schema', 'table_catalog'];
  return [...name]
    .reverse()
    .slice(0, columns.length)
    .map((ident, i) => `${columns[i]} = '${planner.normalize(ident).replaceAll("'", "''")}'`)
    .join(' AND ');
}

function requireTable(planner: Planner, table: string, what: string): void {
  try {
    planner.context.getTableSource(TableReference.partial('information_schema', table));
  } catch (cause) {
    throw new PlanError(`${what} is not supported unless information_schema is enabled`, { cause });
  }
}
