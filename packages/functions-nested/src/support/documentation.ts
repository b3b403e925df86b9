import type { Documentation } from '@datafusion-ts/expr';

/** What most array functions say about their first argument. */
export const ARRAY_ARG: readonly [string, string] = ['array', 'Array: a constant, a column or any expression.'];

/** A documentation object; `args` are pairs of name and description. */
function documentation(
  section: string,
  description: string,
  syntax: string,
  sqlExample: string,
  args: readonly (readonly [string, string])[],
): Documentation {
  return {
    section,
    description,
    syntax,
    sqlExample,
    ...(args.length === 0 ? {} : { args: args.map(([name, text]) => ({ name, description: text })) }),
  };
}

/** Documentation of an array function. */
export const arrayDoc = (
  description: string,
  syntax: string,
  sqlExample: string,
  ...args: readonly (readonly [string, string])[]
): Documentation => documentation('Array Functions', description, syntax, sqlExample, args);

/** Documentation of a map function. */
export const mapDoc = (
  description: string,
  syntax: string,
  sqlExample: string,
  ...args: readonly (readonly [string, string])[]
): Documentation => documentation('Map Functions', description, syntax, sqlExample, args);
