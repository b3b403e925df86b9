import { Column } from '@datafusion-ts/common';
import {
  columnExpr,
  type Expr,
  type ExprPlanner,
  lit,
  planned,
  type PlannerResult,
  type ScalarUDF,
  scalarFunction,
} from '@datafusion-ts/expr';

/** Finds a function by name; called when the syntax is met. */
export type ScalarFunctionLookup = (name: string) => ScalarUDF;

/**
 * Syntax of scalar functions: `EXTRACT`, `POSITION`, `SUBSTRING`, `OVERLAY`, struct literals (`STRUCT(a, b)`, `(a, b)`,
 * `{a: 1}`) and fields of struct columns written with dots (`column.field.field`).
 */
export function coreFunctionPlanner(lookup: ScalarFunctionLookup): ExprPlanner {
  const call = (name: string, args: readonly Expr[]): PlannerResult<never> =>
    planned(scalarFunction(lookup(name), args));
  return {
    name: 'core_functions',
    planExtract: (args) => call('date_part', args),
    planPosition: (args) => call('strpos', args),
    planSubstring: (args) => call('substr', args),
    planOverlay: (args) => call('overlay', args),
    planStructLiteral: (args, named) => call(named ? 'named_struct' : 'struct', args),
    planDictionaryLiteral: ({ keys, values }) =>
      call(
        'named_struct',
        keys.flatMap((key, i) => [key, values[i]!]),
      ),
    planCompoundIdentifier: (field, qualifier, nestedNames) =>
      planned(
        nestedNames.reduce<Expr>(
          (value, name) => scalarFunction(lookup('get_field'), [value, lit(name)]),
          columnExpr(new Column(qualifier, field.name)),
        ),
      ),
  };
}
