import type { ScalarUDF } from '@datafusion-ts/expr';
import { crc32 } from './crc32.js';
import { sha1 } from './sha1.js';
import { sha2 } from './sha2.js';
import { xxhash64 } from './xxhash64.js';

/** Spark's hash functions. */
export function hashFunctions(): readonly ScalarUDF[] {
  return [crc32, sha1, sha2, xxhash64];
}
