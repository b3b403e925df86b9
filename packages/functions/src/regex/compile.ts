import { ArrowError, DataFusionError, ExecutionError, PlanError } from '@datafusion-ts/common';
import {
  compileRegex,
  regexCompileError,
  RegexSyntaxError,
  RegexTooBigError,
  type Regex,
} from '@datafusion-ts/compute';

/** Compiling patterns; each function reports bad ones in its own way. */

/** As Arrow's kernels report it. */
export function compileArrow(pattern: string): Regex {
  try {
    return compileRegex(pattern);
  } catch (error) {
    throw regexCompileError(error);
  }
}

/** As Arrow's kernels report it, as a failure of execution. */
export function compileExecution(pattern: string): Regex {
  try {
    return compileArrow(pattern);
  } catch (error) {
    if (error instanceof ArrowError) throw new ExecutionError(error.message.replace('Compute error: ', ''));
    throw error;
  }
}

const isPatternError = (error: unknown): error is Error =>
  error instanceof RegexSyntaxError || error instanceof RegexTooBigError;

/** As a foreign error: `External error: regex parse error: …`. Flags other than g go into the pattern, so that errors show them. */
export function compileExternal(pattern: string, flags: string | null): Regex {
  const options = flags?.replace('g', '');
  try {
    return compileRegex(flags === null || flags === 'g' ? pattern : `(?${options})${pattern}`);
  } catch (error) {
    if (isPatternError(error)) throw new DataFusionError('External', error.message);
    throw error;
  }
}

/** With the bare pattern in the message. */
export function compileShort(pattern: string, flags: string | null): Regex {
  if (flags?.includes('g') === true) {
    throw new ArrowError('Compute error', 'regexp_count()/regexp_instr() does not support the global flag');
  }
  const full = flags === null || flags === '' ? pattern : `(?${flags})${pattern}`;
  try {
    return compileRegex(full);
  } catch (error) {
    if (isPatternError(error)) throw new ArrowError('Compute error', `Regular expression did not compile: ${full}`);
    throw error;
  }
}

/** Flags of functions that find one match; `g` is refused. Flags go into the pattern, so that errors show them. */
export function withFlags(pattern: string, flags: string | null, functionName: string): string {
  if (flags === null || flags === '') return pattern;
  if (flags.includes('g')) throw new PlanError(`${functionName}() does not support the "global" option`);
  return `(?${flags})${pattern}`;
}
