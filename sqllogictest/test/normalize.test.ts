import fc from 'fast-check';
import { floatCell, shortestFloat32, stringCell } from '../src/normalize/cell-text.js';
import { plainDecimal } from '../src/normalize/plain-decimal.js';
import { expandRow, pathNormalizer } from '../src/normalize/rows.js';

describe('plainDecimal', () => {
  it.each([
    ['0', '0'],
    ['-0.000', '0'],
    ['1.50', '1.5'],
    ['1E3', '1000'],
    ['1e-13', '0'],
    ['12.0000000000005', '12'],
    ['12.0000000000015', '12.000000000002'],
    ['-0.1234567890126', '-0.123456789013'],
    ['1.7976931348623157e308', `17976931348623157${'0'.repeat(292)}`],
    ['.5', '0.5'],
  ])('writes %s as %s', (text, plain) => expect(plainDecimal(text)).toBe(plain));

  it.each(['', '.', 'x', '1e', '--1'])('refuses %j', (text) => expect(() => plainDecimal(text)).toThrow(RangeError));

  it('keeps the value of every number it need not round', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.integer({ min: 0, max: 12 }), (digits, scale) => {
        const [whole = '', fraction = ''] = plainDecimal(`${digits}e-${scale}`).split('.');
        expect(fraction.endsWith('0')).toBe(false);
        expect(BigInt(whole + fraction.padEnd(scale, '0'))).toBe(digits);
      }),
    );
  });

  it('never shows more places than allowed', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.nat(15), (value, scale) => {
        const [, fraction = ''] = plainDecimal(String(value), scale).split('.');
        expect(fraction.length).toBeLessThanOrEqual(scale);
      }),
    );
  });
});

describe('cells', () => {
  it('writes 32-bit floats with the fewest digits that read back', () => {
    expect(floatCell(Math.fround(1.1), 32)).toBe('1.1');
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(Math.fround(Number(shortestFloat32(value))) === value).toBe(true);
      }),
    );
  });

  it('names what is no number', () => {
    expect([NaN, Infinity, -Infinity].map((value) => floatCell(value, 64))).toEqual(['NaN', 'Infinity', '-Infinity']);
  });

  it('keeps 15 places where asked', () => {
    expect(floatCell(Math.E, 64)).toBe('2.718281828459');
    expect(floatCell(Math.E, 64, 15)).toBe('2.718281828459045');
  });

  it('makes strings visible', () => {
    expect(['', 'a\n\n', 'a\0b', ' '].map(stringCell)).toEqual(['(empty)', 'a', 'a\\0b', ' ']);
  });
});

describe('rows', () => {
  it('numbers the lines of a last cell and shows indentation', () => {
    expect(expandRow(['logical_plan', 'Sort: a\n  Scan: t'])).toEqual([
      ['logical_plan'],
      ['01)Sort: a'],
      ['02)--Scan: t'],
    ]);
  });

  it('leaves other rows alone', () => {
    expect(expandRow(['a\nb', 'c'])).toEqual([['a\nb', 'c']]);
    expect(expandRow([])).toEqual([[]]);
  });

  it('hides where the workspace is', () => {
    const normalize = pathNormalizer('/tmp/x');
    expect(normalize('[[tmp/x/a.csv, tmp/x/b.csv]]')).toBe('[[WORKSPACE_ROOT/a.csv, WORKSPACE_ROOT/b.csv]]');
    expect(pathNormalizer('/')('a/b')).toBe('a/b');
  });
});
