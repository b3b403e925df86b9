import { DataFusionError, PlanError, type DataType, type DFSchema } from '@datafusion-ts/common';
import { alias, columnExprsOf, lit, scalarFunction, type Expr, type LiteralLike } from '@datafusion-ts/expr';
import type { SessionState } from '../session/session-state.js';

/**
 * The columns of a schema with NULLs replaced by a value, cast to the type of each column. Columns whose type the value does
 * not convert to stay as they are, as in DataFusion. Only the columns named, or all; a name that there is not is a PlanError.
 */
export function filledColumns(
  state: SessionState,
  schema: DFSchema,
  value: LiteralLike,
  names: readonly string[],
): readonly Expr[] {
  const unknown = names.find((name) => !schema.hasColumnWithUnqualifiedName(name));
  if (unknown !== undefined) throw new PlanError(`Column '${unknown}' not found`);
  const literal = lit(value);
  const coalesce = state.functions.udf('coalesce');
  return columnExprsOf(schema).map((column, i) => {
    const { name, dataType } = schema.field(i);
    const fill = names.length === 0 || names.includes(name) ? castLiteral(state, literal, dataType) : undefined;
    return fill === undefined ? column : alias(scalarFunction(coalesce, [column, fill]), name);
  });
}

/** The value as a literal of a type, or undefined when it does not convert. */
function castLiteral(state: SessionState, value: Expr, type: DataType): Expr | undefined {
  try {
    const cast = state.simplify(value.cast(type));
    return cast.kind === 'Literal' ? cast : undefined;
  } catch (error) {
    if (error instanceof DataFusionError) return undefined;
    throw error;
  }
}
