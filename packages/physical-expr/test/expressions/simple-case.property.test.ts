import { DataTypes, field, ScalarValue, Schema, type DataType, type ScalarData } from '@datafusion-ts/common';
import { Arena, Batch, rowsOf, selectRows, vectorFromScalars } from '@datafusion-ts/compute';
import { CaseExpr, col, lit } from '@datafusion-ts/physical-expr';
import { expectNoLeaks, plainValues, propertyBudget } from '@datafusion-ts/test-utils';
import fc from 'fast-check';

const option = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(values, { freq: 4 });

/** A type and values of it. */
const kinds: fc.Arbitrary<readonly [DataType, fc.Arbitrary<ScalarData>]> = fc.constantFrom(
  [DataTypes.Int64, option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }))],
  [DataTypes.Int32, option(fc.integer({ min: -9, max: 9 }))],
  [DataTypes.Float64, option(fc.double({ noNaN: true }))],
  [
    { kind: 'Decimal128', precision: 38, scale: 2 },
    option(fc.oneof(fc.bigInt({ min: -99n, max: 99n }), fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }))),
  ],
  [DataTypes.Utf8, option(fc.constantFrom('', 'ab', 'a text that is longer than twelve bytes'))],
  [DataTypes.Boolean, option(fc.boolean())],
);

const cases = kinds.chain(([type, value]) =>
  fc.record({
    type: fc.constant(type),
    rows: fc.array(fc.tuple(option(fc.boolean()), value), { minLength: 1, maxLength: 40 }),
    then: fc.oneof(
      fc.constant('column' as const),
      value.map((literal) => ({ literal })),
    ),
    otherwise: fc.oneof(
      fc.constant(undefined),
      value.map((literal) => ({ literal })),
    ),
    every: fc.integer({ min: 1, max: 3 }),
  }),
);

describe('CASE of one branch with simple results', () => {
  it('chooses by row', () => {
    fc.assert(
      fc.property(cases, ({ type, rows, then, otherwise, every }) => {
        const chosen = rows.map((_, i) => i).filter((i) => i % every === 0);
        const column = (kind: DataType, values: readonly ScalarData[], arena: Arena) =>
          vectorFromScalars(
            kind,
            values.map((v) => new ScalarValue(kind, v)),
            arena,
          );
        const [given, expected] = expectNoLeaks(() => {
          const arena = new Arena();
          try {
            const schema = new Schema([field('c', DataTypes.Boolean), field('v', type)]);
            const conditions = rows.map(([condition]) => condition);
            const values = rows.map(([, value]) => value);
            const vectors = [column(DataTypes.Boolean, conditions, arena), column(type, values, arena)];
            const whole = new Batch(schema, vectors, rows.length);
            const selection = { rows: rowsOf(chosen, arena), count: chosen.length };
            const batch = every === 1 ? whole : selectRows(whole, selection, arena);
            const literal = (data: ScalarData) => lit(new ScalarValue(type, data));
            const expr = new CaseExpr(
              undefined,
              [{ when: col('c', schema), then: then === 'column' ? col('v', schema) : literal(then.literal) }],
              otherwise === undefined ? undefined : literal(otherwise.literal),
            );
            const wanted = chosen.map((row) => {
              const [condition, value] = rows[row]!;
              if (condition === true) return then === 'column' ? value : then.literal;
              return otherwise?.literal ?? null;
            });
            return [plainValues(expr.evaluate(batch, arena)), plainValues(column(type, wanted, arena))];
          } finally {
            arena.release();
          }
        });
        expect(given).toEqual(expected);
      }),
      propertyBudget(400),
    );
  });
});
