/** The splitting kernel against its twin, on any bytes and settings. */
import { allocator, Arena, mem } from '@datafusion-ts/compute';
import { propertyBudget } from '@datafusion-ts/test-utils';
import fc from 'fast-check';
import { twinKernels, wasmKernels } from '../src/kernels.js';

const blocks = allocator.liveBlocks;
afterAll(() => expect(allocator.liveBlocks).toBe(blocks));

const text = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', '#', 'ü'), maxLength: 80 }),
  fc
    .array(
      fc.array(fc.string({ unit: fc.constantFrom('a', 'b', '"', '1'), maxLength: 30 }), { minLength: 3, maxLength: 3 }),
    )
    .map((rows) => rows.map((row) => `${row.join(',')}\n`).join('')),
);
const settings = fc.record({
  lineEnds: fc.constantFrom([10, 13], [59, 59]),
  comment: fc.constantFrom(-1, 35),
  escapes: fc.constantFrom(0, 1),
  wanted: fc.subarray([0, 1, 2]),
  capacity: fc.integer({ min: 1, max: 9 }),
});

it('is compiled', () => expect(wasmKernels()).toBeDefined());

it('finds the same records and fields as its twin', () => {
  fc.assert(
    fc.property(text, settings, (input, { lineEnds, comment, escapes, wanted, capacity }) => {
      const arena = new Arena();
      try {
        const bytes = Buffer.from(input);
        const begin = arena.allocZeroed(bytes.length);
        mem.u8.set(bytes, begin);
        const columnBytes = capacity * 8;
        const table = arena.alloc(32);
        mem.i32.set([44, 34, ...lineEnds, comment, escapes, 3, wanted.length * columnBytes], table >>> 2);
        const slots = arena.alloc(12);
        mem.i32.set(
          [0, 1, 2].map((field) => (wanted.includes(field) ? wanted.indexOf(field) * columnBytes : -1)),
          slots >>> 2,
        );
        const columns = [...wanted.keys(), wanted.length];
        const results = [wasmKernels()!, twinKernels()].map((kernels) => {
          const spans = arena.allocZeroed((wanted.length + 1) * columnBytes);
          const state = arena.allocZeroed(8);
          const count = kernels.splitCsv(begin, begin + bytes.length, table, slots, spans, capacity, state);
          const words = (at: number, length: number): number[] => [...mem.u32.slice(at >>> 2, (at >>> 2) + length)];
          return {
            count,
            state: words(state, 2),
            spans: columns.map((column) => words(spans + column * columnBytes, count * 2)),
          };
        });
        expect(results[0]).toEqual(results[1]);
      } finally {
        arena.release();
      }
    }),
    propertyBudget(1000),
  );
});
