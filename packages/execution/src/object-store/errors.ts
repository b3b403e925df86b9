import { ObjectStoreError } from '@datafusion-ts/common';

/** The error for an object that does not exist. `location` is printed as the store knows it (local files: absolute). */
export function objectNotFound(location: string, reason: string, cause?: unknown): ObjectStoreError {
  return new ObjectStoreError(
    `Object at location ${location} not found: ${reason}`,
    cause === undefined ? {} : { cause },
  );
}
