/** The bound of a file is the extreme of its chunks' bounds, however those are compared. */
import { compareScalars, field, ScalarValue, type DataType } from '@datafusion-ts/common';
import { propertyBudget } from '@datafusion-ts/test-utils';
import fc from 'fast-check';
import { PhysicalKind, type RawStatistics } from '../src/metadata/file-metadata.js';
import type { LeafNode } from '../src/schema/column-node.js';
import { extremeBound } from '../src/statistics/extreme-bound.js';

const leaf = (type: DataType, physical: number): LeafNode => ({
  kind: 'Leaf',
  field: field('c', type, true),
  type,
  leafIndex: 0,
  physical,
  typeLength: 0,
  levels: { definition: 1, repetition: 0 },
});

const chunk = (bytes: Uint8Array, isExact: boolean): RawStatistics => ({
  ...{ nullCount: 0, distinctCount: undefined, deprecated: false },
  ...{ min: bytes, max: bytes, minExact: isExact, maxExact: isExact },
});

const long = (value: bigint): Uint8Array => new Uint8Array(BigInt64Array.of(value).buffer);
const text = (value: string): Uint8Array => new TextEncoder().encode(value);

/** The first of the smallest or largest. */
function extreme(values: readonly ScalarValue[], sign: 1 | -1): number {
  let best = 0;
  values.forEach((value, i) => {
    if (compareScalars(value, values[best]!)! * sign > 0) best = i;
  });
  return best;
}

const signs = fc.constantFrom<1 | -1>(-1, 1);

function expectExtreme(node: LeafNode, values: readonly ScalarValue[], bytes: readonly Uint8Array[], sign: 1 | -1) {
  const at = extreme(values, sign);
  const bound = extremeBound(
    node,
    bytes.map((each, i) => chunk(each, i === at)),
    sign,
  );
  expect(bound).toEqual({ value: values[at], isExact: true });
}

test('integers, texts and bytes meet in the extreme that their scalars have', () => {
  const some = <T>(each: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(each, { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(some(fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n })), signs, (values, sign) => {
      const type: DataType = { kind: 'Int64' };
      const scalars = values.map((value) => new ScalarValue(type, value));
      expectExtreme(leaf(type, PhysicalKind.Int64), scalars, values.map(long), sign);
    }),
    propertyBudget(100),
  );
  fc.assert(
    fc.property(some(fc.string({ unit: 'grapheme', maxLength: 6 })), signs, (values, sign) => {
      for (const kind of ['Utf8', 'LargeUtf8', 'Utf8View'] as const) {
        const scalars = values.map((value) => new ScalarValue({ kind }, value));
        expectExtreme(leaf({ kind }, PhysicalKind.ByteArray), scalars, values.map(text), sign);
      }
    }),
    propertyBudget(100),
  );
  fc.assert(
    fc.property(some(fc.uint8Array({ maxLength: 4 })), signs, (values, sign) => {
      const type: DataType = { kind: 'BinaryView' };
      const scalars = values.map((value) => new ScalarValue(type, value));
      expectExtreme(leaf(type, PhysicalKind.ByteArray), scalars, values, sign);
    }),
    propertyBudget(100),
  );
});

test('what one chunk does not say, or says by signed bytes, bounds no text', () => {
  const node = leaf({ kind: 'Utf8View' }, PhysicalKind.ByteArray);
  const known = chunk(text('b'), true);
  expect(extremeBound(node, [known, { ...known, min: undefined }], -1)).toBeUndefined();
  expect(extremeBound(node, [known, { ...known, deprecated: true }], -1)).toBeUndefined();
  expect(extremeBound(node, [], -1)).toBeUndefined();
  // A bound cut inside of a character is no text, but bounds what another chunk says.
  expect(extremeBound(node, [chunk(Uint8Array.of(0x63, 0xc3), false), known], -1)?.value.value).toBe('b');
  expect(extremeBound(node, [chunk(Uint8Array.of(0x63, 0xc3), false), known], 1)).toBeUndefined();
});
