import { DataTypes, field, listItem, type DataType } from '@datafusion-ts/common';
import {
  Arena,
  arithmetic,
  compare,
  constantVector,
  takeVector,
  vectorFromScalars,
  type ColumnVector,
} from '@datafusion-ts/compute';
import type { HigherOrderArg, HigherOrderUDF } from '@datafusion-ts/expr';
import { expectNoLeaks, plainValues, type PlainValue } from '@datafusion-ts/test-utils';
import { arrayAnyMatch, arrayFilter, arrayTransform } from '../src/index.js';
import { Boolean, Int64, listOf, scalar } from './support.js';

type Body = (element: ColumnVector, outer: ColumnVector, arena: Arena) => ColumnVector;

/** Calls a function on lists of integers, with a lambda that also sees a column of the rows around. */
function call(
  func: HigherOrderUDF,
  lists: readonly unknown[],
  outer: readonly number[],
  bodyType: DataType,
  body: Body,
): PlainValue[] {
  const arena = new Arena();
  try {
    const vector = vectorFromScalars(
      listOf(Int64),
      lists.map((list) => scalar(listOf(Int64), list)),
      arena,
    );
    const around = vectorFromScalars(
      Int64,
      outer.map((value) => scalar(Int64, value)),
      arena,
    );
    const args: HigherOrderArg[] = [
      { kind: 'Value', vector, field: field('a', listOf(Int64)) },
      {
        kind: 'Lambda',
        params: ['x'],
        field: field('body', bodyType),
        call: ([element], rows, count) => body(element!, takeVector(around, rows, count, arena), arena),
      },
    ];
    return plainValues(func.invoke(args, lists.length, arena));
  } finally {
    arena.release();
  }
}

const rows = [[1, 5, null], null, [], [2]];
const outer = [2, 0, 0, 2];
const isGreater: Body = (element, around, arena) => compare('gt', element, around, arena);

describe('array_transform', () => {
  it('gives the lambda each element and the row around it', () => {
    const sums = expectNoLeaks(() =>
      call(arrayTransform, rows, outer, Int64, (element, around, arena) =>
        arithmetic('add', element, around, Int64, arena),
      ),
    );
    expect(sums).toEqual([[3n, 7n, null], null, [], [4n]]);
  });
  it('takes constants for bodies', () => {
    const ones = call(arrayTransform, rows, outer, Int64, (element) =>
      constantVector(scalar(Int64, 1), element.length),
    );
    expect(ones).toEqual([[1n, 1n, 1n], null, [], [1n]]);
  });
});

describe('array_filter', () => {
  it('keeps elements for which the lambda is true', () => {
    expect(call(arrayFilter, rows, outer, Boolean, isGreater)).toEqual([[5n], null, [], []]);
  });
  it('refuses bodies that are no conditions', () => {
    expect(() => call(arrayFilter, rows, outer, Int64, (element) => element)).toThrow(
      'array_filter lambda must return boolean, got Int64',
    );
  });
});

describe('array_any_match', () => {
  it('is NULL when NULL might have matched', () => {
    expect(call(arrayAnyMatch, [...rows, [null]], [...outer, 1], Boolean, isGreater)).toEqual([
      true,
      null,
      false,
      false,
      null,
    ]);
  });
  it('refuses bodies that are no conditions', () => {
    expect(() => call(arrayAnyMatch, rows, outer, Int64, (element) => element)).toThrow(
      'array_any_match predicate must return boolean array',
    );
  });
});

describe.each([arrayTransform, arrayFilter, arrayAnyMatch])('arguments of $name', (func) => {
  const array = field('a', listOf(Int64));
  it('are an array and a lambda over its elements', () => {
    expect(func.lambdaParameters([array, undefined])[1]![0]!.dataType).toEqual(Int64);
    expect(() => func.lambdaParameters([array])).toThrow(
      `The function '${func.name}' expected 2 argument(s) but received 1`,
    );
    expect(() => func.lambdaParameters([array, array])).toThrow('expected a lambda at position 1 but received a value');
    expect(() => func.lambdaParameters([undefined, array])).toThrow(
      'expected a value at position 0 but received a lambda',
    );
    expect(() => func.lambdaParameters([field('a', Int64), undefined])).toThrow(
      `${func.name} expected a list as first argument, got Int64`,
    );
  });
  it('become plain lists', () => {
    const item = listItem(Int64);
    expect(func.coerceValueTypes!([DataTypes.fixedSizeList(item, 2)])).toEqual([DataTypes.list(item)]);
    expect(func.coerceValueTypes!([{ kind: 'LargeListView', field: item }])).toEqual([DataTypes.largeList(item)]);
  });
});
