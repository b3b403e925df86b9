/** Every aggregation kernel against its twin: same arguments, same bytes. */
import { allocator, Arena, mem, StringBuilder, twinKernels, wasmKernels, type Kernels } from '@datafusion-ts/compute';
import { propertyBudget } from '@datafusion-ts/test-utils';
import fc from 'fast-check';

const wasm = wasmKernels();
const blocks = allocator.liveBlocks;
afterAll(() => expect(allocator.liveBlocks).toBe(blocks));

const GROUPS = 5;
const count = fc.constantFrom(0, 1, 2, 3, 4, 5, 7, 8, 9, 33, 64, 65);

interface Input {
  readonly rows: number;
  readonly bytes: Uint8Array;
  readonly mask: Uint8Array | undefined;
  readonly groups: readonly number[];
  readonly state: Uint8Array;
}

const input: fc.Arbitrary<Input> = count.chain((rows) =>
  fc.record({
    rows: fc.constant(rows),
    bytes: fc.uint8Array({ minLength: rows * 16, maxLength: rows * 16 }),
    mask: fc.option(fc.uint8Array({ minLength: 9, maxLength: 9 }), { nil: undefined }),
    groups: fc.array(fc.integer({ min: 0, max: GROUPS - 1 }), { minLength: rows, maxLength: rows }),
    state: fc.uint8Array({ minLength: GROUPS * 17, maxLength: GROUPS * 17 }),
  }),
);

type Run = (
  kernels: Kernels,
  at: { values: number; mask: number; groups: number; rows: number; state: number; seen: number },
) => number | void;

const runs: Readonly<Record<string, Run>> = {
  aggMark: (k, { mask, groups, rows, seen }) => k.aggMark(mask, groups, rows, seen),
  aggCount: (k, { mask, groups, rows, state }) => k.aggCount(mask, groups, rows, state),
  aggSum64: (k, { values, mask, groups, rows, state }) => k.aggSum64(values, mask, groups, rows, state),
  'aggSum128 of 8 bytes': (k, { values, mask, groups, rows, state }) =>
    k.aggSum128(values, 8, mask, groups, rows, state),
  'aggSum128 of 16 bytes': (k, { values, mask, groups, rows, state }) =>
    k.aggSum128(values, 16, mask, groups, rows, state),
  aggTotal64: (k, { values, mask, rows, state }) => k.aggTotal64(values, mask, rows, state),
  'aggTotal128 of 8 bytes': (k, { values, mask, rows, state }) => k.aggTotal128(values, 8, mask, rows, state),
  'aggTotal128 of 16 bytes': (k, { values, mask, rows, state }) => k.aggTotal128(values, 16, mask, rows, state),
  'aggBestI32 min': (k, { values, mask, groups, rows, state, seen }) =>
    k.aggBestI32(values, mask, groups, rows, state, seen, 0),
  'aggBestI32 max': (k, { values, mask, groups, rows, state, seen }) =>
    k.aggBestI32(values, mask, groups, rows, state, seen, 1),
  'aggBestI64 min': (k, { values, mask, groups, rows, state, seen }) =>
    k.aggBestI64(values, mask, groups, rows, state, seen, 0),
  'aggBestI64 max': (k, { values, mask, groups, rows, state, seen }) =>
    k.aggBestI64(values, mask, groups, rows, state, seen, 1),
  'aggBestU64 min': (k, { values, mask, groups, rows, state, seen }) =>
    k.aggBestU64(values, mask, groups, rows, state, seen, 0),
  'aggBestU64 max': (k, { values, mask, groups, rows, state, seen }) =>
    k.aggBestU64(values, mask, groups, rows, state, seen, 1),
  'aggBest128 min of 8 bytes': (k, { values, mask, groups, rows, state, seen }) =>
    k.aggBest128(values, 8, mask, groups, rows, state, seen, 0),
  'aggBest128 max of 16 bytes': (k, { values, mask, groups, rows, state, seen }) =>
    k.aggBest128(values, 16, mask, groups, rows, state, seen, 1),
  'foldHashInts of 4 bytes': (k, { values, rows, state }) =>
    k.foldHashInts(values, 4, Math.min(rows, GROUPS * 2), state),
  'foldHashInts of 8 bytes': (k, { values, rows, state }) =>
    k.foldHashInts(values, 8, Math.min(rows, GROUPS * 2), state),
};

const floatRuns: Readonly<Record<string, Run>> = {
  aggSumF64: (k, { values, mask, groups, rows, state }) => k.aggSumF64(values, mask, groups, rows, state),
  aggTotalF64: (k, { values, mask, rows }) => k.aggTotalF64(values, mask, rows),
  'aggBestF64 min': (k, { values, mask, groups, rows, state, seen }) =>
    k.aggBestF64(values, mask, groups, rows, state, seen, 0),
  'aggBestF64 max': (k, { values, mask, groups, rows, state, seen }) =>
    k.aggBestF64(values, mask, groups, rows, state, seen, 1),
};

/** State bytes and result after a kernel ran on copies of the input. */
function outcome(run: Run, kernels: Kernels, { rows, bytes, mask, groups, state }: Input): unknown {
  const arena = new Arena();
  try {
    const place = (data: Uint8Array): number => {
      const address = arena.alloc(data.length);
      mem.u8.set(data, address);
      return address;
    };
    const values = place(bytes);
    const groupAt = arena.alloc(rows * 4);
    mem.u32.set(groups, groupAt >>> 2);
    const [stateAt, seen] = [
      place(state.subarray(0, GROUPS * 16)),
      place(state.subarray(GROUPS * 16).map((byte) => byte & 1)),
    ];
    const result = run(kernels, {
      values,
      mask: mask === undefined ? 0 : place(mask),
      groups: groupAt,
      rows,
      state: stateAt,
      seen,
    });
    return [result, [...mem.u8.subarray(stateAt, stateAt + GROUPS * 16)], [...mem.u8.subarray(seen, seen + GROUPS)]];
  } finally {
    arena.release();
  }
}

const floats = input.chain((base) =>
  fc.array(fc.double({ noNaN: false }), { minLength: base.rows * 2, maxLength: base.rows * 2 }).map((numbers) => ({
    ...base,
    // One bit pattern for NaN, since engines are free to choose others.
    bytes: new Uint8Array(Float64Array.from(numbers).buffer),
    state: new Uint8Array(GROUPS * 17),
  })),
);

(wasm === undefined ? describe.skip : describe)('kernels and twins agree', () => {
  it.each(Object.entries(runs))('%s', (_name, run) => {
    fc.assert(
      fc.property(input, (data) => expect(outcome(run, wasm!, data)).toEqual(outcome(run, twinKernels(), data))),
      propertyBudget(60),
    );
  });

  it.each(Object.entries(floatRuns))('%s', (_name, run) => {
    fc.assert(
      fc.property(floats, (data) => expect(outcome(run, wasm!, data)).toEqual(outcome(run, twinKernels(), data))),
      propertyBudget(60),
    );
  });

  it('aggSumFew, aggSumTwoFew, aggCountFew, aggSumCodesFew, aggSumCodes64, aggSumCodesF64, aggAddParts, aggGroupBytes', () => {
    fc.assert(
      fc.property(
        input,
        fc.integer({ min: 0, max: 63 }),
        fc.constantFrom(0, 1, 4, 5),
        ({ rows, bytes, groups, state }, shift, few) => {
          const arena = new Arena();
          try {
            const all = [wasm!, twinKernels()].map((kernels) => {
              const values = arena.alloc(rows * 8 + 64);
              const words = new BigInt64Array(bytes.slice().buffer, 0, rows);
              mem.i64.set(
                words.map((word) => word >> BigInt(shift)),
                values >>> 3,
              );
              const groupAt = arena.alloc(rows * 4 + 64);
              mem.u32.set(groups, groupAt >>> 2);
              const sums = arena.alloc(GROUPS * 16);
              const counts = arena.alloc(GROUPS * 8);
              mem.u8.set(state.subarray(0, GROUPS * 16), sums);
              mem.u8.set(state.subarray(0, GROUPS * 8), counts);
              const groupBytes = arena.alloc(rows);
              kernels.aggGroupBytes(groupAt, rows, groupBytes);
              const scratch = arena.alloc((GROUPS + 1) * 64);
              const [parts, coded, rowCounts] = [8, 8, 8].map((width) => arena.allocZeroed(GROUPS * width)) as [
                number,
                number,
                number,
              ];
              const codes = arena.alloc(rows + 64);
              for (let i = 0; i < rows; i++) mem.u8[codes + i] = bytes[i]! % rows;
              const done = kernels.aggSumFew(values, groupBytes, rows, GROUPS, scratch, parts);
              if (done === 1) kernels.aggAddParts(parts, GROUPS, 16, sums);
              const done2 = kernels.aggSumCodesFew(codes, values, rows, groupBytes, rows, GROUPS, scratch, coded);
              if (done2 === 1) kernels.aggAddParts(coded, GROUPS, 8, counts);
              kernels.aggSumCodes64(codes, values, groupAt, rows, counts);
              kernels.aggCountFew(groupBytes, rows, GROUPS, scratch, rowCounts);
              // The groups from `few` on are one that counts for nothing.
              const fewAt = arena.alloc(rows);
              mem.u8.set(
                groups.map((group) => Math.min(group, few)),
                fewAt,
              );
              const skipped = [0, 0, 0, 0, 0].map(() => arena.allocZeroed((GROUPS + 1) * 8)) as [
                number,
                number,
                number,
                number,
                number,
              ];
              const reversed = arena.alloc(rows * 8);
              mem.i64.set(words.toReversed(), reversed >>> 3);
              const done3 = kernels.aggSumTwoFew(values, reversed, fewAt, rows, few, scratch, skipped[3], skipped[4]);
              for (const bit of [0, 1])
                if (((done3 >> bit) & 1) === 0)
                  mem.i64.fill(0n, skipped[3 + bit]! >>> 3, (skipped[3 + bit]! >>> 3) + few);
              kernels.aggSumFew(values, fewAt, rows, few, scratch, skipped[0]);
              kernels.aggSumCodesFew(codes, values, rows, fewAt, rows, few, scratch, skipped[1]);
              kernels.aggCountFew(fewAt, rows, few, scratch, skipped[2]);
              const doubles = arena.alloc(rows * 8 + 64);
              for (let i = 0; i < rows; i++) mem.f64[(doubles >>> 3) + i] = Number(mem.i64[(values >>> 3) + i]!) / 7;
              const floatSums = arena.allocZeroed(GROUPS * 8);
              kernels.aggSumCodesF64(codes, doubles, groupAt, rows, floatSums);
              const ends = [sums, sums + GROUPS * 16, counts, counts + GROUPS * 8, rowCounts, rowCounts + GROUPS * 8];
              ends.push(floatSums, floatSums + GROUPS * 8);
              for (const at of skipped) ends.push(at, at + few * 8);
              return [
                done,
                done2,
                done3,
                [...mem.u8.subarray(groupBytes, groupBytes + rows)],
                ...ends.flatMap((from, i) => (i % 2 === 0 ? [[...mem.u8.subarray(from, ends[i + 1]!)]] : [])),
              ];
            });
            expect(all[0]).toEqual(all[1]);
          } finally {
            arena.release();
          }
        },
      ),
      propertyBudget(60),
    );
  });

  it('aggCountFew of many groups and rows', () => {
    const wide = fc.constantFrom(1, 3, 16, 17, 200).chain((groups) =>
      fc.record({
        groups: fc.constant(groups),
        rows: fc.array(fc.integer({ min: 0, max: groups }), { minLength: 0, maxLength: 90 }),
        repeat: fc.constantFrom(1, 2, 100),
      }),
    );
    fc.assert(
      fc.property(wide, ({ groups, rows, repeat }) => {
        const arena = new Arena();
        try {
          const all = [wasm!, twinKernels()].map((kernels) => {
            const count = rows.length * repeat;
            const at = arena.alloc(count);
            for (let i = 0; i < repeat; i++) mem.u8.set(rows, at + i * rows.length);
            const parts = arena.allocZeroed((groups + 1) * 8);
            kernels.aggCountFew(at, count, groups, arena.alloc((groups + 1) * 16), parts);
            return [...mem.u8.subarray(parts, parts + groups * 8)];
          });
          expect(all[0]).toEqual(all[1]);
        } finally {
          arena.release();
        }
      }),
      propertyBudget(60),
    );
  });

  it('aggSumCodesFew of small and large entries, many rows and groups', () => {
    const cases = fc.record({
      entries: fc.array(fc.bigInt({ min: -3n, max: 70_000n }), { minLength: 1, maxLength: 70 }),
      most: fc.constantFrom(200n, 60_000n, 70_000n),
      signed: fc.boolean(),
      groups: fc.constantFrom(1, 3, 4, 5, 8, 16, 17, 255),
      rows: fc.constantFrom(0, 1, 63, 64, 65, 79, 2047, 2048, 2064, 5000),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(cases, ({ entries, most, signed, groups, rows, seed }) => {
        const arena = new Arena();
        try {
          const own = entries.map((entry) => (!signed && entry < 0n ? 0n : entry) % most);
          const all = [wasm!, twinKernels()].map((kernels) => {
            const at = arena.alloc(own.length * 8);
            mem.i64.set(own, at >>> 3);
            const [codes, groupAt] = [arena.alloc(rows), arena.alloc(rows)];
            for (let i = 0; i < rows; i++) {
              const draw = Math.imul(i + seed, 0x9e3779b1) >>> 0;
              mem.u8[codes + i] = draw % own.length;
              mem.u8[groupAt + i] = (draw >>> 13) % (groups + 1);
            }
            const parts = arena.allocZeroed((groups + 1) * 8);
            const scratch = arena.alloc((groups + 1) * 32 + 128);
            const done = kernels.aggSumCodesFew(codes, at, own.length, groupAt, rows, groups, scratch, parts);
            return [done, [...mem.i64.subarray(parts >>> 3, (parts >>> 3) + groups)]];
          });
          expect(all[0]).toEqual(all[1]);
        } finally {
          arena.release();
        }
      }),
      propertyBudget(60),
    );
  });

  it('aggVarianceF64, aggCorrF64', () => {
    fc.assert(
      fc.property(floats, ({ rows, bytes, mask, groups }) => {
        const arena = new Arena();
        try {
          const all = [wasm!, twinKernels()].map((kernels) => {
            const values = arena.alloc(rows * 16 + 64);
            mem.u8.set(bytes.subarray(0, rows * 16), values);
            const groupAt = arena.alloc(rows * 4 + 64);
            mem.u32.set(groups, groupAt >>> 2);
            const maskAt = mask === undefined ? 0 : arena.alloc(mask.length);
            if (mask !== undefined) mem.u8.set(mask, maskAt);
            const [counts, means, m2s, pairs] = [0, 1, 2, 3].map(() => arena.allocZeroed(GROUPS * 8)) as [
              number,
              number,
              number,
              number,
            ];
            const sums = arena.allocZeroed(GROUPS * 40);
            kernels.aggVarianceF64(values, maskAt, groupAt, rows, counts, means, m2s);
            kernels.aggCorrF64(values, values + rows * 8, maskAt, groupAt, rows, pairs, sums);
            const doubles = (at: number, count: number): number[] => [
              ...mem.f64.subarray(at >>> 3, (at >>> 3) + count),
            ];
            return [
              [...mem.u64.subarray(counts >>> 3, (counts >>> 3) + GROUPS)],
              [...mem.u64.subarray(pairs >>> 3, (pairs >>> 3) + GROUPS)],
              doubles(means, GROUPS),
              doubles(m2s, GROUPS),
              doubles(sums, GROUPS * 5),
            ];
          });
          expect(all[0]).toEqual(all[1]);
        } finally {
          arena.release();
        }
      }),
      propertyBudget(60),
    );
  });

  it('aggTally, aggCollect8, orderF64, selectI64', () => {
    const numbers = fc.array(fc.oneof(fc.double(), fc.constantFrom(0, -0, NaN, Infinity, 1, 2)), { maxLength: 400 });
    fc.assert(
      fc.property(numbers, fc.nat(), fc.nat(), (doubles, seed, place) => {
        const arena = new Arena();
        try {
          const { length } = doubles;
          const values = arena.alloc(length * 8);
          mem.f64.set(doubles, values >>> 3);
          const groups = arena.alloc(length * 4);
          doubles.forEach((_, i) => (mem.u32[(groups >>> 2) + i] = (i * (seed | 1)) % GROUPS));
          const all = [wasm!, twinKernels()].map((kernels) => {
            const counts = arena.allocZeroed(GROUPS * 4);
            kernels.aggTally(groups, length, counts);
            const places = arena.alloc(GROUPS * 4 + 4);
            kernels.prefixSum(counts, GROUPS, places);
            const to = arena.alloc(length * 8);
            kernels.aggCollect8(values, groups, length, places, to);
            const collected = [...mem.u32.subarray(to >>> 2, (to >>> 2) + length * 2)];
            kernels.orderF64(to, length);
            const ordered = mem.i64.slice(to >>> 3, (to >>> 3) + length);
            if (length === 0) return [collected];
            const rank = place % length;
            kernels.selectI64(to, length, rank);
            const selected = mem.i64.slice(to >>> 3, (to >>> 3) + length);
            expect(selected[rank]).toBe(ordered.slice().sort()[rank]);
            expect(selected.slice(0, rank).every((value) => value <= selected[rank]!)).toBe(true);
            expect(selected.slice(rank).every((value) => value >= selected[rank]!)).toBe(true);
            expect(selected.slice().sort()).toEqual(ordered.slice().sort());
            kernels.orderF64(to, length);
            return [collected, [...ordered]];
          });
          expect(all[0]).toEqual(all[1]);
        } finally {
          arena.release();
        }
      }),
      propertyBudget(60),
    );
  });

  it('bestPerGroup', () => {
    const row = fc.tuple(fc.bigInt({ min: 0n, max: 20n }), fc.nat(GROUPS - 1));
    const large = fc.tuple(fc.bigInt({ min: 2n ** 64n - 3n, max: 2n ** 64n - 1n }), fc.nat(GROUPS - 1));
    fc.assert(
      fc.property(
        fc.array(fc.oneof(row, row, large), { maxLength: 100 }),
        fc.integer({ min: 1, max: 4 }),
        (list, k) => {
          const arena = new Arena();
          try {
            const all = [wasm!, twinKernels()].map((kernels) => {
              const [keys, groups, rows] = [
                arena.alloc(list.length * 8),
                arena.alloc(list.length * 4),
                arena.alloc(400),
              ];
              list.forEach(([key, group], i) => {
                mem.u64[(keys >>> 3) + i] = key;
                mem.u32[(groups >>> 2) + i] = group;
              });
              const best = arena.alloc(GROUPS * k * 8);
              mem.u64.fill(2n ** 64n - 1n, best >>> 3, (best >>> 3) + GROUPS * k);
              const found = kernels.bestPerGroup(keys, groups, list.length, k, best, rows);
              const kept = [...mem.u32.subarray(rows >>> 2, (rows >>> 2) + found)];
              // No row with fewer than k smaller keys in its group is dropped.
              list.forEach(([key, group], i) => {
                const smaller = list.filter(([other, owner]) => owner === group && other < key).length;
                if (smaller < k) expect(kept).toContain(i);
              });
              return [kept, [...mem.u64.subarray(best >>> 3, (best >>> 3) + GROUPS * k)]];
            });
            expect(all[0]).toEqual(all[1]);
          } finally {
            arena.release();
          }
        },
      ),
      propertyBudget(60),
    );
  });

  it('aggMeans', () => {
    const group = fc.tuple(
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
      fc.nat(70),
      fc.constantFrom(0n, 1n, 2n, 3n, 7n, 1000n),
      fc.boolean(),
    );
    const factors = fc.constantFrom(1n, 10_000n, 10n ** 18n, 2n ** 62n);
    fc.assert(
      fc.property(
        fc.array(group, { maxLength: 9 }),
        factors,
        fc.constantFrom(0n, 1000n, 10n ** 18n),
        fc.constantFrom(8, 16),
        (list, factor, limit, width) => {
          const arena = new Arena();
          try {
            const all = [wasm!, twinKernels()].map((kernels) => {
              const [sums, to] = [arena.allocZeroed(list.length * 16), arena.allocZeroed(list.length * 16)];
              const counts = arena.alloc(list.length * 8);
              list.forEach(([sum, shift, n, wide], i) => {
                const value = sum >> BigInt(shift);
                mem.i64[(sums + i * width) >>> 3] = value;
                if (width === 16) mem.i64[((sums + i * width) >>> 3) + 1] = (value >> 63n) ^ (wide ? 0n : 1n);
                mem.i64[(counts >>> 3) + i] = n;
              });
              const done: number[] = [];
              for (let first = 0; first < list.length; first = done.at(-1)! + 1) {
                done.push(kernels.aggMeans(sums, width, counts, first, list.length, factor, limit, to));
              }
              return [done, [...mem.u8.subarray(to, to + list.length * 16)]];
            });
            expect(all[0]).toEqual(all[1]);
          } finally {
            arena.release();
          }
        },
      ),
      propertyBudget(60),
    );
  });

  it('foldHashViews', () => {
    const texts = fc.array(fc.oneof(fc.string({ maxLength: 40 }), fc.string({ minLength: 100, maxLength: 700 })), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(texts, fc.constantFrom(0, 1), fc.constantFrom(0, 1), (values, binary, inline) => {
        const arena = new Arena();
        try {
          const builder = new StringBuilder(arena, values.length);
          for (const value of values) builder.appendString(value);
          const views = builder.finish().values;
          const hashes = [wasm!, twinKernels()].map((kernels) => {
            const to = arena.alloc(values.length * 8);
            kernels.foldHashViews(views, values.length, binary, inline, to);
            return [...mem.u64.subarray(to >>> 3, (to >>> 3) + values.length)];
          });
          expect(hashes[0]).toEqual(hashes[1]);
        } finally {
          arena.release();
        }
      }),
      propertyBudget(60),
    );
  });
});
