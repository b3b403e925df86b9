import type { ScalarUDF } from '@datafusion-ts/expr';
import { tryUrlDecode, urlDecode, urlEncode } from './encode-decode.js';
import { parseUrl, tryParseUrl } from './parse-url.js';

/** Spark's functions of URLs. */
export function urlFunctions(): readonly ScalarUDF[] {
  return [parseUrl, tryParseUrl, urlDecode, tryUrlDecode, urlEncode];
}
