/** Calls with named arguments, `substr(start_pos => 2, str => 'a')`: puts them in the order of the parameters. */
import { PlanError } from '@datafusion-ts/common';
import type { Signature } from './signature.js';

/** An argument as written; `name` is already normalized as identifiers are. */
export interface WrittenArgument<T> {
  readonly name?: string | undefined;
  readonly value: T;
}

/** The arguments of a call in the order of the function's parameters; throws a PlanError for misuse of names. */
export function resolveNamedArguments<T>(name: string, signature: Signature, args: readonly WrittenArgument<T>[]): readonly T[] {
  const firstNamed = args.findIndex((argument) => argument.name !== undefined);
  if (firstNamed < 0) return args.map((argument) => argument.value);
  const parameters = signature.parameterNames;
  if (parameters === undefined) throw new PlanError(`Function '${name}' does not support named arguments`);
  const slots: (WrittenArgument<T> | undefined)[] = args.slice(0, firstNamed);
  for (let i = firstNamed; i < args.length; i++) placeNamed(args[i]!, i, parameters, slots);
  const missing = parameters.findIndex((_, i) => i < slots.length && slots[i] === undefined);
  if (missing >= 0) throw new PlanError(`Missing required parameter '${parameters[missing]}'`);
  return slots.map((slot) => slot!.value);
}

function placeNamed<T>(
  argument: WrittenArgument<T>,
  position: number,
  parameters: readonly string[],
  slots: (WrittenArgument<T> | undefined)[],
): void {
  if (argument.name === undefined) {
    throw new PlanError(
      `Positional argument at position ${position} follows named argument. All positional arguments must come before named arguments.`,
    );
  }
  const index = parameters.indexOf(argument.name);
  if (index < 0) {
    throw new PlanError(`Unknown parameter name '${argument.name}'. Valid parameters are: [${parameters.join(', ')}]`);
  }
  if (slots[index] !== undefined) throw new PlanError(`Parameter '${argument.name}' specified multiple times`);
  while (slots.length < index) slots.push(undefined);
  slots[index] = argument;
}
