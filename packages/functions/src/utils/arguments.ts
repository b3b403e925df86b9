import { coerceExact, coerceImplicit, NativeTypes, TypeClasses, type Coercion } from '@datafusion-ts/expr-common';

/** Argument classes that many signatures share. */
export const Args = {
  any: coerceExact(TypeClasses.any),
  string: coerceExact(TypeClasses.native(NativeTypes.String)),
  binary: coerceExact(TypeClasses.binary),
  timestamp: coerceExact(TypeClasses.timestamp),
  decimal: coerceExact(TypeClasses.decimal),
  /** Int64, or an integer that is cast to it. */
  int64: coerceImplicit(TypeClasses.native(NativeTypes.Int64), [TypeClasses.integer], NativeTypes.Int64),
  /** Float64, or a number that is cast to it. */
  float64: coerceImplicit(TypeClasses.native(NativeTypes.Float64), [TypeClasses.numeric], NativeTypes.Float64),
} as const satisfies Record<string, Coercion>;
