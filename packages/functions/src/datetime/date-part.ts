import { ArrowError, ExecutionError } from '@datafusion-ts/common';
import { datePart as partOf, datePartType, parseDatePart } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { Args } from '../utils/arguments.js';
import { doc, Sections } from '../utils/documentation.js';
import { literalText, textOf } from '../utils/literals.js';
import { TimeArgs } from './signatures.js';

const INPUTS = [TimeArgs.timestampOrText, TimeArgs.date, TimeArgs.time, TimeArgs.interval, TimeArgs.duration];

const UNKNOWN = 'date_part requires non-empty constant string';

/** Parts that have a type of their own; all others, unknown ones too, are Int32 as far as planning goes. */
function typeOfPart(name: string): ReturnType<typeof datePartType> {
  const word = name.replace(/^['"]+|['"]+$/g, '').toLowerCase();
  return word === 'epoch' ? datePartType('epoch') : datePartType(word.startsWith('nanosecond') ? 'nanosecond' : 'year');
}

/** `date_part('year', x)`: a field of a date, time, timestamp, duration or interval as a number; what EXTRACT means. */
export const datePart: ScalarUDF = {
  name: 'date_part',
  aliases: ['datepart'],
  signature: Signature.oneOf(
    INPUTS.map((input) => ({ kind: 'Coercible', coercions: [Args.string, input] })),
    'Immutable',
  ),
  returnField: (args) => {
    const part = literalText(args, 0);
    if (part === undefined || part === '') throw new ExecutionError(UNKNOWN);
    return { name: 'date_part', dataType: typeOfPart(part), nullable: args.argFields[1]!.nullable };
  },
  invoke: ({ args: [part, value], arena }) => {
    const name = part!.encoding === 'constant' ? textOf(part!.value) : undefined;
    if (name === undefined || name === '')
      throw new ExecutionError('First argument of `DATE_PART` must be non-null scalar Utf8');
    if (value!.type.kind === 'Null')
      throw new ArrowError('Compute error', `${name[0]!.toUpperCase()}${name.slice(1)} does not support: Null`);
    return partOf(parseDatePart(name), value!, arena);
  },
  documentation: doc(
    Sections.time,
    'Gives a part of a date, time, timestamp, duration or interval as a number.',
    'date_part(part, expression)',
    "SELECT date_part('month', '2024-11-15T23:30:00')",
    [
      [
        'part',
        'One of year, isoyear, quarter, month, week, day, hour, minute, second, millisecond, microsecond, nanosecond, dow, doy, isodow, epoch.',
      ],
      ['expression', 'Value to look at.'],
    ],
    ['date_trunc'],
  ),
};
