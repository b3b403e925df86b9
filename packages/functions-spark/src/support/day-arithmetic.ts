/** Days plus or minus a number of days, wrapping around as 32-bit integers do. */
import { DataTypes, type DataType } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { Signature } from '@datafusion-ts/expr-common';
import { doc, numberReader, numberRows } from '@datafusion-ts/functions';
import { TIME_SECTION } from './time-args.js';

const COUNTS: readonly DataType[] = [DataTypes.Int8, DataTypes.Int16, DataTypes.Int32];

/** `date_add` or `date_sub`. */
export const dayArithmetic = (
  name: string,
  aliases: readonly string[],
  sign: 1 | -1,
  description: string,
  sqlExample: string,
): ScalarUDF => ({
  name,
  aliases,
  signature: Signature.oneOf(
    COUNTS.map((type) => ({ kind: 'Exact', types: [DataTypes.Date32, type] })),
    'Immutable',
  ),
  returnType: () => DataTypes.Date32,
  invoke: (call) =>
    numberRows(call, ([date, count], arena) => {
      const [readDay, readCount] = [numberReader(date!, arena), numberReader(count!, arena)];
      return (row) => {
        const [day, n] = [readDay(row), readCount(row)];
        return day === null || n === null ? null : (day + sign * n) | 0;
      };
    }),
  documentation: doc(TIME_SECTION, description, `${name}(date, days)`, sqlExample, [
    ['date', 'A date.'],
    ['days', 'How many days; negative ones go the other way.'],
  ]),
});
