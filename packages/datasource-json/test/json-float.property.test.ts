import fc from 'fast-check';
import { propertyBudget } from '@datafusion-ts/test-utils';
import { jsonFloat } from '../src/write/json-float.js';

const budget = propertyBudget(500);

describe('jsonFloat', () => {
  // What DataFusion 54.1 writes.
  it.each([
    [1234567890.5, '1234567890.5'],
    [0.00001, '0.00001'],
    [0.00012, '0.00012'],
    [1e9, '1000000000.0'],
    [1e10, '1.0e10'],
    [-0, '-0.0'],
    [1e20, '1.0e20'],
    [1e-7, '1.0e-7'],
    [1e308, '1.0e308'],
    [2, '2.0'],
    [-1.25, '-1.25'],
    [Number.POSITIVE_INFINITY, 'null'],
    [Number.NaN, 'null'],
  ])('writes %d as %s', (value, text) => expect(jsonFloat(value, false)).toBe(text));

  it('writes the shortest digits of 32-bit floats', () => {
    expect(jsonFloat(Math.fround(3.1), true)).toBe('3.1');
  });

  it('reads back as the same number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) =>
        expect(Number(jsonFloat(value, false))).toBe(value),
      ),
      budget,
    );
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) =>
        expect(Math.fround(Number(jsonFloat(value, true)))).toBe(value),
      ),
      budget,
    );
  });
});
