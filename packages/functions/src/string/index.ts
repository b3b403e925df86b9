import type { ScalarUDF } from '@datafusion-ts/expr';
import { ascii } from './ascii.js';
import { initcap, lower, upper } from './case-change.js';
import { chr } from './chr.js';
import { concatWs } from './concat-ws.js';
import { concat } from './concat.js';
import { findInSet } from './find-in-set.js';
import { left, right } from './left-right.js';
import { bitLength, characterLength, octetLength } from './lengths.js';
import { levenshtein } from './levenshtein.js';
import { overlay } from './overlay.js';
import { lpad, rpad } from './pad.js';
import { repeat } from './repeat.js';
import { replace } from './replace.js';
import { reverse } from './reverse.js';
import { splitPart } from './split-part.js';
import { strpos } from './strpos.js';
import { substrIndex } from './substr-index.js';
import { substr } from './substr.js';
import { contains, endsWith, startsWith } from './text-tests.js';
import { toHex } from './to-hex.js';
import { translate } from './translate.js';
import { btrim, ltrim, rtrim } from './trim.js';
import { uuid } from './uuid.js';

/** Functions of text. */
export const stringFunctions: readonly ScalarUDF[] = [
  ascii,
  bitLength,
  btrim,
  chr,
  concat,
  concatWs,
  contains,
  endsWith,
  initcap,
  levenshtein,
  lower,
  ltrim,
  octetLength,
  overlay,
  repeat,
  replace,
  rtrim,
  splitPart,
  startsWith,
  toHex,
  upper,
  uuid,
  characterLength,
  findInSet,
  left,
  lpad,
  reverse,
  right,
  rpad,
  strpos,
  substr,
  substrIndex,
  translate,
];
