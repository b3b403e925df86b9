/** Searching texts that lie one after the other, as in pages of files: kernels and twins find the same rows. */
import { Arena, mem, twinKernels, wasmKernels, writeView } from '@datafusion-ts/compute';
import { expectNoLeaks, propertyBudget } from '@datafusion-ts/test-utils';
import fc from 'fast-check';

const wasm = wasmKernels()!;
const text = fc.array(fc.constantFrom('special', 'spec', 'requests', 'a', 'l', ' ', 'ly pending'), { maxLength: 9 });
const rows = fc.array(fc.record({ words: text, gap: fc.constantFrom(0, 4, 4, 4, 70) }), { maxLength: 40 });
const needles = fc.constantFrom(['special', 'requests'], ['l', 'a', 'l'], ['special', 'special'], ['a', 's']);

/** Bytes that the texts take at most. */
const MOST_BYTES = 40 * (9 * 10 + 70);

/** Addresses from here on are negative as signed integers. */
const MIDDLE = 2 ** 31;

/** Views of texts laid out from an address on with gaps between. */
function viewsOf(given: readonly { words: readonly string[]; gap: number }[], start: number, arena: Arena): number {
  const texts = given.map(({ words, gap }) => ({ bytes: Buffer.from(words.join('')), gap }));
  let at = start;
  const views = arena.alloc(texts.length * 16);
  texts.forEach(({ bytes, gap }, i) => {
    mem.u8.set(bytes, at);
    writeView(views + i * 16, at, bytes.length);
    at += bytes.length + gap;
  });
  return views;
}

beforeAll(() => expect(mem.ensure(MIDDLE + MOST_BYTES + 64)).toBe(true));

test.each([
  ['in one piece', (arena: Arena) => arena.alloc(MOST_BYTES)],
  ['in the middle of the memory', () => MIDDLE - 100],
])('rows are found in texts that lie %s', (_, place) => {
  expectNoLeaks(() =>
    fc.assert(
      fc.property(rows, needles, fc.boolean(), fc.boolean(), (given, words, openEnd, negated) => {
        using arena = new Arena();
        const views = viewsOf(given, place(arena), arena);
        const segments = arena.alloc(words.length * 8);
        words.forEach((word, i) => {
          const bytes = arena.alloc(word.length);
          mem.u8.set(Buffer.from(word), bytes);
          mem.u32[(segments >>> 2) + i * 2] = bytes;
          mem.u32[(segments >>> 2) + i * 2 + 1] = word.length;
        });
        const [count, invert] = [given.length, negated ? 0xff : 0];
        const needle = mem.u32[segments >>> 2]!;
        const found = [wasm, twinKernels()].map((kernels) => {
          const to = arena.allocZeroed(16);
          kernels.likeView(views, count, segments, words.length, 1, openEnd ? 1 : 0, invert, to);
          kernels.containsView(views, count, needle, words[0]!.length, invert, to + 8);
          const bit = (bitmap: number, i: number): boolean => ((mem.u8[bitmap + (i >>> 3)]! >>> (i & 7)) & 1) === 1;
          return given.map((_, i) => [bit(to, i), bit(to + 8, i)]);
        });
        expect(found[0]).toEqual(found[1]);
      }),
      propertyBudget(300),
    ),
  );
});
