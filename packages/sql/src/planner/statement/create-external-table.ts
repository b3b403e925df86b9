import { DFSchema, PlanError, type Schema } from '@datafusion-ts/common';
import { exprToColumns, type LogicalPlan, type SortExpr } from '@datafusion-ts/expr';
import type * as ast from '../../ast/index.js';
import { orderByToSorts } from '../expr/order-by.js';
import { objectNameToSql, printOrderByExpr } from '../../printer/index.js';
import type { Planner } from '../planner.js';
import { PlannerContext } from '../planner-context.js';
import { columnDefaults, columnsToSchema, inlineConstraints, tableConstraints } from './columns.js';
import { optionsMap } from './options.js';

/** CREATE EXTERNAL TABLE. Without columns the schema is found in the files, and orders cannot be checked yet. */
export function createExternalTableToPlan(planner: Planner, sql: ast.CreateExternalTable): LogicalPlan {
  const options = optionsMap(sql.options, false);
  refuseCompression(sql.fileType, options.get('format.compression'));
  const context = new PlannerContext();
  const defaults = columnDefaults(planner, sql.columns, context);
  const schema = DFSchema.fromSchema(columnsToSchema(planner, sql.columns) satisfies Schema);
  return {
    kind: 'Ddl',
    ddl: {
      kind: 'CreateExternalTable',
      name: planner.tableReference(sql.name),
      schema,
      location: sql.location,
      fileType: sql.fileType,
      tablePartitionCols: sql.tablePartitionCols,
      ifNotExists: sql.ifNotExists,
      orReplace: sql.orReplace,
      temporary: sql.temporary,
      definition: definitionOf(sql),
      orderExprs: orders(planner, sql.orderExprs, schema, context),
      unbounded: sql.unbounded,
      options,
      constraints: tableConstraints(planner, [...sql.constraints, ...inlineConstraints(sql.columns)], schema),
      columnDefaults: defaults,
    },
  };
}

/** The text DataFusion keeps of the statement: without columns, and the location without quotes. */
function definitionOf(sql: ast.CreateExternalTable): string {
  const exists = sql.ifNotExists ? 'IF NOT EXISTS ' : '';
  const orders = sql.orderExprs.map((list) => list.map(printOrderByExpr).join(', ')).join(', ');
  const order = sql.orderExprs.length === 0 ? '' : `WITH ORDER (${orders}) `;
  return `CREATE EXTERNAL TABLE ${exists}${objectNameToSql(sql.name)} STORED AS ${sql.fileType} ${order}LOCATION ${sql.location}`;
}

const OWN_COMPRESSION = new Set(['PARQUET', 'AVRO', 'ARROW']);

function refuseCompression(fileType: string, compression: string | undefined): void {
  if (!OWN_COMPRESSION.has(fileType) || compression === undefined) return;
  if (compression === '' || compression.toUpperCase() === 'UNCOMPRESSED') return;
  throw new PlanError('File compression type cannot be set for PARQUET, AVRO, or ARROW files.');
}

function orders(
  planner: Planner,
  keys: readonly (readonly ast.OrderByExpr[])[],
  schema: DFSchema,
  context: PlannerContext,
): readonly (readonly SortExpr[])[] {
  const known = schema.length > 0;
  return keys.map((list) => {
    const sorts = orderByToSorts(planner, list, schema, context, { ordinals: known });
    const missing = known
      ? sorts.flatMap((sort) => exprToColumns(sort.expr)).find((column) => !schema.hasColumn(column))
      : undefined;
    if (missing !== undefined) throw new PlanError(`Column ${missing.toString()} is not in schema`);
    return sorts;
  });
}
