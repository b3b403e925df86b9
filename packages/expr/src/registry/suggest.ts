import { levenshtein, PlanError } from '@datafusion-ts/common';
import type { FunctionRegistry } from './function-registry.js';

/** The valid name nearest to a wrong one by edit distance (case does not matter); the first of equals, undefined when there are no names. */
export function suggestValidFunction(name: string, validNames: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase();
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const valid of validNames) {
    const distance = levenshtein(wanted, valid.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [valid, distance];
  }
  return best;
}

/**
 * The error for a call of a function that does not exist. With OVER, aggregate and window functions are suggested,
 * otherwise scalar and aggregate ones.
 */
export function invalidFunction(
  name: string,
  registry: Pick<FunctionRegistry, 'udfNames' | 'udafNames' | 'udwfNames'>,
  isWindow = false,
): PlanError {
  const valid = isWindow
    ? [...registry.udafNames(), ...registry.udwfNames()]
    : [...registry.udfNames(), ...registry.udafNames()];
  const suggestion = suggestValidFunction(name, valid.toSorted());
  return new PlanError(
    `Invalid function '${name}'.${suggestion === undefined ? '' : `\nDid you mean '${suggestion}'?`}`,
  );
}
