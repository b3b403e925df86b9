/** Parts of a pattern that count as a level of nesting. */
export interface Nest {
  readonly start: number;
  readonly end: number;
  readonly inner: readonly Nest[];
}

/** Levels that are allowed. */
const NEST_LIMIT = 250;

/** The first part, outer ones first, that lies too deep. */
export function tooDeep(nest: Nest, depth = 1): Nest | undefined {
  if (depth > NEST_LIMIT) return nest;
  for (const inner of nest.inner) {
    const found = tooDeep(inner, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}
