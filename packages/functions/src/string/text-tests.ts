import { DataTypes, ScalarValue } from '@datafusion-ts/common';
import { constantVector, like, stringReader, type ColumnVector } from '@datafusion-ts/compute';
import { likeExpr, lit, type Expr, type ScalarUDF, type SimplifyContext } from '@datafusion-ts/expr';
import { doc, Sections } from '../utils/documentation.js';
import { textOf, valueOfLiteral } from '../utils/literals.js';
import { booleanRows } from '../utils/rows.js';
import { textSignature } from '../utils/string-signatures.js';

const PLAIN = { negated: false, caseInsensitive: false };

/** Text as a pattern that means just this text. */
const escaped = (text: string): string => text.replace(/[\\%_]/g, (char) => `\\${char}`);

/** Tests whether one text lies in another: anywhere, at its start, at its end. */
function textTest(
  name: string,
  anyText: { readonly before: boolean; readonly after: boolean },
  test: (text: string, part: string) => boolean,
  parameter: string,
  description: string,
): ScalarUDF {
  // Constant parts become LIKE patterns, which run on bytes.
  const patternFor = (part: string, length: number): ColumnVector =>
    constantVector(ScalarValue.utf8(`${anyText.before ? '%' : ''}${escaped(part)}${anyText.after ? '%' : ''}`), length);
  return {
    name,
    signature: textSignature(2),
    returnType: () => DataTypes.Boolean,
    invoke: (call) => {
      const wanted = call.args[1]!.encoding === 'constant' ? textOf(call.args[1]!.value) : undefined;
      if (wanted !== undefined) return like(call.args[0]!, patternFor(wanted, call.rowCount), PLAIN, call.arena);
      return booleanRows(call, ([text, part]) => {
        const [read, readPart] = [stringReader(text!), stringReader(part!)];
        return (row) => {
          const value = read(row);
          const wanted = value === null ? null : readPart(row);
          return wanted === null ? null : test(value!, wanted);
        };
      });
    },
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
  { before: true, after: true },
  (text, part) => text.includes(part),
  'search_str',
  'True when a text contains another.',
);

/** `ends_with(x, y)`. */
export const endsWith: ScalarUDF = textTest(
  'ends_with',
  { before: true, after: false },
  (text, part) => text.endsWith(part),
  'substr',
  'True when a text ends with another.',
);

/** `starts_with(x, 'a')` as `x LIKE 'a%'`, which statistics can be checked against. */
function asLike([text, prefix]: readonly Expr[], context: SimplifyContext): Expr | undefined {
  const value = valueOfLiteral(prefix);
  const wanted = textOf(value);
  if (wanted === undefined || text?.kind === 'Literal') return undefined;
  const pattern = `${escaped(wanted)}%`;
  return likeExpr({
    kind: 'Like',
    negated: false,
    expr: text!,
    pattern: lit(new ScalarValue(context.dataTypeOf(text!), pattern)),
    caseInsensitive: false,
  });
}

/** `starts_with(x, y)`. */
export const startsWith: ScalarUDF = {
  ...textTest(
    'starts_with',
    { before: false, after: true },
    (text, part) => text.startsWith(part),
    'substr',
    'True when a text starts with another.',
  ),
  simplify: asLike,
};
