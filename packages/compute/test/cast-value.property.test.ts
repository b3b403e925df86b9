/** A value that is cast by itself becomes what a column of it becomes. */
import { ScalarValue, type DataType } from '@datafusion-ts/common';
import { expectNoLeaks, propertyBudget } from '@datafusion-ts/test-utils';
import fc from 'fast-check';
import { Arena, cast, castValue, constantVector, flatten, getScalar } from '@datafusion-ts/compute';

/** The cast of a column with that value alone; undefined when it fails. */
function castColumn(value: ScalarValue, to: DataType): ScalarValue | undefined {
  const arena = new Arena();
  try {
    const flat = flatten(constantVector(value, 1), arena);
    return getScalar(cast(flat, to, { safe: false }, arena), 0);
  } catch {
    return undefined;
  } finally {
    arena.release();
  }
}

const plain = (kind: string): DataType => ({ kind }) as DataType;
const texts = fc.constantFrom(...['Utf8', 'LargeUtf8', 'Utf8View'].map(plain));

const widths = { Decimal32: 9, Decimal64: 18, Decimal128: 38, Decimal256: 76 } as const;
const decimals = fc
  .constantFrom(...(Object.keys(widths) as (keyof typeof widths)[]))
  .chain((kind) => fc.tuple(fc.constant(kind), fc.integer({ min: 1, max: widths[kind] })))
  .chain(([kind, precision]) =>
    fc.integer({ min: -2, max: precision }).map((scale): DataType => ({ kind, precision, scale })),
  );

const small = fc
  .constantFrom(['Int8', -128, 127], ['Int16', -32768, 32767], ['UInt8', 0, 255], ['UInt32', 0, 4294967295])
  .chain(([kind, min, max]) =>
    fc.integer({ min: Number(min), max: Number(max) }).map((value) => new ScalarValue(plain(String(kind)), value)),
  );
const large = fc
  .bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n })
  .chain((value) =>
    fc.constantFrom(
      ScalarValue.int64(value),
      ScalarValue.int64(value % 1000n),
      ScalarValue.uint64(BigInt.asUintN(64, value)),
    ),
  );

const dateLike = fc.oneof(
  fc
    .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10)),
  fc.stringMatching(/^[0-9]{4}-[01][0-9]-[0-3][0-9]$/),
  fc.stringMatching(/^[0-9 +-]{8,11}$/),
  fc.string({ maxLength: 12 }),
);

function expectAlike(value: ScalarValue, to: DataType): void {
  const quick = castValue(value, to);
  if (quick !== undefined) expect(quick).toEqual(castColumn(value, to));
}

test('texts, dates in texts and integers become what their columns become', () => {
  expectNoLeaks(() => {
    fc.assert(
      fc.property(texts, texts, fc.string({ unit: 'grapheme' }), (from, to, text) =>
        expectAlike(new ScalarValue(from, text), to),
      ),
      propertyBudget(50),
    );
    fc.assert(
      fc.property(texts, dateLike, (from, text) => expectAlike(new ScalarValue(from, text), plain('Date32'))),
      propertyBudget(300),
    );
    fc.assert(
      fc.property(fc.oneof(small, large), decimals, (value, to) => expectAlike(value, to)),
      propertyBudget(300),
    );
  });
});

test('dates and decimals of usual queries are cast by value; what does not fit is not', () => {
  expect(castValue(ScalarValue.utf8('1994-01-01'), plain('Date32'))?.value).toBe(8766);
  expect(castValue(ScalarValue.int64(24n), { kind: 'Decimal128', precision: 15, scale: 2 })?.value).toBe(2400n);
  for (const text of ['1994-02-30', '199x-01-01', '1994-1-001', '1994/01/01', '']) {
    expect(castValue(ScalarValue.utf8(text), plain('Date32'))).toBeUndefined();
  }
  expect(castValue(ScalarValue.int64(1000n), { kind: 'Decimal128', precision: 3, scale: 0 })).toBeUndefined();
  expect(castValue(ScalarValue.int64(null), plain('Utf8'))).toBeUndefined();
  expect(
    castValue(new ScalarValue(plain('Date32'), 1), { kind: 'Decimal128', precision: 3, scale: 0 }),
  ).toBeUndefined();
});
