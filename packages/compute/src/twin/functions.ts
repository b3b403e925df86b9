/** Twins of assembly/functions.ts by name. */
import * as arithmetic from './arithmetic.js';
import * as asciiCase from './ascii-case.js';
import * as calendar from './calendar.js';
import * as compare from './compare.js';
import * as convert from './convert.js';
import * as decimal from './decimal.js';
import * as regexGroups from './regex-groups.js';
import { regexReplaceViews } from './regex-replace.js';
import * as regex from './regex.js';
import * as textParts from './text-parts.js';
import * as wideDivision from './wide-division.js';

/** Kernels of the functions on columns in TypeScript. */
export const functionTwins = {
  ...arithmetic,
  ...asciiCase,
  ...calendar,
  ...compare,
  ...convert,
  ...decimal,
  ...regex,
  ...regexGroups,
  regexReplaceViews,
  ...textParts,
  ...wideDivision,
};
