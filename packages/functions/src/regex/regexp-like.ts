import { DataTypes } from '@datafusion-ts/common';
import { regexMatch, stringReader, withMatchers } from '@datafusion-ts/compute';
import { binaryExpr, type Expr, type ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { Args } from '../utils/arguments.js';
import { doc, Sections } from '../utils/documentation.js';
import { textOf, valueOfLiteral } from '../utils/literals.js';
import { booleanRows } from '../utils/rows.js';
import { compileExecution, withFlags } from './compile.js';
import { textsOf } from '../utils/byte-texts.js';

/** `regexp_like(x, p[, flags])`: whether a regular expression matches. Without flags, or with `i`, it becomes an operator. */
export const regexpLike: ScalarUDF = {
  name: 'regexp_like',
  signature: Signature.oneOf(
    [
      { kind: 'Coercible', coercions: [Args.string, Args.string] },
      { kind: 'Coercible', coercions: [Args.string, Args.string, Args.string] },
    ],
    'Immutable',
  ),
  returnType: ([type]) => (type!.kind === 'Null' ? DataTypes.Null : DataTypes.Boolean),
  invoke: (call) => {
    const [text, pattern, flags] = call.args;
    if (flags === undefined) {
      return regexMatch(text!, pattern!, { negated: false, caseInsensitive: false }, call.arena);
    }
    return withMatchers((matcherOf) =>
      booleanRows(
        call,
        ([values, patterns, options], arena) => {
          const [texts, readPattern, readFlags] = [
            textsOf(values!, arena),
            stringReader(patterns!),
            stringReader(options!),
          ];
          return (row) => {
            const wanted = readPattern(row);
            if (wanted === null || texts.isNull(row)) return null;
            const matcher = matcherOf(compileExecution(withFlags(wanted, readFlags(row), 'regexp_like')));
            return matcher.test(texts.address(row), texts.length(row));
          };
        },
        'values',
      ),
    );
  },
  simplify: ([text, pattern, flags]): Expr | undefined => {
    if (flags === undefined) return binaryExpr(text!, 'RegexMatch', pattern!);
    return textOf(valueOfLiteral(flags)) === 'i' ? binaryExpr(text!, 'RegexIMatch', pattern!) : undefined;
  },
  documentation: doc(
    Sections.regex,
    'True when a regular expression matches a text somewhere.',
    'regexp_like(str, regexp[, flags])',
    "SELECT regexp_like('Köln', '[a-zA-Z]ö[a-zA-Z]{2}')",
    [
      ['str', 'Text to look into.'],
      ['regexp', 'Regular expression.'],
      [
        'flags',
        'i: case does not matter; m: lines; s: the dot matches line ends; R: CRLF; U: lazy; x: blanks ignored.',
      ],
    ],
  ),
};
