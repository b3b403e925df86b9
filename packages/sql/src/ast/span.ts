import type { Location, Span } from '@datafusion-ts/common';

export type { Location, Span };

/** Anything that may remember where it was written. Positions never count in comparisons of trees. */
export interface Spanned {
  readonly span?: Span;
}
