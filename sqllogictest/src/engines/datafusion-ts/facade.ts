import type { SessionContext } from 'datafusion-ts';

/** A session of the engine under test. */
export type Session = SessionContext;

/** Loads the facade. */
export const loadFacade = (): Promise<typeof import('datafusion-ts')> => import('datafusion-ts');
