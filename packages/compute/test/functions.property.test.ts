/**
 * Functions on columns in every shape and encoding against the same function row by row: nulls, slices, constants,
 * dictionaries must make no difference. With compiled kernels and with twins.
 */
import { DataFusionError, DataTypes, ScalarValue, type DataType } from '@datafusion-ts/common';
import {
  and3,
  Arena,
  arithmetic,
  bitwise,
  canCast,
  cast,
  castScalar,
  compare,
  compareScalars,
  constantVector,
  datePart,
  dateTrunc,
  formatScalar,
  getScalar,
  isBoolean,
  isNotNullVector,
  isNullVector,
  like,
  makeFormatter,
  negate,
  not3,
  or3,
  parseValue,
  twinKernels,
  useKernels,
  type ColumnVector,
  type CompareOp,
} from '@datafusion-ts/compute';
import {
  allTypes,
  arbitraryColumns,
  arbitraryVector,
  expectNoLeaks,
  plainScalar,
  propertyBudget,
  scalarTypes,
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

/** The values that a computation gives, or the fact that it fails. */
function values(compute: () => ColumnVector): unknown {
  try {
    const vector = compute();
    return Array.from({ length: vector.length }, (_, i) => plainScalar(getScalar(vector, i)));
  } catch (error) {
    if (error instanceof DataFusionError) return 'fails';
    throw error;
  }
}

/** The same, one row at a time; one failing row fails all. */
function rowByRow(length: number, compute: (row: number) => ColumnVector): unknown {
  const rows = Array.from({ length }, (_, row) => values(() => compute(row)));
  return rows.includes('fails') ? 'fails' : rows.flat();
}

type Binary = (a: ColumnVector, b: ColumnVector, arena: Arena) => ColumnVector;

function checkBinary(left: DataType, right: DataType, fn: Binary): void {
  fc.assert(
    fc.property(arbitraryColumns([left, right], 20), ([a, b]) => {
      inArena((arena) => {
        const together = values(() => fn(a!.build(arena), b!.build(arena), arena));
        const single = rowByRow(a!.scalars.length, (row) =>
          fn(constantVector(a!.scalars[row]!, 1), constantVector(b!.scalars[row]!, 1), arena),
        );
        expect(together).toEqual(single);
      });
    }),
    propertyBudget(60),
  );
}

type Unary = (a: ColumnVector, arena: Arena) => ColumnVector;

function checkUnary(type: DataType, fn: Unary): void {
  fc.assert(
    fc.property(arbitraryVector(type), (plan) => {
      inArena((arena) => {
        const together = values(() => fn(plan.build(arena), arena));
        const single = rowByRow(plan.scalars.length, (row) => fn(constantVector(plan.scalars[row]!, 1), arena));
        expect(together).toEqual(single);
      });
    }),
    propertyBudget(60),
  );
}

const name = (type: DataType): string => JSON.stringify(type, (_, v: unknown) => v).slice(0, 60);
const named = (types: readonly DataType[]): [string, DataType][] => types.map((type) => [name(type), type]);
const numbers = scalarTypes.filter(({ kind }) => /^(U?Int\d|Float)/.test(kind));
const decimals = scalarTypes.filter(({ kind }) => kind.startsWith('Decimal'));
const integers = numbers.filter(({ kind }) => !kind.startsWith('Float'));

describe.each(['compiled', 'twin'] as const)('with %s kernels', (kind) => {
  beforeAll(() => useKernels(kind === 'twin' ? twinKernels() : undefined));
  afterAll(() => useKernels(undefined));

  describe.each(named(numbers))('%s', (_, type) => {
    it.each(['add', 'sub', 'mul', 'div', 'mod'] as const)('%s', (op) => {
      checkBinary(type, type, (a, b, arena) => arithmetic(op, a, b, type, arena));
    });
    it('negates', () => {
      if (!type.kind.startsWith('U')) checkUnary(type, negate);
    });
  });

  describe.each(named(decimals))('%s', (_, type) => {
    it.each(['add', 'sub', 'mul', 'div', 'mod'] as const)('%s', (op) => {
      const { kind: decimal, scale } = type as DataType & { kind: 'Decimal128'; scale: number };
      const result = {
        kind: decimal,
        precision: 38,
        scale: op === 'mul' ? scale * 2 : op === 'div' ? scale + 4 : scale,
      };
      checkBinary(type, type, (a, b, arena) => arithmetic(op, a, b, result, arena));
    });
    it('negates', () => checkUnary(type, negate));
  });

  it.each(named(integers))('%s bitwise', (_, type) => {
    for (const op of ['and', 'or', 'xor', 'shiftLeft', 'shiftRight'] as const) {
      checkBinary(type, type, (a, b, arena) => bitwise(op, a, b, arena));
    }
  });

  const interval = DataTypes.interval('MonthDayNano');
  it.each(named([DataTypes.Date32, DataTypes.timestamp('Microsecond'), DataTypes.timestamp('Nanosecond', '+02:00')]))(
    '%s moved by intervals',
    (_, type) => {
      checkBinary(type, interval, (a, b, arena) => arithmetic('add', a, b, type, arena));
      checkBinary(type, interval, (a, b, arena) => arithmetic('sub', a, b, type, arena));
    },
  );

  describe.each(named(allTypes))('%s', (_, type) => {
    it('compares', () => {
      for (const op of ['eq', 'lt', 'gteq', 'distinct', 'notDistinct'] as const) {
        checkBinary(type, type, (a, b, arena) => compare(op, a, b, arena));
      }
    });
    it('tells nulls', () => {
      checkUnary(type, isNullVector);
      checkUnary(type, isNotNullVector);
    });
    it('prints rows as it prints scalars', () => {
      fc.assert(
        fc.property(arbitraryVector(type), (plan) => {
          inArena((arena) => {
            const format = makeFormatter(plan.build(arena));
            plan.scalars.forEach((scalar, row) => expect(format(row)).toBe(formatScalar(scalar)));
          });
        }),
        propertyBudget(40),
      );
    });
  });

  it('three-valued logic', () => {
    checkBinary(DataTypes.Boolean, DataTypes.Boolean, and3);
    checkBinary(DataTypes.Boolean, DataTypes.Boolean, or3);
    checkUnary(DataTypes.Boolean, not3);
    for (const test of ['true', 'false', 'unknown', 'notTrue', 'notFalse', 'notUnknown'] as const) {
      checkUnary(DataTypes.Boolean, (a, arena) => isBoolean(test, a, arena));
    }
  });

  it('LIKE', () => {
    const options = { negated: false, caseInsensitive: false };
    checkBinary(DataTypes.Utf8, DataTypes.Utf8View, (a, b, arena) => like(a, b, options, arena));
    for (const pattern of ['a%', '%a', '%a%', '%a%b%', 'a%b', '_', '%', '']) {
      checkUnary(DataTypes.Utf8, (a, arena) =>
        like(a, constantVector(ScalarValue.utf8(pattern), a.length), options, arena),
      );
    }
  });

  it('date parts and truncation', () => {
    for (const type of [
      DataTypes.Date32,
      DataTypes.timestamp('Microsecond'),
      DataTypes.timestamp('Nanosecond', '+02:00'),
    ]) {
      for (const part of ['year', 'quarter', 'day', 'hour', 'week', 'millisecond', 'epoch'] as const) {
        checkUnary(type, (a, arena) => datePart(part, a, arena));
      }
    }
    for (const unit of ['minute', 'week', 'month', 'year'] as const) {
      checkUnary(DataTypes.timestamp('Nanosecond'), (a, arena) => dateTrunc(unit, a, arena));
    }
  });

  it.each(named(scalarTypes))('%s casts', (_, from) => {
    for (const to of scalarTypes.filter(
      (type) => canCast(from, type) && !(from.kind === 'Interval' && type.kind === 'Int64'),
    )) {
      fc.assert(
        fc.property(arbitraryVector(from), fc.boolean(), (plan, safe) => {
          inArena((arena) => {
            const together = values(() => cast(plan.build(arena), to, { safe }, arena));
            const single = rowByRow(plan.scalars.length, (row) =>
              constantVector(castScalar(plan.scalars[row]!, to, { safe }), 1),
            );
            expect(together).toEqual(single);
          });
        }),
        propertyBudget(8),
      );
    }
  });
});

describe('references', () => {
  it('three-valued logic is that of the truth table', () => {
    const domain = [true, false, null];
    inArena((arena) => {
      for (const a of domain) {
        for (const b of domain) {
          const [x, y] = [constantVector(ScalarValue.boolean(a), 3), constantVector(ScalarValue.boolean(b), 3)];
          const both = a === false || b === false ? false : a === null || b === null ? null : true;
          const either = a === true || b === true ? true : a === null || b === null ? null : false;
          expect(getScalar(and3(x, y, arena), 0).value).toBe(both);
          expect(getScalar(or3(x, y, arena), 0).value).toBe(either);
        }
      }
    });
  });

  it.each(named(scalarTypes.filter(({ kind }) => kind !== 'Null')))(
    '%s: operators agree with the order of scalars',
    (_, type) => {
      const expected: Readonly<Record<Exclude<CompareOp, 'distinct' | 'notDistinct'>, (order: number) => boolean>> = {
        eq: (order) => order === 0,
        neq: (order) => order !== 0,
        lt: (order) => order < 0,
        lteq: (order) => order <= 0,
        gt: (order) => order > 0,
        gteq: (order) => order >= 0,
      };
      fc.assert(
        fc.property(arbitraryColumns([type, type], 20), ([a, b]) => {
          inArena((arena) => {
            for (const [op, test] of Object.entries(expected)) {
              const result = compare(op as CompareOp, a!.build(arena), b!.build(arena), arena);
              a!.scalars.forEach((x, row) => {
                const order = compareScalars(x, b!.scalars[row]!);
                expect(getScalar(result, row).value).toBe(order === undefined ? null : test(order));
              });
            }
          });
        }),
        propertyBudget(40),
      );
    },
  );

  it('text of a value reads back as the value', () => {
    for (const type of numbers) {
      fc.assert(
        fc.property(arbitraryVector(type), (plan) => {
          for (const scalar of plan.scalars) {
            if (scalar.isNull) continue;
            const text = formatScalar(scalar);
            expect(parseValue(type, text)).toEqual(scalar.value);
          }
        }),
        propertyBudget(60),
      );
    }
  });
});
