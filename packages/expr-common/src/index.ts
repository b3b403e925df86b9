// Vocabulary of expressions.
export type { Operator } from './operator.js';
export type { PhysicalExpr, PhysicalSortExpr, SortOptions } from './physical-expr.js';
export type {
  Accumulator,
  AccumulatorArgs,
  EmitTo,
  GroupIndices,
  GroupsAccumulator,
  SpreadGroups,
} from './accumulator.js';
export { ChargedGroups, type ChargedGroupsParts } from './charged-groups.js';
export { GroupShare } from './group-share.js';

// Logical types.
export {
  defaultPhysicalType,
  displayNativeType,
  isFloatNative,
  isIntegerNative,
  isNumericNative,
  NativeTypes,
  nativeTypeOf,
  sameNativeType,
  type NativeType,
  type SimpleNativeKind,
} from './native-type.js';

// Signatures of functions.
export {
  arityOf,
  coerceExact,
  coerceImplicit,
  Signature,
  supportsZeroArguments,
  TypeClasses,
  type ArrayFunctionArgument,
  type ArrayFunctionSignature,
  type Coercion,
  type TypeSignature,
  type TypeSignatureClass,
  type Volatility,
} from './signature.js';

// Operators.
export {
  isBitwiseOperator,
  isComparisonOperator,
  isLogicOperator,
  isNumericalOperator,
  negateOperator,
  operatorPrecedence,
  operatorText,
  returnsNullOnNull,
  supportsPropagation,
  swapOperator,
} from './operator.js';

// Coercion of function arguments.
export { coerceArguments, dataTypesWithSignature, type CoercibleFunction } from './coercion/function-coercion.js';
export {
  candidateArguments,
  displaySignature,
  displayTypeClass,
  signatureErrorMessage,
} from './coercion/signature-text.js';
export { coercedFrom, FIXED_SIZE_LIST_WILDCARD, TIMEZONE_WILDCARD } from './coercion/coerced-from.js';
export { exampleTypes } from './coercion/example-types.js';
export { defaultCastFor, matchesNativeType } from './coercion/default-cast.js';

// Coercion of types.
export {
  binarySignature,
  bitwiseCoercion,
  getInputTypes,
  getResultType,
  type BinarySignature,
} from './coercion/binary-type-coercer.js';
export { arithmeticResultType } from './coercion/arithmetic-result.js';
export { temporalMathCoercion } from './coercion/arithmetic.js';
export { commonComparisonType, commonUnionType, comparisonCoercion, typeUnionCoercion } from './coercion/comparison.js';
export {
  clampedDecimal,
  decimalCoercion,
  decimalForNumber,
  decimalResultType,
  maxDecimalPrecision,
  type ArithmeticSymbol,
} from './coercion/decimal.js';
export { binaryNumericCoercion, numericalCoercion } from './coercion/numeric.js';
export { likeCoercion, regexCoercion, stringConcatCoercion } from './coercion/pattern.js';
export { binaryCoercion, stringCoercion } from './coercion/string.js';
export { temporalCoercionNonstrict, temporalCoercionStrict } from './coercion/temporal.js';
export { tryTypeUnionResolution, typeUnionResolution, typeUnionResolutionCoercion } from './coercion/type-union.js';
export {
  isBinary,
  isDate,
  isDecimal,
  isFloating,
  isInteger,
  isList,
  isNull,
  isNumeric,
  isSignedInteger,
  isString,
  isTemporal,
  isTime,
  isUnsignedInteger,
  type DecimalType,
  type ListType,
} from './coercion/type-tests.js';
export { literalInType, numberInType } from './literal-in-type.js';

// Aggregate results.
export { avgReturnType, sumReturnType } from './coercion/aggregate.js';

// Ranges and order of values.
export { Interval } from './interval/interval.js';
export {
  intervalAdd,
  intervalDivide,
  intervalMultiply,
  intervalNegate,
  intervalSubtract,
} from './interval/arithmetic.js';
export {
  intervalAnd,
  intervalEqual,
  intervalGt,
  intervalGtEq,
  intervalLt,
  intervalLtEq,
  intervalNot,
  intervalOr,
} from './interval/logic.js';
export { applyIntervalOperator, cardinalityRatio, satisfyGreater, supportsIntervals } from './interval/operators.js';
export {
  addOrder,
  displaySortOptions,
  greaterOrder,
  logicOrder,
  monotoneOrder,
  negateOrder,
  ordered,
  SINGLETON,
  subtractOrder,
  UNORDERED,
  type ExprProperties,
  type SortProperties,
} from './sort-properties.js';
