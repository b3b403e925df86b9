/**
 * The little of the facade that the runner uses. A query's batches come from the engine's own stream: they are formatted
 * while they are valid, without a detour over Arrow.
 */
import type { Schema } from '@datafusion-ts/common';
import type { Batch } from '@datafusion-ts/compute';

/** Batches of a result, all partitions in one stream; each is valid until the next is asked for. */
export interface ResultStream extends AsyncIterable<Batch> {
  readonly schema: Schema;
}

/** A planned statement. DDL and settings have taken effect when there is one, and give no rows. */
export interface Frame {
  executeStream(options: { readonly signal: AbortSignal }): ResultStream | Promise<ResultStream>;
}

/** A session. */
export interface Session {
  sql(text: string, options?: { readonly signal: AbortSignal }): Promise<Frame>;
  /** The session with `SELECT … FROM 'file'` switched on. */
  enableUrlTable?(): Session;
}

/** The module `datafusion-ts`. */
export interface Facade {
  readonly SessionContext: new () => Session;
}

/** Loads the facade. */
export async function loadFacade(): Promise<Facade> {
  return (await import('datafusion-ts')) as unknown as Facade;
}
