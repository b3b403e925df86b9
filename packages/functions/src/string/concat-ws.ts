import { DataTypes, ExecutionError, ScalarValue } from '@datafusion-ts/common';
import { lit, scalarFunction, type Expr, type ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { copyText, reserveText, textsOf, writtenRows } from '../utils/byte-texts.js';
import { doc, Sections } from '../utils/documentation.js';
import { valueOfLiteral } from '../utils/literals.js';
import { joinedConcat, joinedType, joinLiterals } from './concat.js';

const sameArgs = (a: readonly Expr[], b: readonly Expr[]): boolean =>
  a.length === b.length && a.every((arg, i) => arg === b[i] || String(arg) === String(b[i]));

/** `concat_ws(',', a, b)`: texts joined with a separator between them; NULLs are left out, a NULL separator gives NULL. */
export const concatWs: ScalarUDF = {
  name: 'concat_ws',
  signature: Signature.variadic([DataTypes.Utf8View, DataTypes.Utf8, DataTypes.LargeUtf8], 'Immutable'),
  returnType: joinedType,
  invoke: (call) => {
    const count = call.args.length;
    if (count < 2) {
      throw new ExecutionError(`concat_ws was called with ${count} arguments. It requires at least 2.`);
    }
    return writtenRows(
      call,
      (args, arena) => {
        const [separator, ...parts] = args.map((arg) => textsOf(arg, arena));
        return (row, builder) => {
          if (separator!.isNull(row)) {
            builder.appendNull();
            return;
          }
          const present = parts.filter((part) => !part.isNull(row));
          const between = Math.max(present.length - 1, 0) * separator!.length(row);
          const bytes = present.reduce((sum, part) => sum + part.length(row), between);
          let at = reserveText(builder, bytes);
          present.forEach((part, i) => {
            if (i > 0) at = copyText(separator!, row, at);
            at = copyText(part, row, at);
          });
          builder.commit(bytes);
        };
      },
      'values',
    );
  },
  simplify: ([separator, ...args], context) => {
    if (args.length === 0) return undefined;
    const type = joinedType([separator!, ...args].map((arg) => context.dataTypeOf(arg)));
    const value = valueOfLiteral(separator);
    if (value?.isNull === true) return lit(new ScalarValue(type, null));
    if (value?.value === '') return joinedConcat(args, type);
    const kept =
      typeof value?.value === 'string'
        ? [lit(new ScalarValue(type, value.value)), ...joinLiterals(args, type, value.value)]
        : [separator!, ...args.filter((arg) => valueOfLiteral(arg)?.isNull !== true)];
    return sameArgs(kept, [separator!, ...args]) ? undefined : scalarFunction(concatWs, kept);
  },
  documentation: doc(
    Sections.string,
    'Joins texts into one with a separator between them; NULLs are left out.',
    'concat_ws(separator, str[, ..., str_n])',
    "SELECT concat_ws('_', 'data', 'fusion')",
    [
      ['separator', 'Text put between the others.'],
      ['str, str_n', 'Texts to join.'],
    ],
    ['concat'],
  ),
};
