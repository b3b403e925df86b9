import { type DataType, type DFSchema, displayType, PlanError, sameType } from '@datafusion-ts/common';
import { canCast } from '@datafusion-ts/compute';
import type { Expr } from '../expr/expr.js';
import { cast, scalarSubquery } from '../expr/expr-fn.js';
import { projection } from '../plan/nodes/projection.js';
import { schemaOf } from '../plan/schema-of.js';
import { columnExprsOf } from '../utils/columns.js';
import { dataTypeOf } from './expr-schema.js';

/**
 * The expression cast to a type; itself when it has it already. A scalar subquery is cast inside, so that it stays one.
 * Throws a PlanError when no such cast exists.
 */
export function castTo(expr: Expr, type: DataType, schema: DFSchema): Expr {
  const from = dataTypeOf(expr, schema);
  if (sameType(from, type)) return expr;
  if (!canCast(from, type))
    throw new PlanError(`Cannot automatically convert ${displayType(from)} to ${displayType(type)}`);
  return expr.kind === 'ScalarSubquery' ? castSubquery(expr, type) : cast(expr, type);
}

function castSubquery(expr: Extract<Expr, { kind: 'ScalarSubquery' }>, type: DataType): Expr {
  const { subquery } = expr;
  const plan = subquery.subquery;
  if (sameType(schemaOf(plan).field(0).dataType, type)) return expr;
  const over =
    plan.kind === 'Projection'
      ? { exprs: plan.exprs, input: plan.input }
      : { exprs: columnExprsOf(schemaOf(plan)), input: plan };
  const casted = cast(over.exprs[0]!, type);
  return scalarSubquery({ ...subquery, subquery: projection([casted, ...over.exprs.slice(1)], over.input) });
}
