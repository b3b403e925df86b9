import { ArrowError, DataFusionError, ExecutionError, PlanError } from '@datafusion-ts/common';
import { compileRegex, regexCompileError, RegexSyntaxError } from '@datafusion-ts/compute';

/** Compiling patterns; each function reports bad ones in its own way. */

/** As Arrow's kernels report it. */
export function compileArrow(pattern: string, flags: string): RegExp {
  try {
    return compileRegex(pattern, flags);
  } catch (error) {
    throw regexCompileError(error);
  }
}

/** As Arrow's kernels report it, as a failure of execution. */
export function compileExecution(pattern: string): RegExp {
  try {
    return compileArrow(pattern, '');
  } catch (error) {
    if (error instanceof ArrowError) throw new ExecutionError(error.message.replace('Compute error: ', ''));
    throw error;
  }
}

/** As a foreign error: `External error: regex parse error: …`. */
export function compileExternal(pattern: string, flags: string): RegExp {
  try {
    return compileRegex(pattern, flags);
  } catch (error) {
    if (error instanceof RegexSyntaxError) throw new DataFusionError('External', error.message);
    throw error;
  }
}

/** With the bare pattern in the message. */
export function compileShort(pattern: string, flags: string): RegExp {
  if (flags.includes('g')) {
    throw new ArrowError('Compute error', 'regexp_count()/regexp_instr() does not support the global flag');
  }
  try {
    return compileRegex(pattern, `${flags}g`);
  } catch (error) {
    if (error instanceof RegexSyntaxError)
      throw new ArrowError('Compute error', `Regular expression did not compile: ${pattern}`);
    throw error;
  }
}

/** Flags of functions that find one match; `g` is refused. Flags go into the pattern, so that errors show them. */
export function withFlags(pattern: string, flags: string | null, functionName: string): string {
  if (flags === null || flags === '') return pattern;
  if (flags.includes('g')) throw new PlanError(`${functionName}() does not support the "global" option`);
  return `(?${flags})${pattern}`;
}
