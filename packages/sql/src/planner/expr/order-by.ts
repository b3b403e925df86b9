import { Column, type DFSchema, NotImplementedError, PlanError } from '@datafusion-ts/common';
import { columnExpr, type Expr, type SortExpr } from '@datafusion-ts/expr';
import type * as ast from '../../ast/index.js';
import { nullsFirstByDefault } from '../parser-options.js';
import type { Planner } from '../planner.js';
import type { PlannerContext } from '../planner-context.js';
import { astDebug } from '../support/ast-debug.js';

/** Keys of ORDER BY: ordinals, names, expressions; direction and place of nulls. */

/** How keys are read. */
export interface OrderByReading {
  /** A number is the position of an output column. */
  readonly ordinals: boolean;
  /** More columns keys may refer to, searched after the first schema's. */
  readonly additionalSchema?: DFSchema;
}

/** Plans keys against a schema. */
export function orderByToSorts(
  planner: Planner,
  keys: readonly ast.OrderByExpr[],
  schema: DFSchema,
  context: PlannerContext,
  reading: OrderByReading,
): SortExpr[] {
  if (keys.length === 0) return [];
  const names = reading.additionalSchema === undefined ? schema : schema.merge(reading.additionalSchema);
  return keys.map((key) => {
    if (key.withFill !== undefined)
      throw new NotImplementedError(`ORDER BY WITH FILL is not supported: ${astDebug(key.withFill)}`);
    const ordinal = reading.ordinals ? ordinalOf(key.expr) : undefined;
    const expr = ordinal === undefined ? planner.logicalExpr(key.expr, names, context) : columnAt(schema, ordinal);
    const asc = key.options.asc ?? true;
    return expr.sort(asc, key.options.nullsFirst ?? nullsFirstByDefault(planner.options.defaultNullOrdering, asc));
  });
}

function ordinalOf(expr: ast.Expr): string | undefined {
  return expr.kind === 'Value' && expr.value.kind === 'Number' ? expr.value.value : undefined;
}

function columnAt(schema: DFSchema, text: string): Expr {
  if (!/^\d+$/.test(text)) throw new PlanError('invalid digit found in string');
  const position = Number(text);
  if (position === 0) throw new PlanError('Order by index starts at 1 for column indexes');
  if (position > schema.length)
    throw new PlanError(`Order by column out of bounds, specified: ${position}, max: ${schema.length}`);
  const { qualifier, field } = schema.qualifiedField(position - 1);
  return columnExpr(new Column(qualifier, field.name));
}

/**
 * The keys of an ORDER BY clause. `ORDER BY ALL` means every output column; that needs the select list and works for plain
 * columns only.
 */
export function orderByKeys(
  orderBy: ast.OrderBy | undefined,
  selectExprs?: readonly Expr[],
): readonly ast.OrderByExpr[] {
  if (orderBy === undefined) return [];
  if (orderBy.interpolate !== undefined) throw new NotImplementedError('ORDER BY INTERPOLATE is not supported');
  const { orderKind } = orderBy;
  if (orderKind.kind === 'Expressions') return orderKind.exprs;
  return (selectExprs ?? []).map((expr) => {
    if (expr.kind !== 'Column')
      throw new NotImplementedError('ORDER BY ALL is not supported for non-column expressions');
    return { expr: { kind: 'Identifier', ident: { value: expr.column.name } }, options: orderKind.options };
  });
}
