/** Digits of numbers against JavaScript's own where those are exact, and by reading them back. */
import fc from 'fast-check';
import { fixedDigits, fractionOf, fractionOfDecimal, scientificDigits } from '../src/format/exact-digits.js';
import { hexFloat } from '../src/format/hex-float.js';
import { plainFloat } from '../src/format/number-text.js';

const positive = fc.double({ min: 0, noNaN: true, noDefaultInfinity: true });
const places = fc.integer({ min: 0, max: 60 });

describe('digits of floats', () => {
  it('have the fraction of the number', () => {
    fc.assert(
      fc.property(positive, (value) => {
        const { numerator, denominator } = fractionOf(value);
        // More than 53 bits are only there as zeros, so that both conversions are exact or both overflow.
        const shift = BigInt(Math.max(denominator.toString(2).length - 900, 0));
        if (shift === 0n) expect(Number(numerator) / Number(denominator)).toBe(value);
      }),
    );
  });
  it('are those of toFixed with halves up', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e20, noNaN: true }), places, (value, count) => {
        expect(fixedDigits(fractionOf(value), count, 'up')).toBe(value.toFixed(count));
      }),
    );
  });
  it('are those of toExponential with halves up', () => {
    fc.assert(
      fc.property(positive, places, (value, count) => {
        const { digits, exponent } = scientificDigits(fractionOf(value), count, 'up');
        const text = `${digits[0]}${count === 0 ? '' : `.${digits.slice(1)}`}e${exponent < 0 ? '' : '+'}${exponent}`;
        expect(text).toBe(value.toExponential(count));
      }),
    );
  });
  it.each([
    [0.5, 0, '0'],
    [1.5, 0, '2'],
    [2.5, 0, '2'],
    [0.25, 1, '0.2'],
    [0.375, 2, '0.38'],
  ])('of %p with %p places have halves at even digits', (value, count, text) => {
    expect(fixedDigits(fractionOf(value), count, 'even')).toBe(text);
  });
});

it('digits of decimals are the unscaled ones with a point', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 38n }), fc.integer({ min: 1, max: 37 }), (unscaled, scale) => {
      const text = fixedDigits(fractionOfDecimal(unscaled, scale), scale, 'even');
      expect(BigInt(text.replace('.', ''))).toBe(unscaled);
      expect(text.length - text.indexOf('.') - 1).toBe(scale);
    }),
  );
});

describe('hexadecimal floats', () => {
  const read = (text: string): number => {
    const [, lead, digits, power] = /^0x([01])\.([\da-f]+)p(-?\d+)$/.exec(text)!;
    const mantissa = Number.parseInt(lead! + digits!, 16);
    const exponent = Number(power) - 4 * digits!.length;
    // In two steps, as powers below 2^-1074 are none.
    return mantissa * 2 ** Math.trunc(exponent / 2) * 2 ** (exponent - Math.trunc(exponent / 2));
  };
  it('read back as the number', () => {
    fc.assert(fc.property(positive, (value) => expect(read(hexFloat(value, undefined))).toBe(value)));
  });
  it('with few digits are near the number', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), fc.integer({ min: 1, max: 12 }), (value, n) => {
        expect(Math.abs(read(hexFloat(value, n)) / value - 1)).toBeLessThanOrEqual(16 ** -n);
      }),
    );
  });
  it('carry into the exponent', () => {
    expect(hexFloat(1.999, 1)).toBe('0x1.0p1');
  });
});

it('plain floats have no exponent and read back', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const text = plainFloat(String(value));
      expect(text).not.toMatch(/e/);
      expect(Number(text)).toBe(value === 0 ? 0 : value);
    }),
  );
});
