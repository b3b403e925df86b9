import { ExecutionError, InternalError, PlanError } from '@datafusion-ts/common';
import { caseExpr, makeExpr, type Expr, type ScalarFunctionArgs, type ScalarUDF } from '@datafusion-ts/expr';
import { Signature, tryTypeUnionResolution } from '@datafusion-ts/expr-common';
import type { ColumnVector } from '@datafusion-ts/compute';
import { doc, Sections } from '../utils/documentation.js';
import { scalarRows } from '../utils/rows.js';
import { scalarReader } from '../utils/readers.js';

/** `coalesce(a, b, …)` as CASE: arguments behind the first that is not NULL are not evaluated. */
export function coalesceAsCase(args: readonly Expr[]): Expr {
  const last = args.at(-1);
  if (last === undefined) throw new PlanError('coalesce must have at least one argument');
  if (args.length === 1) return last;
  const whenThen = args.slice(0, -1).map((arg) => ({ when: makeExpr({ kind: 'IsNotNull', expr: arg }), then: arg }));
  return caseExpr(undefined, whenThen, last);
}

/** The first of the argument columns' values that is not NULL, row by row. */
export function firstNonNull(call: ScalarFunctionArgs): ColumnVector {
  return scalarRows(
    call,
    (args) => {
      const readers = args.map(scalarReader);
      return (row) => {
        for (const read of readers) {
          const value = read(row);
          if (value !== null) return value;
        }
        return null;
      };
    },
    'values',
  );
}

/** `coalesce`: the first argument that is not NULL. The planner turns it into CASE. */
export const coalesce: ScalarUDF = {
  name: 'coalesce',
  signature: Signature.userDefined('Immutable'),
  returnField: ({ argFields }) => {
    const dataType = (argFields.find((f) => f.dataType.kind !== 'Null') ?? argFields[0])?.dataType;
    if (dataType === undefined) throw new InternalError('coalesce without arguments');
    return { name: 'coalesce', dataType, nullable: argFields.every((f) => f.nullable) };
  },
  coerceTypes: (types) => {
    if (types.length === 0) throw new ExecutionError('coalesce must have at least one argument');
    return tryTypeUnionResolution(types);
  },
  invoke: firstNonNull,
  isRewritten: true,
  simplify: coalesceAsCase,
  shortCircuits: true,
  documentation: doc(
    Sections.conditional,
    'Gives the first of its arguments that is not NULL, or NULL when all are.',
    'coalesce(expression1[, ..., expression_n])',
    "SELECT coalesce(NULL, NULL, 'datafusion')",
    [['expression1, expression_n', 'Expressions to choose from.']],
  ),
};
