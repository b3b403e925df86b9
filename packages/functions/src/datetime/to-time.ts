import { DataTypes, ExecutionError } from '@datafusion-ts/common';
import { cast, nullVector, stringReader } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, Sections } from '../utils/documentation.js';
import { bigintRows } from '../utils/rows.js';
import { checkFormats, isText, unsupportedType } from './parse-moment.js';
import { parseFields, resolveTime, StrptimeError } from './strptime.js';

const DEFAULT_FORMATS = ['%H:%M:%S%.f', '%H:%M:%S', '%H:%M'];

function timeOf(text: string, formats: readonly string[]): bigint {
  for (const format of formats) {
    try {
      const { seconds, nanos } = resolveTime(parseFields(text, format));
      return BigInt(seconds) * 1_000_000_000n + BigInt(nanos);
    } catch (error) {
      if (!(error instanceof StrptimeError)) throw error;
    }
  }
  throw new ExecutionError(
    `Error parsing '${text}' as time. Tried formats: ${JSON.stringify(formats).replaceAll(',"', ', "')}`,
  );
}

/** `to_time('12:30:45')`: text by patterns and timestamps as times of day. */
export const toTime: ScalarUDF = {
  name: 'to_time',
  signature: Signature.variadicAny('Immutable'),
  returnType: () => DataTypes.time64('Nanosecond'),
  invoke: (call) => {
    const [input] = call.args;
    const { type } = input!;
    const to = call.returnField.dataType;
    checkFormats(
      'to_time',
      call.args.map((arg) => arg.type),
    );
    if (type.kind === 'Null') return nullVector(to, call.rowCount);
    if (type.kind === 'Timestamp' || type.kind === 'Time32' || type.kind === 'Time64')
      return cast(input!, to, { safe: false }, call.arena);
    if (!isText(type)) throw unsupportedType(type, 'to_time');
    return bigintRows(call, (args) => {
      const [read, ...formats] = args.map(stringReader);
      return (row) => {
        const text = read!(row);
        if (text === null) return null;
        const patterns = formats.flatMap((format) => format(row) ?? []);
        if (formats.length > 0 && patterns.length === 0) return null;
        return timeOf(text, formats.length === 0 ? DEFAULT_FORMATS : patterns);
      };
    });
  },
  documentation: doc(
    Sections.time,
    'Turns text or a timestamp into a time of day.',
    "to_time('12:30:45', '%H:%M:%S')",
    "SELECT to_time('12:30:45')",
    [
      ['expression', 'Text or timestamp.'],
      ['format_n', 'Patterns of chrono, tried in turn.'],
    ],
  ),
};
