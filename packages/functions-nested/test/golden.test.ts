import { DataTypes, displayType, listItem } from '@datafusion-ts/common';
import { scalarFunctionField, type ScalarUDF } from '@datafusion-ts/expr';
import * as nested from '../src/index.js';
import { callOnce, Float64, Int64, listOf, Utf8 } from './support.js';

/** Answers, types and errors of the real DataFusion 54.1. */

const ints = (...values: (number | null)[]): readonly [ReturnType<typeof listOf>, unknown] => [listOf(Int64), values];
const int = (value: number | null): readonly [typeof Int64, unknown] => [Int64, value];
const text = (value: string | null): readonly [typeof Utf8, unknown] => [Utf8, value];
const floats = (...values: (number | null)[]): readonly [ReturnType<typeof listOf>, unknown] => [
  listOf(Float64),
  values,
];

describe('texts', () => {
  it('leaves NULLs out unless they have a text', () => {
    expect(callOnce(nested.arrayToString, ints(1, null, 3), text(','))).toBe('1,3');
    expect(callOnce(nested.arrayToString, ints(1, null, 3), text(','), text('*'))).toBe('1,*,3');
    expect(callOnce(nested.arrayToString, ints(1, 2), text(null))).toBeNull();
  });
  it('prints floats without exponent', () => {
    expect(callOnce(nested.arrayToString, floats(1.5, 1, 1e20), text(','))).toBe('1.5,1,100000000000000000000');
  });
  it('goes into nested arrays', () => {
    expect(callOnce(nested.arrayToString, [listOf(listOf(Int64)), [[1, null], null, [2]]], text('-'), text('x'))).toBe(
      '1-x-x-2',
    );
  });
  it.each([
    ['a,b,,c', ',', ['a', 'b', '', 'c']],
    ['abc', '', ['abc']],
    ['abc', null, ['a', 'b', 'c']],
    ['', ',', []],
    [null, ',', null],
  ])('splits %p at %p', (whole, delimiter, parts) => {
    expect(callOnce(nested.stringToArray, text(whole), text(delimiter))).toEqual(parts);
  });
  it('makes parts NULL', () => {
    expect(callOnce(nested.stringToArray, text('a,b'), text(','), text('b'))).toEqual(['a', null]);
  });
});

describe('order', () => {
  it('puts NULLs first, also backwards, unless told otherwise', () => {
    expect(callOnce(nested.arraySort, ints(3, 1, null, 2), text('DESC'))).toEqual([null, 3n, 2n, 1n]);
    expect(callOnce(nested.arraySort, ints(3, 1, null, 2), text('desc'), text('nulls last'))).toEqual([
      3n,
      2n,
      1n,
      null,
    ]);
    expect(callOnce(nested.arraySort, ints(3, 1), text(null))).toBeNull();
  });
  it('refuses other words', () => {
    expect(() => callOnce(nested.arraySort, ints(1), text('up'))).toThrow(
      'the second parameter of array_sort expects DESC or ASC',
    );
    expect(() => callOnce(nested.arraySort, ints(1), text('ASC'), text('x'))).toThrow(
      'the third parameter of array_sort expects NULLS FIRST or NULLS LAST',
    );
  });
  it('takes NULLs inside lists for greatest', () => {
    const lists = [
      listOf(listOf(Int64)),
      [
        [null, 1],
        [1, 2],
      ],
    ] as const;
    expect(callOnce(nested.arrayMax, lists)).toEqual([null, 1n]);
    expect(callOnce(nested.arrayMin, lists)).toEqual([1n, 2n]);
  });
});

describe('places', () => {
  it('slices by strides', () => {
    const array = ints(1, 2, 3, 4, 5);
    expect(callOnce(nested.arraySlice, array, int(1), int(5), int(2))).toEqual([1n, 3n, 5n]);
    expect(callOnce(nested.arraySlice, array, int(5), int(1), int(-2))).toEqual([5n, 3n, 1n]);
    expect(callOnce(nested.arraySlice, array, int(1), int(5), int(-1))).toEqual([]);
    expect(callOnce(nested.arraySlice, array, int(2), int(2), int(-1))).toEqual([2n]);
    expect(() => callOnce(nested.arraySlice, array, int(1), int(5), int(0))).toThrow(
      'array_slice got invalid stride: 0, it cannot be 0',
    );
  });
  it('starts searching inside the array', () => {
    expect(callOnce(nested.arrayPosition, ints(1, 2, 1), int(1), int(2))).toBe(3n);
    expect(() => callOnce(nested.arrayPosition, ints(1), int(1), int(0))).toThrow('start_from out of bounds: 0');
    expect(() => callOnce(nested.arrayPosition, ints(1), int(1), int(3))).toThrow('start_from out of bounds: 3');
  });
  it('refuses places beyond 32 bits', () => {
    expect(() => callOnce(nested.arrayElement, ints(1), int(2 ** 31))).toThrow(
      'array_element got invalid index: 2147483648',
    );
  });
});

describe('dimensions', () => {
  const matrix = [listOf(listOf(Int64)), [[1, 2, 3], [4]]] as const;
  it('measures on first elements', () => {
    expect(callOnce(nested.arrayDims, matrix)).toEqual([2n, 3n]);
    expect(callOnce(nested.arrayLength, matrix, int(2))).toBe(3n);
    expect(callOnce(nested.cardinality, matrix)).toBe(6n);
    expect(callOnce(nested.arrayNdims, matrix)).toBe(2n);
    expect(callOnce(nested.arrayDims, ints())).toBeNull();
  });
  it('flattens one', () => {
    expect(callOnce(nested.flatten, matrix)).toEqual([1n, 2n, 3n, 4n]);
    expect(callOnce(nested.flatten, ints(1, 2))).toEqual([1n, 2n]);
  });
  it('makes arrays elements of deeper ones', () => {
    expect(callOnce(nested.arrayConcat, ints(7, 8), matrix)).toEqual([[7n, 8n], [1n, 2n, 3n], [4n]]);
  });
});

describe('sizes', () => {
  it('resizes and repeats', () => {
    expect(callOnce(nested.arrayResize, ints(1, 2, 3), int(2))).toEqual([1n, 2n]);
    expect(callOnce(nested.arrayResize, ints(1), int(3), int(9))).toEqual([1n, 9n, 9n]);
    expect(callOnce(nested.arrayResize, ints(1), int(null))).toEqual([]);
    expect(callOnce(nested.arrayRepeat, int(5), int(2))).toEqual([5n, 5n]);
    expect(callOnce(nested.arrayRepeat, int(5), int(-1))).toEqual([]);
    expect(callOnce(nested.arrayRepeat, int(5), int(null))).toBeNull();
  });
  it('counts', () => {
    expect(callOnce(nested.range, int(1), int(5), int(2))).toEqual([1n, 3n]);
    expect(callOnce(nested.generateSeries, int(5), int(1), int(-2))).toEqual([5n, 3n, 1n]);
    expect(() => callOnce(nested.range, int(1), int(5), int(0))).toThrow(
      "step can't be 0 for function range(start [, stop, step])",
    );
  });
});

describe('points', () => {
  it('measures distances', () => {
    expect(callOnce(nested.arrayDistance, ints(1, 2), ints(3, 4))).toBe(2.8284271247461903);
    expect(callOnce(nested.cosineDistance, ints(1, 2), ints(3, 4))).toBe(0.01613008990009257);
    expect(callOnce(nested.cosineDistance, ints(0, 0), ints(3, 4))).toBeNull();
    expect(callOnce(nested.innerProduct, ints(1, 2), ints(3, 4))).toBe(11);
    expect(callOnce(nested.arrayNormalize, ints(3, 4))).toEqual([0.6, 0.8]);
    expect(callOnce(nested.arrayNormalize, ints(3, null))).toBeNull();
  });
  it('wants equal lengths', () => {
    expect(() => callOnce(nested.arrayDistance, ints(1), ints(1, 2))).toThrow('Both arrays must have the same length');
    expect(() => callOnce(nested.innerProduct, ints(1), ints(1, 2))).toThrow(
      'inner_product requires both list inputs to have the same length, got 1 and 2',
    );
  });
});

describe('maps', () => {
  it('pairs keys and values', () => {
    expect(callOnce(nested.map, ints(1, 2), ints(3, null))).toEqual([
      [1n, 3n],
      [2n, null],
    ]);
  });
  it('refuses doubtful keys', () => {
    expect(() => callOnce(nested.map, ints(1, 1), ints(1, 2))).toThrow(
      'map key must be unique, duplicate key found: 1',
    );
    expect(() => callOnce(nested.map, ints(null), ints(1))).toThrow('map key cannot be null');
    expect(() => callOnce(nested.map, ints(1), ints())).toThrow(
      'map requires key and value lists to have the same length',
    );
  });
});

describe('types', () => {
  const large = DataTypes.largeList(listItem(Int64));
  const fixed = DataTypes.fixedSizeList(listItem(Int64), 2);
  const typeOf = (func: ScalarUDF, ...types: (typeof Int64)[]): string => {
    const fields = types.map((dataType, i) => ({ name: `c${i}`, dataType, nullable: true }));
    const none = types.map(() => undefined);
    return displayType(scalarFunctionField(func, fields, none).dataType);
  };
  it.each<[string, ScalarUDF, (typeof Int64)[], string]>([
    ['fixed-size lists become lists', nested.arrayReverse, [fixed], 'List(Int64)'],
    ['large lists stay large', nested.arrayReverse, [large], 'LargeList(Int64)'],
    ['elements are widened', nested.arrayAppend, [listOf(Int64), Float64], 'List(Float64)'],
    ['lists of untyped NULLs', nested.arrayAppend, [DataTypes.Null, Int64], 'List(Int64)'],
    ['repeated large lists', nested.arrayRepeat, [large, Int64], 'LargeList(LargeList(Int64))'],
    ['dimensions of concatenations', nested.arrayConcat, [listOf(Int64), listOf(listOf(Int64))], 'List(List(Int64))'],
    ['zipped', nested.arraysZip, [listOf(Int64), DataTypes.Null], 'List(Struct("1": Int64, "2": Null))'],
    [
      'maps',
      nested.map,
      [listOf(Utf8), listOf(Int64)],
      'Map("entries": non-null Struct("key": non-null Utf8, "value": Int64), unsorted)',
    ],
    ['nothing at all', nested.makeArray, [], 'List(Null)'],
  ])('%s', (_, func, types, expected) => {
    expect(typeOf(func, ...types)).toBe(expected);
  });
  it('lists candidates for wrong arguments', () => {
    expect(() => typeOf(nested.arrayAppend, Int64, Int64)).toThrow(
      "array_append does not support type Int64. No function matches the given name and argument types 'array_append(Int64, Int64)'. You might need to add explicit type casts.\n\tCandidate functions:\n\tarray_append(array, element)",
    );
  });
});

describe('the list of functions', () => {
  const functions = [...nested.allDefaultNestedFunctions(), ...nested.allDefaultHigherOrderFunctions()];
  it('has every name once', () => {
    const names = functions.flatMap((func) => [func.name, ...(func.aliases ?? [])]);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBe(115);
  });
  it.each(functions.map((func) => [func.name, func] as const))('documents %s', (_, func) => {
    const { section, description, syntax, sqlExample } = func.documentation!;
    expect(section).toMatch(/^(Array|Map) Functions$/);
    expect(description).toMatch(/\.$/);
    expect(syntax).toContain(`${func.name}(`);
    // Lambdas need a dialect that has them.
    expect(sqlExample).toMatch(/^(SET [^;]+; )?SELECT /);
  });
});
