import { NotImplementedError } from '@datafusion-ts/common';
import type { Arena } from '../memory/arena.js';
import type { ColumnVector } from '../vector/column-vector.js';
/** Variants of the operators `~ ~* !~ !~*`. */
export interface RegexOptions {
  readonly negated: boolean;
  readonly caseInsensitive: boolean;
}
/**
 * A JavaScript expression with the meaning of a pattern of Rust's `regex` crate; `flags` are Rust's (i, m, s, U, x) plus g for
 * JavaScript's global and y for its sticky mode. Cached (reset `lastIndex` when using g or y). Throws ArrowError for what `regex` refuses.
 */
export function compileRegex(pattern: string, flags = ''): RegExp {
  throw new NotImplementedError(`regex ${pattern} ${flags}`);
}
/** `value ~ pattern` as a Boolean vector. */
export function regexMatch(value: ColumnVector, pattern: ColumnVector, options: RegexOptions, arena: Arena): ColumnVector {
  throw new NotImplementedError(`regex ${value.type.kind} ${pattern.type.kind} ${String(options.negated)} ${arena.allocatedBytes}`);
}
