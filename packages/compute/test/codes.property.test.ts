/** Ways past flattening: what is done with codes and runs of rows gives what is done with values one by one. */
import { DataTypes, Schema, type DataType } from '@datafusion-ts/common';
import {
  Arena,
  arithmetic,
  Batch,
  flatten,
  flatVector,
  mem,
  rowsOf,
  takeVector,
  Values,
  type ColumnVector,
  type DictionaryVector,
} from '@datafusion-ts/compute';
import { allTypes, arbitraryVector, expectNoLeaks, plainValues, propertyBudget } from '@datafusion-ts/test-utils';
import fc from 'fast-check';

const inArena = (fn: (arena: Arena) => void): void =>
  expectNoLeaks(() => {
    const arena = new Arena();
    try {
      fn(arena);
    } finally {
      arena.release();
    }
  });

it.each(allTypes.map((type) => [JSON.stringify(type).slice(0, 60), type] as const))(
  'a selection of most rows of %s',
  (_, type) => {
    fc.assert(
      fc.property(fc.array(arbitraryVector(type), { minLength: 1, maxLength: 1 }), fc.nat(), ([plan], seed) => {
        inArena((arena) => {
          // Rows repeated, so that there are enough of them for runs.
          const few = plan!.build(arena);
          if (few.length === 0) return;
          const all = Array.from({ length: 200 }, (__, i) => (i * 7) % few.length);
          const vector = takeVector(few, rowsOf(all, arena), all.length, arena);
          const chosen = all.flatMap((__, i) => ((i + seed) % 23 === 0 ? [] : [i]));
          const rows = rowsOf(chosen, arena);
          const schema = new Schema([{ name: 'a', dataType: type, nullable: true }]);
          const batch = new Batch(schema, [vector], 200, { rows, count: chosen.length });
          const expected = takeVector(vector, rows, chosen.length, arena);
          expect(plainValues(batch.column(0, arena))).toEqual(plainValues(expected));
        });
      }),
      propertyBudget(15),
    );
  },
);

const decimal: DataType = { kind: 'Decimal128', precision: 18, scale: 2 };
const product: DataType = { kind: 'Decimal128', precision: 37, scale: 4 };

/** Numbers of 64 bits, mostly small enough for products of as many. */
const numbers = (maxLength: number): fc.Arbitrary<bigint[]> =>
  fc.array(fc.oneof(fc.bigInt(-1000n, 1000n), fc.bigInt(-(10n ** 17n), 10n ** 17n)), { minLength: 1, maxLength });

function wordsOf(values: readonly bigint[], arena: Arena): number {
  const address = arena.alloc(values.length * 8);
  mem.i64.set(values, address >>> 3);
  return address;
}

it('products of decimals and codes of decimals', () => {
  fc.assert(
    fc.property(numbers(60), numbers(9), fc.boolean(), (values, entries, isLeft) => {
      inArena((arena) => {
        const { length } = values;
        const flat = flatVector(decimal, length, { values: wordsOf(values, arena), width: 8 });
        const own = new Arena();
        const column = flatVector(decimal, entries.length, { values: wordsOf(entries, own), width: 8 });
        const dictionary = new Values(column, () => own.release());
        arena.keep(dictionary);
        const codes = arena.alloc(length);
        for (let i = 0; i < length; i++) mem.u8[codes + i] = (i * 5) % entries.length;
        const coded: DictionaryVector = {
          encoding: 'dictionary',
          type: decimal,
          length,
          nullCount: 0,
          validity: 0,
          codes,
          width: 1,
          values: dictionary,
        };
        const multiply = (other: ColumnVector): ColumnVector =>
          isLeft ? arithmetic('mul', flat, other, product, arena) : arithmetic('mul', other, flat, product, arena);
        expect(plainValues(multiply(coded))).toEqual(plainValues(multiply(flatten(coded, arena))));
        expect(plainValues(flatten(coded, arena))).toEqual(plainValues(coded));
      });
    }),
    propertyBudget(60),
  );
});

it('doubles behind two-byte codes', () => {
  inArena((arena) => {
    const own = new Arena();
    const values = own.alloc(300 * 8);
    for (let i = 0; i < 300; i++) mem.f64[(values >>> 3) + i] = i / 4;
    const dictionary = new Values(flatVector(DataTypes.Float64, 300, { values, width: 8 }), () => own.release());
    arena.keep(dictionary);
    const codes = arena.alloc(1000 * 2);
    for (let i = 0; i < 1000; i++) mem.u16[(codes >>> 1) + i] = (i * 13) % 300;
    const coded: DictionaryVector = {
      encoding: 'dictionary',
      type: DataTypes.Float64,
      length: 1000,
      nullCount: 0,
      validity: 0,
      codes,
      width: 2,
      values: dictionary,
    };
    expect(plainValues(flatten(coded, arena))).toEqual(Array.from({ length: 1000 }, (_, i) => ((i * 13) % 300) / 4));
  });
});
