// Vocabulary of expressions.
export type { Operator } from './operator.js';
export type { PhysicalExpr, PhysicalSortExpr, SortOptions } from './physical-expr.js';
export type { Accumulator, AccumulatorArgs, EmitTo, GroupIndices, GroupsAccumulator } from './accumulator.js';

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
