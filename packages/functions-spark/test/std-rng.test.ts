import { shuffleInPlace, StdRng } from '../src/support/std-rng.js';

describe('StdRng', () => {
  it('shuffles as the twin does', () => {
    const items = Uint32Array.from([1, 2, 3, 4, 5, 6]);
    shuffleInPlace(items, new StdRng(1n));
    expect([...items]).toEqual([1, 4, 6, 2, 5, 3]); // array/shuffle.slt
  });

  it('keeps all items, far beyond one block of random numbers', () => {
    const items = Uint32Array.from({ length: 1000 }, (_, i) => i);
    shuffleInPlace(items, new StdRng(42n));
    expect([...items].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    expect([...items]).not.toEqual([...items].sort((a, b) => a - b));
  });

  it('picks numbers below the bound', () => {
    const rng = new StdRng(7n);
    for (let i = 0; i < 1000; i++) expect(rng.below(10)).toBeLessThan(10);
    expect(rng.below(2 ** 32)).toBeLessThan(2 ** 32);
  });
});
