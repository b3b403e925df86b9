/** Every decoding kernel against its twin, on well-formed and on random bytes: same result, same bytes. */
import { allocator, mem, type Arena } from '@datafusion-ts/compute';
import { kernelOutcome, propertyBudget, withBytes, type KernelCall } from '@datafusion-ts/test-utils';
import fc from 'fast-check';
import { twinKernels, wasmKernels, type Kernels } from '../src/kernels.js';

const wasm = wasmKernels();
const blocks = allocator.liveBlocks;
afterAll(() => expect(allocator.liveBlocks).toBe(blocks));

/** Runs both on the same input; compares results, and `bytes` of output unless the input was refused. */
function same(call: KernelCall<Kernels>, bytes: number, arena: Arena): void {
  expect(kernelOutcome(wasm!, call, bytes, arena)).toEqual(kernelOutcome(twinKernels(), call, bytes, arena));
}

const varint = (value: number): number[] => (value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)]);

/** Runs of a width as a writer makes them, with the number of values in them. */
const runs = (width: number): fc.Arbitrary<{ bytes: number[]; count: number }> =>
  fc
    .array(
      fc.oneof(
        fc
          .integer({ min: 1, max: 9 })
          .chain((groups) =>
            fc
              .array(fc.nat(255), { minLength: groups * width, maxLength: groups * width })
              .map((bytes) => ({ bytes: [...varint(groups * 2 + 1), ...bytes], count: groups * 8 })),
          ),
        fc.tuple(fc.integer({ min: 1, max: 300 }), fc.nat(2 ** Math.min(width, 30) - 1)).map(([count, value]) => ({
          bytes: [
            ...varint(count * 2),
            ...[0, 8, 16, 24].slice(0, (width + 7) >>> 3).map((shift) => (value >>> shift) & 255),
          ],
          count,
        })),
      ),
      { maxLength: 6 },
    )
    .map((parts) => ({
      bytes: parts.flatMap(({ bytes }) => bytes),
      count: parts.reduce((sum, { count }) => sum + count, 0),
    }));

const widthAndRuns = fc
  .integer({ min: 0, max: 32 })
  .chain((width) => fc.tuple(fc.constant(width), runs(width), fc.nat(20)));
const anyBytes = fc.uint8Array({ maxLength: 200 });

test('codes and dictionary values', () => {
  fc.assert(
    fc.property(widthAndRuns, fc.integer({ min: 1, max: 256 }), ([width, { bytes, count }, cut], size) => {
      withBytes((arena, put) => {
        const { start, end } = put([width, ...bytes]);
        const n = Math.max(0, count - cut);
        const entries = arena.allocZeroed(256 * 16);
        for (let i = 0; i < 256 * 16; i++) mem.u8[entries + i] = i * 7;
        same((k, to) => k.codes1(start, end, n, to, size), n, arena);
        same((k, to) => k.codes2(start, end, n, to, size), n * 2, arena);
        same((k, to) => k.codes4(start, end, n, to, size), n * 4, arena);
        same((k, to) => k.codes4(start, end, n, to, 2 ** 31 - 1), n * 4, arena);
        same((k, to) => k.dictionary4(start, end, n, entries, size, to), n * 4, arena);
        same((k, to) => k.dictionary8(start, end, n, entries, size, to), n * 8, arena);
        same((k, to) => k.dictionary16(start, end, n, entries, size, to), n * 16, arena);
      });
    }),
    propertyBudget(300),
  );
});

test('codes of few rows', () => {
  const inputs = fc.tuple(widthAndRuns, fc.integer({ min: 1, max: 256 }), fc.array(fc.boolean(), { maxLength: 400 }));
  fc.assert(
    fc.property(inputs, ([[width, { bytes, count }, cut], size, chosen]) => {
      withBytes((arena, put) => {
        const slots = Math.max(0, count - cut);
        const { start, end } = put([width, ...bytes]);
        const numbers = chosen.flatMap((isChosen, i) => (isChosen && i < slots + 2 ? [i] : []));
        const n = numbers.length;
        const later = put(new Uint8Array(Uint32Array.from(numbers, (row) => row + 1000).buffer)).start;
        const table = put(Uint8Array.from({ length: 256 }, (_, i) => (i % 3 === 0 ? 255 : 0))).start;
        same((k, to) => k.pickCodes1(start, end, slots, size, later, n, 1000, to), n, arena);
        same((k, to) => k.pickCodes2(start, end, slots, size, later, n, 1000, to), n * 2, arena);
        same((k, to) => k.pickCodes4(start, end, slots, size, later, n, 1000, to), n * 4, arena);
        same((k, to) => k.pickCodes4(start, end, slots, 2 ** 31 - 1, later, n, 1000, to), n * 4, arena);
        for (const places of [0, put(new Uint8Array(Uint32Array.from(numbers).buffer)).start]) {
          const first = places === 0 ? 1000 : 0;
          const found = wasm!.narrowPacked(
            start,
            end,
            slots,
            size,
            later,
            n,
            first,
            places,
            table,
            arena.alloc(n * 4 + 8),
          );
          same(
            (k, to) => k.narrowPacked(start, end, slots, size, later, n, first, places, table, to),
            found * 4,
            arena,
          );
        }
      });
    }),
    propertyBudget(300),
  );
});

test('levels and bits', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 8 }).chain((width) => fc.tuple(fc.constant(width), runs(width))),
      runs(1),
      ([width, levels], bits) => {
        withBytes((arena, put) => {
          const a = put(levels.bytes);
          same((k, to) => k.levels(a.start, a.end, width, levels.count, to), levels.count, arena);
          const b = put(bits.bytes);
          same((k, to) => k.bits(b.start, b.end, bits.count, to), Math.floor(bits.count / 8), arena);
        });
      },
    ),
    propertyBudget(300),
  );
});

test('random bytes as anything', () => {
  fc.assert(
    fc.property(anyBytes, fc.nat(100), fc.integer({ min: 1, max: 20 }), (bytes, count, width) => {
      withBytes((arena, put) => {
        const { start, end } = put(bytes);
        const length = bytes.length;
        same((k, to) => k.codes1(start, end, count, to, 200), count, arena);
        const rows = put(new Uint8Array(Uint32Array.from({ length: 5 }, (_, i) => i * 20).buffer)).start;
        same((k, to) => k.pickCodes4(start, end, count, 200, rows, 5, 0, to), 20, arena);
        same((k, to) => k.bits(start, end, count, to), count >>> 3, arena);
        same((k, to) => k.levels(start, end, 2, count, to), count, arena);
        same((k, to) => k.plainViews(start, end, Math.min(count, 5), to), Math.min(count, 5) * 16, arena);
        same((k, to) => k.snappy(start, length, to, count, 0), count, arena);
        same((k, to) => k.snappy(start, length, to, count, 1), count, arena);
        same((k) => k.snappyLiteral(start, length, count), 0, arena);
        same((k, to) => k.deltas(start, end, count, 8, to, arena.alloc(8)), count * 8, arena);
        const whole = Math.floor(length / width);
        same((k, to) => k.bigEndian(start, width, whole, 16, to), whole * 16, arena);
        same((k, to) => k.unsplit(start, width, whole, to), whole * width, arena);
        same((k, to) => k.viewsOfFixed(start, width, whole, to), whole * 16, arena);
        // Values lie behind levels of any length.
        const [odd, fours] = [start + (count & 3), Math.max(0, length - 3) >>> 2];
        same((k, to) => k.widen4(odd, fours, to), fours * 8, arena);
        same((k, to) => k.narrow4(odd, fours, 2, to), fours * 2, arena);
        same((k, to) => k.atLeast(start, length, 128, to), length >>> 3, arena);
      });
    }),
    propertyBudget(400),
  );
});

test('values spread over slots', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 40, maxLength: 40 }),
      fc.nat(320),
      fc.integer({ min: 1, max: 20 }),
      (bitmap, count, width) => {
        withBytes((arena, put) => {
          const validity = put(bitmap).start;
          const values = put(Uint8Array.from({ length: 320 * 20 }, (_, i) => i * 13)).start;
          same((k, to) => k.spread1(values, validity, count, to), count, arena);
          const numbers = Uint32Array.from(
            [...bitmap].flatMap((byte, i) => (byte % 3 === 0 && i < count ? [i + 7] : [])),
          );
          const rows = put(new Uint8Array(numbers.buffer)).start;
          const [n, room] = [numbers.length, arena.alloc(numbers.length * 4 + 4)];
          const valid = wasm!.rankRows(validity, rows, n, 7, room, arena.alloc(n * 4 + 4));
          same((k, to) => k.rankRows(validity, rows, n, 7, to, room), valid * 4, arena);
          same((k, to) => k.rankRows(validity, rows, n, 7, room, to), valid * 4, arena);
          same((k, to) => k.spread2(values, validity, count, to), count * 2, arena);
          same((k, to) => k.spread4(values, validity, count, to), count * 4, arena);
          same((k, to) => k.spread8(values, validity, count, to), count * 8, arena);
          same((k, to) => k.spread16(values, validity, count, to), count * 16, arena);
          same((k, to) => k.spreadBytes(values, width, validity, count, to), count * width, arena);
          same((k, to) => k.spreadBits(values, validity, count, to), count >>> 3, arena);
        });
      },
    ),
    propertyBudget(200),
  );
});

test('snappy of literals and copies', () => {
  const literal = fc
    .uint8Array({ minLength: 1, maxLength: 60 })
    .map((bytes) => ({ bytes: [(bytes.length - 1) << 2, ...bytes], size: bytes.length }));
  const short = fc
    .tuple(fc.uint8Array({ minLength: 1, maxLength: 5 }), fc.integer({ min: 4, max: 9 }), fc.nat(200))
    .map(([bytes, size, offset]) => ({
      bytes: [(bytes.length - 1) << 2, ...bytes, ((size - 4) << 2) | 1, offset],
      size: bytes.length + size,
    }));
  const number = fc
    .tuple(fc.uint8Array({ minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 40 }), fc.boolean())
    .map(([bytes, back, isNear]) => ({
      bytes: [
        (bytes.length - 1) << 2,
        ...bytes,
        ...(isNear ? [((4 - bytes.length) << 2) | 1, back * 6] : [((7 - bytes.length) << 2) | 2, back * 8, 0]),
      ].map((byte) => byte & 255),
      size: 8,
    }));
  const numbers = fc.array(number, { minLength: 8, maxLength: 60 }).map((parts) => ({
    bytes: parts.flatMap(({ bytes }) => bytes),
    size: parts.length * 8,
  }));
  const ascending = fc.uint8Array({ minLength: 1, maxLength: 20 }).map((bytes) => ({
    bytes: [...bytes].flatMap((byte) => [0, byte, 0x0d, 8]),
    size: bytes.length * 8,
  }));
  const equals = fc
    .tuple(fc.uint8Array({ maxLength: 5 }), fc.integer({ min: 1, max: 64 }), fc.boolean())
    .map(([bytes, size, isLong]) => {
      const length = isLong ? size : 4 + (size & 7);
      const tag = isLong ? [((length - 1) << 2) | 2, 8, 0] : [((length - 4) << 2) | 1, 8];
      const before = bytes.length === 0 ? [] : [(bytes.length - 1) << 2, ...bytes];
      return { bytes: [...before, ...tag], size: bytes.length + length };
    });
  const copy = fc.tuple(fc.integer({ min: 1, max: 64 }), fc.integer({ min: 1, max: 400 })).map(([size, offset]) => ({
    bytes: [((size - 1) << 2) | 2, offset & 255, offset >>> 8],
    size,
  }));
  fc.assert(
    fc.property(
      fc.array(fc.oneof(literal, copy, short, short, number, number, numbers, equals, equals, ascending), {
        maxLength: 80,
      }),
      (parts) => {
        withBytes((arena, put) => {
          const size = parts.reduce((sum, part) => sum + part.size, 0);
          const { start, end } = put([...varint(size), ...parts.flatMap(({ bytes }) => bytes)]);
          const other = put([...varint(size), ...parts.toReversed().flatMap(({ bytes }) => bytes)]);
          const length = end - start;
          for (const second of [start, other.start]) {
            same(
              (k, to) => k.snappyTwo(start, length, to, size, second, length, to + size + 64, size),
              size * 2 + 64,
              arena,
            );
            same(
              (k, to) => k.snappyTwoPairs(start, length, to, size, second, length, to + size + 64, size),
              size * 2 + 64,
              arena,
            );
          }
          for (const content of [0, 1, 2])
            same((k, to) => k.snappy(start, end - start, to, size, content), size, arena);
        });
      },
    ),
    propertyBudget(400),
  );
});

test('page headers', () => {
  const zigzag = (value: number): number[] => varint(((value << 1) ^ (value >> 31)) >>> 0);
  const number = fc.oneof(fc.integer({ min: -3, max: 70_000 }), fc.integer());
  const field = (depth: number): fc.Arbitrary<{ type: number; bytes: number[] }> =>
    fc.oneof(
      { weight: 6, arbitrary: number.map((value) => ({ type: 5, bytes: zigzag(value) })) },
      fc.constantFrom({ type: 1, bytes: [] as number[] }, { type: 2, bytes: [] as number[] }),
      fc.nat(255).map((byte) => ({ type: 3, bytes: [byte] })),
      fc.uint8Array({ maxLength: 20 }).map((bytes) => ({ type: 8, bytes: [...varint(bytes.length), ...bytes] })),
      fc.array(number, { maxLength: 20 }).map((list) => ({
        type: 9,
        bytes: [...(list.length < 15 ? [(list.length << 4) | 5] : [0xf5, list.length]), ...list.flatMap(zigzag)],
      })),
      fc.uint8Array({ minLength: 8, maxLength: 8 }).map((bytes) => ({ type: 7, bytes: [...bytes] })),
      ...(depth > 3 ? [] : [{ weight: 3, arbitrary: struct(depth + 1).map((bytes) => ({ type: 12, bytes })) }]),
    );
  const struct = (depth: number): fc.Arbitrary<number[]> =>
    fc.array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.boolean(), field(depth)), { maxLength: 7 }).map((fields) => {
      let id = 0;
      const bytes = fields.flatMap(([delta, isLong, { type, bytes: value }]) => {
        id += delta;
        return isLong ? [type, ...zigzag(id), ...value] : [(delta << 4) | type, ...value];
      });
      return [...bytes, 0];
    });
  fc.assert(
    fc.property(struct(0), fc.option(fc.tuple(fc.nat(200), fc.nat(255))), fc.nat(30), (bytes, change, cut) => {
      withBytes((arena, put) => {
        const damaged = bytes.map((byte, i) => (change !== null && i === change[0] ? change[1] : byte));
        const { start, end } = put(damaged);
        for (const to of [end, end - Math.min(cut, bytes.length)]) {
          const outputs = [arena.allocZeroed(640), arena.allocZeroed(640)];
          const next = [wasm!.pageHeader(start, to, outputs[0]!), twinKernels().pageHeader(start, to, outputs[1]!)];
          expect(next[0]).toBe(next[1]);
          if (next[0] === 0) continue;
          const [a, b] = outputs.map((address) => [...mem.i32.slice(address >>> 2, (address >>> 2) + 10)]);
          expect(a).toEqual(b);
        }
      });
    }),
    propertyBudget(1000),
  );
});

test('headers of pages that follow one another, with damage and cut short', () => {
  const pages = fc.array(
    fc.record({
      body: fc.nat(40),
      isCut: fc.boolean(),
      kind: fc.constantFrom(0, 0, 1, 2, 3),
      values: fc.constantFrom(0, 1, 7, 100),
      negative: fc.constantFrom(0, 0, 0, 0, 0, 2, 3),
    }),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(pages, fc.nat(600), fc.integer({ min: 1, max: 16 }), fc.nat(30), (list, slots, most, cut) => {
      withBytes((arena, put) => {
        const { start, end } = put(list.flatMap(pageBytes));
        for (const to of [end, Math.max(start, end - cut)]) {
          const outputs = [arena.allocZeroed(640 + most * 48), arena.allocZeroed(640 + most * 48)] as const;
          const count = wasm!.pageHeaders(start, to, slots, outputs[0], most);
          expect(count).toBe(twinKernels().pageHeaders(start, to, slots, outputs[1], most));
          for (let i = 0; i < count; i++) {
            const [a, b] = outputs.map((out) => {
              const at = (out + 640 + i * 48) >>> 2;
              return [...mem.i32.slice(at, at + 10), mem.u32[at + 10]! - start];
            });
            expect(a).toEqual(b);
          }
        }
      });
    }),
    propertyBudget(1000),
  );
});

/** A page: its header in the compact protocol, sizes that may be wrong, and a body of zeros. */
function pageBytes(page: {
  readonly body: number;
  readonly isCut: boolean;
  readonly kind: number;
  readonly values: number;
  readonly negative: number;
}): number[] {
  const { body, isCut, kind, values, negative } = page;
  const next = (value: number): number[] => [0x15, ...varint(value < 0 ? -2 * value - 1 : 2 * value)];
  const size = (field: number): number[] => next(field === negative ? -1 - body : body);
  const inner = kind === 0 ? 5 : kind === 2 ? 7 : kind === 3 ? 8 : 6;
  const own = kind === 1 ? [] : [...next(values), ...next(0)];
  const header = [...next(kind), ...size(2), ...size(3), ((inner - 3) << 4) | 12, ...own, 0, 0];
  return [...header, ...new Array<number>(isCut ? body >>> 1 : body).fill(0)];
}

test('page headers out of random bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      withBytes((arena, put) => {
        const { start, end } = put(bytes);
        const out = arena.alloc(640);
        expect(wasm!.pageHeader(start, end, out)).toBe(twinKernels().pageHeader(start, end, out));
      });
    }),
    propertyBudget(1000),
  );
});
