import { type DataType, type Field, PlanError, type ScalarValue } from '@datafusion-ts/common';
import type { WindowFunctionDefinition } from '../expr/expr.js';
import type { AggregateUDF } from '../udf/aggregate-udf.js';
import type { HigherOrderUDF } from '../udf/higher-order-udf.js';
import type { ScalarUDF } from '../udf/scalar-udf.js';
import { coerceCallFields } from './coerce-call.js';

/** The field a call gives for given argument fields: arguments are checked and coerced first, as the analyzer will. */

/** Field of a scalar function call; `literals` are the arguments that are literals, by position. */
export function scalarFunctionField(
  func: ScalarUDF,
  argFields: readonly Field[],
  literals: readonly (ScalarValue | undefined)[],
): Field {
  const fields = coerceCallFields(func, argFields);
  return scalarReturnField(func, fields, literals);
}

/** The field a scalar function promises for arguments it accepts as they are. */
export function scalarReturnField(
  func: ScalarUDF,
  argFields: readonly Field[],
  literals: readonly (ScalarValue | undefined)[],
): Field {
  if (func.returnField !== undefined) return func.returnField({ argFields, scalarArguments: literals });
  if (func.returnType === undefined)
    throw new PlanError(`Function '${func.name}' has neither returnType nor returnField`);
  return { name: func.name, dataType: func.returnType(argFields.map((f) => f.dataType)), nullable: true };
}

/** Field of an aggregate function call. */
export function aggregateField(func: AggregateUDF, argFields: readonly Field[]): Field {
  return aggregateReturnField(func, coerceCallFields(func, argFields));
}

/** The field an aggregate function promises for arguments it accepts as they are; nullable unless it says otherwise. */
export function aggregateReturnField(func: AggregateUDF, argFields: readonly Field[]): Field {
  if (func.returnField !== undefined) return func.returnField(argFields);
  const dataType: DataType = func.returnType(argFields.map((f) => f.dataType));
  return { name: func.name, dataType, nullable: func.nullable ?? true };
}

/** Field of a call with OVER; `name` is the call's column name. */
export function windowField(definition: WindowFunctionDefinition, argFields: readonly Field[], name: string): Field {
  if (definition.kind === 'AggregateUDF') return aggregateField(definition.func, argFields);
  return definition.func.field({ name, inputFields: coerceCallFields(definition.func, argFields) });
}

/** Field of a call with lambdas; a lambda's field is its body's. */
export function higherOrderField(func: HigherOrderUDF, argFields: readonly Field[]): Field {
  return func.returnField(argFields);
}
