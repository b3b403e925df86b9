/** Kernels that deal rows out to partitions: each against its twin. */
import { allocator, Arena, mem, twinKernels, wasmKernels, type Kernels } from '@datafusion-ts/compute';
import { propertyBudget } from '@datafusion-ts/test-utils';
import fc from 'fast-check';

const PARTS = 8;
const wasm = wasmKernels()!;
const blocks = allocator.liveBlocks;
afterAll(() => expect(allocator.liveBlocks).toBe(blocks));

const bytes = fc.uint8Array({ maxLength: 600 });
const parts = fc.array(fc.nat(PARTS - 1), { maxLength: 300 });

/** Runs both kinds of kernels, and compares what `run` gives. */
function sameOnBoth(run: (kernels: Kernels, arena: Arena) => unknown): void {
  const results = [wasm, twinKernels()].map((kernels) => {
    const arena = new Arena();
    try {
      return run(kernels, arena);
    } finally {
      arena.release();
    }
  });
  expect(results[0]).toEqual(results[1]);
}

function put(input: readonly number[] | Uint8Array, arena: Arena): number {
  const at = arena.allocZeroed(input.length);
  mem.u8.set(input, at);
  return at;
}

function put32(input: readonly number[], arena: Arena): number {
  const at = arena.alloc(input.length * 4);
  mem.u32.set(input, at >>> 2);
  return at;
}

const read = (address: number, count: number): number[] => Array.from(mem.u8.subarray(address, address + count));

it('radixParts', () => {
  fc.assert(
    fc.property(bytes, fc.constantFrom(3, 4), (input, rowShift) =>
      sameOnBoth((kernels, arena) => {
        const count = input.length >>> rowShift;
        const [numbers, counts] = [
          arena.alloc(count * 4),
          put32(
            Array.from({ length: PARTS }, () => 77),
            arena,
          ),
        ];
        kernels.radixParts(put(input, arena), rowShift, count, PARTS - 1, numbers, counts);
        return [read(numbers, count * 4), read(counts, PARTS * 4)];
      }),
    ),
    propertyBudget(300),
  );
});

/** Room for rows of some width in every partition; gives the bytes, and how far each cursor has moved. */
function dealt(width: number, count: number, arena: Arena, deal: (cursors: number) => void): unknown {
  const room = arena.allocZeroed(PARTS * count * width);
  const starts = Array.from({ length: PARTS }, (_, i) => room + i * count * width);
  const cursors = put32(starts, arena);
  deal(cursors);
  return [read(room, PARTS * count * width), starts.map((start, i) => mem.u32[(cursors >>> 2) + i]! - start)];
}

it('radixScatter', () => {
  fc.assert(
    fc.property(parts, fc.constantFrom(1, 2, 4, 8, 16), fc.nat(255), (list, width, salt) =>
      sameOnBoth((kernels, arena) => {
        const values = put(
          Array.from({ length: list.length * width }, (_, i) => (i * 7 + salt) & 255),
          arena,
        );
        const numbers = put32(list, arena);
        return dealt(width, list.length, arena, (cursors) =>
          kernels.radixScatter(values, width, numbers, list.length, cursors, PARTS, arena.alloc(PARTS * 64)),
        );
      }),
    ),
    propertyBudget(300),
  );
});

it('radixScatterBits', () => {
  fc.assert(
    fc.property(parts, fc.option(fc.uint8Array({ minLength: 40, maxLength: 40 })), (list, bits) =>
      sameOnBoth((kernels, arena) => {
        const bitmap = bits === null ? 0 : put(bits, arena);
        const numbers = put32(list, arena);
        return dealt(1, list.length, arena, (cursors) =>
          kernels.radixScatterBits(bitmap, numbers, list.length, cursors),
        );
      }),
    ),
    propertyBudget(300),
  );
});

it('radixBits', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(0, 1), { maxLength: 100 }), (input) =>
      sameOnBoth((kernels, arena) => {
        const to = arena.alloc(20);
        const zeros = kernels.radixBits(put(input, arena), input.length, to);
        expect(zeros).toBe(input.filter((bit) => bit === 0).length);
        return [zeros, read(to, (input.length + 7) >>> 3)];
      }),
    ),
    propertyBudget(300),
  );
});

it('keys are told apart by whichever bits they differ in', () => {
  const field = fc.record({ word: fc.nat(3), shift: fc.nat(24) });
  fc.assert(
    fc.property(field, field, fc.constantFrom(3, 4), (a, b, rowShift) => {
      const words = 1 << (rowShift - 2);
      const [first, second] = [a, b].map(({ word, shift }) => ({ word: word % words, shift }));
      fc.pre(first!.word !== second!.word || Math.abs(first!.shift - second!.shift) >= 8);
      const arena = new Arena();
      const count = 1 << 16;
      const keys = arena.allocZeroed(count << rowShift);
      for (let i = 0; i < count; i++) {
        const at = (keys >>> 2) + i * words;
        mem.u32[at + first!.word]! |= (i & 255) << first!.shift;
        mem.u32[at + second!.word]! |= (i >>> 8) << second!.shift;
      }
      const [numbers, counts] = [arena.alloc(count * 4), arena.alloc(count * 4)];
      wasm.radixParts(keys, rowShift, count, count - 1, numbers, counts);
      // Numbers drawn by lot would be 63 % of all.
      expect(new Set(mem.u32.subarray(numbers >>> 2, (numbers >>> 2) + count)).size).toBeGreaterThan(count / 2);
      arena.release();
    }),
    propertyBudget(30),
  );
});
