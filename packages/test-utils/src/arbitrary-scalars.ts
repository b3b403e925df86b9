import { ScalarValue, type DataType, type ScalarData } from '@datafusion-ts/common';
import { numberToHalf, halfToNumber, physicalTypeOf, valueTypeOf } from '@datafusion-ts/compute';
import fc from 'fast-check';

/** Text around the borders of views: empty, inline, 12 and 13 bytes, long, with zero bytes and beyond ASCII. */
export const arbitraryText = (): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constantFrom(
      '',
      'a',
      'ab\0',
      'twelve bytes',
      'thirteen byte',
      'prefix-shared-0001',
      'prefix-shared-0002',
      'äöü€',
    ),
    fc.string({ unit: 'grapheme', maxLength: 20 }),
    fc.string({ unit: fc.constantFrom('a', 'b', '\0'), maxLength: 40 }),
  );

const bigInt = (bits: number, signed: boolean): fc.Arbitrary<bigint> => {
  const max = signed ? 2n ** BigInt(bits - 1) - 1n : 2n ** BigInt(bits) - 1n;
  const min = signed ? -(2n ** BigInt(bits - 1)) : 0n;
  return fc.oneof(
    fc.constantFrom(0n, 1n, min, max),
    fc.bigInt({ min, max }),
    fc.bigInt({ min: signed ? -3n : 0n, max: 3n }),
  );
};

const integer = (bits: number, signed: boolean): fc.Arbitrary<number> => bigInt(bits, signed).map(Number);

const float = (): fc.Arbitrary<number> =>
  fc.oneof(fc.constantFrom(0, -0, NaN, Infinity, -Infinity, 1.5, -2), fc.double());

function arbitraryData(type: DataType): fc.Arbitrary<ScalarData> {
  switch (physicalTypeOf(type)) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'int8':
      return integer(8, true);
    case 'int16':
      return integer(16, true);
    case 'int32':
      return integer(32, true);
    case 'uint8':
      return integer(8, false);
    case 'uint16':
      return integer(16, false);
    case 'uint32':
      return integer(32, false);
    case 'int64':
      return bigInt(64, true);
    case 'uint64':
      return bigInt(64, false);
    case 'float16':
      return float().map((x) => halfToNumber(numberToHalf(x)));
    case 'float32':
      return float().map(Math.fround);
    case 'float64':
      return float();
    case 'decimal':
      return arbitraryDecimal(type);
    case 'dayTime':
      return fc.record({ days: integer(32, true), milliseconds: integer(32, true) });
    case 'monthDayNano':
      return fc.record({ months: integer(32, true), days: integer(32, true), nanoseconds: bigInt(64, true) });
    default:
      return arbitraryBytesOrNested(type);
  }
}

function arbitraryDecimal(type: DataType): fc.Arbitrary<bigint> {
  const { precision } = valueTypeOf(type) as { readonly precision: number };
  const max = 10n ** BigInt(precision) - 1n;
  return fc.oneof(
    fc.constantFrom(0n, 1n, -1n, max, -max),
    fc.bigInt({ min: -max, max }),
    fc.bigInt({ min: -3n, max: 3n }),
  );
}

function arbitraryBytesOrNested(type: DataType): fc.Arbitrary<ScalarData> {
  const value = valueTypeOf(type);
  switch (value.kind) {
    case 'Utf8':
    case 'LargeUtf8':
    case 'Utf8View':
      return arbitraryText();
    case 'FixedSizeBinary':
      return fc.uint8Array({ minLength: value.byteWidth, maxLength: value.byteWidth });
    case 'List':
    case 'LargeList':
      return fc.array(arbitraryScalar(value.field.dataType), { maxLength: 4 });
    case 'FixedSizeList':
      return fc.array(arbitraryScalar(value.field.dataType), { minLength: value.size, maxLength: value.size });
    case 'Map':
      return fc.array(arbitraryScalar(value.entries.dataType, false), { maxLength: 3 });
    case 'Struct':
      return fc.tuple(...value.fields.map((f) => arbitraryScalar(f.dataType, f.nullable)));
    case 'Union':
      return fc.oneof(
        ...value.fields.map((f) =>
          arbitraryScalar(f.field.dataType).map((member) => ({ typeId: f.typeId, value: member })),
        ),
      );
    default:
      return fc.uint8Array({ maxLength: 30 });
  }
}

/** A value of the type; one in five is null when `nullable`. A union is never null itself, its member may be. */
export function arbitraryScalar(type: DataType, nullable = true): fc.Arbitrary<ScalarValue> {
  const data = arbitraryData(type).map((value) => new ScalarValue(type, value));
  if (!nullable || valueTypeOf(type).kind === 'Union') return data;
  return fc.oneof({ weight: 4, arbitrary: data }, { weight: 1, arbitrary: fc.constant(new ScalarValue(type, null)) });
}
