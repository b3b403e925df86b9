import { UNORDERED, type SortProperties } from '@datafusion-ts/expr-common';

/** How the order of results follows from the order of arguments. */
export type Ordering = (args: readonly SortProperties[]) => SortProperties;

/** Rising functions keep the order of their argument. */
export const rising: Ordering = ([value]) => value ?? UNORDERED;

/** As `value`, when all other arguments are the same in all rows. */
export const risingIn =
  (value: number): Ordering =>
  (args) =>
    args.every((arg, i) => i === value || arg.kind === 'Singleton') ? (args[value] ?? UNORDERED) : UNORDERED;
