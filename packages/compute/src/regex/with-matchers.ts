import { Arena } from '../memory/arena.js';
import { RegexMatcher } from './matcher.js';
import type { Regex } from './regex.js';

/** Runs with memory that is given back at the end. */
export function withScratch<T>(run: (scratch: Arena) => T): T {
  const scratch = new Arena();
  try {
    return run(scratch);
  } finally {
    scratch.release();
  }
}

/**
 * Runs with a source of matchers for patterns that may change from row to row: a matcher is good until the next one is asked for
 * with another pattern, when what it took of the memory is given back.
 */
export function withMatchers<T>(run: (matcherOf: (regex: Regex) => RegexMatcher) => T): T {
  return withScratch((scratch) => {
    let matcher: RegexMatcher | undefined;
    return run((regex) => {
      if (matcher?.regex === regex) return matcher;
      scratch.reset();
      return (matcher = new RegexMatcher(regex, scratch));
    });
  });
}
