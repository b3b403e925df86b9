import type { ScalarUDF } from '@datafusion-ts/expr';
import { ascii } from './ascii.js';
import { base64, unbase64 } from './base64.js';
import { char } from './char.js';
import { concat } from './concat.js';
import { elt } from './elt.js';
import { formatString } from './format-string.js';
import { length } from './length.js';
import { ilike, like } from './like.js';
import { luhnCheck } from './luhn-check.js';
import { soundex } from './soundex.js';
import { space } from './space.js';
import { substring } from './substring.js';
import { isValidUtf8, makeValidUtf8 } from './valid-utf8.js';

/** Spark's functions of text. */
export function stringFunctions(): readonly ScalarUDF[] {
  return [
    ascii,
    base64,
    char,
    concat,
    elt,
    formatString,
    ilike,
    isValidUtf8,
    length,
    like,
    luhnCheck,
    makeValidUtf8,
    soundex,
    space,
    substring,
    unbase64,
  ];
}
