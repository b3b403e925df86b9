import { Arena, mem, twinKernels, wasmKernels, type Kernels } from '@datafusion-ts/compute';
import { propertyBudget } from '@datafusion-ts/test-utils';
import fc from 'fast-check';

const arena = new Arena();
afterAll(() => arena.release());

/** Runs a check with both kernel sets and compares what they give. */
function sameOnBoth(work: (kernels: Kernels) => unknown): void {
  const results = [twinKernels(), wasmKernels()!].map((kernels) => {
    arena.reset();
    return work(kernels);
  });
  expect(results[1]).toEqual(results[0]);
}

const put32 = (values: readonly number[], extra = 16): number => {
  const address = arena.allocZeroed((values.length + extra) * 4);
  mem.u32.set(values, address >>> 2);
  return address;
};
const put64 = (values: readonly bigint[]): number => {
  const address = arena.allocZeroed(values.length * 8);
  mem.i64.set(values, address >>> 3);
  return address;
};
const bits = (flags: readonly boolean[]): number => {
  const address = arena.allocZeroed(flags.length / 8 + 1);
  flags.forEach((flag, i) => flag && (mem.u8[address + (i >>> 3)]! |= 1 << (i & 7)));
  return address;
};
const read32 = (address: number, count: number): number[] => [...mem.u32.slice(address >>> 2, (address >>> 2) + count)];
const read64 = (address: number, count: number): bigint[] => [...mem.i64.slice(address >>> 3, (address >>> 3) + count)];

const NO_GROUP = 0xffff_ffff;
const groupsOf = fc.array(
  fc.oneof({ weight: 4, arbitrary: fc.nat(6) }, { weight: 1, arbitrary: fc.constant(NO_GROUP) }),
  { maxLength: 40 },
);

describe('join kernels and their twins', () => {
  it('list rows by group and make the same pairs in pieces', () => {
    fc.assert(
      fc.property(groupsOf, groupsOf, fc.integer({ min: 1, max: 9 }), (build, probe, capacity) => {
        sameOnBoth((k) => {
          const groups = put32(build);
          const starts = put32(new Array<number>(8).fill(0));
          const most = k.joinCount(groups, build.length, starts);
          const total = k.joinStarts(starts, 7);
          const cursors = put32(read32(starts, 8));
          const rows = put32(new Array<number>(build.length).fill(0));
          k.joinFill(groups, build.length, 0, cursors, rows);
          const probes = put32(probe);
          const state = put32([0, 0]);
          const [left, right] = [put32(new Array<number>(16).fill(0)), put32(new Array<number>(16).fill(0))];
          const pieces: unknown[] = [];
          do {
            const count = k.joinProbe(probes, probe.length, starts, rows, state, capacity, right, left);
            pieces.push([read32(left, count), read32(right, count)]);
          } while (read32(state, 1)[0]! < probe.length);
          const compared = [4, 8].flatMap((width) => {
            const numbers = (count: number, step: number): number => {
              const values = Array.from({ length: count }, (_, i) => BigInt(((i * step) % 7) - 3));
              return width === 8
                ? put64(values.map((value) => (value === 3n ? 2n ** 63n - 1n : value === -3n ? -(2n ** 63n) : value)))
                : put32(values.map((value) => Number(BigInt.asUintN(32, value))));
            };
            const [built, probed] = [numbers(build.length, 3), numbers(probe.length, 5)];
            const present = bits(Array.from({ length: 40 }, (_, i) => i % 5 !== 1));
            return [1, 2, 3, 4, 5, 6].flatMap((passes) =>
              [0, present].map((valid) => {
                const extremes = put64(new Array<bigint>(8).fill(0n));
                k.joinExtremes(starts, 7, rows, width, built, valid, passes >> 2, extremes);
                const known = passes === 2 || passes === 5 ? 0 : extremes;
                const own = put32([0, 0, 0, 0]);
                const found: unknown[] = [];
                do {
                  const args = [width, built, valid, probed, valid, passes, known] as const;
                  const n = k.joinProbeTested(probes, probe.length, starts, rows, own, capacity, ...args, right, left);
                  found.push([read32(left, n), read32(right, n)]);
                } while (read32(own, 1)[0]! < probe.length);
                return [found, read32(own, 4), width === 4 ? read32(extremes, 7) : read64(extremes, 7)];
              }),
            );
          });
          const out = put32(probe);
          const hits = k.joinHits(probes, probe.length, starts, 1, out);
          const marks = bits(new Array<boolean>(64).fill(false));
          k.joinMark(probes, probe.length, marks);
          const [listed, single] = [bits(build.map(() => false)), bits(build.map(() => false))];
          k.joinMarkRows(marks, 7, starts, rows, listed);
          k.joinMarkRows(marks, Math.min(7, build.length), rows, 0, single);
          const marked = [listed, single].map((at) => [...mem.u8.slice(at, at + Math.ceil(build.length / 8))]);
          return { most, total, pieces, compared, hits, hitRows: read32(out, hits), marked };
        });
      }),
      propertyBudget(100),
    );
  });

  it('stop after so many tests, pairs or not', () => {
    const count = 2100;
    sameOnBoth((k) => {
      const [groups, rows, numbers] = [0, 1, 2].map((of) =>
        put32(Array.from({ length: count }, (_, i) => (of === 0 ? 0 : of === 1 ? i : 7))),
      ) as [number, number, number];
      const [starts, state, pairs] = [put32([0, count]), put32([0, 0, 0, 0]), put32([], 32)];
      const args = [4, numbers, 0, numbers, 0, 1, 0] as const;
      const call = (): number => k.joinProbeTested(groups, count, starts, rows, state, 8, ...args, pairs, pairs);
      expect([call(), read32(state, 1)[0]]).toEqual([0, Math.ceil(2 ** 22 / count)]);
      expect([call(), read32(state, 4)]).toEqual([0, [count, 0, count * count, count]]);
    });
  });

  it('find single rows, mark them and tell misses', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(6)), groupsOf, (build, probe) => {
        sameOnBoth((k) => {
          const heads = put32(new Array<number>(7).fill(NO_GROUP));
          const listed = k.joinScatter(put32(build), build.length, heads);
          const again = k.joinScatter(put32(probe), probe.length, put32(new Array<number>(7).fill(NO_GROUP)));
          const probes = put32(probe);
          const [left, right] = [put32(probe), put32(probe)];
          const count = k.joinProbeUnique(probes, probe.length, heads, right, left);
          const all = put32(probe);
          const found = k.joinHeads(probes, probe.length, heads, all);
          const marks = bits(new Array<boolean>(64).fill(false));
          k.joinMark(left, count, marks);
          const misses = put32(probe);
          const missed = k.joinHitsUnique(probes, probe.length, heads, 0, misses);
          return [
            listed,
            again,
            found,
            read32(all, probe.length),
            k.joinRuns(probes, probe.length),
            read32(left, count),
            read32(right, count),
            read32(misses, missed),
            [...mem.u8.slice(marks, marks + 8)],
          ];
        });
      }),
      propertyBudget(100),
    );
  });

  it('address keys densely and pack them', () => {
    const keys = fc.array(
      fc.tuple(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.bigInt({ min: -9n, max: 9n }), fc.boolean()),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(keys, (rows) => {
        sameOnBoth((k) => {
          const validity = bits(rows.map((row) => row[2]));
          const state = put64([2n ** 63n - 1n, -(2n ** 63n), 7n]);
          const near = put64(rows.map((row) => row[1]));
          const far = put64(rows.map((row) => row[0]));
          const seen = k.joinMinMax(near, validity, rows.length, state);
          const groups = put32(new Array<number>(rows.length).fill(0));
          if (seen > 0) k.joinDense(far, validity, rows.length, state, groups);
          const dense = [validity, 0].flatMap((valid) => {
            const own = put32(new Array<number>(rows.length).fill(0));
            if (seen > 0) k.joinDense(near, valid, rows.length, state, own);
            return read32(own, rows.length);
          });
          const packed = put64(rows.map(() => 0n));
          const present = bits(rows.map(() => true));
          if (seen > 0) k.joinPack(near, validity, rows.length, state, packed, present);
          if (seen > 0) k.joinPack(far, 0, rows.length, state, packed, present);
          const bytes = [...mem.u8.slice(present, present + Math.ceil(rows.length / 8))];
          return [seen, read64(state, 3), read32(groups, rows.length), dense, read64(packed, rows.length), bytes];
        });
      }),
      propertyBudget(100),
    );
  });

  it('keep keys as bits, test against them and rank them', () => {
    const key = fc.oneof(
      { weight: 6, arbitrary: fc.bigInt({ min: -70n, max: 140n }) },
      { weight: 1, arbitrary: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }) },
    );
    const rows = fc.array(fc.tuple(key, fc.boolean()), { maxLength: 40 });
    const edges = [-60n, -(2n ** 31n), 2n ** 31n - 191n, 2n ** 31n - 100n, -(2n ** 31n) - 50n, 2n ** 40n];
    fc.assert(
      fc.property(rows, rows, fc.boolean(), fc.constantFrom(...edges), (near, other, nulls, low) => {
        const high = low + 190n;
        const moved = (list: typeof near): typeof near =>
          list.map(([value, valid]) => [BigInt.asIntN(64, value + low + 60n), valid]);
        const [build, probe] = [moved(near), moved(other)];
        sameOnBoth((k) => {
          const state = put64([low, high]);
          const words = 3;
          const set = put64(new Array<bigint>(words).fill(0n));
          const present = (list: typeof build): number => (nulls ? bits(list.map((row) => row[1])) : 0);
          k.keyBits(put64(build.map((row) => row[0])), present(build), build.length, state, set);
          const ranks = put32(new Array<number>(words).fill(0));
          const total = k.keyRanks(set, words, ranks);
          const groups = put32(new Array<number>(probe.length).fill(0));
          const wide = put64(probe.map((row) => row[0]));
          k.joinRanked(wide, present(probe), probe.length, state, set, ranks, groups);
          const found = read32(groups, probe.length);
          const out = [8, 4].map((width) => {
            const to = bits(probe.map(() => false));
            const narrow = put32(probe.map((row) => Number(BigInt.asUintN(32, row[0]))));
            k.keyBitsTest(width === 8 ? wide : narrow, width, present(probe), probe.length, state, set, to);
            return [...mem.u8.slice(to, to + Math.ceil(probe.length / 8))];
          });
          const known = new Set(build.flatMap(([value, valid]) => (nulls && !valid ? [] : [value])));
          const sorted = [...known].filter((value) => value >= low && value <= high).sort((a, b) => Number(a - b));
          expect(total).toBe(sorted.length);
          expect(found).toEqual(probe.map(([value, valid]) => (nulls && !valid ? -1 : sorted.indexOf(value)) >>> 0));
          return [read64(set, words), read32(ranks, words), found, out];
        });
      }),
      propertyBudget(100),
    );
  });

  it('list keys of two parts by the first', () => {
    const bucket = fc.oneof({ weight: 6, arbitrary: fc.nat(3) }, { weight: 1, arbitrary: fc.constant(NO_GROUP) });
    const rows = fc.array(fc.tuple(bucket, fc.bigInt({ min: -3n, max: 3n }), fc.boolean()), { maxLength: 30 });
    fc.assert(
      fc.property(rows, rows, (build, probe) => {
        sameOnBoth((k) => {
          const parts = (list: typeof build): [number, number, number, number] => [
            put32(list.map((row) => row[0])),
            put64(list.map((row) => row[1])),
            bits(list.map((row) => row[2])),
            list.length,
          ];
          const spans = put32(new Array<number>(8).fill(0));
          k.joinSpans(put32([0, 30, 60, 90]), 4, spans);
          const kept = put64(new Array<bigint>(120).fill(0n));
          const groups = put32(build.map(() => 0));
          k.joinBucketInsert(...parts(build), spans, kept, groups);
          const found = put32(probe.map(() => 0));
          k.joinBucketLookup(...parts(probe), spans, kept, found);
          const known = new Map(build.map((row, i) => [row.join(), read32(groups, build.length)[i]!]));
          expect(read32(found, probe.length)).toEqual(
            probe.map((row) => (row[2] ? (known.get(row.join()) ?? NO_GROUP) : NO_GROUP)),
          );
          return [read32(groups, build.length), read32(spans, 8), read64(kept, 120)];
        });
      }),
      propertyBudget(100),
    );
  });

  it('pack keys into 64 bits and take them out again', () => {
    const value = fc.oneof(
      { weight: 6, arbitrary: fc.bigInt({ min: -12n, max: 12n }) },
      { weight: 1, arbitrary: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }) },
    );
    const id = fc.oneof({ weight: 6, arbitrary: fc.nat(255) }, { weight: 1, arbitrary: fc.constant(NO_GROUP) });
    const rows = fc.array(fc.tuple(value, fc.boolean(), id), { maxLength: 30 });
    fc.assert(
      fc.property(rows, fc.constantFrom(0, 40), fc.constantFrom(3, 4), (list, shift, rowShift) => {
        sameOnBoth((k) => {
          const n = list.length;
          const state = put64([-10n, 10n]);
          const present = bits(list.map(() => true));
          const words = n << (rowShift - 3);
          const keys = put64(Array.from({ length: words }, () => -1n));
          const validity = bits(list.map((row) => row[1]));
          k.keyPackInts(
            put64(list.map((row) => row[0])),
            -8,
            validity,
            n,
            state,
            shift + 8,
            0,
            keys,
            rowShift,
            present,
          );
          k.keyPackIds(put32(list.map((row) => row[2])), n, shift, 1, keys, rowShift, present);
          const [values, ids] = [put64(list.map(() => 0n)), put32(list.map(() => 0))];
          const valid = bits(list.map(() => true));
          const nulls = k.keyUnpackInts(keys, rowShift, n, shift + 8, 5, state, values, 8, valid);
          k.keyUnpackIds(keys, rowShift, n, shift, 8, ids);
          const bit = (address: number, i: number): boolean => ((mem.u8[address + (i >>> 3)]! >>> (i & 7)) & 1) === 1;
          list.forEach(([number, isValid, text], i) => {
            const has = (!isValid || (number >= -10n && number <= 10n)) && text !== NO_GROUP;
            expect(bit(present, i)).toBe(has);
            if (!has) return;
            expect(read32(ids, n)[i]).toBe(text);
            expect(bit(valid, i) ? read64(values, n)[i] : undefined).toBe(isValid ? number : undefined);
          });
          return [read64(keys, words), read64(values, n), read32(ids, n), nulls, list.map((_, i) => bit(valid, i))];
        });
      }),
      propertyBudget(100),
    );
  });

  it('number keys in a table addressed by them', () => {
    const rows = fc.array(fc.tuple(fc.bigInt({ min: -5n, max: 20n }), fc.boolean()), { maxLength: 40 });
    fc.assert(
      fc.property(
        rows,
        rows,
        fc.integer({ min: 1, max: 50 }),
        fc.constantFrom(0, 1),
        (build, probe, limit, noNulls) => {
          sameOnBoth((k) => {
            const lowest = put64([-5n]);
            const table = put32(new Array<number>(26).fill(0));
            const dense = put64(new Array<bigint>(50).fill(0n));
            const state = put32([0, 0, noNulls]);
            const groups = put32(new Array<number>(build.length).fill(0));
            const keys = put64(build.map((row) => row[0]));
            const present = bits(build.map((row) => row[1]));
            const done = k.keyInsertDirect(keys, present, 0, build.length, lowest, table, dense, limit, state, groups);
            const [count, nullGroup] = read32(state, 2) as [number, number];
            const again = put32(new Array<number>(26).fill(0));
            k.keyFillDirect(dense, count, nullGroup, lowest, again);
            expect(read32(again, 26)).toEqual(read32(table, 26));
            const found = put32(new Array<number>(probe.length).fill(0));
            const probes = put64(probe.map((row) => row[0] * 2n));
            const valid = bits(probe.map((row) => row[1]));
            k.keyLookupDirect(probes, valid, probe.length, lowest, table, 26, state, found);
            return [done, read32(state, 3), read32(groups, done), read64(dense, count), read32(found, probe.length)];
          });
        },
      ),
    );
  });
});

describe('frame kernels and their twins', () => {
  it('give the same sums and counts', () => {
    const rows = fc.array(
      fc.record({
        value: fc.bigInt({ min: -(2n ** 62n), max: 2n ** 62n }),
        valid: fc.boolean(),
        step: fc.nat(2),
        size: fc.nat(3),
      }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(rows, (data) => {
        sameOnBoth((k) => {
          let [start, end] = [0, 0];
          const starts: number[] = [];
          const ends: number[] = [];
          for (const { step, size } of data) {
            start = Math.min(data.length, start + step);
            end = Math.min(data.length, Math.max(end, start + size));
            starts.push(start);
            ends.push(end);
          }
          const validity = bits(data.map((row) => row.valid));
          const values = put64(data.map((row) => row.value));
          const args = [validity, put32([0, data.length]), 1, put32(starts), put32(ends)] as const;
          const [sums, counts] = [put64(data.map(() => 0n)), put32(starts)];
          k.frameSumI64(values, ...args, sums, counts, 0);
          const doubles = put64(data.map(() => 0n));
          // Numbers, as the integers' bits may be NaNs, whose payloads no machine promises to keep.
          const numbers = new BigInt64Array(Float64Array.from(data, (row) => Number(row.value)).buffer);
          k.frameSumF64(put64([...numbers]), ...args, doubles, counts, 0);
          // The same rows in two pieces.
          const pieces = put64(data.map(() => 0n));
          const progress = put32([0, 0, 0, 0, 0, 0, data.length >> 1, 0]);
          k.frameSumI64(values, ...args, pieces, counts, progress);
          mem.u32.set([data.length >> 1, data.length], (progress >>> 2) + 5);
          k.frameSumI64(values, ...args, pieces, counts, progress);
          expect(read64(pieces, data.length)).toEqual(read64(sums, data.length));
          const wide = [8, 16].map((width) => {
            const zeros = data.flatMap(() => [0n, 0n]);
            const numbers = width === 8 ? values : put64(data.flatMap(({ value }) => [value * 3n, value]));
            const [once, twice] = [put64(zeros), put64(zeros)];
            k.frameSum128(numbers, width, ...args, once, counts, 0);
            const known = put32([0, 0, 0, 0, 0, 0, data.length >> 1, 0, 0, 0, 0, 0]);
            k.frameSum128(numbers, width, ...args, twice, counts, known);
            mem.u32.set([data.length >> 1, data.length], (known >>> 2) + 5);
            k.frameSum128(numbers, width, ...args, twice, counts, known);
            expect(read64(twice, data.length * 2)).toEqual(read64(once, data.length * 2));
            return read64(once, data.length * 2);
          });
          const present = bits(data.map(() => false));
          return [
            wide,
            read64(sums, data.length),
            read64(doubles, data.length),
            read32(counts, data.length),
            k.positiveBits(counts, data.length, present),
          ];
        });
      }),
      propertyBudget(100),
    );
  });
});
