import { DataTypes } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { sparkFunctions } from '../src/index.js';
import { call } from './call.js';

const { Date32, Int32, Float64, Utf8 } = DataTypes;
const MICROS = DataTypes.timestamp('Microsecond');
const func = (name: string): ScalarUDF => sparkFunctions().scalar.find((each) => each.name === name)!;
const day = (text: string): number => Date.parse(`${text}T00:00:00Z`) / 86_400_000;
const moment = (text: string): bigint => BigInt(Date.parse(`${text}Z`)) * 1000n;

/** Results of the functions of Apache Spark 3.5, from its documentation and sources. */
describe('functions of dates and times', () => {
  it('next_day and last_day', () => {
    const dates = [Date32, [day('2015-01-14'), day('2015-07-27'), day('2015-07-27'), day('2020-02-02')]] as const;
    expect(call(func('next_day'), [dates, [Utf8, ['TU', 'monday', 'Tues', null]]])).toEqual([
      day('2015-01-20'),
      day('2015-08-03'),
      null,
      null,
    ]);
    expect(call(func('last_day'), [dates])).toEqual(['2015-01-31', '2015-07-31', '2015-07-31', '2020-02-29'].map(day));
  });

  it('days wrap around', () => {
    expect(
      call(func('date_add'), [
        [Date32, [2 ** 31 - 1]],
        [Int32, [1]],
      ]),
    ).toEqual([-(2 ** 31)]);
    expect(
      call(func('date_diff'), [
        [Date32, [day('2009-07-31')]],
        [Date32, [day('2009-07-30')]],
      ]),
    ).toEqual([1]);
  });

  it('local times have the offset that is in force when UTC shows them, as in the real engine', () => {
    const london = [
      [MICROS, ['2024-03-31T01:30:00', '2024-10-27T01:30:00'].map(moment)],
      [Utf8, ['Europe/London', 'Europe/London']],
    ] as const;
    expect(call(func('to_utc_timestamp'), london)).toEqual(['2024-03-31T00:30:00', '2024-10-27T01:30:00'].map(moment));
    const zone = [Utf8, ['America/New_York', 'America/New_York', 'Asia/Seoul', '+01:00']] as const;
    const local = ['2024-03-10T02:30:00', '2024-11-03T01:30:00', '2016-08-31T00:00:00', '1969-12-31T23:59:59.5'];
    expect(call(func('to_utc_timestamp'), [[MICROS, local.map(moment)], zone])).toEqual(
      ['2024-03-10T07:30:00', '2024-11-03T05:30:00', '2016-08-30T15:00:00', '1969-12-31T22:59:59.5'].map(moment),
    );
    expect(call(func('from_utc_timestamp'), [[MICROS, local.map(moment)], zone])).toEqual(
      ['2024-03-09T21:30:00', '2024-11-02T21:30:00', '2016-08-31T09:00:00', '1970-01-01T00:59:59.5'].map(moment),
    );
  });

  it('durations and intervals that do not fit are NULL', () => {
    const days = [Int32, [1, -1, 100_000_000, 1]] as const;
    const hours = [Int32, [12, 24, 0, 0]] as const;
    const seconds = [Float64, [1.001001, 0, 0, NaN]] as const;
    expect(call(func('make_dt_interval'), [days, hours, [Int32, [30, 0, 0, 0]], seconds])).toEqual([
      131_401_001_001n,
      0n,
      null,
      null,
    ]);
  });

  it('formats must be known constants', () => {
    expect(() =>
      call(func('trunc'), [
        [Date32, [0]],
        [Utf8, ['nonsense']],
      ]),
    ).toThrow('must be');
  });
});
