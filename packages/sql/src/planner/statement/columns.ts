import { type Constraint, Constraints, DFSchema, field, PlanError, Schema } from '@datafusion-ts/common';
import type { Expr } from '@datafusion-ts/expr';
import type * as ast from '../../ast/index.js';
import type { Planner } from '../planner.js';
import type { PlannerContext } from '../planner-context.js';
import { exprToSql } from '../support/sql-text.js';

/** Column definitions and constraints of CREATE TABLE. */

/** The schema of column definitions; columns are nullable unless NOT NULL. */
export function columnsToSchema(planner: Planner, columns: readonly ast.ColumnDef[]): Schema {
  return new Schema(
    columns.map((column) => {
      const notNull = column.options.some(({ option }) => option.kind === 'NotNull');
      return field(planner.normalize(column.name), planner.dataType(column.dataType), !notNull);
    }),
  );
}

/** DEFAULT expressions by column; they may not name columns. */
export function columnDefaults(
  planner: Planner,
  columns: readonly ast.ColumnDef[],
  context: PlannerContext,
): ReadonlyMap<string, Expr> {
  const defaults = new Map<string, Expr>();
  for (const column of columns) {
    for (const { option } of column.options) {
      if (option.kind === 'Default') {
        defaults.set(planner.normalize(column.name), planner.sqlToExpr(option.expr, DFSchema.empty, context));
      }
    }
  }
  return defaults;
}

/** Constraints written with columns, as constraints of the table. */
export function inlineConstraints(columns: readonly ast.ColumnDef[]): readonly ast.TableConstraint[] {
  return columns.flatMap((column) =>
    column.options.flatMap(({ name, option }) => inlineConstraint(column.name, name, option)),
  );
}

function inlineConstraint(
  column: ast.Ident,
  name: ast.Ident | undefined,
  option: ast.ColumnOption,
): readonly ast.TableConstraint[] {
  const naming = name === undefined ? {} : { name };
  const columns = [{ expr: { kind: 'Identifier' as const, ident: column }, options: {} }];
  switch (option.kind) {
    case 'Unique':
    case 'PrimaryKey':
      return [{ kind: option.kind, ...naming, columns }];
    case 'ForeignKey':
      return [
        {
          kind: 'ForeignKey',
          ...naming,
          columns: [],
          foreignTable: option.foreignTable,
          referredColumns: option.referredColumns,
        },
      ];
    case 'Check':
      return [{ kind: 'Check', ...naming, expr: option.expr }];
    default:
      return [];
  }
}

/** Constraints over the columns of a schema; foreign keys and checks are refused. */
export function tableConstraints(
  planner: Planner,
  constraints: readonly ast.TableConstraint[],
  schema: DFSchema,
): Constraints {
  return constraints.length === 0
    ? Constraints.empty
    : new Constraints(constraints.map((constraint) => constraintOf(planner, constraint, schema)));
}

function constraintOf(planner: Planner, constraint: ast.TableConstraint, schema: DFSchema): Constraint {
  switch (constraint.kind) {
    case 'Unique': {
      const what =
        constraint.name === undefined ? 'unique constraint' : `unique constraint with name '${constraint.name.value}'`;
      return { kind: 'Unique', columns: keyIndices(planner, constraint.columns, schema, what) };
    }
    case 'PrimaryKey':
      return { kind: 'PrimaryKey', columns: keyIndices(planner, constraint.columns, schema, 'primary key') };
    case 'ForeignKey':
      throw new PlanError('Foreign key constraints are not currently supported');
    case 'Check':
      throw new PlanError('Check constraints are not currently supported');
  }
}

function keyIndices(
  planner: Planner,
  columns: readonly ast.IndexColumn[],
  schema: DFSchema,
  what: string,
): readonly number[] {
  const names = schema.fieldNames();
  return columns.map(({ expr }) => {
    const name = expr.kind === 'Identifier' ? planner.normalize(expr.ident) : exprToSql(expr);
    const index = names.indexOf(name);
    if (index < 0) throw new PlanError(`Column for ${what} not found in schema: ${name}`);
    return index;
  });
}
