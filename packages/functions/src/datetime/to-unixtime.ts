import { DataTypes, ExecutionError } from '@datafusion-ts/common';
import { cast, nullVector, timeZone } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, Sections } from '../utils/documentation.js';
import { bigintRows } from '../utils/rows.js';
import { checkFormats, isText, unsupportedType } from './parse-moment.js';
import { sessionZone, textMoments } from './to-timestamp.js';

const CAST_KINDS = new Set([
  'Int8',
  'Int16',
  'Int32',
  'Int64',
  'UInt8',
  'UInt16',
  'UInt32',
  'UInt64',
  'Float16',
  'Float32',
  'Float64',
]);

/** `to_unixtime(x)`: seconds since 1970 of text, dates and timestamps; numbers are taken as they are. */
export const toUnixtime: ScalarUDF = {
  name: 'to_unixtime',
  signature: Signature.variadicAny('Immutable'),
  returnType: () => DataTypes.Int64,
  invoke: (call) => {
    const { args, arena, config } = call;
    const [input] = args;
    const { type } = input!;
    if (args.length > 1 && !isText(type)) {
      throw new ExecutionError(
        `to_unixtime function only accepts format arguments with string input, got ${args.length} arguments`,
      );
    }
    checkFormats(
      'to_unixtime',
      args.map((arg) => arg.type),
    );
    if (type.kind === 'Null') return nullVector(DataTypes.Int64, call.rowCount);
    if (CAST_KINDS.has(type.kind) || 'scale' in type) return cast(input!, DataTypes.Int64, { safe: false }, arena);
    if (type.kind === 'Date32' || type.kind === 'Date64' || type.kind === 'Timestamp') {
      const zone = type.kind === 'Timestamp' ? type.timezone : undefined;
      const seconds = cast(input!, DataTypes.timestamp('Second', zone), { safe: false }, arena);
      return cast(seconds, DataTypes.Int64, { safe: false }, arena);
    }
    if (!isText(type)) throw unsupportedType(type, 'to_unixtime');
    const zoneName = sessionZone(config);
    const zone = zoneName === undefined ? undefined : timeZone(zoneName);
    return bigintRows(call, (columns) => textMoments(columns, zone, 1_000_000_000n));
  },
  documentation: doc(
    Sections.time,
    'Gives the seconds since 1970-01-01T00:00:00Z of a date, timestamp or text.',
    'to_unixtime(expression[, ..., format_n])',
    "SELECT to_unixtime('2020-09-08T12:00:00+00:00')",
    [
      ['expression', 'Text, date, timestamp or number.'],
      ['format_n', 'Patterns of chrono for text, tried in turn; the last failure is reported.'],
    ],
  ),
};
