/** Damaged streams write nothing beside their targets wherever these lie: where addresses become negative integers, at the end. */
import { instantiate } from '@datafusion-ts/compute';
import { wasmBase64, type KernelExports } from '../src/generated/kernels-wasm.js';

const MIDDLE = 2 ** 31;
const SIZE = 39;
const GUARD = 512;

const memory = new WebAssembly.Memory({ initial: MIDDLE / 65536 + 1, maximum: 65536, shared: true });
const kernels = instantiate<KernelExports>(wasmBase64, memory)!;
const u8 = new Uint8Array(memory.buffer);

const repeated = (count: number, bytes: readonly number[]): readonly number[] =>
  Array.from({ length: count }, () => bytes).flat();
const eight = [7 << 2, 1, 2, 3, 4, 5, 6, 7, 8];

/** All give far more bytes than they say. */
const streams = {
  literals: repeated(30, eight),
  'ascending numbers': [...eight, ...repeated(60, [0, 9, 0x0d, 8])],
  'numbers of two bytes each': [...eight, ...repeated(60, [1 << 2, 9, 9, 0x09, 8])],
  'equal numbers': [...eight, ...repeated(60, [(63 << 2) | 2, 8, 0])],
  'far copies': [...repeated(3, eight), ...repeated(60, [(63 << 2) | 2, 16, 0])],
};

function decode(decoder: string, source: number, length: number, to: number): number {
  // The other stream of two is whole.
  const other = [SIZE, (SIZE - 1) << 2, ...repeated(SIZE, [7])];
  u8.set(other, 2048);
  switch (decoder) {
    case 'two':
      return kernels.snappyTwo(2048, other.length, 4096, SIZE, source, length, to, SIZE);
    case 'two of integers':
      return kernels.snappyTwoPairs(source, length, to, SIZE, 2048, other.length, 4096, SIZE);
    default:
      return kernels.snappy(source, length, to, SIZE, decoder === 'integers' ? 0 : 1);
  }
}

describe.each(Object.entries(streams))('%s', (_, tags) => {
  test.each(['integers', 'text', 'two', 'two of integers'])('by the decoder of %s', (decoder) => {
    const stream = [SIZE, ...tags];
    const source = 8192;
    u8.set(stream, source);
    for (let end = MIDDLE - 8; end < MIDDLE + 120; end++) {
      const to = end - SIZE;
      u8.fill(0xa5, to - GUARD, end + GUARD);
      expect(decode(decoder, source, stream.length, to)).toBe(-1);
      expect(u8.subarray(to - GUARD, to).every((byte) => byte === 0xa5)).toBe(true);
      expect(u8.subarray(end, end + GUARD).every((byte) => byte === 0xa5)).toBe(true);
    }
  });
});

test('the length of a literal that the memory ends in is not read past it', () => {
  const stream = [1, 60 << 2, 0, 77];
  const end = memory.buffer.byteLength;
  u8.set(stream, end - stream.length);
  expect(kernels.snappyLiteral(end - 4, 4, 1) >>> 0).toBe(end - 1);
  expect(kernels.snappy(end - 4, 4, 4096, 1, 1)).toBe(0);
  expect(u8[4096]).toBe(77);
});

test('a literal longer than any memory is none of no bytes', () => {
  u8.set([0, 63 << 2, 255, 255, 255, 255], 8192);
  expect(kernels.snappyLiteral(8192, 6, 0)).toBe(0);
  expect(kernels.snappy(8192, 6, 4096, 0, 1)).toBe(-1);
});
