/** Which types the operands of a binary operator are cast to, and the type of the result. */
import { DataTypes, NotImplementedError, PlanError, displayType, sameType, type DataType } from '@datafusion-ts/common';
import { operatorText, type Operator } from '../operator.js';
import { arithmeticSignature } from './arithmetic.js';
import { comparisonCoercion, nullCoercion } from './comparison.js';
import { listCoercion } from './nested.js';
import { likeCoercion, regexCoercion, stringConcatCoercion } from './pattern.js';
import { typeUnionResolution } from './type-union.js';
import { isInteger, isNull, isNumeric, isNumericOrNull } from './type-tests.js';
import { numericalCoercion } from './numeric.js';

/** Types of a binary operation after coercion. */
export interface BinarySignature {
  readonly left: DataType;
  readonly right: DataType;
  readonly result: DataType;
}

const uniform = (type: DataType): BinarySignature => ({ left: type, right: type, result: type });
const comparison = (type: DataType): BinarySignature => ({ left: type, right: type, result: DataTypes.Boolean });

/** Operand and result types of `left op right`; throws a PlanError when the operator has none for these types. */
export function binarySignature(left: DataType, op: Operator, right: DataType): BinarySignature {
  const [l, r] = [typeName(left), typeName(right)];
  if (l === undefined || r === undefined) return findSignature(left, op, right);
  const known = signaturesOf(op, l);
  let signature = known.get(r);
  if (signature === undefined) known.set(r, (signature = findSignature(left, op, right)));
  return signature;
}

/** Signatures found so far, by operator and by the names of both types: planning asks for few, thousands of times. */
const signatures = new Map<Operator, Map<string, Map<string, BinarySignature>>>();

function signaturesOf(op: Operator, left: string): Map<string, BinarySignature> {
  let byLeft = signatures.get(op);
  if (byLeft === undefined) signatures.set(op, (byLeft = new Map()));
  let byRight = byLeft.get(left);
  if (byRight === undefined) byLeft.set(left, (byRight = new Map()));
  return byRight;
}

/** A name that says all about a type; undefined for types that have more than a kind to them. */
const typeName = (type: DataType): string | undefined => (PLAIN.has(type.kind) ? type.kind : undefined);

/** The kinds that have one shared type each, besides which there is no other of the kind. */
const PLAIN: ReadonlySet<string> = new Set(Object.keys(DataTypes));

function findSignature(left: DataType, op: Operator, right: DataType): BinarySignature {
  const fail = (what: string): PlanError =>
    new PlanError(`Cannot infer common ${what} ${displayType(left)} ${operatorText(op)} ${displayType(right)}`);
  const orFail = <T>(value: T | undefined, what: string): T => {
    if (value === undefined) throw fail(what);
    return value;
  };
  switch (op) {
    case 'Eq':
    case 'NotEq':
    case 'Lt':
    case 'LtEq':
    case 'Gt':
    case 'GtEq':
    case 'IsDistinctFrom':
    case 'IsNotDistinctFrom':
      return comparison(
        orFail(nullCoercion(left, right) ?? comparisonCoercion(left, right), 'argument type for comparison operation'),
      );
    case 'And':
    case 'Or':
      if (![left, right].every((type) => type.kind === 'Boolean' || isNull(type))) {
        throw fail('argument type for logical boolean operation');
      }
      return uniform(DataTypes.Boolean);
    case 'RegexMatch':
    case 'RegexIMatch':
    case 'RegexNotMatch':
    case 'RegexNotIMatch':
      return comparison(orFail(regexCoercion(left, right), 'argument type for regex operation'));
    case 'LikeMatch':
    case 'ILikeMatch':
    case 'NotLikeMatch':
    case 'NotILikeMatch':
      return comparison(orFail(likeCoercion(left, right), 'argument type for like operation'));
    case 'AtAt':
      return comparison(orFail(regexCoercion(left, right), 'argument type for AtAt operation'));
    case 'BitwiseAnd':
    case 'BitwiseOr':
    case 'BitwiseXor':
    case 'BitwiseShiftRight':
    case 'BitwiseShiftLeft':
      return uniform(orFail(bitwiseCoercion(left, right), 'type for bitwise operation'));
    case 'StringConcat':
      return uniform(orFail(stringConcatCoercion(left, right), 'string type for string concat operation'));
    case 'AtArrow':
    case 'ArrowAt':
      return comparison(orFail(arrayCoercion(left, right), 'array type for arrow operation'));
    case 'Plus':
    case 'Minus':
    case 'Multiply':
    case 'Divide':
    case 'Modulo':
      return arithmeticSignature(left, operatorText(op) as '+', right);
    case 'IntegerDivide':
    case 'Arrow':
    case 'LongArrow':
    case 'HashArrow':
    case 'HashLongArrow':
    case 'HashMinus':
    case 'AtQuestion':
    case 'Question':
    case 'QuestionAnd':
    case 'QuestionPipe':
    case 'Colon':
      throw new NotImplementedError(`Operator ${operatorText(op)} is not yet supported`);
  }
}

/** Types that the operands are to be cast to. */
export function getInputTypes(left: DataType, op: Operator, right: DataType): readonly [DataType, DataType] {
  const signature = binarySignature(left, op, right);
  return [signature.left, signature.right];
}

/** Type of the result. */
export function getResultType(left: DataType, op: Operator, right: DataType): DataType {
  return binarySignature(left, op, right).result;
}

function arrayCoercion(left: DataType, right: DataType): DataType | undefined {
  const union = (a: DataType, b: DataType): DataType | undefined => typeUnionResolution([a, b]);
  return left.kind === right.kind && left.kind !== 'List'
    ? left
    : (listCoercion(left, right, union) ?? likeCoercion(left, right));
}

/** Integers meet in the wider one; beside any other number the integer decides. */
export function bitwiseCoercion(left: DataType, right: DataType): DataType | undefined {
  if (![left, right].every(isNumericBehind)) return undefined;
  const same = sameType(left, right) ? left : nullCoercion(left, right);
  if (same !== undefined) return isInteger(same.kind === 'Dictionary' ? same.valueType : same) ? same : undefined;
  if (left.kind === 'UInt64' || right.kind === 'UInt64') return DataTypes.UInt64;
  const [leftInteger, rightInteger] = [isInteger(left), isInteger(right)];
  if (leftInteger && rightInteger) return numericalCoercion(left, right);
  return leftInteger ? left : rightInteger ? right : undefined;
}

const isNumericBehind = (type: DataType): boolean =>
  type.kind === 'Dictionary' ? isNumeric(type.valueType) : isNumericOrNull(type);
