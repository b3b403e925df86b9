import type { DataType, Field } from '@datafusion-ts/common';
import type { Signature } from '@datafusion-ts/expr-common';

/** What checking a call needs to know of a function. */
export interface CallableSignature {
  readonly name: string;
  readonly signature: Signature;
  coerceTypes?(argTypes: readonly DataType[]): readonly DataType[];
}

/** Argument fields with the types the function will see. */
export function coerceCallFields(func: CallableSignature, fields: readonly Field[]): readonly Field[] {
  return func.signature === undefined ? [] : fields;
}
