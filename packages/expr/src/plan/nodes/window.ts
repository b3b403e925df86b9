import { type FunctionalDependence, FunctionalDependencies, PlanError } from '@datafusion-ts/common';
import { exprlistToFields } from '../../builder/exprlist-to-fields.js';
import { schemaName } from '../../display/schema-name.js';
import type { Expr } from '../../expr/expr.js';
import type { LogicalPlan, Window } from '../logical-plan.js';
import { schemaOf } from '../schema-of.js';
import { checkedSchema } from './checked-schema.js';

/** Adds a column for each window expression behind the input's. */
export function windowNode(windowExprs: readonly Expr[], input: LogicalPlan): Window {
  windowExprs.forEach(checkFilter);
  const schema = schemaOf(input);
  const fields = [...schema.qualifiedFields(), ...exprlistToFields(windowExprs, input)];
  const dependencies = schema.functionalDependencies
    .extendTargetIndices(fields.length)
    .concat(rowNumberDependencies(windowExprs, schema.length, fields.length));
  return {
    kind: 'Window',
    windowExprs,
    input,
    schema: checkedSchema(fields, schema.metadata).withFunctionalDependencies(dependencies),
  };
}

function checkFilter(expr: Expr): void {
  const call = expr.unalias();
  if (call.kind === 'WindowFunction' && call.filter !== undefined && call.func.kind === 'WindowUDF') {
    throw new PlanError(
      `FILTER clause can only be used with aggregate window functions. Found in '${schemaName(expr)}'`,
    );
  }
}

/** Numbers of rows over the whole input determine every column. */
function rowNumberDependencies(exprs: readonly Expr[], offset: number, count: number): FunctionalDependencies {
  const targetIndices = Array.from({ length: count }, (_, i) => i);
  const items = exprs.flatMap((expr, i): readonly FunctionalDependence[] =>
    numbersAllRows(expr) ? [{ sourceIndices: [offset + i], targetIndices, nullable: false, mode: 'Single' }] : [],
  );
  return new FunctionalDependencies(items);
}

function numbersAllRows(expr: Expr): boolean {
  return (
    expr.kind === 'WindowFunction' &&
    expr.func.kind === 'WindowUDF' &&
    expr.func.func.numbersRows === true &&
    expr.partitionBy.length === 0
  );
}
