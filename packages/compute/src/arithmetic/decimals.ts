/**
 * Decimals. Both sides are brought to the scales that make the result's scale come out: for `+ - %` the larger scale, for
 * `*` as they are, for `/` the dividend is multiplied by 10^(result scale - s1 + s2). Quotients truncate. What does not
 * fit in the representation (128 bits for Decimal128) is an error.
 *
 * Values travel in 8 bytes while they fit: a 64-bit kernel runs first and only when it overflows the 128-bit way is taken.
 * Decimal256 goes through bigints.
 */
import type { ArrowError, DataType, DataTypeOf, DecimalKind } from '@datafusion-ts/common';
import { decimalOperand, decimalWidthOf } from '../compare/compare.js';
import { kernels, type Kernels } from '../kernels/registry.js';
import type { Arena } from '../memory/arena.js';
import { commonValidity, type BinaryFunction, type Operand, type Plain } from '../operand/operand.js';
import { getBit } from '../vector/bitmap.js';
import type { ColumnVector, DictionaryVector, FlatVector } from '../vector/column-vector.js';
import { flatVector } from '../vector/flat-vector.js';
import { valueTypeOf } from '../vector/physical-type.js';
import { readWide, writeWide } from '../vector/numbers.js';
import type { ArithmeticOp } from './arithmetic.js';
import { divideByZero, overflowOn } from './integers.js';

type DecimalType = DataTypeOf<DecimalKind>;

/** True for the four decimal types. */
export function isDecimal(type: DataType): type is DecimalType {
  return 'precision' in type;
}

/** Bits of the representation whose overflow is an error. */
const BITS: Readonly<Record<DecimalKind, number>> = { Decimal32: 32, Decimal64: 64, Decimal128: 128, Decimal256: 256 };

interface Plan {
  readonly op: ArithmeticOp;
  /** Factors that both sides are multiplied with first. */
  readonly am: bigint;
  readonly bm: bigint;
  readonly bits: number;
  readonly resultType: DataType;
}

/** Arithmetic of two decimal columns. */
export function decimalArithmetic(
  op: ArithmeticOp,
  a: DecimalType,
  b: DecimalType,
  resultType: DataType,
): BinaryFunction {
  const plan: Plan = { op, ...factors(op, a, b, resultType), bits: BITS[a.kind], resultType };
  return (x, y, length, arena) => {
    const width = Math.max(decimalWidthOf(x), decimalWidthOf(y));
    if (plan.bits !== 32 && width === 8) {
      const fast = narrow(plan, x, y, length, arena);
      if (fast !== undefined) return fast;
    }
    if (plan.bits === 128 && width <= 16) {
      const wide = wide128(plan, x, y, length, arena);
      if (wide !== undefined) return wide;
    }
    return exact(plan, x, y, length, arena);
  };
}

const power = (exponent: number): bigint => 10n ** BigInt(exponent);

function factors(op: ArithmeticOp, a: DecimalType, b: DecimalType, resultType: DataType): { am: bigint; bm: bigint } {
  if (op === 'mul') return { am: 1n, bm: 1n };
  if (op === 'div') {
    const scale = isDecimal(resultType) ? resultType.scale : a.scale;
    const exponent = scale - a.scale + b.scale;
    return exponent >= 0 ? { am: power(exponent), bm: 1n } : { am: 1n, bm: power(-exponent) };
  }
  const most = Math.max(a.scale, b.scale);
  return { am: power(most - a.scale), bm: power(most - b.scale) };
}

/** Everything in 64 bits; undefined when something does not fit. */
function narrow(plan: Plan, a: Plain, b: Plain, length: number, arena: Arena): ColumnVector | undefined {
  const { op, am, bm } = plan;
  if (am > 10n ** 18n || bm > 10n ** 18n) return undefined;
  const x = decimalOperand(a, 8, arena);
  const y = decimalOperand(b, 8, arena);
  const nulls = commonValidity(x, y, length, arena);
  const to = arena.alloc(length * 8);
  const k = kernels();
  const done = ((): number => {
    switch (op) {
      case 'mul':
        return k.mulCheckedI64(x.address, x.step, y.address, y.step, length, nulls.validity, to);
      case 'add':
      case 'sub':
        if (am === 1n && bm === 1n) {
          const kernel = op === 'add' ? k.addCheckedI64 : k.subCheckedI64;
          return kernel(x.address, x.step, y.address, y.step, length, nulls.validity, to);
        }
        return k.addScaledI64(
          x.address,
          x.step,
          am,
          y.address,
          y.step,
          op === 'add' ? bm : -bm,
          length,
          nulls.validity,
          to,
        );
      case 'div':
        return k.divScaledI64(x.address, x.step, am, y.address, y.step, bm, length, nulls.validity, to);
      case 'mod':
        return k.modScaledI64(x.address, x.step, am, y.address, y.step, bm, length, nulls.validity, to);
    }
  })();
  return done < length ? undefined : flatVector(plan.resultType, length, { values: to, width: 8, ...nulls });
}

/** Products of an array and the entries that codes stand for; undefined when 64 bits might not do. */
export function decimalProducts(
  flat: FlatVector,
  coded: DictionaryVector,
  resultType: DataType,
  arena: Arena,
): ColumnVector | undefined {
  const { codes, values, length } = coded;
  const { column } = values;
  if (flat.width !== 8 || column.width !== 8 || valueTypeOf(flat.type).kind === 'Decimal32') return undefined;
  const to = arena.alloc(length * 8);
  if (kernels().mulCodesI64(flat.values, codes, column.values, column.length, length, to) === 0) return undefined;
  return flatVector(resultType, length, { values: to, width: 8, ...commonValidity(flat, coded, length, arena) });
}

/** In 128 bits; undefined when something does not fit, or a divisor is 0. */
function wide128(plan: Plan, a: Plain, b: Plain, length: number, arena: Arena): ColumnVector | undefined {
  const { op, am, bm } = plan;
  const k = kernels();
  const to = arena.alloc(length * 16);
  if (op === 'mul' && decimalWidthOf(a) === 8 && decimalWidthOf(b) === 8) {
    const [x, y] = [decimalOperand(a, 8, arena), decimalOperand(b, 8, arena)];
    k.mulWideI64(x.address, x.step, y.address, y.step, length, to);
    return flatVector(plan.resultType, length, { values: to, width: 16, ...commonValidity(x, y, length, arena) });
  }
  const left = decimalOperand(a, 16, arena);
  const right = decimalOperand(b, 16, arena);
  const nulls = commonValidity(left, right, length, arena);
  const x = multiplied(left, am, length, nulls.validity, arena);
  const y = multiplied(right, bm, length, nulls.validity, arena);
  if (x === undefined || y === undefined) return undefined;
  const done = wideKernels[op](k)(x.address, x.step, y.address, y.step, length, nulls.validity, to);
  return done < length ? undefined : flatVector(plan.resultType, length, { values: to, width: 16, ...nulls });
}

const wideKernels = {
  add: (k: Kernels) => k.addI128,
  sub: (k: Kernels) => k.subI128,
  mul: (k: Kernels) => k.mulI128,
  div: (k: Kernels) => k.divI128,
  mod: (k: Kernels) => k.modI128,
} as const satisfies Readonly<Record<ArithmeticOp, (k: Kernels) => Kernels['addI128']>>;

function multiplied(
  side: Operand,
  factor: bigint,
  length: number,
  validity: number,
  arena: Arena,
): Operand | undefined {
  if (factor === 1n) return side;
  const shared = arena.alloc(16);
  writeWide(shared, 16, factor);
  const count = side.step === 0 ? 1 : length;
  const to = arena.alloc(count * 16);
  const done = kernels().mulI128(side.address, side.step, shared, 0, count, side.step === 0 ? 0 : validity, to);
  return done < count ? undefined : { ...side, address: to };
}

/** Row by row with bigints: always right, raises the error of the first row that fails. */
function exact(plan: Plan, a: Plain, b: Plain, length: number, arena: Arena): ColumnVector {
  const x = decimalOperand(a, decimalWidthOf(a), arena);
  const y = decimalOperand(b, decimalWidthOf(b), arena);
  const nulls = commonValidity(x, y, length, arena);
  const width = plan.bits <= 64 ? 8 : plan.bits / 8;
  const to = arena.alloc(length * width);
  for (let i = 0; i < length; i++) {
    if (nulls.validity !== 0 && !getBit(nulls.validity, i)) {
      writeWide(to + i * width, width, 0n);
      continue;
    }
    const value = compute(
      plan,
      readWide(x.address + i * x.step * x.width, x.width),
      readWide(y.address + i * y.step * y.width, y.width),
    );
    writeWide(to + i * width, width, value);
  }
  return flatVector(plan.resultType, length, { values: to, width, ...nulls });
}

function compute({ op, am, bm, bits }: Plan, x: bigint, y: bigint): bigint {
  const a = checked(x * am, bits, () => overflowOn(x, '*', am));
  const b = checked(y * bm, bits, () => overflowOn(y, '*', bm));
  switch (op) {
    case 'add':
      return checked(a + b, bits, () => overflowOn(a, '+', b));
    case 'sub':
      return checked(a - b, bits, () => overflowOn(a, '-', b));
    case 'mul':
      return checked(a * b, bits, () => overflowOn(a, '*', b));
    case 'div':
      if (b === 0n) throw divideByZero();
      return checked(a / b, bits, () => overflowOn(a, '/', b));
    case 'mod':
      if (b === 0n) throw divideByZero();
      return a % b;
  }
}

function checked(value: bigint, bits: number, error: () => ArrowError): bigint {
  if (BigInt.asIntN(bits, value) !== value) throw error();
  return value;
}
