import {
  Column,
  ConfigurationError,
  DFSchema,
  duplicateUnqualifiedField,
  type Field,
  fieldNotFound,
  NotImplementedError,
  PlanError,
  TableReference,
} from '@datafusion-ts/common';
import {
  castTo,
  dmlNode,
  type Expr,
  exprToColumns,
  lit,
  type LogicalPlan,
  LogicalPlanBuilder,
  makeExpr,
  makeFilter,
  normalizeColWithSchemas,
  qualifiedCol,
  schemaOf,
  type TableSource,
  type WriteOp,
} from '@datafusion-ts/expr';
import type * as ast from '../../ast/index.js';
import type { Planner } from '../planner.js';
import { PlannerContext } from '../planner-context.js';
import { fromToPlan } from '../select/from.js';
import { optionsMap } from './options.js';

/** INSERT, UPDATE, DELETE, TRUNCATE and COPY. */

/** INSERT: the source's columns cast to the table's; columns not given get their default or NULL. */
export function insertToPlan(planner: Planner, sql: ast.Insert): LogicalPlan {
  const source = insertSource(sql);
  if (sql.table.kind === 'TableFunction') throw new NotImplementedError('INSERT INTO Table functions not supported');
  const name = planner.tableReference(sql.table.name);
  const table = planner.context.getTableSource(name);
  const schema = DFSchema.fromSchema(table.schema);
  const { fields, sources } = insertColumns(planner, sql.columns, schema);

  const context = new PlannerContext();
  context.paramFields = placeholderFields(source, fields);
  const plan = context.withTableSchema(DFSchema.fromUnqualifiedFields(fields), () =>
    planner.queryToPlan(source, context),
  );
  const given = schemaOf(plan);
  if (fields.length !== given.length) throw new PlanError("Column count doesn't match insert query!");
  const exprs = sources.map((position, i) => {
    const target = schema.field(i);
    const expr =
      position === undefined ? missingValue(table, target) : castTo(columnAt(given, position), target.dataType, given);
    return expr.alias(target.name);
  });
  return dmlNode(name, table, insertOp(sql), LogicalPlanBuilder.from(plan).project(exprs).build());
}

function insertSource(sql: ast.Insert): ast.Query {
  if (sql.or !== undefined && sql.or !== 'Replace')
    throw new PlanError(`Inserts with OR ${sql.or.toUpperCase()} clause is not supported`);
  if (sql.partitioned !== undefined) throw new PlanError('Partitioned inserts not yet supported');
  if (sql.afterColumns.length > 0) throw new PlanError('After-columns clause not supported');
  if (sql.on !== undefined) throw new PlanError('Insert-on clause not supported');
  if (sql.returning !== undefined) throw new PlanError('Insert-returning clause not supported');
  if (sql.ignore) throw new PlanError('Insert-ignore clause not supported');
  if (sql.source === undefined) throw new PlanError('Inserts without a source not supported');
  if (sql.tableAlias !== undefined)
    throw new PlanError(`Inserts with a table alias not supported: ${sql.tableAlias.value}`);
  return sql.source;
}

function insertOp(sql: ast.Insert): WriteOp {
  const replace = sql.replaceInto || sql.or === 'Replace';
  if (sql.overwrite && replace) {
    throw new PlanError('Conflicting insert operations: `overwrite` and `replace_into` cannot both be true');
  }
  return { kind: 'Insert', op: sql.overwrite ? 'Overwrite' : replace ? 'Replace' : 'Append' };
}

interface InsertColumns {
  /** The table's fields in the order in which the source gives them. */
  readonly fields: readonly Field[];
  /** For each column of the table the source's column, undefined when not given. */
  readonly sources: readonly (number | undefined)[];
}

function insertColumns(planner: Planner, columns: readonly ast.ObjectName[], schema: DFSchema): InsertColumns {
  if (columns.length === 0) return { fields: schema.fields, sources: schema.fields.map((_, i) => i) };
  const sources: (number | undefined)[] = schema.fields.map(() => undefined);
  const fields = columns.map((name, i) => {
    const text = planner.normalize(name.at(-1)!);
    const index = schema.indexOfColumnByName(undefined, text);
    if (index === undefined) throw fieldNotFound(Column.unqualified(text), schema.columns());
    if (sources[index] !== undefined) throw duplicateUnqualifiedField(text);
    sources[index] = i;
    return schema.field(index);
  });
  return { fields, sources };
}

/** Fields of parameters that stand alone in VALUES: those of the columns they go to. */
function placeholderFields(source: ast.Query, fields: readonly Field[]): readonly Field[] {
  if (source.body.kind !== 'Values') return [];
  const found = new Map<number, Field>();
  for (const row of source.body.rows) {
    row.forEach((expr, column) => {
      if (expr.kind !== 'Value' || expr.value.kind !== 'Placeholder') return;
      const digits = expr.value.value.replaceAll('$', '');
      if (!/^\d+$/.test(digits)) throw new PlanError(`Can't parse placeholder: ${digits}`);
      const field = fields[column];
      if (field === undefined) throw new PlanError(`Placeholder $${column + 1} refers to a non existent column`);
      found.set(Number(digits) - 1, field);
    });
  }
  return [...found].toSorted(([a], [b]) => a - b).map(([, field]) => field);
}

function columnAt(schema: DFSchema, index: number): Expr {
  const { qualifier, field } = schema.qualifiedField(index);
  return qualifiedCol(qualifier, field.name);
}

function missingValue(table: TableSource, target: Field): Expr {
  return castTo(table.columnDefault?.(target.name) ?? lit(null), target.dataType, DFSchema.empty);
}

/** UPDATE: a projection of all columns of the table, the assigned ones replaced. */
export function updateToPlan(planner: Planner, sql: ast.Update): LogicalPlan {
  refuseUpdateClauses(sql);
  const relation = sql.table.relation;
  if (relation.kind !== 'Table') throw new PlanError('Cannot update non-table relation!');
  const name = planner.tableReference(relation.name);
  const table = planner.context.getTableSource(name);
  const schema = DFSchema.fromQualifiedSchema(name, table.schema);
  const assigned = assignments(sql.assignments, schema);
  const context = new PlannerContext();
  const source = filtered(planner, sql.selection, fromToPlan(planner, [sql.table], context), context);
  const given = schemaOf(source);
  const exprs = schema.qualifiedFields().map(({ qualifier, field }) => {
    const value = assigned.get(field.name);
    const expr =
      value === undefined
        ? oldValue(planner, relation.alias, qualifier, field)
        : newValue(planner, value, field, given, context);
    return expr.alias(field.name);
  });
  return dmlNode(name, table, { kind: 'Update' }, LogicalPlanBuilder.from(source).project(exprs).build());
}

function refuseUpdateClauses(sql: ast.Update): void {
  if (sql.from !== undefined && sql.from.tables.length > 1)
    throw new NotImplementedError('Multiple tables in UPDATE SET FROM not yet supported');
  if (sql.from !== undefined && sql.from.tables.length > 0)
    throw new NotImplementedError('UPDATE ... FROM is not supported');
  if (sql.returning !== undefined) throw new PlanError('Update-returning clause not yet supported');
  if (sql.or !== undefined) throw new PlanError('ON conflict not supported');
  if (sql.limit !== undefined) throw new NotImplementedError('Update-limit clause not supported');
}

function assignments(list: readonly ast.Assignment[], schema: DFSchema): ReadonlyMap<string, ast.Expr> {
  const map = new Map<string, ast.Expr>();
  for (const { target, value } of list) {
    if (target.kind === 'Tuple') throw new PlanError('Tuples are not supported');
    const column = target.name.at(-1)!.value;
    schema.fieldWithUnqualifiedName(column);
    map.set(column, value);
  }
  return map;
}

function oldValue(
  planner: Planner,
  alias: ast.TableAlias | undefined,
  qualifier: TableReference | undefined,
  field: Field,
): Expr {
  return qualifiedCol(alias === undefined ? qualifier : TableReference.bare(planner.normalize(alias.name)), field.name);
}

function newValue(planner: Planner, sql: ast.Expr, field: Field, given: DFSchema, context: PlannerContext): Expr {
  const expr = planner.sqlToExpr(sql, given, context);
  const typed = expr.kind === 'Placeholder' && expr.field === undefined ? makeExpr({ ...expr, field }) : expr;
  return castTo(typed, field.dataType, given);
}

/** WHERE of UPDATE and DELETE. */
function filtered(
  planner: Planner,
  where: ast.Expr | undefined,
  plan: LogicalPlan,
  context: PlannerContext,
): LogicalPlan {
  if (where === undefined) return plan;
  const predicate = planner.sqlToExpr(where, schemaOf(plan), context);
  return makeFilter(normalizeColWithSchemas(predicate, [[schemaOf(plan)]], [exprToColumns(predicate)]), plan);
}

/** DELETE: the rows to go. */
export function deleteToPlan(planner: Planner, sql: ast.Delete): LogicalPlan {
  if (sql.tables.length > 0) throw new PlanError('DELETE <TABLE> not supported');
  if (sql.using !== undefined) throw new PlanError('Using clause not supported');
  if (sql.returning !== undefined) throw new PlanError('Delete-returning clause not yet supported');
  if (sql.orderBy.length > 0) throw new PlanError('Delete-order-by clause not yet supported');
  const [target, ...more] = sql.from.tables;
  if (target === undefined || more.length > 0) {
    throw new NotImplementedError(`DELETE FROM only supports single table, got ${sql.from.tables.length}`);
  }
  if (target.relation.kind !== 'Table') throw new NotImplementedError('DELETE FROM only supports single table');
  const name = planner.tableReference(target.relation.name);
  const table = planner.context.getTableSource(name);
  const context = new PlannerContext();
  const rows = filtered(planner, sql.selection, LogicalPlanBuilder.scan(name, table).build(), context);
  const limit = sql.limit === undefined ? undefined : planner.sqlToExpr(sql.limit, DFSchema.empty, context);
  const input = limit === undefined ? rows : LogicalPlanBuilder.from(rows).limitByExpr(undefined, limit).build();
  return dmlNode(name, table, { kind: 'Delete' }, input);
}

/** TRUNCATE TABLE. */
export function truncateToPlan(planner: Planner, sql: ast.Truncate): LogicalPlan {
  const [target, ...more] = sql.tableNames;
  if (target === undefined || more.length > 0)
    throw new NotImplementedError('TRUNCATE with multiple tables is not supported');
  if (target.only) throw new NotImplementedError('TRUNCATE with ONLY is not supported');
  if (sql.partitions !== undefined) throw new NotImplementedError('TRUNCATE with PARTITION is not supported');
  if (sql.identity !== undefined)
    throw new NotImplementedError('TRUNCATE with RESTART/CONTINUE IDENTITY is not supported');
  if (sql.cascade !== undefined) throw new NotImplementedError('TRUNCATE with CASCADE/RESTRICT is not supported');
  if (sql.onCluster !== undefined) throw new NotImplementedError('TRUNCATE with ON CLUSTER is not supported');
  const name = planner.tableReference(target.name);
  const table = planner.context.getTableSource(name);
  const empty: LogicalPlan = {
    kind: 'EmptyRelation',
    produceOneRow: false,
    schema: DFSchema.fromQualifiedSchema(name, table.schema),
  };
  return dmlNode(name, table, { kind: 'Truncate' }, empty);
}

/** COPY … TO: the format is said by STORED AS or by the target's extension. */
export function copyToPlan(planner: Planner, sql: ast.CopyTo): LogicalPlan {
  const table = sql.source.kind === 'Relation' ? planner.tableReference(sql.source.name) : undefined;
  const input =
    sql.source.kind === 'Query'
      ? planner.queryToPlan(sql.source.query, new PlannerContext())
      : LogicalPlanBuilder.scan(table!, planner.context.getTableSource(table!)).build();
  const options = optionsMap(sql.options, true);
  const fileType = copyFormat(planner, sql);
  const schema = schemaOf(input);
  const partitionBy = sql.partitionedBy.map((column) => schema.fieldWithName(table, column).name);
  return LogicalPlanBuilder.copyTo(input, { outputUrl: sql.target, fileType, partitionBy, options }).build();
}

function copyFormat(planner: Planner, sql: ast.CopyTo): string {
  const known = (name: string): boolean => planner.context.hasFileFormat?.(name) ?? true;
  if (sql.storedAs !== undefined && known(sql.storedAs)) return sql.storedAs.toLowerCase();
  const extension = /[^/]\.([^./]+)$/.exec(sql.target)?.[1];
  if (extension === undefined) {
    throw new ConfigurationError(
      'Format not explicitly set and unable to get file extension! Use STORED AS to define file format.',
    );
  }
  const format = extension.toLowerCase();
  if (!known(format)) throw new PlanError(`There is no registered file format with ext ${format}`);
  return format;
}
