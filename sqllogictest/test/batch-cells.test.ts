import { DataTypes, field, ScalarValue, type DataType, type ScalarData } from '@datafusion-ts/common';
import { allocator, Arena, Batch, uncharged, vectorFromScalars } from '@datafusion-ts/compute';
import { batchCells, columnTypeChar } from '../src/engines/datafusion-ts/batch-cells.js';

/** The cells of a column of these values. */
function cells(type: DataType, values: readonly ScalarData[], spark = false): string[] {
  const arena = new Arena(uncharged);
  try {
    const column = vectorFromScalars(
      type,
      values.map((value) => new ScalarValue(type, value)),
      arena,
    );
    return batchCells(new Batch({ fields: [field('c', type)] } as never, [column], values.length), spark).flat();
  } finally {
    arena.release();
  }
}

it.each<[string, DataType, ScalarData[], string[]]>([
  ['booleans', DataTypes.Boolean, [true, false, null], ['true', 'false', 'NULL']],
  ['integers', DataTypes.Int64, [-(2n ** 63n), null], ['-9223372036854775808', 'NULL']],
  [
    'floats',
    DataTypes.Float64,
    [1.5, 1e21, 1 / 3, NaN, -Infinity, -0, null],
    ['1.5', '1000000000000000000000', '0.333333333333', 'NaN', '-Infinity', '0', 'NULL'],
  ],
  ['small floats', DataTypes.Float32, [Math.fround(0.1)], ['0.1']],
  ['strings', DataTypes.Utf8View, ['', 'a\n', null], ['(empty)', 'a', 'NULL']],
  ['decimals', DataTypes.decimal128(10, 2), [150n, -5n, 0n], ['1.5', '-0.05', '0']],
  ['narrow decimals', DataTypes.decimal32(5, 2), [150n], ['1.50']],
  ['dates', DataTypes.Date32, [0, null], ['1970-01-01', 'NULL']],
  ['timestamps', DataTypes.timestamp('Nanosecond'), [1_500_000_000n], ['1970-01-01T00:00:01.500']],
  ['nulls', DataTypes.Null, [null], ['NULL']],
])('writes %s', (_name, type, values, expected) => expect(cells(type, values)).toEqual(expected));

it('writes nested values by their own display', () => {
  const list = DataTypes.list(field('item', DataTypes.Float64));
  const item = (value: number | null) => new ScalarValue(DataTypes.Float64, value);
  expect(cells(list, [[item(1), item(null)], null])).toEqual(['[1.0, NULL]', 'NULL']);
});

it('keeps 15 places for Spark', () => expect(cells(DataTypes.Float64, [Math.E], true)).toEqual(['2.718281828459045']));

it.each<[DataType, string]>([
  [DataTypes.UInt8, 'I'],
  [DataTypes.decimal256(50, 2), 'R'],
  [DataTypes.decimal64(10, 2), '?'],
  [DataTypes.time32('Second'), 'D'],
  [DataTypes.timestamp('Second', 'UTC'), 'P'],
  [DataTypes.Binary, '?'],
  [DataTypes.dictionary(DataTypes.Int32, DataTypes.Utf8), 'T'],
  [DataTypes.dictionary(DataTypes.Int32, DataTypes.Int64), '?'],
])('knows the letter of %j', (type, letter) => expect(columnTypeChar(type)).toBe(letter));

afterAll(() => expect(allocator.liveBlocks).toBe(0));
