import { DataTypes, field, type Field } from '@datafusion-ts/common';
import { Signature, type TypeSignature } from '@datafusion-ts/expr-common';

/** Result of functions that give a row of the frame: as the first argument, may be NULL. */
export function frameRowField(name: string, inputFields: readonly Field[]): Field {
  return { ...(inputFields[0] ?? field(name, DataTypes.Null)), name, nullable: true };
}

/** No argument, or up to `count` of any type. */
export function upToAny(count: number): Signature {
  const any = Array.from({ length: count }, (_, i): TypeSignature => ({ kind: 'Any', count: i + 1 }));
  return Signature.oneOf([{ kind: 'Nullary' }, ...any], 'Immutable');
}
