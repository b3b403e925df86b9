/** Kernels of byte masks against their twins: same result, same bytes. */
import { allocator, mem, twinKernels, wasmKernels, type Arena, type Kernels } from '@datafusion-ts/compute';
import { kernelOutcome, propertyBudget, withBytes, type KernelCall } from '@datafusion-ts/test-utils';
import fc from 'fast-check';

const wasm = wasmKernels();
const blocks = allocator.liveBlocks;
afterAll(() => expect(allocator.liveBlocks).toBe(blocks));

/** Runs both on the same input; compares results, and `bytes` of output unless the input was refused. */
function same(call: KernelCall<Kernels>, bytes: number, arena: Arena): void {
  expect(kernelOutcome(wasm!, call, bytes, arena)).toEqual(kernelOutcome(twinKernels(), call, bytes, arena));
}

test('masks', () => {
  const bytes = (length: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: length, maxLength: length });
  const sizes = fc.constantFrom(1, 15, 16, 17, 32, 33, 64, 65, 200);
  const inputs = fc.tuple(fc.integer({ min: 0, max: 150 }), sizes, bytes(150), bytes(200), bytes(150), bytes(20));
  fc.assert(
    fc.property(inputs, ([count, size, random, passes, old, bitmap]) => {
      withBytes((arena, put) => {
        const codes = [...random].map((code) => code % size);
        const table = put(passes.map((byte) => (byte & 1) * 255)).start;
        const mask = old.map((byte) => (byte & 1) * 255);
        const [bits, other] = [
          put(bitmap).start,
          put(mask.map((byte, i) => ((i & 2) === 0 ? byte : 255 - byte))).start,
        ];
        const narrow = (run: (kernels: Kernels, to: number) => void): void =>
          same(
            (k, to) => {
              mem.u8.set(mask, to);
              run(k, to);
            },
            150,
            arena,
          );
        const wide = (width: number): number => put(codes.flatMap((code) => [code, 0, 0, 0].slice(0, width))).start;
        narrow((k, to) => k.maskCodes1(wide(1), count, table, size, to));
        narrow((k, to) => k.maskCodes2(wide(2), count, table, to));
        narrow((k, to) => k.maskCodes4(wide(4), count, table, to));
        narrow((k, to) => k.maskBits(bits, 0, count, to));
        narrow((k, to) => k.maskBits(bits, bits + 2, count, to));
        narrow((k, to) => k.maskNulls(bits, count, 255, to));
        narrow((k, to) => k.maskAnd(other, count, to));
        narrow((k, to) => k.maskFill(to, count, 7));
        same((k) => k.maskCount(other, count), 0, arena);
        const found = wasm!.maskCount(other, count);
        same((k, to) => k.maskToRows(other, count, to), found * 4, arena);
      });
    }),
    propertyBudget(200),
  );
});

test('codes of few rows', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 400 }), (chosen) => {
      withBytes((arena, put) => {
        const numbers = chosen.flatMap((isChosen, i) => (isChosen ? [i] : []));
        const n = numbers.length;
        const later = put(new Uint8Array(Uint32Array.from(numbers, (row) => row + 1000).buffer)).start;
        const table = put(Uint8Array.from({ length: 256 }, (_, i) => (i % 3 === 0 ? 255 : 0))).start;
        const validity = put(Uint8Array.from({ length: 64 }, (_, i) => i * 37)).start;
        for (const [codeWidth, bitmap] of [
          [1, 0],
          [2, validity],
          [4, validity],
        ] as const) {
          const random = Array.from({ length: 402 }, (_, i) => [(i * 31) % 256, 0, 0, 0].slice(0, codeWidth)).flat();
          const codes = put(random).start;
          const call = (k: Kernels, to: number, nulls: number): number =>
            k.narrowCodes(codes, codeWidth, bitmap, nulls, later, n, 1000, table, to);
          for (const nulls of [0, 255]) {
            const kept = call(wasm!, arena.alloc(n * 4 + 8), nulls);
            same((k, to) => call(k, to, nulls), kept * 4, arena);
          }
        }
      });
    }),
    propertyBudget(300),
  );
});
