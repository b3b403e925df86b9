import { DataTypes, field, ScalarValue, Schema } from '@datafusion-ts/common';
import { Arena, Batch, vectorFromScalars } from '@datafusion-ts/compute';
import { col, InListExpr, lit } from '@datafusion-ts/physical-expr';
import { expectNoLeaks, plainValues } from '@datafusion-ts/test-utils';
import fc from 'fast-check';

const near = fc.integer({ min: -40, max: 40 });
const far = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const number = fc.oneof({ weight: 8, arbitrary: near }, { weight: 1, arbitrary: far });
const value = fc.oneof({ weight: 6, arbitrary: number }, { weight: 1, arbitrary: fc.constant(null) });

describe('lists of integers', () => {
  it('find what SQL says, however many members there are and however far apart', () => {
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 60 }),
        fc.oneof(fc.array(near, { minLength: 1, maxLength: 20 }), fc.array(value, { minLength: 1, maxLength: 20 })),
        fc.boolean(),
        fc.boolean(),
        (column, members: readonly (number | null)[], negated, wide) => {
          const scalar = (v: number | null): ScalarValue =>
            wide ? ScalarValue.int64(v === null ? null : BigInt(v)) : ScalarValue.int32(v);
          const found = expectNoLeaks(() => {
            const arena = new Arena();
            try {
              const type = wide ? DataTypes.Int64 : DataTypes.Int32;
              const schema = new Schema([field('a', type)]);
              const batch = new Batch(schema, [vectorFromScalars(type, column.map(scalar), arena)], column.length);
              const list = members.map((member) => lit(scalar(member)));
              const result = new InListExpr(col('a', schema), list, negated).evaluate(batch, arena);
              return plainValues(result);
            } finally {
              arena.release();
            }
          });
          const expected = column.map((v) => {
            if (v === null) return null;
            if (members.includes(v)) return !negated;
            return members.includes(null) ? null : negated;
          });
          expect(found).toEqual(expected);
        },
      ),
    );
  });
});
