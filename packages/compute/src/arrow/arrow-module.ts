/** The whole of apache-arrow as loaded at run time. */
export type ArrowModule = typeof import('apache-arrow');

/** The part of it that converts batches; nothing but these two is ever imported of it. */
export type ArrowCore = typeof import('./arrow-core.js');

/** The whole of apache-arrow, for its readers and writers. */
export function loadArrowModule(): Promise<ArrowModule> {
  return import('apache-arrow');
}
