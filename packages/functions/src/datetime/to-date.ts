import { ArrowError, DataTypes } from '@datafusion-ts/common';
import { cast, parseDate32, stringReader } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, Sections } from '../utils/documentation.js';
import { numberRows } from '../utils/rows.js';
import { checkFormats, isText, anyMomentOfFormats, unsupportedType } from './parse-moment.js';

/** Times before 1970 are cut towards it, as DataFusion does. */
const DAY = 86_400_000_000_000n;

const CAST_KINDS = new Set(['Null', 'Date32', 'Date64', 'Timestamp']);
const NUMBERS = /^(U?Int|Float|Decimal)\d+$/;

function dayOf(text: string): number {
  const days = parseDate32(text);
  if (days !== undefined) return days;
  throw new ArrowError('Parser error', 'Unable to cast to Date32 for converting from i64 to i32 failed');
}

/** `to_date('2017-05-31', '%Y-%m-%d')`: text, numbers of days, and timestamps as dates. */
export const toDate: ScalarUDF = {
  name: 'to_date',
  signature: Signature.variadicAny('Immutable'),
  returnType: () => DataTypes.Date32,
  invoke: (call) => {
    const [input] = call.args;
    const { type } = input!;
    checkFormats(
      'to_date',
      call.args.map((arg) => arg.type),
    );
    if (NUMBERS.test(type.kind)) {
      const whole = cast(input!, DataTypes.Int32, { safe: false }, call.arena);
      return cast(whole, DataTypes.Date32, { safe: false }, call.arena);
    }
    if (CAST_KINDS.has(type.kind)) return cast(input!, DataTypes.Date32, { safe: false }, call.arena);
    if (!isText(type)) throw unsupportedType(type, 'to_date');
    return numberRows(call, (args) => {
      const [read, ...formats] = args.map(stringReader);
      return (row) => {
        const text = read!(row);
        if (text === null) return null;
        if (formats.length === 0) return dayOf(text);
        const patterns = formats.flatMap((format) => format(row) ?? []);
        return patterns.length === 0 ? null : Number(anyMomentOfFormats(text, patterns) / DAY);
      };
    });
  },
  documentation: doc(
    Sections.time,
    'Turns a value into a date: text as YYYY-MM-DD or by patterns, or a number of days since 1970-01-01.',
    "to_date('2017-05-31', '%Y-%m-%d')",
    "SELECT to_date('2023-01-31')",
    [
      ['expression', 'Text, number or timestamp.'],
      ['format_n', 'Patterns of chrono, tried in turn; the last failure is reported.'],
    ],
  ),
};
