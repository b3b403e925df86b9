import { field, InternalError, type ConfigOptions, type Field, type Schema } from '@datafusion-ts/common';
import type { ScalarUDF } from '@datafusion-ts/expr';
import type { PhysicalExpr } from '@datafusion-ts/expr-common';
import { ScalarFunctionExpr } from '../expressions/scalar-function.js';

/** A call of a function on bound arguments, with the field the function promises. */
export function createScalarFunctionExpr(
  func: ScalarUDF,
  args: readonly PhysicalExpr[],
  schema: Schema,
  config: ConfigOptions,
): PhysicalExpr {
  const argFields = args.map((arg) => arg.returnField(schema));
  const scalarArguments = args.map((arg) => arg.literal);
  return new ScalarFunctionExpr(func, args, scalarReturnField(func, argFields, scalarArguments), config);
}

function scalarReturnField(
  func: ScalarUDF,
  argFields: readonly Field[],
  scalarArguments: readonly (PhysicalExpr['literal'] | undefined)[],
): Field {
  if (func.returnField !== undefined) return func.returnField({ argFields, scalarArguments });
  if (func.returnType === undefined)
    throw new InternalError(`Function ${func.name} has neither returnType nor returnField`);
  return field(func.name, func.returnType(argFields.map((f) => f.dataType)), true);
}
