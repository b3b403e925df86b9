/** The operators `~ ~* !~ !~*` on columns. */
import { ArrowError, DataTypes } from '@datafusion-ts/common';
import type { Arena } from '../memory/arena.js';
import { mem } from '../memory/engine-memory.js';
import { commonValidity, evaluateBinary, type BinaryFunction, type Plain } from '../operand/operand.js';
import { flatten } from '../structural/flatten.js';
import { allocBitmap, bitmapBytes, getBit, setBit } from '../vector/bitmap.js';
import type { ColumnVector, FlatVector } from '../vector/column-vector.js';
import { flatVector } from '../vector/flat-vector.js';
import { byteLengthAt, bytesAddressAt, stringReader } from '../vector/view.js';
import { RegexMatcher } from './matcher.js';
import { withMatchers, withScratch } from './with-matchers.js';
import { compileRegex, type Regex } from './regex.js';
import { PROGRAM_LIMIT, RegexSyntaxError, RegexTooBigError } from './syntax/regex-syntax-error.js';

/** Variants of the operators. */
export interface RegexOptions {
  readonly negated: boolean;
  readonly caseInsensitive: boolean;
}

const RULE = '~'.repeat(79);

/** The error of a kernel that is handed a bad pattern, as Arrow words it. */
export function regexCompileError(error: unknown): unknown {
  if (error instanceof RegexTooBigError) {
    return new ArrowError('Compute error', `Regular expression did not compile: CompiledTooBig(${PROGRAM_LIMIT})`);
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
  const run: BinaryFunction = (a, b, length, own) => {
    const values = allocBitmap(length, false, own);
    withScratch((scratch) => {
      const found = b.encoding === 'constant' ? byConstant(a, b, options, scratch) : byRows(a, b, options, scratch);
      const flip = options.negated ? 0xff : 0;
      for (let i = 0; i < bitmapBytes(length); i++) mem.u8[values + i] = mem.u8[found + i]! ^ flip;
    });
    return flatVector(DataTypes.Boolean, length, { values, ...commonValidity(validity(a), validity(b), length, own) });
  };
  const name = `${options.negated ? '!' : ''}~${options.caseInsensitive ? '*' : ''}`;
  return evaluateBinary(value, pattern, DataTypes.Boolean, arena, run, name);
}

const validity = (vector: Plain): { validity: number } => ({
  validity: vector.encoding === 'flat' ? vector.validity : 0,
});

function compile(pattern: string, { caseInsensitive }: RegexOptions): Regex {
  try {
    return compileRegex(caseInsensitive ? `(?i)${pattern}` : pattern);
  } catch (error) {
    throw regexCompileError(error);
  }
}

function byConstant(a: Plain, pattern: Plain, options: RegexOptions, scratch: Arena): number {
  const text = flatten(a, scratch);
  const matcher = new RegexMatcher(compile(stringReader(pattern)(0)!, options), scratch);
  const rows = text.validity === 0 ? allocBitmap(text.length, true, scratch) : text.validity;
  return matcher.testViews(text.values, text.length, rows);
}

function byRows(a: Plain, pattern: Plain, options: RegexOptions, scratch: Arena): number {
  const text: FlatVector = flatten(a, scratch);
  const patternOf = stringReader(pattern);
  const found = allocBitmap(text.length, false, scratch);
  withMatchers((matcherOf) => {
    for (let row = 0; row < text.length; row++) {
      const needle = patternOf(row);
      if (needle === null || (text.validity !== 0 && !getBit(text.validity, row))) continue;
      const matcher = matcherOf(compile(needle, options));
      if (matcher.test(bytesAddressAt(text, row), byteLengthAt(text, row))) setBit(found, row);
    }
  });
  return found;
}
