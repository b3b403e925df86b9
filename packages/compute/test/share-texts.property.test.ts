/** Codes into several dictionaries put together: src/structural/share-texts.ts. */
import { DataTypes, ResourcesExhaustedError, ScalarValue, type DataType } from '@datafusion-ts/common';
import {
  allocBitmap,
  Arena,
  clearBit,
  concatVectors,
  flatten,
  mem,
  Values,
  vectorFromScalars,
  type ColumnVector,
  type DictionaryVector,
} from '@datafusion-ts/compute';
import { expectNoLeaks, plainValues, propertyBudget } from '@datafusion-ts/test-utils';
import fc from 'fast-check';

const { Utf8View, Utf8 } = DataTypes;

interface Part {
  readonly width: 1 | 2 | 4;
  readonly entries: readonly string[];
  readonly rows: readonly (number | null)[];
}

const texts = fc.constantFrom(
  '',
  'a',
  'b',
  'twelve bytes',
  'thirteen byte',
  'a text that is longer than twelve bytes',
  'ä€',
);
const arbitraryPart: fc.Arbitrary<Part> = fc.uniqueArray(texts, { minLength: 1, maxLength: 7 }).chain((entries) =>
  fc.record({
    width: fc.constantFrom<1 | 2 | 4>(1, 2, 4),
    entries: fc.constant(entries),
    rows: fc.array(fc.option(fc.nat({ max: entries.length - 1 }), { freq: 9 }), { minLength: 1, maxLength: 60 }),
  }),
);

function build({ width, entries, rows }: Part, type: DataType, arena: Arena): DictionaryVector {
  const own = new Arena();
  const scalars = entries.map((text) => new ScalarValue(type, text));
  const values = new Values(flatten(vectorFromScalars(type, scalars, own), own), () => own.release());
  arena.keep(values);
  const codes = arena.alloc(rows.length * width);
  const view = width === 1 ? mem.u8 : width === 2 ? mem.u16 : mem.u32;
  rows.forEach((row, i) => (view[codes / width + i] = row ?? 0));
  const nullCount = rows.filter((row) => row === null).length;
  const validity = nullCount === 0 ? 0 : allocBitmap(rows.length, true, arena);
  rows.forEach((row, i) => row === null && clearBit(validity, i));
  return { encoding: 'dictionary', type, length: rows.length, nullCount, validity, codes, width, values };
}

const plain = ({ entries, rows }: Part): (string | null)[] => rows.map((row) => (row === null ? null : entries[row]!));

/** Concatenates in an arena of its own, so that the parts are gone when the result is looked at. */
function joined(
  parts: readonly Part[],
  type: DataType,
  look: (vector: ColumnVector) => void,
  after: Arena = new Arena(),
): void {
  const before = new Arena();
  try {
    const result = concatVectors(
      parts.map((part) => build(part, type, before)),
      type,
      after,
    );
    if (result.encoding === 'dictionary') {
      before.reset();
      mem.u8.fill(0xa5, before.alloc(4096), before.alloc(4096));
    }
    look(result);
  } finally {
    before.release();
    after.release();
  }
}

describe('dictionaries put together', () => {
  it.each([Utf8View, Utf8])('give the same values of %s', (type) => {
    expectNoLeaks(() =>
      fc.assert(
        fc.property(fc.array(arbitraryPart, { minLength: 2, maxLength: 4 }), (parts) => {
          joined(parts, type, (vector) => expect(plainValues(vector)).toEqual(parts.flatMap(plain)));
        }),
        propertyBudget(200),
      ),
    );
  });

  it('are one where there are rows enough for each entry, and each text is there once', () => {
    const rows = Array.from({ length: 100 }, (_, i) => (i % 7 === 0 ? null : i % 3));
    const parts: Part[] = [
      { width: 1, entries: ['a', 'b', 'a text that is longer than twelve bytes'], rows },
      { width: 2, entries: ['b', 'a text that is longer than twelve bytes', 'c'], rows },
      { width: 4, entries: ['c', 'd', 'a'], rows },
    ];
    expectNoLeaks(() =>
      joined(parts, Utf8View, (vector) => {
        expect(plainValues(vector)).toEqual(parts.flatMap(plain));
        expect(vector.encoding === 'dictionary' ? vector.values.column.length : 0).toBe(5);
      }),
    );
  });

  it('stay apart, and rows flat, where they have many entries for the rows', () => {
    const parts: Part[] = ['a', 'b', 'c'].map((text) => ({ width: 1, entries: [text], rows: [0, 0] }));
    joined(parts, Utf8View, (vector) => {
      expect(vector.encoding).toBe('flat');
      expect(plainValues(vector)).toEqual(['a', 'a', 'b', 'b', 'c', 'c']);
    });
  });

  it('are charged to the arena, or stay apart when that is refused', () => {
    const rows = Array.from({ length: 1000 }, (_, i) => i % 100);
    const parts: Part[] = ['a', 'b'].map((letter) => ({
      width: 1,
      entries: Array.from({ length: 100 }, (_, i) => `${letter.repeat(1000)} ${i}`),
      rows,
    }));
    // The texts are 200 kB, the rows as views 32 kB.
    for (const [limit, encoding] of [
      [1 << 20, 'dictionary'],
      [150_000, 'flat'],
    ] as const) {
      let charged = 0;
      const grow = (bytes: number): void => {
        if (charged + bytes > limit) throw new ResourcesExhaustedError('refused');
        charged += bytes;
      };
      const arena = new Arena({ tryGrow: grow, shrink: (bytes) => void (charged -= bytes) });
      const look = (vector: ColumnVector): void => {
        expect(vector.encoding).toBe(encoding);
        expect(plainValues(vector)).toEqual(parts.flatMap(plain));
        expect(charged > 200_000).toBe(encoding === 'dictionary');
      };
      expectNoLeaks(() => joined(parts, Utf8View, look, arena));
      expect(charged).toBe(0);
    }
  });

  it('have codes of two bytes for many entries', () => {
    const parts: Part[] = [0, 200].map((first) => ({
      width: 2,
      entries: Array.from({ length: 300 }, (_, i) => `text number ${first + i}`),
      rows: Array.from({ length: 1500 }, (_, i) => i % 300),
    }));
    joined(parts, Utf8View, (vector) => {
      expect(vector.encoding === 'dictionary' ? [vector.width, vector.values.column.length] : []).toEqual([2, 500]);
      expect(plainValues(vector)).toEqual(parts.flatMap(plain));
    });
  });
});
