import type { ScalarUDF } from '@datafusion-ts/expr';
import { decode, encode } from '../encoding/encode-decode.js';
import { digest, md5, sha224, sha256, sha384, sha512 } from './digests.js';

/** Functions of hashes and encodings. */
export const cryptoFunctions: readonly ScalarUDF[] = [digest, md5, sha224, sha256, sha384, sha512];
export const encodingFunctions: readonly ScalarUDF[] = [encode, decode];
