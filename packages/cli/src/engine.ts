/** The part of the engine the shell uses; `session.ts` makes one from `datafusion-ts`, loaded when first needed. */
import type { Schema } from '@datafusion-ts/common';
import type { Batch, FormatOptions } from '@datafusion-ts/compute';

/** A planned statement, ready to run. */
export interface PlannedStatement {
  readonly schema: Schema;
  /** SHOW, EXPLAIN and DESCRIBE print all their rows. */
  readonly ignoresMaxRows: boolean;
  /** Batches, each valid until the next is asked for, without selections. */
  run(signal: AbortSignal): AsyncIterable<Batch>;
}

/** A session as the shell sees it. */
export interface ShellEngine {
  /** The statements of a text, in order; each is planned when it is reached, so that it sees what those before it did. */
  plan(sql: string, signal: AbortSignal): AsyncIterable<PlannedStatement>;
  /** Whether a text is a complete, well-formed input: undefined, or the parser's message. */
  validate(sql: string): string | undefined;
  formatOptions(): FormatOptions;
  readonly version: string;
}
