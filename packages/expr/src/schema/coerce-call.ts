import { type Field, sameType } from '@datafusion-ts/common';
import { coerceArguments, type CoercibleFunction } from '@datafusion-ts/expr-common';

/** Argument fields with the types the function will see after coercion; throws a PlanError with the candidates for calls it does not take. */
export function coerceCallFields(func: CoercibleFunction, fields: readonly Field[]): readonly Field[] {
  const types = coerceArguments(
    func,
    fields.map((f) => f.dataType),
  );
  return fields.map((field, i) => (sameType(field.dataType, types[i]!) ? field : { ...field, dataType: types[i]! }));
}
