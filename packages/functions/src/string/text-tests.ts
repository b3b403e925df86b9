import { DataTypes, ScalarValue } from '@datafusion-ts/common';
import { stringReader } from '@datafusion-ts/compute';
import { likeExpr, lit, type Expr, type ScalarUDF } from '@datafusion-ts/expr';
import { doc, Sections } from '../utils/documentation.js';
import { textOf, valueOfLiteral } from '../utils/literals.js';
import { booleanRows } from '../utils/rows.js';
import { textSignature } from '../utils/string-signatures.js';

/** Tests whether one text lies in another: anywhere, at its start, at its end. */
function textTest(
  name: string,
  test: (text: string, part: string) => boolean,
  parameter: string,
  description: string,
): ScalarUDF {
  return {
    name,
    signature: textSignature(2),
    returnType: () => DataTypes.Boolean,
    invoke: (call) =>
      booleanRows(call, ([text, part]) => {
        const [read, readPart] = [stringReader(text!), stringReader(part!)];
        return (row) => {
          const value = read(row);
          const wanted = value === null ? null : readPart(row);
          return wanted === null ? null : test(value!, wanted);
        };
      }),
    documentation: doc(
      Sections.string,
      description,
      `${name}(str, ${parameter})`,
      `SELECT ${name}('datafusion', 'data')`,
      [
        ['str', 'Text to look into.'],
        [parameter, 'Text to look for.'],
      ],
    ),
  };
}

/** `contains(x, y)`. */
export const contains: ScalarUDF = textTest(
  'contains',
  (text, part) => text.includes(part),
  'search_str',
  'True when a text contains another.',
);

/** `ends_with(x, y)`. */
export const endsWith: ScalarUDF = textTest(
  'ends_with',
  (text, part) => text.endsWith(part),
  'substr',
  'True when a text ends with another.',
);

/** `starts_with(x, 'a')` as `x LIKE 'a%'`, which statistics can be checked against. */
function asLike([text, prefix]: readonly Expr[]): Expr | undefined {
  const value = valueOfLiteral(prefix);
  const wanted = textOf(value);
  if (wanted === undefined || text?.kind === 'Literal') return undefined;
  const pattern = `${wanted.replace(/[\\%_]/g, (char) => `\\${char}`)}%`;
  return likeExpr({
    kind: 'Like',
    negated: false,
    expr: text!,
    pattern: lit(new ScalarValue(value!.dataType, pattern)),
    caseInsensitive: false,
  });
}

/** `starts_with(x, y)`. */
export const startsWith: ScalarUDF = {
  ...textTest('starts_with', (text, part) => text.startsWith(part), 'substr', 'True when a text starts with another.'),
  simplify: asLike,
};
