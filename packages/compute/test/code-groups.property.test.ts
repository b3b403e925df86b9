/** Groups by codes: keys keep their numbers while the dictionaries of their columns change. */
import { DataTypes, ScalarValue, type DataType } from '@datafusion-ts/common';
import {
  Arena,
  flatten,
  GroupTable,
  mem,
  NO_GROUP,
  Values,
  vectorFromScalars,
  type ColumnVector,
  type DictionaryVector,
} from '@datafusion-ts/compute';
import { expectNoLeaks, plainValues, propertyBudget, type PlainValue } from '@datafusion-ts/test-utils';
import fc from 'fast-check';

const ROWS = 160;

/** Entries (NULL and equal ones among them), a code a row, and rows that are NULL whatever their code. */
interface CodedColumn {
  readonly entries: readonly (number | null)[];
  readonly codes: readonly number[];
  readonly nullEvery: number;
  readonly width: 1 | 2 | 4;
}

const codedColumn = (mostEntries: number): fc.Arbitrary<CodedColumn> =>
  fc.array(fc.option(fc.nat(40), { freq: 20 }), { minLength: 1, maxLength: mostEntries }).chain((entries) =>
    fc.record({
      entries: fc.constant(entries),
      codes: fc.array(fc.nat(entries.length - 1), { minLength: ROWS, maxLength: ROWS }),
      nullEvery: fc.constantFrom(0, 0, 0, 7),
      width: fc.constantFrom(1 as const, 2 as const, 4 as const),
    }),
  );

function buildColumn(type: DataType, { entries, codes, nullEvery, width }: CodedColumn, arena: Arena): ColumnVector {
  const own = new Arena();
  const scalars = entries.map((entry) => scalarOf(type, entry));
  const values = new Values(flatten(vectorFromScalars(type, scalars, own), own), () => own.release());
  arena.keep(values);
  const address = arena.alloc(ROWS * width);
  const array = width === 1 ? mem.u8 : width === 2 ? mem.u16 : mem.u32;
  array.set(codes, address / width);
  const validity = nullEvery === 0 ? 0 : arena.alloc((ROWS + 7) >>> 3);
  let nullCount = 0;
  for (let i = 0; nullEvery > 0 && i < ROWS; i++) {
    const isNull = i % nullEvery === 0;
    if (isNull) nullCount++;
    const byte = mem.u8[validity + (i >>> 3)]!;
    mem.u8[validity + (i >>> 3)] = isNull ? byte & ~(1 << (i & 7)) : byte | (1 << (i & 7));
  }
  const coded: DictionaryVector = {
    encoding: 'dictionary',
    type,
    length: ROWS,
    nullCount,
    validity,
    codes: address,
    width,
    values,
  };
  return coded;
}

const scalarOf = (type: DataType, entry: number | null): ScalarValue => {
  if (entry === null) return ScalarValue.null(type);
  return type.kind === 'Utf8' ? ScalarValue.utf8(`text number ${entry}`) : ScalarValue.int32(entry);
};

const batches = fc
  .tuple(fc.array(fc.constantFrom(DataTypes.Utf8, DataTypes.Int32), { minLength: 1, maxLength: 3 }), fc.nat(3))
  .chain(([types, some]) => {
    const most = types.length === 3 ? 6 : [4, 9, 12, 16][some]!;
    const batch = fc.tuple(...types.map(() => codedColumn(most)));
    return fc.record({ types: fc.constant(types), batches: fc.array(batch, { minLength: 1, maxLength: 5 }) });
  });

it('numbers keys by first appearance whatever their codes', () => {
  fc.assert(
    fc.property(batches, fc.nat(4), fc.boolean(), ({ types, batches: all }, emitAfter, nullsMatch) => {
      expectNoLeaks(() => {
        const arena = new Arena();
        const table = new GroupTable(types, undefined, { nullsMatch });
        const expected = new Map<string, number>();
        let next = 0;
        all.forEach((columns, batch) => {
          const vectors = columns.map((column, i) => buildColumn(types[i]!, column, arena));
          const plain = vectors.map((vector): readonly PlainValue[] => plainValues(vector));
          const groups = table.insert(vectors, ROWS, arena) >>> 2;
          const wanted = Array.from({ length: ROWS }, (_, row) => {
            const key = plain.map((column) => column[row] ?? null);
            if (!nullsMatch && key.includes(null)) return NO_GROUP;
            const text = JSON.stringify(key);
            if (!expected.has(text)) expected.set(text, next++);
            return expected.get(text)!;
          });
          expect(Array.from(mem.u32.subarray(groups, groups + ROWS))).toEqual(wanted);
          if (batch !== emitAfter || next === 0) return;
          // Groups that are left get other numbers.
          const cut = next >>> 1;
          table.emitFirst(cut, arena);
          for (const [key, group] of expected) {
            if (group < cut) expected.delete(key);
            else expected.set(key, group - cut);
          }
          next -= cut;
        });
        expect(table.groupCount).toBe(next);
        table.release();
        arena.release();
      });
    }),
    propertyBudget(100),
  );
});

it('numbers the rows of a mask where they are, whatever the codes of batches before', () => {
  // Few enough entries for groups as bytes, without nulls most of the time.
  const column = codedColumn(6).map((coded): CodedColumn => ({
    ...coded,
    entries: coded.entries.map((entry) => entry ?? 3),
    nullEvery: 0,
    width: 1,
  }));
  const masks = fc.array(fc.constantFrom(0, 1, 255, 255, 255), { minLength: ROWS, maxLength: ROWS });
  const batch = fc.record({
    columns: fc.tuple(column, column),
    mask: fc.option(masks, { freq: 3 }),
    rows: fc.integer({ min: 64, max: ROWS }),
  });
  const all = fc.array(batch, { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(all, fc.boolean(), fc.constantFrom(0, 0, 100, 210, 250), (steps, isOne, before) => {
      expectNoLeaks(() => {
        const arena = new Arena();
        const types = isOne ? [DataTypes.Utf8] : [DataTypes.Utf8, DataTypes.Int32];
        const table = new GroupTable(types);
        const expected = new Map<string, number>();
        const numberOf = (key: string): number => {
          if (!expected.has(key)) expected.set(key, expected.size);
          return expected.get(key)!;
        };
        // Groups that there are already, up to where they do not fit bytes any more.
        for (let i = 0; i < before; i++) {
          const key = types.map((type) => vectorFromScalars(type, [scalarOf(type, 1000 + i)], arena));
          table.insert(key, 1, arena);
          numberOf(JSON.stringify(key.map((vector) => plainValues(vector)[0])));
        }
        for (const { columns, mask, rows } of steps) {
          const vectors = types.map((type, i) => ({ ...buildColumn(type, columns[i]!, arena), length: rows }));
          const plain = vectors.map((vector): readonly PlainValue[] => plainValues(vector));
          const keyOf = (row: number): string => JSON.stringify(plain.map((values) => values[row]));
          const counts = Array.from({ length: rows }, (_, row) => mask?.[row] !== 0);
          const address = arena.alloc(rows);
          mem.u8.set(
            counts.map((_, row) => mask?.[row] ?? 255),
            address,
          );
          const bytes = mask === null ? undefined : table.insertMasked(vectors, rows, address, arena);
          if (bytes !== undefined) {
            const wanted = counts.map((isCounted, row) => (isCounted ? numberOf(keyOf(row)) : -1));
            const none = expected.size;
            expect(Array.from(mem.u8.subarray(bytes, bytes + rows))).toEqual(wanted.map((g) => (g === -1 ? none : g)));
          } else {
            const groups = table.insert(vectors, rows, arena) >>> 2;
            const wanted = counts.map((_, row) => numberOf(keyOf(row)));
            expect(Array.from(mem.u32.subarray(groups, groups + rows))).toEqual(wanted);
          }
          expect(table.groupCount).toBe(expected.size);
        }
        table.release();
        arena.release();
      });
    }),
    propertyBudget(100),
  );
});
