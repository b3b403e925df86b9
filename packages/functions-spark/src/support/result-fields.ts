import type { DataType, Field } from '@datafusion-ts/common';
import type { ReturnFieldArgs } from '@datafusion-ts/expr';

/** Result type of argument types. */
type TypeRule = (types: readonly DataType[]) => DataType;

/** The field of results that are NULL only where an argument is. */
export function nullsOfArguments(name: string, type: TypeRule): (args: ReturnFieldArgs) => Field {
  return ({ argFields }) => ({
    name,
    dataType: type(argFields.map(({ dataType }) => dataType)),
    nullable: argFields.some(({ nullable }) => nullable),
  });
}

/** The field of results that are never NULL. */
export function neverNull(name: string, type: TypeRule): (args: ReturnFieldArgs) => Field {
  return ({ argFields }) => ({ name, dataType: type(argFields.map(({ dataType }) => dataType)), nullable: false });
}
