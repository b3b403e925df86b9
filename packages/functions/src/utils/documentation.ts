import type { Documentation } from '@datafusion-ts/expr';

/** Sections of the function reference. */
export const Sections = {
  math: 'Math Functions',
  conditional: 'Conditional Functions',
  string: 'String Functions',
  binary: 'Binary String Functions',
  regex: 'Regular Expression Functions',
  time: 'Time and Date Functions',
  struct: 'Struct Functions',
  hashing: 'Hashing Functions',
  union: 'Union Functions',
  other: 'Other Functions',
} as const;

/** A documentation object; `args` are pairs of name and description. */
export function doc(
  section: string,
  description: string,
  syntax: string,
  sqlExample?: string,
  args: readonly (readonly [string, string])[] = [],
  related: readonly string[] = [],
): Documentation {
  return {
    section,
    description,
    syntax,
    ...(sqlExample === undefined ? {} : { sqlExample }),
    ...(args.length === 0 ? {} : { args: args.map(([name, text]) => ({ name, description: text })) }),
    ...(related.length === 0 ? {} : { related }),
  };
}
