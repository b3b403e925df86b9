/** Bounds of pages as a column are those that scalars would give, null where there is none. */
import { DataTypes, field, type DataType } from '@datafusion-ts/common';
import { Arena, getScalar } from '@datafusion-ts/compute';
import { expectNoLeaks, propertyBudget } from '@datafusion-ts/test-utils';
import fc from 'fast-check';
import { PhysicalKind, type RawStatistics } from '../src/metadata/file-metadata.js';
import type { LeafNode } from '../src/schema/column-node.js';
import { boundsOf } from '../src/statistics/chunk-bounds.js';
import { integerBounds } from '../src/statistics/integer-bounds.js';

const leaf = (type: DataType, physical: number): LeafNode => ({
  kind: 'Leaf',
  field: field('a', type),
  type,
  leafIndex: 0,
  physical,
  typeLength: 0,
  levels: { definition: 1, repetition: 0 },
});

const { Int32, Int64, ByteArray, Float } = PhysicalKind;
const asStored: [DataType, number, number][] = [
  [DataTypes.Int32, Int32, 4],
  [DataTypes.Date32, Int32, 4],
  [DataTypes.Int64, Int64, 8],
  [DataTypes.timestamp('Microsecond'), Int64, 8],
  [DataTypes.decimal128(15, 2), Int64, 8],
];

test.each(asStored)('%j of physical type %i', (type, physical, width) => {
  const bytes = fc.oneof(
    { weight: 8, arbitrary: fc.uint8Array({ minLength: width, maxLength: width }) },
    { weight: 1, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: width - 1 }) },
  );
  const page = fc.option(fc.record({ min: bytes, max: bytes }), { nil: undefined });
  fc.assert(
    fc.property(fc.array(page, { minLength: 1, maxLength: 30 }), fc.constantFrom(1, -1), (pages, sign) =>
      expectNoLeaks(() => {
        const node = leaf(type, physical);
        const chunks = pages.map((one) => one && statistics(one.min, one.max));
        const arena = new Arena();
        const column = integerBounds(node, chunks, sign as 1 | -1, arena)!;
        const scalars = boundsOf(node, chunks, sign as 1 | -1);
        expect(column.type).toEqual(type);
        for (let i = 0; i < chunks.length; i++)
          expect(getScalar(column, i).value).toEqual(scalars[i]?.value.value ?? null);
        arena.release();
      }),
    ),
    propertyBudget(60),
  );
});

test.each<[DataType, number]>([
  [DataTypes.UInt32, Int32],
  [DataTypes.UInt64, Int64],
  [DataTypes.Int16, Int32],
  [DataTypes.Date64, Int32],
  [DataTypes.decimal128(9, 2), Int32],
  [DataTypes.Float32, Float],
  [DataTypes.Utf8View, ByteArray],
])('%j of physical type %i needs scalars', (type, physical) => {
  const arena = new Arena();
  expect(integerBounds(leaf(type, physical), [undefined], 1, arena)).toBeUndefined();
  arena.release();
});

function statistics(min: Uint8Array | undefined, max: Uint8Array | undefined): RawStatistics {
  return {
    nullCount: undefined,
    distinctCount: undefined,
    min,
    max,
    minExact: false,
    maxExact: false,
    deprecated: false,
  };
}
