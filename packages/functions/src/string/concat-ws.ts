import { DataTypes, ScalarValue } from '@datafusion-ts/common';
import { stringReader } from '@datafusion-ts/compute';
import { lit, scalarFunction, type Expr, type ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, Sections } from '../utils/documentation.js';
import { valueOfLiteral } from '../utils/literals.js';
import { textRows } from '../utils/rows.js';
import { joinedConcat, joinedType, joinLiterals } from './concat.js';

const sameArgs = (a: readonly Expr[], b: readonly Expr[]): boolean =>
  a.length === b.length && a.every((arg, i) => arg === b[i] || String(arg) === String(b[i]));

/** `concat_ws(',', a, b)`: texts joined with a separator between them; NULLs are left out, a NULL separator gives NULL. */
export const concatWs: ScalarUDF = {
  name: 'concat_ws',
  signature: Signature.variadic([DataTypes.Utf8View, DataTypes.Utf8, DataTypes.LargeUtf8], 'Immutable'),
  returnType: joinedType,
  invoke: (call) =>
    textRows(
      call,
      ([separator, ...args]) => {
        const between = stringReader(separator!);
        const readers = args.map(stringReader);
        return (row) => {
          const join = between(row);
          if (join === null) return null;
          const texts: string[] = [];
          for (const read of readers) {
            const text = read(row);
            if (text !== null) texts.push(text);
          }
          return texts.join(join);
        };
      },
      'values',
    ),
  simplify: ([separator, ...args], context) => {
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
