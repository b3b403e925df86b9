/**
 * Engines by name. Modules are loaded on demand: a run with one engine never loads another.
 */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { SltEngineFactory } from '../engine.js';

/** A module that a path given as engine name must export. */
interface EngineModule {
  createEngineFactory(): SltEngineFactory;
}

/** Names of the built-in engines; any other name is the path of a module that exports `createEngineFactory`. */
export const DEFAULT_ENGINE = 'datafusion-ts';
/** The engine that expectations are written from. */
export const ORACLE_ENGINE = 'oracle';

/** The factory of the engine called `name`. @throws Error when there is no such engine */
export async function loadEngine(name: string): Promise<SltEngineFactory> {
  if (name === DEFAULT_ENGINE) return (await import('./datafusion-ts/engine.js')).createEngineFactory();
  if (name === ORACLE_ENGINE) return (await import('./oracle/oracle-engine.js')).createEngineFactory();
  if (!/[./\\]/.test(name)) throw new Error(`unknown engine '${name}'`);
  const module = (await import(pathToFileURL(resolve(name)).href)) as Partial<EngineModule>;
  if (!module.createEngineFactory) throw new Error(`${name} does not export createEngineFactory`);
  return module.createEngineFactory();
}
