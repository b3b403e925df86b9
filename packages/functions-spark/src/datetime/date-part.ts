import { DataTypes, ExecutionError, InternalError, ScalarValue } from '@datafusion-ts/common';
import {
  arithmetic,
  constantVector,
  datePart as partOf,
  datePartType,
  nullVector,
  parseDatePart,
  type DatePart,
} from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { Args, doc } from '@datafusion-ts/functions';
import { TIME_SECTION, TimeArgs } from '../support/time-args.js';
import { nullsOfArguments } from '../support/result-fields.js';

const INPUTS = [TimeArgs.exactTimestamp, TimeArgs.exactDate];

/** Names that only Spark has. */
const SPARK_NAMES: Readonly<Record<string, DatePart>> = {
  yearofweek: 'isoyear',
  year_iso: 'isoyear',
  dayofweek: 'dow',
  dayofweek_iso: 'isodow',
  dow_iso: 'isodow',
};

/** The field of a name; Spark has none that are not 32-bit integers. */
function partOfName(name: string): DatePart {
  const part = SPARK_NAMES[name] ?? parseDatePart(name);
  if (datePartType(part).kind !== 'Int32') throw new ExecutionError(`Date part '${name}' not supported`);
  return part;
}

/**
 * `date_part(part, value)`, and EXTRACT: a field of a date or timestamp. Days of the week count from 1, starting with Sunday (`dayofweek`; the default function counts from 0) or Monday (`dayofweek_iso`).
 */
export const datePart: ScalarUDF = {
  name: 'date_part',
  aliases: ['datepart'],
  signature: Signature.oneOf(
    INPUTS.map((input) => ({ kind: 'Coercible', coercions: [Args.string, input] })),
    'Immutable',
  ),
  returnField: nullsOfArguments('date_part', () => DataTypes.Int32),
  invoke: ({ args: [part, value], arena, rowCount }) => {
    const name = part!.encoding === 'constant' ? part!.value.value : undefined;
    if (typeof name !== 'string' || name === '')
      throw new InternalError('First argument of `DATE_PART` must be non-null scalar Utf8');
    const wanted = partOfName(name.toLowerCase());
    if (value!.type.kind === 'Null') return nullVector(DataTypes.Int32, rowCount);
    const found = partOf(wanted, value!, arena);
    if (wanted !== 'dow') return found;
    return arithmetic('add', found, constantVector(ScalarValue.int32(1), rowCount), DataTypes.Int32, arena);
  },
  documentation: doc(
    TIME_SECTION,
    'Gives a part of a date or timestamp as a number; days of the week count from 1.',
    'date_part(part, expression)',
    "SELECT date_part('dayofweek', DATE '2019-08-12')",
    [
      [
        'part',
        'One of year, yearofweek, quarter, month, week, day, dayofweek, dayofweek_iso, doy, hour, minute, second and their short forms.',
      ],
      ['expression', 'Value to look at.'],
    ],
  ),
};
