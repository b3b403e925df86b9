import { DataTypes, ScalarValue } from '@datafusion-ts/common';
import {
  allocator,
  Arena,
  compareRows,
  getScalar,
  GroupTable,
  hashColumns,
  mem,
  NO_GROUP,
  RowEncoder,
  sortIndices,
  vectorFromScalars,
  type ColumnVector,
} from '@datafusion-ts/compute';
import {
  allTypes,
  arbitraryColumns,
  arbitraryVector,
  plainScalar,
  plainValues,
  propertyBudget,
  type PlainValue,
  type VectorPlan,
} from '@datafusion-ts/test-utils';
import fc from 'fast-check';
import { compareScalars } from './compare-scalars.js';

const blocks = allocator.liveBlocks;
afterAll(() => expect(allocator.liveBlocks).toBe(blocks));

/** A string that is equal exactly for equal rows: floats by bits. */
const keyOf = (row: readonly PlainValue[]): string =>
  JSON.stringify(row, (_, v: unknown) =>
    typeof v === 'bigint' ? `${v}n` : Object.is(v, -0) ? '-0' : typeof v === 'number' ? String(v) : v,
  );

const rowsOfPlans = (plans: readonly VectorPlan[]): PlainValue[][] =>
  plans[0]!.scalars.map((_, row) => plans.map((p) => plainScalar(p.scalars[row]!)));

const someTypes = fc.array(fc.constantFrom(...allTypes), { minLength: 1, maxLength: 3 });
const columns = someTypes.chain((types) => arbitraryColumns(types).map((plans) => ({ types, plans })));
const twoBatches = someTypes.chain((types) =>
  fc.tuple(arbitraryColumns(types), arbitraryColumns(types)).map(([first, second]) => ({ types, first, second })),
);
const u32At = (address: number, count: number): number[] =>
  Array.from(mem.u32.subarray(address >>> 2, (address >>> 2) + count));

describe('hashColumns', () => {
  it('gives equal rows equal hashes whatever their encoding', () => {
    fc.assert(
      fc.property(columns, ({ plans }) => {
        const arena = new Arena();
        const rows = rowsOfPlans(plans);
        const hashes = hashColumns(
          plans.map((p) => p.build(arena)),
          rows.length,
          arena,
        );
        const seen = new Map<string, bigint>();
        const flats = plans.map((p) => p.build(arena));
        rows.forEach((row, i) => {
          const hash = mem.u64[(hashes >>> 3) + i]!;
          expect(seen.get(keyOf(row)) ?? hash).toBe(hash);
          seen.set(keyOf(row), hash);
        });
        expect(new Set(seen.values()).size).toBe(seen.size);
        expect(flats.length).toBe(plans.length);
        arena.release();
      }),
      propertyBudget(400),
    );
  });

  it.each(allTypes)('does not depend on the encoding of %j', (type) => {
    fc.assert(
      fc.property(arbitraryVector(type), (plan) => {
        const arena = new Arena();
        const vector = plan.build(arena);
        const flat = plan.shape === 'constant' ? plan.scalars : plan.scalars;
        const again = rebuild(type, flat, arena);
        const a = hashColumns([vector], vector.length, arena);
        const b = hashColumns([again], vector.length, arena);
        expect(mem.u64.slice(a >>> 3, (a >>> 3) + vector.length)).toEqual(
          mem.u64.slice(b >>> 3, (b >>> 3) + vector.length),
        );
        arena.release();
      }),
      propertyBudget(30),
    );
  });
});

describe('RowEncoder', () => {
  it.each(['order', 'equality'] as const)('decodes what it encoded (%s)', (mode) => {
    const options = fc.array(fc.record({ descending: fc.boolean(), nullsFirst: fc.boolean() }), {
      minLength: 3,
      maxLength: 3,
    });
    fc.assert(
      fc.property(columns, options, ({ types, plans }, sort) => {
        const arena = new Arena();
        const encoder = new RowEncoder(
          types.map((type, i) => ({ type, ...sort[i]! })),
          mode,
        );
        const count = plans[0]!.scalars.length;
        const rows = encoder.encode(
          plans.map((p) => p.build(arena)),
          count,
          arena,
        );
        const back = encoder.decode(rows, 0, count, arena);
        back.forEach((c, i) => expect(plainValues(c)).toEqual(plans[i]!.scalars.map(plainScalar)));
        arena.release();
      }),
      propertyBudget(400),
    );
  });

  it('orders rows as their values', () => {
    const options = fc.array(fc.record({ descending: fc.boolean(), nullsFirst: fc.boolean() }), {
      minLength: 3,
      maxLength: 3,
    });
    fc.assert(
      fc.property(columns, options, ({ types, plans }, sort) => {
        const arena = new Arena();
        const encoder = new RowEncoder(types.map((type, i) => ({ type, ...sort[i]! })));
        const count = plans[0]!.scalars.length;
        const rows = encoder.encode(
          plans.map((p) => p.build(arena)),
          count,
          arena,
        );
        for (let i = 1; i < count; i++) {
          const expected = compareRow(plans, sort, i - 1, i);
          expect(Math.sign(compareRows(rows, i - 1, rows, i))).toBe(Math.sign(expected));
        }
        arena.release();
      }),
      propertyBudget(400),
    );
  });
});

describe('GroupTable', () => {
  it('numbers keys by first appearance, over several batches', () => {
    fc.assert(
      fc.property(twoBatches, ({ types, first, second }) => {
        const arena = new Arena();
        const table = new GroupTable(types);
        const expected = new Map<string, number>();
        const keys: PlainValue[][] = [];
        for (const plans of [first, second]) {
          const rows = rowsOfPlans(plans);
          const groups = u32At(
            table.insert(
              plans.map((p) => p.build(arena)),
              rows.length,
              arena,
            ),
            rows.length,
          );
          const wanted = rows.map((row) => {
            const key = keyOf(row);
            if (!expected.has(key)) {
              expected.set(key, expected.size);
              keys.push(row);
            }
            return expected.get(key)!;
          });
          expect(groups).toEqual(wanted);
        }
        expect(table.groupCount).toBe(keys.length);
        arena.reset();
        const columnsBack = table.keys(0, keys.length, arena);
        columnsBack.forEach((c, i) => expect(plainValues(c)).toEqual(keys.map((k) => k[i]!)));
        table.release();
        arena.release();
      }),
      propertyBudget(400),
    );
  });

  it('looks up without inserting, and emits from the front', () => {
    fc.assert(
      fc.property(twoBatches, fc.nat(), ({ types, first, second }, cut) => {
        const arena = new Arena();
        const table = new GroupTable(types);
        const rows = rowsOfPlans(first);
        const inserted = u32At(
          table.insert(
            first.map((p) => p.build(arena)),
            rows.length,
            arena,
          ),
          rows.length,
        );
        const groupOf = new Map(rows.map((row, i) => [keyOf(row), inserted[i]!]));
        const n = cut % (table.groupCount + 1);
        const all = table.keys(0, table.groupCount, arena).map(plainValues);
        const emitted = table.emitFirst(n, arena).map(plainValues);
        emitted.forEach((column, i) => expect(column).toEqual(all[i]!.slice(0, n)));
        const probes = rowsOfPlans(second);
        const found = u32At(
          table.lookup(
            second.map((p) => p.build(arena)),
            probes.length,
            arena,
          ),
          probes.length,
        );
        expect(found).toEqual(
          probes.map((row) => {
            const group = groupOf.get(keyOf(row));
            return group === undefined || group < n ? NO_GROUP : group - n;
          }),
        );
        table.release();
        arena.release();
      }),
      propertyBudget(400),
    );
  });

  it('nulls match nothing when told so', () => {
    fc.assert(
      fc.property(columns, ({ types, plans }) => {
        const arena = new Arena();
        const table = new GroupTable(types, undefined, { nullsMatch: false });
        const rows = rowsOfPlans(plans);
        const groups = u32At(
          table.insert(
            plans.map((p) => p.build(arena)),
            rows.length,
            arena,
          ),
          rows.length,
        );
        rows.forEach((row, i) => expect(groups[i] === NO_GROUP).toBe(row.includes(null)));
        table.release();
        arena.release();
      }),
      propertyBudget(200),
    );
  });

  it('grows over many keys', () => {
    const arena = new Arena();
    const table = new GroupTable([{ kind: 'Int64' }]);
    const values = arena.alloc(8 * 8192);
    for (let batch = 0; batch < 20; batch++) {
      for (let i = 0; i < 8192; i++) mem.i64[(values >>> 3) + i] = BigInt(batch * 5000 + i) * 1000003n;
      const vector: ColumnVector = {
        encoding: 'flat',
        type: { kind: 'Int64' },
        length: 8192,
        nullCount: 0,
        validity: 0,
        values,
        width: 8,
        aux: 0,
        children: [],
      };
      const groups = table.insert([vector], 8192, arena);
      expect(mem.u32[(groups >>> 2) + 8191]).toBe(batch * 5000 + 8191);
    }
    expect(table.groupCount).toBe(19 * 5000 + 8192);
    table.release();
    arena.release();
  });
});

describe('sortIndices', () => {
  it('sorts stably by all keys, with and without a limit', () => {
    const options = fc.array(fc.record({ descending: fc.boolean(), nullsFirst: fc.boolean() }), {
      minLength: 3,
      maxLength: 3,
    });
    fc.assert(
      fc.property(columns, options, fc.option(fc.nat({ max: 12 }), { nil: undefined }), ({ plans }, sort, limit) => {
        const arena = new Arena();
        const count = plans[0]!.scalars.length;
        const expected = Array.from({ length: count }, (_, i) => i).sort((a, b) => compareRow(plans, sort, a, b));
        const address = sortIndices(
          plans.map((p) => p.build(arena)),
          sort,
          limit,
          arena,
        );
        expect(u32At(address, Math.min(limit ?? count, count))).toEqual(expected.slice(0, limit ?? count));
        arena.release();
      }),
      propertyBudget(800),
    );
  });
});

function compareRow(
  plans: readonly VectorPlan[],
  sort: readonly { descending: boolean; nullsFirst: boolean }[],
  a: number,
  b: number,
): number {
  for (let c = 0; c < plans.length; c++) {
    const order = compareScalars(plans[c]!.scalars[a]!, plans[c]!.scalars[b]!, sort[c]!);
    if (order !== 0) return order;
  }
  return 0;
}

function rebuild(type: ScalarValue['dataType'], scalars: readonly ScalarValue[], arena: Arena): ColumnVector {
  return vectorFromScalars(type, scalars, arena);
}

describe('GroupTable of integers', () => {
  it('numbers keys alike whether they lie close together or far apart', () => {
    const arbitraryKey = fc.oneof(
      fc.bigInt({ min: -20n, max: 20n }),
      fc.bigInt({ min: -100_000n, max: 100_000n }),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    );
    const batches = fc.array(
      fc.oneof(
        fc.array(fc.option(arbitraryKey), { maxLength: 30 }),
        // Many keys in a row, so that a table of slots grows until the range is small beside it.
        fc
          .bigInt({ min: -70_000n, max: 70_000n })
          .map((from) => Array.from({ length: 9000 }, (_, i) => from + BigInt(i * 7))),
      ),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(batches, fc.nat(4000), (lists, emitted) => {
        const arena = new Arena();
        const table = new GroupTable([DataTypes.Int64]);
        const groups = new Map<bigint | null, number>();
        const order: (bigint | null)[] = [];
        lists.forEach((keys, i) => {
          const column = vectorFromScalars(
            DataTypes.Int64,
            keys.map((key) => new ScalarValue(DataTypes.Int64, key)),
            arena,
          );
          const found = u32At(table.insert([column], keys.length, arena), keys.length);
          const expected = keys.map((key) => {
            const known = groups.get(key);
            if (known !== undefined) return known;
            groups.set(key, groups.size);
            order.push(key);
            return groups.size - 1;
          });
          expect(found).toEqual(expected);
          expect(u32At(table.lookup([column], keys.length, arena), keys.length)).toEqual(expected);
          if (i !== 2) return;
          const count = Math.min(emitted, order.length);
          const gone = table.emitFirst(count, arena)[0]!;
          expect(Array.from({ length: count }, (_, row) => getScalar(gone, row).value)).toEqual(order.splice(0, count));
          groups.clear();
          order.forEach((key, group) => groups.set(key, group));
        });
        expect(table.groupCount).toBe(order.length);
        const [column] = table.keys(0, order.length, arena);
        expect(order.map((_, row) => getScalar(column!, row).value)).toEqual(order);
        table.release();
        arena.release();
      }),
      propertyBudget(40),
    );
  });
});

describe('GroupTable of integers and texts', () => {
  it('numbers rows alike however many bits they need', () => {
    const { Boolean, Date32, Int16, Int64, UInt32, Utf8View } = DataTypes;
    const types = [Int64, Utf8View, Int16, UInt32, Boolean, Date32];
    const value = (kind: string, wide: boolean): fc.Arbitrary<bigint | boolean | number | string> => {
      switch (kind) {
        case 'Int64':
          return fc.bigInt(wide ? { min: -(2n ** 63n), max: 2n ** 63n - 1n } : { min: -9n, max: 9n });
        case 'Utf8View':
          return fc.constantFrom('', 'a', 'b', 'a text that is longer than twelve bytes');
        case 'Boolean':
          return fc.boolean();
        case 'UInt32':
          return fc.nat(wide ? 0xffff_ffff : 9);
        default:
          return fc.integer(wide ? { min: -32_768, max: 32_767 } : { min: -9, max: 9 });
      }
    };
    const cases = fc.subarray(types, { minLength: 2 }).chain((chosen) => {
      const row = fc.boolean().chain((wide) => fc.tuple(...chosen.map((type) => fc.option(value(type.kind, wide)))));
      const narrow = fc.tuple(...chosen.map((type) => fc.option(value(type.kind, false))));
      return fc.record({
        chosen: fc.constant(chosen),
        batches: fc.array(fc.oneof(fc.array(narrow, { maxLength: 20 }), fc.array(row, { maxLength: 20 })), {
          maxLength: 5,
        }),
        removed: fc.option(fc.nat(9)),
      });
    });
    fc.assert(
      fc.property(cases, ({ chosen, batches, removed }) => {
        const arena = new Arena();
        const table = new GroupTable(chosen);
        const order: (bigint | boolean | number | string | null)[][] = [];
        batches.forEach((rows, at) => {
          const columns = chosen.map((type, i) =>
            vectorFromScalars(
              type,
              rows.map((row) => new ScalarValue(type, row[i]!)),
              arena,
            ),
          );
          const found = u32At(table.insert(columns, rows.length, arena), rows.length);
          const expected = rows.map((row) => {
            const known = order.findIndex((other) => keyOf(other) === keyOf(row));
            return known === -1 ? order.push([...row]) - 1 : known;
          });
          expect(found).toEqual(expected);
          expect(u32At(table.lookup(columns, rows.length, arena), rows.length)).toEqual(expected);
          if (at !== 1 || removed === null) return;
          const count = Math.min(removed, order.length);
          table.emitFirst(count, arena);
          order.splice(0, count);
        });
        const keys = table.keys(0, order.length, arena);
        expect(order.map((_, row) => keys.map((column) => getScalar(column, row).value))).toEqual(order);
        table.release();
        arena.release();
      }),
      propertyBudget(100),
    );
  });
});
