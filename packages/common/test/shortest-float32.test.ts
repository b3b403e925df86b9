/** Digits of 32-bit floats, as DataFusion 54.1 writes them by CAST (ryu), in lists (Rust) and in JSON (lexical). */
import fc from 'fast-check';
import { arrowFloat, plainFloat, shortestFloat32 } from '../src/index.js';

test.each([
  [2554.40625, '2.5544062e+3', '2.5544063e+3', '2.5544063e+3'],
  [-46933.3125, '-4.6933312e+4', '-4.6933313e+4', '-4.6933313e+4'],
  [2 ** -12, '2.4414062e-4', '2.4414063e-4', '2.4414062e-4'],
  [439630016, '4.3963e+8', '4.3963e+8', '4.3963002e+8'],
  [62445608, '6.244561e+7', '6.244561e+7', '6.244561e+7'],
  [2 ** -96, '1.2621775e-29', '1.2621775e-29', '1.2621775e-29'],
  [2 ** 87, '1.5474251e+26', '1.5474251e+26', '1.5474251e+26'],
  [2 ** -149, '1e-45', '1e-45', '1e-45'],
  [Math.fround(0.1), '1e-1', '1e-1', '1e-1'],
  [16777216, '1.6777216e+7', '1.6777216e+7', '1.6777216e+7'],
  [3.4028234663852886e38, '3.4028235e+38', '3.4028235e+38', '3.4028235e+38'],
  [0, '0e+0', '0e+0', '0e+0'],
  [-0, '-0e+0', '-0e+0', '-0e+0'],
])('%d', (value, ryu, rust, lexical) => {
  expect(shortestFloat32(value, 'Ryu')).toBe(ryu);
  expect(shortestFloat32(value, 'Rust')).toBe(rust);
  expect(shortestFloat32(value, 'Lexical')).toBe(lexical);
});

test('all read back, and nine digits are enough', () => {
  fc.assert(
    fc.property(
      fc.float({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom('Ryu' as const, 'Rust' as const, 'Lexical' as const),
      (value, writer) => {
        const text = shortestFloat32(value, writer);
        expect(Math.fround(Number(text))).toBe(value);
        expect(text.replace(/e.*|[-.]/g, '').length).toBeLessThanOrEqual(9);
      },
    ),
  );
});

test('lists in plans have the digits of ryu, values those of Rust', () => {
  expect(arrowFloat(2554.40625, 32)).toBe('2554.4062');
  expect(arrowFloat(-(2 ** -12), 32)).toBe('-0.00024414062');
  expect(arrowFloat(-2, 32)).toBe('-2.0');
  expect(plainFloat(2554.40625, 32)).toBe('2554.4063');
});
