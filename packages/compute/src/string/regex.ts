/** Regular expressions with the syntax and matches of Rust's `regex` crate, on JavaScript's engine. */
import { ArrowError, DataTypes } from '@datafusion-ts/common';
import type { Arena } from '../memory/arena.js';
import { evaluateBinary, type BinaryFunction, type Plain } from '../operand/operand.js';
import { allocBitmap, setBit } from '../vector/bitmap.js';
import type { ColumnVector } from '../vector/column-vector.js';
import { flatVector } from '../vector/flat-vector.js';
import { stringReader } from '../vector/view.js';
import { commonValidity } from '../operand/operand.js';
import { RegexSyntaxError } from './regex-syntax-error.js';
import { translateRegex } from './regex-translate.js';

/** Variants of the operators `~ ~* !~ !~*`. */
export interface RegexOptions {
  readonly negated: boolean;
  readonly caseInsensitive: boolean;
}

const cache = new Map<string, RegExp>();
const CACHE_SIZE = 256;

/**
 * A JavaScript expression with the meaning of a pattern of Rust's `regex` crate; `flags` are Rust's (i, m, s, U, x) plus g for
 * JavaScript's global and y for its sticky mode. Cached (reset `lastIndex` when using g or y). Throws RegexSyntaxError,
 * whose message is the crate's, for what `regex` refuses.
 */
export function compileRegex(pattern: string, flags = ''): RegExp {
  const key = `${flags}/${pattern}`;
  const known = cache.get(key);
  if (known !== undefined) {
    known.lastIndex = 0;
    return known;
  }
  if (repetitions(pattern) > MOST_REPETITIONS) throw new RegexTooBigError();
  const { source, ignoreCase } = translateRegex(pattern, flags);
  const modes = (flags.includes('g') ? 'g' : '') + (flags.includes('y') ? 'y' : '');
  const regex = makeRegExp(pattern, source, `v${ignoreCase ? 'i' : ''}${modes}`);
  if (cache.size >= CACHE_SIZE) cache.delete(cache.keys().next().value!);
  cache.set(key, regex);
  return regex;
}

/** Thrown for patterns whose program would be larger than Rust's limit. */
class RegexTooBigError extends Error {}

/** About what fits into the 10 MiB that Rust gives a program. */
const MOST_REPETITIONS = 400_000;

/** How often the most repeated part of a pattern is written out: the product of counts that follow each other. */
function repetitions(pattern: string): number {
  let most = 1;
  for (const [chain] of pattern.matchAll(/(?:\{\d+(?:,\d*)?\}){2,}/g)) {
    const counts = [...chain.matchAll(/\{(\d+)(?:,(\d*))?\}/g)].map(([, low, high]) => Number(high || low));
    most = Math.max(
      most,
      counts.reduce((a, b) => a * b, 1),
    );
  }
  return most;
}

function makeRegExp(pattern: string, source: string, flags: string): RegExp {
  try {
    return new RegExp(source, flags);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new RegexSyntaxError(pattern, [[0, 1]], `not supported: ${why}`);
  }
}

const RULE = '~'.repeat(79);

/** The error of a kernel that is handed a bad pattern, as Arrow words it. */
export function regexCompileError(error: unknown): unknown {
  if (error instanceof RegexTooBigError) {
    return new ArrowError('Compute error', 'Regular expression did not compile: CompiledTooBig(10485760)');
  }
  if (!(error instanceof RegexSyntaxError)) return error;
  const text = `Regular expression did not compile: Syntax(\n${RULE}\n${error.message}\n${RULE}\n)`;
  return new ArrowError('Compute error', text);
}

/** `value ~ pattern` as a Boolean vector. */
export function regexMatch(
  value: ColumnVector,
  pattern: ColumnVector,
  options: RegexOptions,
  arena: Arena,
): ColumnVector {
  const prefix = options.caseInsensitive ? '(?i)' : '';
  const run: BinaryFunction = (a, b, length, own) => {
    const text = stringReader(a);
    const patternOf = stringReader(b);
    const constant = b.encoding === 'constant' ? compile(prefix + patternOf(0)!) : undefined;
    const values = allocBitmap(length, false, own);
    for (let row = 0; row < length; row++) {
      const [haystack, needle] = [text(row), constant === undefined ? patternOf(row) : ''];
      if (haystack === null || needle === null) continue;
      if ((constant ?? compile(prefix + needle)).test(haystack) !== options.negated) setBit(values, row);
    }
    return flatVector(DataTypes.Boolean, length, { values, ...commonValidity(validity(a), validity(b), length, own) });
  };
  const name = `${options.negated ? '!' : ''}~${options.caseInsensitive ? '*' : ''}`;
  return evaluateBinary(value, pattern, DataTypes.Boolean, arena, run, name);
}

const validity = (vector: Plain): { validity: number } => ({
  validity: vector.encoding === 'flat' ? vector.validity : 0,
});

function compile(pattern: string): RegExp {
  try {
    return compileRegex(pattern);
  } catch (error) {
    throw regexCompileError(error);
  }
}
