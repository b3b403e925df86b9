/** Kernels that find the best row: each against its twin. */
import { allocator, Arena, mem, twinKernels, wasmKernels, writeView, type Kernels } from '@datafusion-ts/compute';
import { propertyBudget } from '@datafusion-ts/test-utils';
import fc from 'fast-check';

const wasm = wasmKernels();
const blocks = allocator.liveBlocks;
afterAll(() => expect(allocator.liveBlocks).toBe(blocks));

/** Column bytes with many equal values and the extremes of their type. */
const bytes = fc.array(fc.constantFrom(0, 0, 0, 1, 127, 128, 255, 64, 240), { maxLength: 400 });
const validity = fc.option(fc.array(fc.nat(255), { minLength: 60, maxLength: 60 }));
const largest = fc.constantFrom(0, 1);

function withArena(run: (arena: Arena, put: (input: readonly number[]) => number) => void): void {
  const arena = new Arena();
  try {
    run(arena, (input) => {
      const at = arena.allocZeroed(input.length);
      mem.u8.set(input, at);
      return at;
    });
  } finally {
    arena.release();
  }
}

const widths = {
  bestI8: 1,
  bestI16: 2,
  bestI32: 4,
  bestI64: 8,
  bestU8: 1,
  bestU16: 2,
  bestU32: 4,
  bestU64: 8,
  bestF32: 4,
  bestF64: 8,
};

it.each(Object.entries(widths) as [keyof typeof widths, number][])('%s', (name, width) => {
  fc.assert(
    fc.property(bytes, validity, largest, (input, bits, most) =>
      withArena((_, put) => {
        const values = put(input);
        const valid = bits === null ? 0 : put(bits);
        const find = (kernels: Kernels): number => kernels[name](values, valid, Math.floor(input.length / width), most);
        expect(find(wasm!)).toBe(find(twinKernels()));
      }),
    ),
    propertyBudget(300),
  );
});

it('bestView', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '\0', 'ü'), maxLength: 20 });
  fc.assert(
    fc.property(fc.array(text, { maxLength: 40 }), validity, largest, (texts, bits, most) =>
      withArena((arena, put) => {
        const views = arena.allocZeroed(texts.length * 16);
        for (const [row, item] of texts.entries()) {
          const input = [...Buffer.from(item)];
          writeView(views + row * 16, put(input), input.length);
        }
        const valid = bits === null ? 0 : put(bits);
        const find = (kernels: Kernels): number => kernels.bestView(views, valid, texts.length, most);
        expect(find(wasm!)).toBe(find(twinKernels()));
      }),
    ),
    propertyBudget(300),
  );
});

it('markCodes', () => {
  const codes = fc.array(fc.nat(255), { maxLength: 64 });
  fc.assert(
    fc.property(codes, fc.constantFrom(1, 2, 4), validity, (input, width, bits) =>
      withArena((arena, put) => {
        const at = put(input.flatMap((code) => [code, 0, 0, 0].slice(0, width)));
        const valid = bits === null ? 0 : put(bits);
        const marks = [wasm!, twinKernels()].map((kernels) => {
          const to = arena.allocZeroed(32);
          kernels.markCodes(at, width, valid, input.length, 256, arena.allocZeroed(256), to);
          return [...mem.u8.slice(to, to + 32)];
        });
        expect(marks[0]).toEqual(marks[1]);
      }),
    ),
    propertyBudget(200),
  );
});
