import { DataTypes } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import { propertyBudget } from '@datafusion-ts/test-utils';
import fc from 'fast-check';
import { sparkFunctions } from '../src/index.js';
import { call } from './call.js';

const { Int8, Int32, Int64, UInt64, Float64, Float32 } = DataTypes;
const func = (name: string): ScalarUDF => sparkFunctions().scalar.find((each) => each.name === name)!;

/** Results of the functions of Apache Spark 3.5, from its documentation and sources. */
describe('functions of numbers', () => {
  it('abs and negative wrap at the lowest integer, and fail there in ANSI mode', () => {
    const lowest = [Int64, [-(2n ** 63n), 5n, null, -5n]] as const;
    expect(call(func('abs'), [lowest])).toEqual([-(2n ** 63n), 5n, null, 5n]);
    expect(call(func('negative'), [lowest])).toEqual([-(2n ** 63n), -5n, null, 5n]);
    expect(() => call(func('abs'), [lowest], { ansi: true })).toThrow(
      'Int64Array overflow on abs(-9223372036854775808)',
    );
    expect(() => call(func('negative'), [[Int8, [-128]]], { ansi: true })).toThrow('Int8 overflow on negative(-128)');
    expect(call(func('abs'), [[Int8, [-127, 0]]], { ansi: true })).toEqual([127, 0]);
  });

  it('abs is the magnitude of every other 64-bit integer', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n }), { minLength: 1 }), (values) => {
        expect(call(func('abs'), [[Int64, values]])).toEqual(values.map((x) => (x < 0n ? -x : x)));
      }),
      propertyBudget(30),
    );
  });

  it('remainders of zero are NULL, or an error in ANSI mode', () => {
    const columns = [
      [Int32, [10, -7, -7, 7]],
      [Int32, [0, 3, -3, null]],
    ] as const;
    expect(call(func('mod'), columns)).toEqual([null, -1, -1, null]);
    expect(call(func('pmod'), columns)).toEqual([null, 2, -1, null]);
    expect(() => call(func('pmod'), columns, { ansi: true })).toThrow('Divide by zero error');
    const wide = [
      [Int64, [-10n]],
      [Int64, [3n]],
    ] as const;
    expect(call(func('pmod'), wide)).toEqual([2n]);
    expect(
      call(func('mod'), [
        [Float64, [5.5, 1]],
        [Float64, [2, 0]],
      ]),
    ).toEqual([1.5, null]);
  });

  it('round keeps integers integers', () => {
    expect(
      call(func('round'), [
        [Int64, [25n, -25n, 149n]],
        [Int32, [-1, -1, -2]],
      ]),
    ).toEqual([30n, -30n, 100n]);
    expect(
      call(func('round'), [
        [UInt64, [2n ** 63n - 1n, 2n ** 63n - 1n]],
        [Int32, [-1, -19]],
      ]),
    ).toEqual([2n ** 63n + 2n, 0n]);
    const beyond = [[UInt64, [2n ** 63n]]] as const;
    expect(() => call(func('round'), beyond)).toThrow('UInt64 value 9223372036854775808 exceeds i64::MAX');
    expect(call(func('round'), [[Float32, [2.5, -2.5, 0.25]]])).toEqual([3, -3, 0]);
  });

  it('width_bucket', () => {
    const columns = [
      [Float64, [5.3, -2.1, 8.1, -0.9, 1, 1]],
      [Float64, [0.2, 1.3, 0, 5.2, 1, 0]],
      [Float64, [10.6, 3.4, 5.7, 0.5, 1, 5]],
      [Int64, [5, 3, 4, 2, 3, 0]],
    ] as const;
    expect(call(func('width_bucket'), columns)).toEqual([3n, 0n, 5n, 3n, null, null]);
  });

  it('factorial is NULL where it does not fit', () => {
    expect(call(func('factorial'), [[Int32, [0, 5, 20, 21, -1, null]]])).toEqual([
      1n,
      120n,
      2432902008176640000n,
      null,
      null,
      null,
    ]);
  });

  it('bin, hex and unhex', () => {
    expect(call(func('bin'), [[Int64, [13n, 0n, null]]])).toEqual(['1101', '0', null]);
    expect(call(func('hex'), [[Int64, [17n, -1n]]])).toEqual(['11', 'FFFFFFFFFFFFFFFF']);
    expect(call(func('hex'), [[DataTypes.Utf8, ['Spark SQL', '']]])).toEqual(['537061726B2053514C', '']);
    expect(call(func('unhex'), [[DataTypes.Utf8, ['ABC', 'xy']]])).toEqual([{ bytes: [0x0a, 0xbc] }, null]);
  });

  it('ceil and floor of doubles saturate', () => {
    const values = [Float64, [1.5, -1.5, 1e300, NaN, null]] as const;
    expect(call(func('ceil'), [values])).toEqual([2n, -1n, 2n ** 63n - 1n, 0n, null]);
    expect(call(func('floor'), [values])).toEqual([1n, -2n, 2n ** 63n - 1n, 0n, null]);
  });

  it('rint takes halves to the even number', () => {
    expect(call(func('rint'), [[Float64, [0.5, 1.5, -0.5, 2.4, 2 ** 53, NaN]]])).toEqual([0, 2, -0, 2, 2 ** 53, NaN]);
  });
});
