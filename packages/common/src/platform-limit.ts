import { ResourcesExhaustedError } from './errors.js';

/** What JavaScript says when a string or a buffer would be larger than it can be. */
const LIMITS =
  /^(Invalid string length|Cannot create a string longer|Array buffer allocation failed|Invalid (typed )?array( buffer)? length)/;

/** The error to throw on for one that was caught: reaching a limit of the platform is a lack of resources, others stay. */
export function platformLimit(error: unknown): unknown {
  if (!(error instanceof RangeError) || !LIMITS.test(error.message)) return error;
  return new ResourcesExhaustedError(`A value is larger than the platform can hold: ${error.message}`, {
    cause: error,
  });
}
