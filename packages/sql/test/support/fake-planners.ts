import { Column, type DFSchema, ScalarValue } from '@datafusion-ts/common';
import {
  aggregateFunction,
  caseExpr,
  columnExpr,
  dataTypeOf,
  type Expr,
  type ExprPlanner,
  isNullExpr,
  lit,
  original,
  planned,
  type PlannerResult,
  type ScalarUDF,
  scalarFunction,
  schemaName,
  windowFunction,
} from '@datafusion-ts/expr';

/** The syntax hooks of the real function packages, over functions by name. */
export function fakePlanners(func: (name: string) => ScalarUDF): readonly ExprPlanner[] {
  const call = (name: string, ...args: readonly Expr[]): Expr => scalarFunction(func(name), args);
  const always =
    (name: string) =>
    (args: readonly Expr[]): PlannerResult<readonly Expr[]> =>
      planned(call(name, ...args));
  const isList = (expr: Expr, schema: DFSchema): boolean =>
    ['List', 'LargeList', 'FixedSizeList'].includes(dataTypeOf(expr, schema).kind);
  return [
    {
      name: 'fake',
      planArrayLiteral: always('make_array'),
      planPosition: always('strpos'),
      planExtract: always('date_part'),
      planSubstring: always('substr'),
      planOverlay: always('overlay'),
      planStructLiteral: (args, named) => planned(call(named ? 'named_struct' : 'struct', ...args)),
      planDictionaryLiteral: ({ keys, values }) =>
        planned(call('named_struct', ...keys.flatMap((key, i) => [key, values[i]!]))),
      planMakeMap: (args) =>
        planned(
          call(
            'map',
            call('make_array', ...args.filter((_, i) => i % 2 === 0)),
            call('make_array', ...args.filter((_, i) => i % 2 === 1)),
          ),
        ),
      planBinaryOp: (raw, schema) => {
        if (!['StringConcat', 'AtArrow', 'ArrowAt'].includes(raw.op)) return original(raw);
        const [left, right] = [isList(raw.left, schema), isList(raw.right, schema)];
        if (raw.op === 'StringConcat') {
          if (left && right) return planned(call('array_concat', raw.left, raw.right));
          if (left) return planned(call('array_append', raw.left, raw.right));
          if (right) return planned(call('array_prepend', raw.left, raw.right));
        }
        if (raw.op === 'AtArrow' && left && right) return planned(call('array_has_all', raw.left, raw.right));
        if (raw.op === 'ArrowAt' && left && right) return planned(call('array_has_all', raw.right, raw.left));
        return original(raw);
      },
      planFieldAccess: (raw, schema) => {
        const { access } = raw;
        if (access.kind === 'ListRange')
          return planned(call('array_slice', raw.expr, access.start, access.stop, access.stride));
        if (access.kind === 'ListIndex') {
          const map = dataTypeOf(raw.expr, schema).kind === 'Map';
          return planned(call(map ? 'get_field' : 'array_element', raw.expr, access.key));
        }
        return planned(call('get_field', raw.expr, lit(access.name)));
      },
      planCompoundIdentifier: (field, qualifier, nested) =>
        planned(
          nested.reduce<Expr>(
            (value, name) => call('get_field', value, lit(name)),
            columnExpr(new Column(qualifier, field.name)),
          ),
        ),
      planAny: (raw) => (raw.op === 'Eq' ? planned(call('array_has', raw.right, raw.left)) : original(raw)),
      planAll: (raw) =>
        raw.op === 'NotEq'
          ? planned(
              caseExpr(
                undefined,
                [
                  { when: isNullExpr(raw.right), then: lit(ScalarValue.boolean(null)) },
                  { when: call('cardinality', raw.right).eq(lit(ScalarValue.uint64(0n))), then: lit(true) },
                ],
                lit(true),
              ),
            )
          : original(raw),
      planAggregate: (raw) => {
        const plain = ({ func: f, args, ...clauses }: typeof raw): Expr => aggregateFunction(f, args, clauses);
        if (
          raw.func.name !== 'count' ||
          !(raw.args.length === 0 || (raw.args.length === 1 && raw.args[0]!.kind === 'Wildcard'))
        )
          return original(raw);
        return planned(plain({ ...raw, args: [lit(1n)] }).alias(schemaName(plain(raw))));
      },
      planWindow: (raw) => {
        if (
          raw.func.func.name !== 'count' ||
          !(raw.args.length === 0 || (raw.args.length === 1 && raw.args[0]!.kind === 'Wildcard'))
        )
          return original(raw);
        return planned(windowFunction({ ...raw, args: [lit(1n)] }).alias(schemaName(windowFunction(raw))));
      },
    },
  ];
}
