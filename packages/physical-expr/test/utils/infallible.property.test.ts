import { DataTypes, Schema, field, ScalarValue, type DataType } from '@datafusion-ts/common';
import { Arena, Batch, constantVector } from '@datafusion-ts/compute';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { binary, CastExpr, Column, isInfallible, lit } from '@datafusion-ts/physical-expr';
import { propertyBudget } from '@datafusion-ts/test-utils';
import fc from 'fast-check';

const { Float64, Int64 } = DataTypes;
const decimal = DataTypes.decimal128;

const column = (type: DataType): { readonly expr: PhysicalExpr; readonly schema: Schema } => ({
  expr: new Column('a', 0),
  schema: new Schema([field('a', type, true)]),
});

/** Evaluates over one row with the greatest value of the column's type, and the least one. */
function evaluateAtEnds(expr: PhysicalExpr, schema: Schema): void {
  const { dataType } = schema.field(0);
  const greatest =
    dataType.kind === 'Decimal128'
      ? 10n ** BigInt(dataType.precision) - 1n
      : dataType.kind === 'Int64'
        ? 2n ** 63n - 1n
        : 1e300;
  const arena = new Arena();
  try {
    for (const value of [greatest, -greatest])
      expr.evaluate(new Batch(schema, [constantVector(new ScalarValue(dataType, value), 1)], 1), arena);
  } finally {
    arena.release();
  }
}

describe('what cannot fail', () => {
  it('is a cast of a part of a decimal to one with room for it', () => {
    const { expr, schema } = column(decimal(19, 6));
    const part = binary(lit(ScalarValue.float64(0.2)), 'Multiply', new CastExpr(expr, Float64));
    expect(isInfallible(new CastExpr(part, decimal(30, 15)), schema)).toBe(true);
    expect(isInfallible(new CastExpr(part, decimal(30, 20)), schema)).toBe(false);
    expect(isInfallible(new CastExpr(part, decimal(30, 15)))).toBe(false);
  });

  it('is not a cast of floats of which nothing is known', () => {
    const { expr, schema } = column(Float64);
    expect(isInfallible(new CastExpr(expr, decimal(38, 0)), schema)).toBe(false);
    expect(isInfallible(binary(expr, 'Divide', expr), schema)).toBe(true);
  });

  it('is not a division of decimals, nor integer arithmetic that is checked', () => {
    const { expr, schema } = column(decimal(10, 2));
    expect(isInfallible(binary(expr, 'Divide', expr), schema)).toBe(false);
    const integers = column(Int64);
    expect(isInfallible(binary(integers.expr, 'Divide', integers.expr), integers.schema)).toBe(false);
  });

  it('never fails on the greatest and the least value', () => {
    const type = fc.oneof(
      fc
        .integer({ min: 1, max: 38 })
        .chain((precision) => fc.integer({ min: 0, max: precision }).map((scale) => decimal(precision, scale))),
      fc.constant(Int64),
    );
    const grown = fc.letrec<{ node: (leaf: PhysicalExpr) => PhysicalExpr }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 3 },
        fc.constant((leaf: PhysicalExpr) => leaf),
        fc.tuple(tie('node'), type).map(
          ([make, to]) =>
            (leaf: PhysicalExpr) =>
              new CastExpr(make(leaf), to),
        ),
        tie('node').map((make) => (leaf: PhysicalExpr) => new CastExpr(make(leaf), Float64)),
        fc.tuple(tie('node'), tie('node'), fc.constantFrom('Plus', 'Minus', 'Multiply')).map(
          ([a, b, op]) =>
            (leaf: PhysicalExpr) =>
              binary(a(leaf), op, b(leaf)),
        ),
      ),
    })).node;
    let count = 0;
    fc.assert(
      fc.property(type, grown, (of, make) => {
        const { expr: leaf, schema } = column(of);
        const expr = make(leaf);
        let isSound = true;
        try {
          expr.dataType(schema);
          isSound = isInfallible(expr, schema);
        } catch {
          return; // operands that planning would have coerced, or refused
        }
        if (!isSound) return;
        count++;
        evaluateAtEnds(expr, schema);
      }),
      propertyBudget(500),
    );
    expect(count).toBeGreaterThan(20);
  });
});
