/** Literal arguments of window functions. */
import { ExecutionError, NotImplementedError, type ScalarValue } from '@datafusion-ts/common';
import type { PartitionEvaluatorArgs } from '@datafusion-ts/expr';

/** The literal at a position; undefined when the call has fewer arguments. Throws when the argument is no literal. */
export function literalArg(args: PartitionEvaluatorArgs, index: number): ScalarValue | undefined {
  if (index >= args.inputFields.length) return undefined;
  const value = args.literals[index];
  if (value === undefined) {
    throw new NotImplementedError(`There is only support Literal types for field at idx: ${index} in Window Function`);
  }
  return value;
}

/** The whole number a literal holds; NULL counts as 0. Throws for other types. */
export function signedInteger(value: ScalarValue): number {
  if (value.isNull) return 0;
  const { kind } = value.dataType;
  if (!/^U?Int(8|16|32|64)$/.test(kind)) throw new ExecutionError('Expected an integer value');
  return Number(value.value);
}
