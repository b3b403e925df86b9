import {
  Arena,
  concatVectors,
  copyVector,
  flatten,
  isNull,
  maskVector,
  NO_ROW,
  nullCountOf,
  rowsOf,
  setBit,
  allocBitmap,
  sliceVector,
  takeVector,
  takeVectorOrNull,
  mapDictionary,
  mem,
} from '@datafusion-ts/compute';
import {
  allTypes,
  arbitraryVector,
  expectNoLeaks,
  plainScalar,
  plainValues,
  propertyBudget,
} from '@datafusion-ts/test-utils';
import fc from 'fast-check';

const inArena = <T>(fn: (arena: Arena) => T): T =>
  expectNoLeaks(() => {
    const arena = new Arena();
    try {
      return fn(arena);
    } finally {
      arena.release();
    }
  });

const typeName = (type: (typeof allTypes)[number]): string => JSON.stringify(type, (_, v: unknown) => v).slice(0, 60);

describe.each(allTypes.map((type) => [typeName(type), type] as const))('%s', (_, type) => {
  const budget = propertyBudget(60);

  it('builds and reads back', () => {
    fc.assert(
      fc.property(arbitraryVector(type), (plan) => {
        inArena((arena) => {
          const vector = plan.build(arena);
          expect(plainValues(vector)).toEqual(plan.scalars.map(plainScalar));
          expect(plainValues(flatten(vector, arena))).toEqual(plan.scalars.map(plainScalar));
          const nulls = plan.scalars.filter((_, i) => isNull(vector, i)).length;
          expect(nullCountOf(vector)).toBe(nulls);
          expect(nullCountOf(flatten(vector, arena))).toBe(nulls);
        });
      }),
      budget,
    );
  });

  it('takes, slices, copies and concatenates', () => {
    const picks = fc.array(fc.nat(), { maxLength: 50 });
    fc.assert(
      fc.property(arbitraryVector(type), arbitraryVector(type), picks, fc.nat(), fc.nat(), (plan, other, raw, a, b) => {
        inArena((arena) => {
          const vector = plan.build(arena);
          const values = plan.scalars.map(plainScalar);
          const n = values.length;
          const rows = n === 0 ? [] : raw.map((r) => r % n);
          const taken = takeVector(vector, rowsOf(rows, arena), rows.length, arena);
          expect(plainValues(taken)).toEqual(rows.map((r) => values[r]!));
          const [from, to] = [a % (n + 1), b % (n + 1)].sort((x, y) => x - y) as [number, number];
          const sliced = sliceVector(vector, from, to - from, arena);
          expect(plainValues(sliced)).toEqual(values.slice(from, to));
          const otherVector = other.build(arena);
          const both = concatVectors([sliced, otherVector, taken], type, arena);
          const expected = [
            ...values.slice(from, to),
            ...other.scalars.map(plainScalar),
            ...rows.map((r) => values[r]!),
          ];
          expect(plainValues(both)).toEqual(expected);
          const own = new Arena();
          const copy = copyVector(both, own);
          arena.reset();
          mem.u8.fill(0xa5, arena.alloc(4096), arena.alloc(4096));
          expect(plainValues(copy)).toEqual(expected);
          own.release();
        });
      }),
      budget,
    );
  });

  it('takes with missing rows', () => {
    fc.assert(
      fc.property(arbitraryVector(type, 9), fc.array(fc.option(fc.nat({ max: 8 }))), (plan, picks) => {
        inArena((arena) => {
          const vector = plan.build(arena);
          const rows = rowsOf(
            picks.map((r) => r ?? NO_ROW),
            arena,
          );
          const taken = takeVectorOrNull(vector, rows, picks.length, arena);
          picks.forEach((row, i) => {
            if (row === null) expect(isNull(taken, i)).toBe(true);
            else expect(plainValues(sliceVector(taken, i, 1, arena))).toEqual([plainScalar(plan.scalars[row]!)]);
          });
        });
      }),
      budget,
    );
  });

  it('masks rows', () => {
    fc.assert(
      fc.property(arbitraryVector(type, 13), fc.array(fc.boolean(), { minLength: 13, maxLength: 13 }), (plan, keep) => {
        inArena((arena) => {
          const present = allocBitmap(13, false, arena);
          keep.forEach((k, i) => k && setBit(present, i));
          const masked = maskVector(flatten(plan.build(arena), arena), present, arena);
          keep.forEach((k, i) => {
            if (!k) expect(isNull(masked, i)).toBe(true);
            else expect(plainValues(sliceVector(masked, i, 1, arena))).toEqual([plainScalar(plan.scalars[i]!)]);
          });
        });
      }),
      budget,
    );
  });

  it('maps over entries as over rows', () => {
    const key = {};
    fc.assert(
      fc.property(arbitraryVector(type), (plan) => {
        inArena((arena) => {
          const mapped = mapDictionary(plan.build(arena), arena, (flat) => flat, key);
          expect(plainValues(mapped)).toEqual(plan.scalars.map(plainScalar));
        });
      }),
      budget,
    );
  });
});
