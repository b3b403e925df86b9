import { ExecutionError, nanosPerUnit } from '@datafusion-ts/common';
import { dateTrunc as truncate, nullVector, parseGranularity, type ConstantVector } from '@datafusion-ts/compute';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { Args } from '../utils/arguments.js';
import { doc, Sections } from '../utils/documentation.js';
import { risingIn } from '../utils/ordering.js';
import { textOf } from '../utils/literals.js';
import { TIMESTAMP_NS, TimeArgs } from './signatures.js';

/** Units that a time of day has. */
const CLOCK = ['hour', 'minute', 'second', 'millisecond', 'microsecond'];

/** Single values are cut in nanoseconds, whatever the unit, and must be within their range. */
function checkNanoseconds({ type, value }: ConstantVector): void {
  if (type.kind !== 'Timestamp' || typeof value.value !== 'bigint') return;
  const nanos = value.value * nanosPerUnit(type.unit);
  if (BigInt.asIntN(64, nanos) !== nanos) throw new ExecutionError(`Timestamp ${value.value} out of range`);
}

/** `date_trunc('month', x)`: a timestamp or time cut down to the start of a unit. */
export const dateTrunc: ScalarUDF = {
  name: 'date_trunc',
  aliases: ['datetrunc'],
  signature: Signature.oneOf(
    [
      { kind: 'Coercible', coercions: [Args.string, TimeArgs.timestampOrDate] },
      { kind: 'Coercible', coercions: [Args.string, TimeArgs.time] },
    ],
    'Immutable',
  ),
  returnField: ({ argFields }) => {
    const { dataType } = argFields[1]!;
    return {
      name: 'date_trunc',
      dataType: dataType.kind === 'Null' ? TIMESTAMP_NS : dataType,
      nullable: argFields.some((f) => f.nullable),
    };
  },
  invoke: ({ args: [unit, value], arena, returnField }) => {
    const name = unit!.encoding === 'constant' ? textOf(unit!.value) : undefined;
    if (name === undefined) throw new ExecutionError('Granularity of `date_trunc` must be non-null scalar Utf8');
    const granularity = parseGranularity(name);
    const { kind } = value!.type;
    if ((kind === 'Time32' || kind === 'Time64') && !CLOCK.includes(granularity)) {
      throw new ExecutionError(
        `date_trunc does not support '${granularity}' granularity for Time types. Valid values are: ${CLOCK.join(', ')}`,
      );
    }
    if (kind === 'Null') return nullVector(returnField.dataType, value!.length);
    if (value!.encoding === 'constant') checkNanoseconds(value!);
    return truncate(granularity, value!, arena);
  },
  outputOrdering: risingIn(1),
  documentation: doc(
    Sections.time,
    'Truncates a timestamp or time value to a specified precision.',
    'date_trunc(precision, expression)',
    "SELECT date_trunc('month', '2024-05-15T10:30:00')",
    [
      ['precision', 'Unit to cut to, from year down to microsecond; times of day know hour and finer.'],
      ['expression', 'Timestamp, date or time.'],
    ],
    ['date_part'],
  ),
};
