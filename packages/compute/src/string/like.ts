import { NotImplementedError } from '@datafusion-ts/common';
import type { Arena } from '../memory/arena.js';
import type { ColumnVector } from '../vector/column-vector.js';
/** A test of UTF-8 text in engine memory, called with address and length in bytes. */
export type TextPredicate = (address: number, length: number) => boolean;
/** Variants of LIKE. */
export interface LikeOptions {
  readonly negated: boolean;
  readonly caseInsensitive: boolean;
  /** Escape character; default backslash. */
  readonly escape?: string;
}
/** `value [NOT] [I]LIKE pattern` as a Boolean vector; constant patterns are compiled once, dictionaries matched per entry. */
export function like(value: ColumnVector, pattern: ColumnVector, options: LikeOptions, arena: Arena): ColumnVector {
  throw new NotImplementedError(`like ${value.type.kind} ${pattern.type.kind} ${String(options.negated)} ${arena.allocatedBytes}`);
}
/** A predicate for one pattern. */
export function compileLike(pattern: string, options: Omit<LikeOptions, 'negated'>): (text: string) => boolean {
  throw new NotImplementedError(`like ${pattern} ${String(options.caseInsensitive)}`);
}
