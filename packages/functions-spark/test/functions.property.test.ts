/** Functions on columns in every layout against the same rule on single values. */
import fc from 'fast-check';
import { DataTypes } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import type { PlainValue } from '@datafusion-ts/test-utils';
import { bitmapBitPosition } from '../src/bitmap/bit-position.js';
import { bitmapBucketNumber } from '../src/bitmap/bucket-number.js';
import { bitCount } from '../src/bitwise/bit-count.js';
import { bitwiseNot } from '../src/bitwise/bitwise-not.js';
import { shiftLeft, shiftRight, shiftRightUnsigned } from '../src/bitwise/shifts.js';
import { jsonFields } from '../src/json/compact-json.js';
import { concat } from '../src/string/concat.js';
import { substring } from '../src/string/substring.js';
import { urlDecode, urlEncode } from '../src/url/encode-decode.js';
import { call, type Column } from './call.js';

const int64 = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.bigInt({ min: -70_000n, max: 70_000n }),
  fc.constantFrom(-(2n ** 63n), 2n ** 63n - 1n, 2n ** 32n, -(2n ** 32n)),
);
const nullable = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<(T | null)[]> =>
  fc.array(fc.option(values), { minLength: 1, maxLength: 20 });

const signed = (value: bigint): bigint => BigInt.asIntN(64, value);

describe('64-bit integers as two words', () => {
  const rules: readonly (readonly [ScalarUDF, (value: bigint) => PlainValue])[] = [
    [bitmapBitPosition, (n) => (n > 0n ? n - 1n : -n) % 32_768n],
    [bitmapBucketNumber, (n) => (n > 0n ? 1n + (n - 1n) / 32_768n : n / 32_768n)],
    [bitCount, (n) => BigInt.asUintN(64, n).toString(2).replaceAll('0', '').length],
    [bitwiseNot, (n) => ~n],
  ];
  it.each(rules.map(([func, rule]) => [func.name, func, rule] as const))('%s', (_, func, rule) => {
    fc.assert(
      fc.property(nullable(int64), (values) => {
        const expected = values.map((value) => (value === null ? null : rule(value)));
        expect(call(func, [[DataTypes.Int64, values]])).toEqual(expected);
      }),
    );
  });

  const shifts: readonly (readonly [ScalarUDF, (value: bigint, by: bigint) => bigint])[] = [
    [shiftLeft, (n, by) => signed(n << by)],
    [shiftRight, (n, by) => n >> by],
    [shiftRightUnsigned, (n, by) => signed(BigInt.asUintN(64, n) >> by)],
  ];
  it.each(shifts.map(([func, rule]) => [func.name, func, rule] as const))('%s', (_, func, rule) => {
    fc.assert(
      fc.property(nullable(fc.tuple(int64, fc.integer({ min: -130, max: 130 }))), (pairs) => {
        const expected = pairs.map((pair) => (pair === null ? null : rule(pair[0], BigInt(pair[1] & 63))));
        const columns: Column[] = [
          [DataTypes.Int64, pairs.map((pair) => pair?.[0] ?? null)],
          [DataTypes.Int32, pairs.map((pair) => pair?.[1] ?? null)],
        ];
        expect(call(func, columns)).toEqual(expected);
      }),
    );
  });
});

const text = fc.string({ unit: 'grapheme', maxLength: 20 });

describe('text', () => {
  it('concat joins, NULL when one is', () => {
    fc.assert(
      fc.property(nullable(text), nullable(text), (left, right) => {
        const rows = Math.min(left.length, right.length);
        const [a, b] = [left.slice(0, rows), right.slice(0, rows)];
        const expected = a.map((value, row) => (value === null || b[row] === null ? null : value + b[row]!));
        for (const type of [DataTypes.Utf8, DataTypes.Utf8View, DataTypes.LargeUtf8]) {
          expect(
            call(concat, [
              [type, a],
              [type, b],
            ]),
          ).toEqual(expected);
        }
      }),
    );
  });
  it('substring counts characters, from the end when negative', () => {
    const place = fc.integer({ min: -25, max: 25 });
    fc.assert(
      fc.property(text, place, fc.integer({ min: -2, max: 25 }), (value, start, length) => {
        const chars = [...value];
        const from = start > 0 ? start - 1 : start < 0 ? chars.length + start : 0;
        const expected = chars.slice(Math.max(from, 0), Math.max(from + Math.max(length, 0), 0)).join('');
        const columns: Column[] = [
          [DataTypes.Utf8, [value]],
          [DataTypes.Int64, [BigInt(start)]],
          [DataTypes.Int64, [BigInt(length)]],
        ];
        expect(call(substring, columns)).toEqual([expected]);
        expect(call(substring, columns.slice(0, 2))).toEqual([chars.slice(Math.max(from, 0)).join('')]);
      }),
    );
  });
  it('url_decode reads what url_encode writes', () => {
    fc.assert(
      fc.property(nullable(text), (values) => {
        const encoded = call(urlEncode, [[DataTypes.Utf8, values]]).map((value) => value as string | null);
        expect(call(urlDecode, [[DataTypes.Utf8, encoded]])).toEqual(values);
      }),
    );
  });
});

describe('JSON', () => {
  it('is written as JavaScript reads it', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ noUnicodeString: false })), (value) => {
        const json = JSON.stringify(value, null, 1);
        const fields = jsonFields(json);
        expect(fields).toBeDefined();
        const read: unknown = JSON.parse(json);
        for (const [key, { text: written }] of fields!) {
          expect(JSON.parse(written)).toEqual((read as Record<string, unknown>)[key]);
        }
        expect(fields!.size).toBe(Object.keys(read as object).length);
      }),
    );
  });
  it('is refused where JavaScript refuses it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', 'a', ':', ',', '1', '-', '.', 'e', ' ') }),
        (s) => {
          let isObject = false;
          try {
            const value: unknown = JSON.parse(s);
            isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
          } catch {
            isObject = false;
          }
          expect(jsonFields(s) !== undefined).toBe(isObject);
        },
      ),
    );
  });
});
