import type { SessionContext } from 'datafusion-ts';

/** A session of the engine under test. */
export type Session = SessionContext;

/** Loads the facade. */
export const loadFacade = (): Promise<typeof import('datafusion-ts')> => import('datafusion-ts');

/** Loads the Spark pack, which only the files of its folder need (see `FileContext.spark`). */
export const loadSparkPack = (): Promise<typeof import('@datafusion-ts/functions-spark')> =>
  import('@datafusion-ts/functions-spark');
