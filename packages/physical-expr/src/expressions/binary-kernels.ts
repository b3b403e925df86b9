import { ArrowError, DataTypes, InternalError, NotImplementedError, type DataType } from '@datafusion-ts/common';
import {
  arithmetic,
  bitwise,
  compare,
  isBoolean,
  like,
  regexMatch,
  type Arena,
  type ArithmeticOp,
  type BitwiseOp,
  type ColumnVector,
  type CompareOp,
  type RegexOptions,
} from '@datafusion-ts/compute';
import { operatorText } from '@datafusion-ts/expr';
import type { Operator } from '@datafusion-ts/expr-common';
import { concatText } from './concat-text.js';

const COMPARISONS: Readonly<Partial<Record<Operator, CompareOp>>> = {
  Eq: 'eq',
  NotEq: 'neq',
  Lt: 'lt',
  LtEq: 'lteq',
  Gt: 'gt',
  GtEq: 'gteq',
  IsDistinctFrom: 'distinct',
  IsNotDistinctFrom: 'notDistinct',
};

const ARITHMETIC: Readonly<Partial<Record<Operator, ArithmeticOp>>> = {
  Plus: 'add',
  Minus: 'sub',
  Multiply: 'mul',
  Divide: 'div',
  Modulo: 'mod',
};

const BITWISE: Readonly<Partial<Record<Operator, BitwiseOp>>> = {
  BitwiseAnd: 'and',
  BitwiseOr: 'or',
  BitwiseXor: 'xor',
  BitwiseShiftLeft: 'shiftLeft',
  BitwiseShiftRight: 'shiftRight',
};

interface Matching {
  readonly negated: boolean;
  readonly caseInsensitive: boolean;
}
const LIKES: Readonly<Partial<Record<Operator, Matching>>> = {
  LikeMatch: { negated: false, caseInsensitive: false },
  ILikeMatch: { negated: false, caseInsensitive: true },
  NotLikeMatch: { negated: true, caseInsensitive: false },
  NotILikeMatch: { negated: true, caseInsensitive: true },
};
const REGEXES: Readonly<Partial<Record<Operator, Matching>>> = {
  RegexMatch: { negated: false, caseInsensitive: false },
  RegexIMatch: { negated: false, caseInsensitive: true },
  RegexNotMatch: { negated: true, caseInsensitive: false },
  RegexNotIMatch: { negated: true, caseInsensitive: true },
};

/** Applies an operator other than AND and OR to two columns of coerced types. */
export function evaluateBinary(
  op: Operator,
  left: ColumnVector,
  right: ColumnVector,
  type: DataType,
  arena: Arena,
): ColumnVector {
  const comparison = COMPARISONS[op];
  if (comparison !== undefined) return compareOrTest(comparison, left, right, arena);
  const math = ARITHMETIC[op];
  if (math !== undefined) return arithmetic(math, left, right, type, arena);
  const bits = BITWISE[op];
  if (bits !== undefined) return bitwise(bits, left, right, arena);
  const pattern = LIKES[op];
  if (pattern !== undefined) return like(left, right, pattern, arena);
  const regex = REGEXES[op];
  if (regex !== undefined) return matchRegex(left, right, regex, arena);
  if (op === 'StringConcat') return concatText(left, right, type, arena);
  throw new NotImplementedError(`Binary operator '${operatorText(op)}' is not supported in the physical expr`);
}

/** One bad pattern for a column of texts is reported in a way of its own. */
function matchRegex(left: ColumnVector, right: ColumnVector, options: RegexOptions, arena: Arena): ColumnVector {
  try {
    return regexMatch(left, right, options, arena);
  } catch (error) {
    if (!(error instanceof ArrowError) || right.encoding !== 'constant' || left.encoding === 'constant') throw error;
    throw new InternalError(`failed to call 'regex_match_dyn_scalar' ${error.message}`, { cause: error });
  }
}

/** `a IS [NOT] DISTINCT FROM true` and the like are truth tests. */
function compareOrTest(op: CompareOp, left: ColumnVector, right: ColumnVector, arena: Arena): ColumnVector {
  if (
    (op === 'distinct' || op === 'notDistinct') &&
    left.type.kind === DataTypes.Boolean.kind &&
    right.encoding === 'constant'
  ) {
    const same = op === 'notDistinct';
    if (right.value.value === true) return isBoolean(same ? 'true' : 'notTrue', left, arena);
    if (right.value.value === false) return isBoolean(same ? 'false' : 'notFalse', left, arena);
    return isBoolean(same ? 'unknown' : 'notUnknown', left, arena);
  }
  return compare(op, left, right, arena);
}
