/**
 * The engine under test: a `SessionContext` of the facade for each file.
 */
import type { SltEngineFactory } from '../engine.js';

/** Sessions of datafusion-ts. */
export function createEngineFactory(): SltEngineFactory {
  return {
    name: 'datafusion-ts',
    labels: ['DataFusion', 'Datafusion', 'datafusion'],
    open: () => Promise.reject(new Error('the engine is not built yet')),
    shutdown: () => Promise.resolve(),
  };
}
