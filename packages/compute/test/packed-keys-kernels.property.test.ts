/** Kernels that pack integers of all widths: each against its twin, and back again. */
import { allocator, Arena, mem, twinKernels, wasmKernels, type Kernels } from '@datafusion-ts/compute';
import { propertyBudget } from '@datafusion-ts/test-utils';
import fc from 'fast-check';

const wasm = wasmKernels()!;
const blocks = allocator.liveBlocks;
afterAll(() => expect(allocator.liveBlocks).toBe(blocks));

const bytes = fc.uint8Array({ maxLength: 320 });
const validity = fc.option(fc.uint8Array({ minLength: 40, maxLength: 40 }));
const kinds = fc.constantFrom(-1, 1, -2, 2, -4, 4, -8);

function put(input: Uint8Array, arena: Arena): number {
  const at = arena.allocZeroed(input.length);
  mem.u8.set(input, at);
  return at;
}

const read = (address: number, count: number): number[] => Array.from(mem.u8.subarray(address, address + count));

function packed(kernels: Kernels, input: Uint8Array, bits: Uint8Array | null, kind: number, rowShift: number): unknown {
  const arena = new Arena();
  try {
    const width = Math.abs(kind);
    const count = Math.floor(input.length / width);
    const values = put(input, arena);
    const valid = bits === null ? 0 : put(bits, arena);
    const state = arena.alloc(16);
    mem.i64[state >>> 3] = 2n ** 63n - 1n;
    mem.i64[(state >>> 3) + 1] = -(2n ** 63n);
    kernels.keySpan(values, kind, valid, count, state);
    const span = read(state, 16);
    const keys = arena.allocZeroed(count << rowShift);
    const present = put(new Uint8Array(40).fill(255), arena);
    kernels.keyPackInts(values, kind, valid, count, state, 0, 0, keys, rowShift, present);
    const [back, nulls] = [arena.allocZeroed(count * width), put(new Uint8Array(40).fill(255), arena)];
    const nullCount = kernels.keyUnpackInts(keys, rowShift, count, 0, 64, state, back, width, nulls);
    for (let row = 0; row < count && width < 8; row++) {
      const isValid = bits === null || ((bits[row >>> 3]! >>> (row & 7)) & 1) === 1;
      if (isValid) expect(read(back + row * width, width)).toEqual(read(values + row * width, width));
      expect((mem.u8[nulls + (row >>> 3)]! >>> (row & 7)) & 1).toBe(isValid ? 1 : 0);
    }
    return [
      span,
      read(keys, count << rowShift),
      read(present, 40),
      read(back, count * width),
      read(nulls, 40),
      nullCount,
    ];
  } finally {
    arena.release();
  }
}

it('keySpan, keyPackInts, keyUnpackInts', () => {
  fc.assert(
    fc.property(bytes, validity, kinds, fc.constantFrom(3, 4), (input, bits, kind, rowShift) => {
      expect(packed(wasm, input, bits, kind, rowShift)).toEqual(packed(twinKernels(), input, bits, kind, rowShift));
    }),
    propertyBudget(300),
  );
});

it('keyPackShortTexts, keyUnpackShortTexts', () => {
  const lengths = fc.array(fc.oneof({ weight: 60, arbitrary: fc.nat(12) }, fc.nat(200)), { maxLength: 100 });
  fc.assert(
    fc.property(lengths, validity, (texts, bits) => {
      const results = [wasm, twinKernels()].map((kernels) => {
        const arena = new Arena();
        try {
          const views = arena.allocZeroed(texts.length * 16);
          texts.forEach((length, row) => {
            mem.u8.fill(row, views + row * 16 + 4, views + row * 16 + 4 + Math.min(length, 12));
            mem.u32[(views >>> 2) + row * 4] = length;
          });
          const valid = bits === null ? 0 : put(bits, arena);
          const [keys, back] = [arena.allocZeroed(texts.length * 16), arena.allocZeroed(texts.length * 16)];
          const fit = kernels.keyPackShortTexts(views, valid, texts.length, keys);
          const nulls = put(new Uint8Array(40).fill(255), arena);
          const nullCount = kernels.keyUnpackShortTexts(keys, texts.length, back, nulls);
          const isValid = (row: number): boolean => bits === null || ((bits[row >>> 3]! >>> (row & 7)) & 1) === 1;
          expect(fit).toBe(texts.every((length, row) => length <= 12 || !isValid(row)) ? 1 : 0);
          texts.forEach((_, row) => {
            const view = isValid(row) ? read(views + row * 16, 16) : Array.from({ length: 16 }, () => 0);
            expect(read(back + row * 16, 16)).toEqual(view);
            expect((mem.u8[nulls + (row >>> 3)]! >>> (row & 7)) & 1).toBe(isValid(row) ? 1 : 0);
          });
          return [fit, nullCount, read(keys, texts.length * 16)];
        } finally {
          arena.release();
        }
      });
      expect(results[0]).toEqual(results[1]);
    }),
    propertyBudget(100),
  );
});
