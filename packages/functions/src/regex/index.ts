import type { ScalarUDF } from '@datafusion-ts/expr';
import { regexpCount } from './regexp-count.js';
import { regexpInstr } from './regexp-instr.js';
import { regexpLike } from './regexp-like.js';
import { regexpMatch } from './regexp-match.js';
import { regexpReplace } from './regexp-replace.js';

/** Functions of regular expressions. */
export const regexFunctions: readonly ScalarUDF[] = [regexpCount, regexpMatch, regexpInstr, regexpLike, regexpReplace];
