import { DataFusionError, type DataType, displayType, PlanError } from '@datafusion-ts/common';
import { displayExpr } from '../../display/display-expr.js';
import type { Expr } from '../../expr/expr.js';
import { dataTypeOf } from '../../schema/expr-schema.js';
import { unaliasNested } from '../../utils/unalias.js';
import type { Filter, LogicalPlan } from '../logical-plan.js';
import { schemaOf } from '../schema-of.js';

/** A filter; throws a PlanError when the predicate is known to be no boolean. */
export function makeFilter(predicate: Expr, input: LogicalPlan, having = false): Filter {
  const type = typeIfKnown(predicate, input);
  if (type !== undefined && !isAllowedType(type)) {
    throw new PlanError(
      `Cannot create filter with non-boolean predicate '${displayExpr(predicate)}' returning ${displayType(type)}`,
    );
  }
  const plain = unaliasNested(predicate);
  return having ? { kind: 'Filter', predicate: plain, input, having } : { kind: 'Filter', predicate: plain, input };
}

/** Type errors inside the predicate are for the analyzer, which coerces first. */
function typeIfKnown(predicate: Expr, input: LogicalPlan): DataType | undefined {
  try {
    return dataTypeOf(predicate, schemaOf(input));
  } catch (error) {
    if (!(error instanceof DataFusionError)) throw error;
    return undefined;
  }
}

function isAllowedType(type: DataType): boolean {
  return (
    type.kind === 'Boolean' || type.kind === 'Null' || (type.kind === 'Dictionary' && isAllowedType(type.valueType))
  );
}
