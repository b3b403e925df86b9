import type { ScalarUDF } from '@datafusion-ts/expr';
import { coreFunctions } from './core/index.js';
import { cryptoFunctions, encodingFunctions } from './crypto/index.js';
import { datetimeFunctions } from './datetime/index.js';
import { mathFunctions } from './math/index.js';
import { regexFunctions } from './regex/index.js';
import { stringFunctions } from './string/index.js';

/** Every scalar function of this package, in DataFusion's order of packs. */
export function allDefaultFunctions(): readonly ScalarUDF[] {
  return [
    ...coreFunctions,
    ...datetimeFunctions,
    ...encodingFunctions,
    ...mathFunctions,
    ...regexFunctions,
    ...cryptoFunctions,
    ...stringFunctions,
  ];
}

/** Syntax of scalar functions, for the SQL planner. */
export { coreFunctionPlanner, type ScalarFunctionLookup } from './planner.js';

export { getField } from './core/get-field.js';
export { namedStruct } from './core/named-struct.js';
export { struct } from './core/struct.js';
export { coalesce } from './core/coalesce.js';
export { dateTrunc } from './datetime/date-trunc.js';
export { toLocalTime } from './datetime/to-local-time.js';
export { characterLength, octetLength } from './string/lengths.js';

// For packs of further functions (functions-spark): what the functions of this package are written with.
export { Args } from './utils/arguments.js';
export { doc, Sections } from './utils/documentation.js';
export { bigintReader, bytesReader, numberReader, scalarReader, type Row } from './utils/readers.js';
export {
  bigintRows,
  booleanRows,
  bytesRows,
  constantResult,
  evaluateOnce,
  numberRows,
  scalarRows,
  textRows,
  type Call,
  type NullHandling,
  type Prepare,
} from './utils/rows.js';
export { encodedRows, type ByteEncoder } from './utils/encode-rows.js';
export { sliceRows, skipChars, type Narrow, type TextSlice } from './utils/slice-rows.js';
export { perTextType, plainTextTypeOf, TEXT_TYPES, textSignature } from './utils/string-signatures.js';
export { byteLength, charCount, isPlain, sliceChars } from './utils/text.js';
export { lengthTypeOf, textTypeOf } from './utils/types.js';
export { base64Bound, decodeBase64 } from './encoding/base64.js';
export { base64Encoder, hexBound, hexEncoder } from './encoding/byte-encoders.js';
export { encodeHex } from './encoding/hex.js';
export { bytesOfWords, eachBlock } from './crypto/message-blocks.js';
export {
  sha224 as sha224Bytes,
  sha256 as sha256Bytes,
  sha384 as sha384Bytes,
  sha512 as sha512Bytes,
} from './crypto/sha2.js';
