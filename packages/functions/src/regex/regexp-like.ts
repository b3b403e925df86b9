import { DataTypes } from '@datafusion-ts/common';
import { regexMatch, stringReader } from '@datafusion-ts/compute';
import { binaryExpr, type Expr, type ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { Args } from '../utils/arguments.js';
import { doc, Sections } from '../utils/documentation.js';
import { textOf, valueOfLiteral } from '../utils/literals.js';
import { booleanRows } from '../utils/rows.js';
import { compileExecution, withFlags } from './compile.js';

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
    return booleanRows(
      call,
      (args) => {
        const [read, readPattern, readFlags] = args.map(stringReader);
        return (row) => {
          const [value, wanted, options] = [read!(row), readPattern!(row), readFlags!(row)];
          if (wanted === null || value === null) return null;
          return compileExecution(withFlags(wanted, options, 'regexp_like')).test(value);
        };
      },
      'values',
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
