import { coerceImplicit, NativeTypes, Signature, TypeClasses, type Coercion } from '@datafusion-ts/expr-common';

/** Bytes, or text taken as its bytes. */
export const BYTES_OR_TEXT: Coercion = coerceImplicit(
  TypeClasses.binary,
  [TypeClasses.native(NativeTypes.String)],
  NativeTypes.Binary,
);

/** One argument of bytes or text. */
export const BYTES = Signature.coercible([BYTES_OR_TEXT], 'Immutable');
